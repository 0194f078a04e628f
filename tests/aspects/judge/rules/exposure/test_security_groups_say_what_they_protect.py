from __future__ import annotations

import json

import pytest

from tests.aspects.judge.rules.support import findings_of, judged

RULE = "security-groups-say-what-they-protect"


def described(text: object) -> str:
    return "It: " + json.dumps({"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": text}})


@pytest.mark.parametrize(
    "text", ["", " ", "Managed by Terraform", "security group", "Default", "temp", "test", {"Ref": "AWS::NoValue"}]
)
def test_no_description_or_a_generic_one_is_a_warning(text: object) -> None:
    assert findings_of(RULE, described(text)) == [("It", "GroupDescription")]
    (found,) = (found for found in judged(described(text)).findings if found.rule.id == RULE)
    assert found.severity == "warning"


@pytest.mark.parametrize(
    "text",
    [
        "MySQL of the order service",
        "Latest attempt at the contest",
        "Security group of the load balancer that takes GitHub's hooks",
        {"Fn::Sub": "MySQL of ${AWS::StackName}"},
        {"Ref": "AWS::StackName"},
    ],
)
def test_a_description_that_says_something_is_fine(text: object) -> None:
    assert findings_of(RULE, described(text)) == []


def test_old_groups_of_databases_are_judged_by_their_own_property() -> None:
    old = "It: {Type: AWS::ElastiCache::SecurityGroup, Properties: {Description: test}}"
    assert findings_of(RULE, old) == [("It", "Description")]
