from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.diagnosis.evidence import Weight
from governed_cdk.diagnosis.sources import trivy

if TYPE_CHECKING:
    from pathlib import Path

VULNERABILITY = {
    "VulnerabilityID": "CVE-2026-1",
    "PkgName": "openssl",
    "InstalledVersion": "3.0.1",
    "Title": "Overflow",
}
MISTAKE = {"ID": "DS002", "Severity": "HIGH", "Title": "root", "Message": "Add USER"}
SECRET = {"RuleID": "github-pat", "Severity": "CRITICAL", "StartLine": 3, "Match": "ghp_xx"}
REPORT: dict[str, Any] = {
    "SchemaVersion": 2,
    "Results": [
        {
            "Target": "app (debian 12)",
            "Vulnerabilities": [
                {**VULNERABILITY, "Severity": "HIGH"},
                {**VULNERABILITY, "VulnerabilityID": "CVE-2026-2", "Severity": "CRITICAL", "FixedVersion": "3.0.2"},
                {**VULNERABILITY, "Severity": "MEDIUM"},
            ],
        },
        {"Target": "Dockerfile", "Misconfigurations": [MISTAKE]},
        {"Target": "x.env", "Secrets": [SECRET]},
        {"Target": "go.mod", "Vulnerabilities": None},
    ],
}  # fmt: skip


def test_the_most_severe_findings_come_first_and_a_secret_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text(json.dumps(REPORT))
    found = trivy.collect(tmp_path / "r.json")
    assert [one.text for one in found] == [
        "CVE-2026-2 (CRITICAL) openssl 3.0.1, fixed in 3.0.2: Overflow",
        "github-pat (CRITICAL) a secret in line 3",
        "CVE-2026-1 (HIGH) openssl 3.0.1, no fix: Overflow",
        "DS002 (HIGH) root: Add USER",
    ]
    assert {one.weight for one in found} == {Weight.FAILURE}
    assert found[0].resource == "app (debian 12)"


@pytest.mark.parametrize(
    ("text", "says"), [("{", "no JSON"), ("[]", "with Results"), ('{"Results": 1}', "with Results")]
)
def test_what_is_no_report_is_told(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "r.json").write_text(text)
    with pytest.raises(ConfigurationError, match=says):
        trivy.collect(tmp_path / "r.json")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="No such file"):
        trivy.collect(tmp_path / "r.json")
