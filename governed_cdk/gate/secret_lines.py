"""Credentials in the lines that come with a change: what `governed-cdk secrets` finds in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governed_cdk.gate.scan import Scan, ScanFinding
from governed_cdk.secrets.scan import found_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from governed_cdk.secrets.accepted import Accepted


def secrets(added: Iterable[tuple[str, int, str]], accepted: Accepted | None = None) -> Scan:
    """The lines that hold a credential, never the credential. Raises ConfigurationError without detect-secrets."""
    found = [
        ScanFinding("secret", f"{one.file}:{one.line}", f"{one.kind} in a line that comes with this change")
        for one in found_in(added, accepted)
    ]
    return Scan("secrets", tuple(found))
