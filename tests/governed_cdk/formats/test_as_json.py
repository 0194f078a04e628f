from __future__ import annotations

import json
from typing import Any

from aspects.judge.patch import GONE, Patch
from governed_cdk.formats import render
from tests.governed_cdk.formats.support import accepted, entry, hostile, report

FIELDS = [
    "rule", "pack", "since", "link", "severity", "template", "line", "logical_id", "type", "construct_path", "source",
    "property", "found", "why", "fix", "accept", "patches",
]  # fmt: skip


def data(*args: Any, **kwargs: Any) -> Any:
    return json.loads(render(report(*args, **kwargs), "json"))


def test_the_shape_is_the_documented_one() -> None:
    warning = entry(severity="warning")
    found = data(entry(), warning, unknown=(entry(),), accepted=(accepted(),), faults=("x failed",))
    assert list(found) == ["version", "findings", "unknown", "accepted", "faults", "summary"]
    assert found["version"] == 1
    assert [list(one) for one in found["findings"] + found["unknown"]] == [FIELDS] * 3
    assert [list(one) for one in found["accepted"]] == [[*FIELDS, "reason", "owner", "until"]]
    assert found["findings"][0]["line"] == 12
    assert found["findings"][0]["source"] == "stacks/rds.py:86"
    assert found["accepted"][0]["until"] == "2027-06-30"
    assert found["faults"] == ["x failed"]
    assert found["summary"] == {
        "findings": 1, "warnings": 1, "unknown": 1, "accepted": 1, "faults": 1,
        "resources": 120, "templates": 1, "seconds": 0.214,
    }  # fmt: skip


def test_any_text_survives() -> None:
    assert json.loads(render(hostile(), "json"))["findings"][0]["found"] == hostile().findings[0].found


def test_a_fix_is_data_too() -> None:
    path = ("Resources", "Alarm", "Properties", "AlarmActions", 0)
    patches = (Patch(path, {"Ref": "<topic>"}), Patch(path, GONE))
    assert data(entry(patches=patches))["findings"][0]["patches"] == [
        {"path": list(path), "value": {"Ref": "<topic>"}, "placeholders": ["topic"]},
        {"path": list(path), "placeholders": []},
    ]
