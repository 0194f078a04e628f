"""The secrets in lines of files: what each is and where, and never itself."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.secret_text import secrets_in
from constructs_lib.runtime.secret_scan.workflow.scanning.detectors import also
from constructs_lib.runtime.secret_scan.workflow.scanning.fingerprints import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from governed_cdk.secrets.accepted import Accepted

VARIABLE = "SECRET_SCAN_KEY"
"""The variable that holds the key of the fingerprints: the secret `secret-scan-key` of the secrets stack."""


@dataclass(frozen=True, slots=True)
class SecretFinding:
    """A secret in a line; the fingerprint is empty where nobody gave the key."""

    file: str
    line: int
    kind: str
    fingerprint: str

    @property
    def text(self) -> str:
        """What is wrong, in words."""
        known = f" (fingerprint {self.fingerprint})" if self.fingerprint else ""
        return f"{self.kind} in the open{known}"


def found_in(lines: Iterable[tuple[str, int, str]], accepted: Accepted | None = None) -> Iterator[SecretFinding]:
    """Each secret in lines, given as file, number and text, but for what somebody answers for.

    Raises ConfigurationError where detect-secrets is not installed.
    """
    key = os.environ.get(VARIABLE, "")
    try:
        look = also()
    except ImportError:
        raise ConfigurationError('detect-secrets is missing; install it: pip install "governed-cdk[gate]"') from None
    for file, number, line in lines:
        for found in secrets_in(line, look):
            print_ = fingerprint(key, found.value) if key else ""
            if accepted is None or not accepted.holds(print_):
                yield SecretFinding(file, number, found.kind, print_)
