from __future__ import annotations

from governed_cdk.formats import as_text, render
from tests.governed_cdk.formats.support import HOSTILE, accepted, entry, hostile, report


def test_a_finding_says_where_what_why_the_fix_and_the_line_that_accepts_it() -> None:
    lines = render(
        report(entry(), unknown=(entry(logical_id="Other"),), accepted=(accepted(logical_id="Third"),)), "text"
    )
    assert lines.splitlines() == [
        "cdk.out/prod-rds.template.json",
        "  error alarms-reach-somebody",
        (
            "    Alarm (AWS::CloudWatch::Alarm) AlarmActions, cdk.out/prod-rds.template.json:12, stacks/rds.py:86,"
            " prod-rds/Alarm/Resource"
        ),
        "    The alarm has no action. An alarm that nobody hears is none.",
        "    fix: first line",
        "         second line",
        '    accept: accept(self, "governed-cdk::alarms-reach-somebody")',
        "  unknown alarms-reach-somebody",
        (
            "    Other (AWS::CloudWatch::Alarm) AlarmActions, cdk.out/prod-rds.template.json:12, stacks/rds.py:86,"
            " prod-rds/Alarm/Resource"
        ),
        "    The alarm has no action. An alarm that nobody hears is none.",
        "    fix: first line",
        "         second line",
        "  accepted alarms-reach-somebody Third until 2027-06-30 by team-orders: somebody looks at it every morning",
        "",
        "1 finding, 0 warnings, 1 unknown, 1 accepted in 120 resources of 1 template (0.21 s)",
    ]


def test_a_template_stands_once_above_all_its_findings() -> None:
    text = render(report(entry(template="a.yaml"), entry(template="b.yaml"), entry(template="a.yaml")), "text")
    assert [line for line in text.splitlines() if line.endswith(".yaml")] == ["a.yaml", "b.yaml"]


def test_a_fault_is_fatal_and_comes_first() -> None:
    assert render(report(faults=("a.yaml: Alarm: x failed",)), "text").startswith("fatal a.yaml: Alarm: x failed\n")


def test_colour_is_only_there_when_asked_for_and_changes_no_word() -> None:
    plain, coloured = as_text.render(report(entry())), as_text.render(report(entry()), colour=True)
    assert "\x1b" not in plain
    assert "\x1b[1;31merror\x1b[0m" in coloured


def test_a_templates_own_text_is_neither_markup_nor_an_escape_sequence() -> None:
    assert "\x1b" not in as_text.render(hostile())
    coloured = as_text.render(hostile(), colour=True)
    assert HOSTILE in coloured
    assert "\x1b[31m" not in coloured
