from __future__ import annotations

import datetime

import pytest

from aspects.judge.judgement import judge
from tests.aspects.judge.rules.support import findings_of, template_of, unknown_of

RULE = "versions-have-standard-support"
DAY = datetime.date(2026, 11, 29)


def database(properties: str, type_: str = "AWS::RDS::DBInstance") -> str:
    return f"Orders: {{Type: {type_}, Properties: {{{properties}}}}}"


def function(runtime: str, type_: str = "AWS::Lambda::Function") -> str:
    return f"Clerk: {{Type: {type_}, Properties: {{Runtime: {runtime}}}}}"


def levels(resources: str, today: datetime.date) -> list[str]:
    """What each finding weighs, once the rule is no new one any more."""
    template = template_of(resources)
    found = judge([template], {RULE: "error"}, today=today).findings
    return [one.severity for one in found if one.rule.id == RULE]


@pytest.mark.parametrize(
    "properties",
    [
        "Engine: mysql, EngineVersion: 8.0.46",
        "Engine: MySQL, EngineVersion: 8.0.46-RDS.20261001",
        "Engine: mysql, EngineVersion: !If [Old, 8.0.46, 8.4.11]",
        "Engine: !If [Old, mysql, oracle-ee], EngineVersion: 5.7.44",
        "Engine: postgres, EngineVersion: '13'",
        "Engine: mariadb, EngineVersion: 10.5.29",
    ],
)
def test_a_database_past_standard_support_is_found(properties: str) -> None:
    assert findings_of(RULE, database(properties), today=DAY) == [("Orders", "EngineVersion")]


@pytest.mark.parametrize("type_", ["AWS::RDS::DBCluster", "AWS::RDS::GlobalCluster"])
def test_a_cluster_past_standard_support_is_found(type_: str) -> None:
    old = database("Engine: aurora-mysql, EngineVersion: 5.7.mysql_aurora.2.12.5", type_)
    assert findings_of(RULE, old, today=DAY) == [("Orders", "EngineVersion")]


@pytest.mark.parametrize(
    "properties",
    [
        "Engine: mysql, EngineVersion: 8.4.11",
        "Engine: mysql, EngineVersion: 8.4.9.R2.20261001",
        "Engine: aurora-mysql, EngineVersion: 8.0.mysql_aurora.3.10.0",
        "Engine: mysql",
        "Engine: oracle-ee, EngineVersion: '11'",
        "Engine: aurora-mysql, EngineVersion: 5.7.mysql_aurora.2.12.5, DBClusterIdentifier: orders",
    ],
)
def test_what_is_supported_has_no_version_or_belongs_to_a_cluster_is_fine(properties: str) -> None:
    assert findings_of(RULE, database(properties), today=DAY) == []
    assert unknown_of(RULE, database(properties), today=DAY) == []


@pytest.mark.parametrize("type_", ["AWS::Lambda::Function", "AWS::Serverless::Function"])
def test_a_function_on_a_deprecated_runtime_is_found(type_: str) -> None:
    assert findings_of(RULE, function("python3.9", type_), today=DAY) == [("Clerk", "Runtime")]
    assert findings_of(RULE, function("python3.14", type_), today=DAY) == []


@pytest.mark.parametrize(
    ("day", "found"),
    [("2026-01-31", []), ("2026-02-01", ["warning"]), ("2026-07-31", ["warning"]), ("2026-08-01", ["error"])],
)
def test_it_warns_half_a_year_before_and_is_a_finding_from_the_day_after(day: str, found: list[str]) -> None:
    eight = database("Engine: mysql, EngineVersion: 8.0.46")
    assert levels(eight, datetime.date.fromisoformat(day)) == found


@pytest.mark.parametrize(
    "resources",
    [
        database("Engine: mysql, EngineVersion: !Ref Version"),
        database("Engine: mysql, EngineVersion: 9.9.1"),
        function("!Ref Version"),
        function("python4.0"),
    ],
)
def test_a_version_that_is_open_or_has_no_row_is_unknown(resources: str) -> None:
    sections = "Parameters: {Version: {Type: String}}"
    assert findings_of(RULE, resources, sections, DAY) == []
    assert len(unknown_of(RULE, resources, sections, DAY)) == 1


def test_without_a_day_nobody_can_tell() -> None:
    eight = database("Engine: mysql, EngineVersion: 8.0.46")
    assert findings_of(RULE, eight) == []
    assert unknown_of(RULE, eight) == [("Orders", "EngineVersion")]
