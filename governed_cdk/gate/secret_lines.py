"""Credentials in the lines that come with a change: by the patterns of detect-secrets, and by our own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.secret_shapes import kind_of_secret
from governed_cdk.gate.scan import Scan, ScanFinding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ALLOWED = "pragma: allowlist secret"
"""In a line that is none: detect-secrets' own mark. Source: its README, "Inline Allowlisting"."""


def secrets(added: Iterable[tuple[str, int, str]]) -> Scan:
    """The lines that hold a credential, never the credential. Raises ConfigurationError without detect-secrets."""
    look = _detectors()
    found = []
    for file, number, line in added:
        kind = "" if ALLOWED in line else kind_of_secret(line) or look(line)
        if kind:
            found.append(ScanFinding("secret", f"{file}:{number}", f"{kind} in a line that comes with this change"))
    return Scan("secrets", tuple(found))


def _detectors() -> Callable[[str], str]:
    try:
        from detect_secrets.plugins import (  # noqa: PLC0415 - an extra: only the gate needs it
            aws,
            basic_auth,
            github_token,
            gitlab_token,
            jwt,
            npm,
            private_key,
            pypi_token,
            slack,
        )  # fmt: skip
    except ImportError:
        raise ConfigurationError('detect-secrets is missing; install it: pip install "governed-cdk[gate]"') from None
    detectors = (
        aws.AWSKeyDetector(), basic_auth.BasicAuthDetector(), github_token.GitHubTokenDetector(),
        gitlab_token.GitLabTokenDetector(), jwt.JwtTokenDetector(), npm.NpmDetector(),
        private_key.PrivateKeyDetector(), pypi_token.PypiTokenDetector(), slack.SlackDetector(),
    )  # fmt: skip

    def look(line: str) -> str:
        return next((str(one.secret_type) for one in detectors if any(one.analyze_string(line))), "")

    return look
