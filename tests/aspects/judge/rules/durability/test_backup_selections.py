"""What AWS Backup takes by patterns, tags and conditions, in any template of the app."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING

import pytest

from aspects.judge.judgement import judge
from aspects.judge.template import load
from tests.aspects.judge.rules.support import findings_of, unknown_of

if TYPE_CHECKING:
    from pathlib import Path

RULE = "data-is-backed-up"
STATED = {"DataClass": "confidential", "backup": "daily", "stage": "production", "saved": "'true'"}
TAGS = "[{}]".format(", ".join(f"{{Key: {key}, Value: {value}}}" for key, value in STATED.items()))
TABLE = f"Store: {{Type: AWS::DynamoDB::Table, Properties: {{TableName: prod-orders, Tags: {TAGS}}}}}\n"
SECTIONS = "Parameters: {Given: {Type: String}}"


def selected(selection: str, store: str = TABLE) -> str:
    return (
        f"{store}Selection: {{Type: AWS::Backup::BackupSelection, Properties: {{BackupSelection: {{{selection}}}}}}}\n"
    )


def condition(operator: str, key: str, value: str) -> str:
    return f"{operator}: [{{ConditionKey: {key}, ConditionValue: {value}}}]"


DAILY = condition("StringEquals", "aws:ResourceTag/backup", "daily")
MIDDLE = condition("StringLike", "aws:ResourceTag/stage", "'*duct*'")
TABLES = "'arn:aws:dynamodb:*:*:table/*'"
TAGGED = "ListOfTags: [{{ConditionType: STRINGEQUALS, ConditionKey: {}, ConditionValue: {}}}]"


@pytest.mark.parametrize(
    "selection",
    [
        "Resources: ['*']",
        f"Resources: [{TABLES}]",
        "Resources: ['arn:aws:dynamodb:*']",
        "Resources: !Sub 'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/*'",
        "Resources: ['arn:aws:dynamodb:*:*:table/prod-*']",
        "Resources: ['arn:aws:dynamodb:ap-northeast-2:111122223333:table/prod-orders']",
        f"Resources: ['arn:aws:rds:*:*:db:*', {TABLES}]",
        f"Resources: ['*'], Conditions: {{{DAILY}}}",
        f"Conditions: {{{DAILY}}}",
        f"Resources: ['*'], Conditions: {{{condition('StringLike', 'aws:ResourceTag/stage', 'prod*')}}}",
        f"Resources: ['*'], Conditions: {{{MIDDLE}}}",
        f"Resources: ['*'], Conditions: {{{condition('StringNotEquals', 'aws:ResourceTag/backup', 'weekly')}}}",
        f"Resources: ['*'], Conditions: {{{condition('StringNotLike', 'aws:ResourceTag/absent', 'x*')}}}",
        f"Resources: ['*'], Conditions: {{{DAILY}, {condition('StringLike', 'aws:ResourceTag/stage', 'prod*')}}}",
        "Resources: ['*'], NotResources: ['arn:aws:ec2:*:*:volume/*']",
        "NotResources: ['arn:aws:ec2:*:*:volume/*']",
        TAGGED.format("backup", "daily"),
        TAGGED.format("aws:ResourceTag/backup", "daily"),
        TAGGED.format("saved", "true"),
        f"Resources: ['arn:aws:rds:*:*:db:*'], {TAGGED.format('backup', 'daily')}",
    ],
)
def test_what_a_selection_takes_is_backed_up(selection: str) -> None:
    assert findings_of(RULE, selected(selection), SECTIONS) == []
    assert unknown_of(RULE, selected(selection), SECTIONS) == []


@pytest.mark.parametrize(
    "selection",
    [
        "Resources: ['arn:aws:rds:*:*:db:*']",
        "Resources: ['arn:aws:dynamodb:*:*:table/dev-*']",
        "Resources: ['arn:aws:dynamodb:ap-northeast-2:111122223333:table/prod-orders-2']",
        f"Resources: [{TABLES}], NotResources: [!GetAtt Store.Arn]",
        f"Resources: ['*'], NotResources: [{TABLES}]",
        f"Resources: ['*'], Conditions: {{{condition('StringEquals', 'aws:ResourceTag/backup', 'weekly')}}}",
        f"Resources: ['*'], Conditions: {{{condition('StringLike', 'aws:ResourceTag/stage', 'dev*')}}}",
        f"Resources: ['*'], Conditions: {{{condition('StringNotEquals', 'aws:ResourceTag/backup', 'daily')}}}",
        f"Resources: ['*'], Conditions: {{{DAILY}, {condition('StringLike', 'aws:ResourceTag/stage', 'dev*')}}}",
        TAGGED.format("backup", "weekly"),
        TAGGED.format("other", "daily"),
    ],
)
def test_what_no_selection_takes_is_a_finding(selection: str) -> None:
    assert [name for name, _ in findings_of(RULE, selected(selection), SECTIONS)] == ["Store"]


@pytest.mark.parametrize(
    ("selection", "store"),
    [
        ("Resources: [!Ref Given]", TABLE),
        ("Resources: ['arn:aws:dynamodb:*:*:table/prod-*']", TABLE.replace("TableName: prod-orders, ", "")),
        (f"Conditions: {{{condition('StringEquals', 'aws:ResourceTag/backup', '!Ref Given')}}}", TABLE),
    ],
)
def test_what_only_the_deploy_knows_of_a_selection_is_unknown(selection: str, store: str) -> None:
    assert findings_of(RULE, selected(selection, store), SECTIONS) == []
    assert unknown_of(RULE, selected(selection, store), SECTIONS) != []


def test_what_aws_backup_does_not_support_it_does_not_take() -> None:
    cache = f"Store: {{Type: AWS::MemoryDB::Cluster, Properties: {{Tags: {TAGS}}}}}\n"
    assert findings_of(RULE, selected("Resources: ['*']", cache), SECTIONS) != []


@pytest.mark.parametrize(("region", "names"), [("", []), ("ap-northeast-2", []), ("us-east-1", ["Store"])])
def test_a_selection_in_another_template_counts_in_its_region(tmp_path: Path, region: str, names: list[str]) -> None:
    _, selection = selected(f"Resources: [{TABLES}]").splitlines()
    for name, body in (("data", TABLE), ("backup", selection)):
        (tmp_path / f"{name}.yaml").write_text("Resources:\n" + indent(body, "  "))
    backup, data = sorted(load([tmp_path]), key=lambda one: one.path.name)
    backup.app = data.app = (backup, data)
    backup.region, data.region = region, "ap-northeast-2"
    found = [one.resource.logical_id for one in judge([backup, data]).findings if one.rule.id == RULE]
    assert found == names


def test_a_pattern_of_many_stars_is_no_work() -> None:
    assert findings_of(RULE, selected(f"Resources: ['arn:aws:dynamodb:*:*:table/{'*o' * 60}']"), SECTIONS) != []
