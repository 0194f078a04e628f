from __future__ import annotations

import pytest

from tests.aspects.judge.rules.support import findings_of, unknown_of

RULE = "log-groups-have-a-retention"


def _group(properties: str, sections: str = "") -> list[tuple[str, str]]:
    return findings_of(RULE, f"Group: {{Type: AWS::Logs::LogGroup, Properties: {properties}}}", sections)


@pytest.mark.parametrize(
    "properties",
    [
        "{}",
        "{RetentionInDays: !Ref AWS::NoValue}",
        "{RetentionInDays: 15}",
        "{RetentionInDays: 0}",
        "{RetentionInDays: '14 days'}",
        "{RetentionInDays: true}",
        "{RetentionInDays: [14]}",
        "{RetentionInDays: !If [Long, 365, !Ref AWS::NoValue]}",
        "{LogGroupClass: INFREQUENT_ACCESS}",
    ],
)
def test_logs_without_a_valid_retention_are_found(properties: str) -> None:
    assert _group(properties) == [("Group", "RetentionInDays")]


@pytest.mark.parametrize(
    "properties",
    ["{RetentionInDays: 14}", "{RetentionInDays: '3653'}", "{LogGroupClass: DELIVERY}"],
)
def test_logs_that_expire_are_fine(properties: str) -> None:
    assert _group(properties) == []


def test_a_parameter_is_judged_by_its_default_and_unknown_without_one() -> None:
    group = "Group: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: !Ref Days}}"
    assert findings_of(RULE, group, "Parameters: {Days: {Type: Number, Default: 2}}") == [("Group", "RetentionInDays")]
    assert findings_of(RULE, group, "Parameters: {Days: {Type: Number}}") == []
    assert unknown_of(RULE, group, "Parameters: {Days: {Type: Number}}") == [("Group", "RetentionInDays")]
