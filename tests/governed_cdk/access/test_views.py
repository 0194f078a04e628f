from __future__ import annotations

import json

from governed_cdk.access.asking import AccessFinding, AccessVerdict
from governed_cdk.access.table import AccessRow, AccessTable
from governed_cdk.access.views import AccessReport, as_json, as_markdown, as_text

ROW = AccessRow("b", "bucket", "prod-app", "B", "role a|b", ("s3:GetObject",), "depends", ("P if k = *",), ("D",))
FINDING = AccessFinding("Never so", "role a", "s3:GetObject", "bucket b", "allowed", ("k = 1",), ("prod-app P",))
REPORT = AccessReport(
    AccessTable((ROW,), ("role a: the managed policy X",)), AccessVerdict((FINDING,), (), {"Never so": 1})
)


def test_text_ends_with_what_is_unknown_what_is_broken_and_a_count() -> None:
    assert as_text(REPORT).splitlines() == [
        "bucket b (prod-app B)",
        "  role a|b: s3:GetObject",
        "    by P if k = *",
        "    unless D",
        "unknown: role a: the managed policy X",
        "finding: Never so: role a s3:GetObject bucket b: allowed",
        "    if k = 1",
        "    by prod-app P",
        "1 ways of access; 1 statements, 1 broken in 1 ways; 1 unknown",
    ]


def test_json_has_all_of_it() -> None:
    said = json.loads(as_json(REPORT))
    assert (said["version"], said["asked"], said["unknown"]) == (1, {"Never so": 1}, ["role a: the managed policy X"])
    assert said["access"][0]["unless"] == ["D"]
    assert said["findings"][0]["by"] == ["prod-app P"]


def test_markdown_escapes_what_would_break_its_table() -> None:
    text = as_markdown(REPORT)
    assert "| role a&#124;b | s3:GetObject | P if k = &#42; | D |" in text
    assert "- Never so: role a s3:GetObject bucket b: allowed, by prod-app P" in text


def test_without_statements_there_is_the_table_alone() -> None:
    assert (
        as_text(AccessReport(AccessTable((), ()), None))
        == "0 ways of access; 0 statements, 0 broken in 0 ways; 0 unknown\n"
    )
