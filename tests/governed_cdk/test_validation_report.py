from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from governed_cdk.validation_report import errors, open_findings, reported

if TYPE_CHECKING:
    from pathlib import Path

VIOLATION = {
    "ruleName": "AwsSolutions-S1",
    "description": "No access logs.",
    "violatingConstructs": [{"constructPath": "prod-a/Bucket"}, {}],
}


def write(folder: Path, *plugins: dict[str, Any]) -> Path:
    (folder / "validation-report.json").write_text(json.dumps({"pluginReports": list(plugins)}), encoding="utf-8")
    return folder


def plugin(conclusion: str, name: str = "AwsSolutions", **findings: Any) -> dict[str, Any]:
    return {"pluginName": name, "conclusion": conclusion, "violations": [], **findings}


def test_without_a_report_nothing_is_open(tmp_path: Path) -> None:
    assert open_findings(tmp_path) == []
    assert errors(tmp_path) == {}
    assert reported(tmp_path, but="x") == {}


@pytest.mark.parametrize(
    ("report", "found"),
    [
        (plugin("success"), []),
        (plugin("success", violations=[VIOLATION]), []),
        (plugin("failure", violations=[VIOLATION]), ["AwsSolutions::AwsSolutions-S1: No access logs."]),
        (plugin("failure"), ["AwsSolutions::failed: the plugin failed"]),
        ({"pluginName": "x"}, ["x::failed: the plugin failed"]),
    ],
)
def test_what_did_not_end_well_is_open(tmp_path: Path, report: dict[str, Any], found: list[str]) -> None:
    assert open_findings(write(tmp_path, report)) == found


def test_errors_are_what_fails_a_synth(tmp_path: Path) -> None:
    weighed = [{**VIOLATION, "severity": "error"}, {**VIOLATION, "ruleName": "x", "severity": "warning"}]
    write(tmp_path, plugin("failure", violations=weighed))
    assert errors(tmp_path) == {"AwsSolutions::AwsSolutions-S1": "No access logs."}


def test_what_was_found_has_its_places_accepted_or_not_of_every_plugin_but_one(tmp_path: Path) -> None:
    ours = plugin("failure", "governed-cdk", violations=[VIOLATION])
    other = {**VIOLATION, "violatingConstructs": [{"constructPath": "prod-b/Bucket"}]}
    write(tmp_path, ours, plugin("failure", violations=[VIOLATION], suppressedViolations=[other]))
    assert reported(tmp_path, but="governed-cdk") == {
        "AwsSolutions::": [],
        "AwsSolutions::AwsSolutions-S1": ["prod-a/Bucket", "prod-b/Bucket"],
    }
