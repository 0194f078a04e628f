"""Recorded reports of the scanners, and what the gate makes of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.gate.scan import cfn_lint, checkov, trivy

if TYPE_CHECKING:
    from collections.abc import Callable

    from governed_cdk.gate.scan import Scan

REPORTS = Path(__file__).parent / "reports"


def told(found: Scan) -> list[tuple[str, str, str]]:
    return [(one.rule, one.where, one.text) for one in found.errors]


def test_what_trivy_found_and_can_be_mended_fails() -> None:
    assert told(trivy(REPORTS / "trivy.json", ci=True)) == [
        ("CVE-2024-47874", "requirements.txt", "starlette 0.38.2, fixed in 0.40.0"),
        ("DS002", "Dockerfile", "Image user should not be 'root'"),
        ("aws-access-key-id", "deploy.sh:3", "AWS Access Key ID"),
    ]


def test_what_checkov_failed_is_told_by_its_resource() -> None:
    assert told(checkov(REPORTS / "checkov.json", ci=True)) == [
        ("CKV_AWS_116", "prod-secrets.template.json RotationFunction4F6B5A8F",
         "Ensure that AWS Lambda function is configured for a Dead Letter Queue(DLQ)"),
    ]  # fmt: skip


def test_only_what_checkov_did_not_fail_before_counts() -> None:
    found = checkov(REPORTS / "checkov.json", ci=True)
    assert found.beyond(found).errors == ()
    assert found.beyond(checkov(REPORTS / "checkov-clean.json", ci=True)) == found


def test_a_warning_of_cfn_lint_fails_nothing() -> None:
    found = cfn_lint(REPORTS / "cfn-lint.json", ci=True)
    assert told(found) == [("E3012", "prod-app.template.json:7", "'x' is not of type 'integer'")]
    assert len(found.findings) == 2


@pytest.mark.parametrize("read", [trivy, checkov, cfn_lint])
def test_a_pipeline_must_hand_a_report_over_and_a_laptop_says_that_it_has_none(
    read: Callable[..., Scan], tmp_path: Path
) -> None:
    for path in (None, tmp_path / "missing.json"):
        with pytest.raises(ConfigurationError, match="in a pipeline it has to run"):
            read(path, ci=True)
        assert "it did not run" in read(path, ci=False).skipped


@pytest.mark.parametrize("read", [trivy, checkov, cfn_lint])
@pytest.mark.parametrize(
    "data", ["", "{", "[1]", '{"SchemaVersion": 1}', '{"Results": 3}', '{"results": {"failed_checks": [1]}}']
)
def test_a_report_that_is_none_is_bad_input_everywhere(read: Callable[..., Scan], data: str, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(data)
    with pytest.raises(ConfigurationError, match="not a report that"):
        read(path, ci=False)


def test_a_clean_report_is_clean(tmp_path: Path) -> None:
    clean: list[tuple[Callable[..., Scan], Any]] = [(trivy, {"SchemaVersion": 2}), (cfn_lint, [])]
    for read, data in clean:
        path = tmp_path / "report.json"
        path.write_text(json.dumps(data))
        assert read(path, ci=True).findings == ()
