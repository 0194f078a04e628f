"""The server that functions are tried with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.constructs_lib.runtime.rotation.server import Server, running_server
from tests.system_tools import system_tool

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A MariaDB server of this session's own."""
    for program in ("mariadbd", "mariadb-install-db"):
        system_tool(program, package="mariadb-server")
    with running_server(tmp_path_factory.mktemp("mariadb")) as running:
        yield running
