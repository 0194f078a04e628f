from __future__ import annotations

import json

import pytest

from tests.aspects.judge.rules.support import findings_of, judged

RULE = "security-groups-say-what-they-protect"


def described(text: object) -> str:
    return "It: " + json.dumps({"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": text}})


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "...",
        "Managed by Terraform",
        "security group",
        "Default",
        "temp",
        "test",
        {"Ref": "AWS::NoValue"},
        "Test security group",
        "My security group",
        "The default security-group",
        "SecurityGroup",
        "sg-1",
        "test_2",
        "Temporary test group",
        "Created by CloudFormation",
        "default VPC security group",
        "TODO",
        "N/A",
        "Example SG",
    ],
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
        "Security group for a broker",
        "Redis VPC security group",
        "Load tests of the shop",
        "Default route of the office",
        "ssh",
        "Managed by Terraform: MySQL",
        "HTTP/HTTPS",
        "\ubcf4\uc548 \uadf8\ub8f9",
        {"Fn::Sub": "MySQL of ${AWS::StackName}"},
        {"Ref": "AWS::StackName"},
    ],
)
def test_a_description_that_says_something_is_fine(text: object) -> None:
    assert findings_of(RULE, described(text)) == []


def test_old_groups_of_databases_are_judged_by_their_own_property() -> None:
    old = "It: {Type: AWS::ElastiCache::SecurityGroup, Properties: {Description: test}}"
    assert findings_of(RULE, old) == [("It", "Description")]


def named(logical_id: str, text: str, path: str = "") -> str:
    metadata = {"Metadata": {"aws:cdk:path": path}} if path else {}
    group = {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": text}, **metadata}
    return f"{logical_id}: {json.dumps(group)}"


@pytest.mark.parametrize(
    ("logical_id", "text", "path"),
    [
        ("WebServerSecurityGroup", "WebServerSecurityGroup", ""),
        ("WebServers", "webservers", ""),
        ("ServiceGroup0A1B2C3D", "prod-shop/Service/Group", ""),
        ("ServiceGroup0A1B2C3D", "prod-shop/Service/Group", "prod-shop/Service/Group/Resource"),
        ("Renamed", "prod-shop/Service/Group", "prod-shop/Service/Group/Resource"),
        ("Renamed", "Prod/prod-shop/Group", "Prod/prod-shop/Group/Resource"),
    ],
)
def test_the_logical_id_or_the_path_of_the_construct_says_nothing_more(logical_id: str, text: str, path: str) -> None:
    assert findings_of(RULE, named(logical_id, text, path)) == [(logical_id, "GroupDescription")]


@pytest.mark.parametrize(
    ("logical_id", "text"),
    [("WebServerSecurityGroup", "Web server security group"), ("Group", "orders/payments"), ("Web", "web servers")],
)
def test_words_that_happen_to_be_in_the_logical_id_say_it(logical_id: str, text: str) -> None:
    assert findings_of(RULE, named(logical_id, text)) == []
