"""No file of the repository holds a credential, or a path of somebody's machine."""

from __future__ import annotations

import re
import subprocess

import pytest
from detect_secrets.plugins.aws import AWSKeyDetector
from detect_secrets.plugins.github_token import GitHubTokenDetector
from detect_secrets.plugins.gitlab_token import GitLabTokenDetector
from detect_secrets.plugins.jwt import JwtTokenDetector
from detect_secrets.plugins.npm import NpmDetector
from detect_secrets.plugins.private_key import PrivateKeyDetector
from detect_secrets.plugins.pypi_token import PypiTokenDetector
from detect_secrets.plugins.slack import SlackDetector

from tests.support import ROOT

DETECTORS = (
    AWSKeyDetector(), GitHubTokenDetector(), GitLabTokenDetector(), JwtTokenDetector(),
    NpmDetector(), PrivateKeyDetector(), PypiTokenDetector(), SlackDetector(),
)  # fmt: skip
# What tests are made of; they open nothing: the key of AWS's own documentation, and a signed text of jwt.io.
MADE_UP = {"AKIA" + "IOSFODNN7EXAMPLE", "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w"}
MACHINE = re.compile(r"(?<![\w.@/-])(?:/(?:home|Users)/(?!atlantis\b)\w[\w.-]*|/root/\w|[A-Z]:\\+Users\\)")


def private(text: str) -> set[str]:
    """Credentials by the patterns of detect-secrets for what this project meets, and paths of machines."""
    credentials = {found for detector in DETECTORS for found in detector.analyze_string(text)}
    return (credentials - MADE_UP) | set(MACHINE.findall(text))


def test_no_file_holds_a_credential_or_a_path_of_somebodys_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = [name for name in listed.split("\0") if (ROOT / name).is_file()]
    assert len(names) > 500
    found = {name: private((ROOT / name).read_bytes().decode(errors="replace")) for name in names}
    assert {name: texts for name, texts in found.items() if texts} == {}


@pytest.mark.parametrize(
    "parts",
    [
        ("AKIA", "Q3EGRZ5DXMPLAB7C"),
        ("ghp_", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"),
        ("glpat-", "a1B2c3D4e5F6g7H8i9J0"),
        ("xoxb-", "123456789012-123456789012-a1B2c3D4e5F6g7H8"),
        ("https://hooks.slack.com/", "services/T00000000/B00000000/a1B2c3D4e5F6g7H8i9J0k1L2"),
        ("-----BEGIN RSA ", "PRIVATE KEY-----"),
        ("/home/", "jane/governed-cdk"),
        ("/Users/", "jane"),
        ("C:\\", "Users\\jane"),
    ],
    ids=lambda parts: parts[0],
)
def test_it_would_be_found(parts: tuple[str, str]) -> None:
    assert private(f'value = "{"".join(parts)}"\n')
