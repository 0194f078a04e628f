"""Services as tests have them made: of a wheel that there is not."""

from __future__ import annotations

from governed_cdk.scaffold.library import Library
from governed_cdk.scaffold.service import Deployer, Service

LIBRARY = Library("0.1.0", "https://example.org/governed_cdk-0.1.0-py3-none-any.whl", "0" * 64)


def service(name: str = "orders", deployer: Deployer = Deployer.ATLANTIS, library: Library = LIBRARY) -> Service:
    return Service(name=name, deployer=deployer, library=library)
