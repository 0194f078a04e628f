"""What holds data in every template: it is kept or goes, is closed to the internet, and its secrets rotate."""

from __future__ import annotations

import ipaddress
import json
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.catalogue import facts
from constructs_lib.kernel.retention import RETENTION_DAYS
from tests.support import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support import Templates

# Retained by CDK, and gone with what it is a part of.
PARTS = {"AWS::Logs::LogStream"}


def test_prod_keeps_data_when_its_resource_goes(prod: Templates) -> None:
    kept = 0
    for stack, key, resource in prod.all():
        if facts(resource["Type"]).stateful:
            kept += 1
            assert resource.get("DeletionPolicy") in ("Retain", "RetainExceptOnCreate"), f"{stack}/{key}"
            assert resource.get("UpdateReplacePolicy") == "Retain", f"{stack}/{key}"
    assert kept > 30


def test_dev_leaves_nothing_behind(dev: Templates) -> None:
    left = []
    for stack, key, resource in dev.all():
        # CloudFormation's own default is to delete, but it takes a snapshot of some types: what holds data says Delete.
        default = None if facts(resource["Type"]).stateful else "Delete"
        policies = {resource.get(policy, default) for policy in ("DeletionPolicy", "UpdateReplacePolicy")}
        if policies != {"Delete"} and resource["Type"] not in PARTS:
            left.append(f"{stack}/{key}: {policies}")
    assert left == []


def test_prod_refuses_the_deletion_of_databases_tables_load_balancers_and_stacks(prod: Templates) -> None:
    for _, _, resource in prod.all("AWS::RDS::DBInstance"):
        assert resource["Properties"]["DeletionProtection"] is True
    for _, _, resource in prod.all("AWS::DynamoDB::Table"):
        assert resource["Properties"]["DeletionProtectionEnabled"] is True
    for _, _, resource in prod.all("AWS::ElasticLoadBalancingV2::LoadBalancer"):
        attributes = {a["Key"]: a["Value"] for a in resource["Properties"]["LoadBalancerAttributes"]}
        assert attributes["deletion_protection.enabled"] == "true"
    manifest = json.loads((prod.folder / "manifest.json").read_text())["artifacts"]
    stacks = [body["properties"] for body in manifest.values() if body["type"] == "aws:cloudformation:stack"]
    assert all(properties["terminationProtection"] for properties in stacks)


def test_every_log_group_has_a_retention_that_cloudwatch_knows(templates: Templates) -> None:
    groups = list(templates.all("AWS::Logs::LogGroup"))
    assert len(groups) > 5
    assert all(resource["Properties"]["RetentionInDays"] in RETENTION_DAYS for _, _, resource in groups)


def test_every_bucket_is_private_versioned_and_speaks_tls_only(templates: Templates) -> None:
    for stack, key, resource in templates.all("AWS::S3::Bucket"):
        properties = resource["Properties"]
        assert set(properties["PublicAccessBlockConfiguration"].values()) == {True}, f"{stack}/{key}"
        assert properties["VersioningConfiguration"] == {"Status": "Enabled"}, f"{stack}/{key}"
        policies = [
            policy["PolicyDocument"]["Statement"]
            for policy in templates.resources(stack, "AWS::S3::BucketPolicy").values()
            if policy["Bucket"] == {"Ref": key}
        ]
        assert len(policies) == 1, f"{stack}/{key}: a bucket has one policy"
        insecure = [
            s for s in policies[0] if s.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport") == "false"
        ]
        assert insecure, f"{stack}/{key}"
        assert insecure[0]["Effect"] == "Deny", f"{stack}/{key}"


def test_no_resource_is_open_to_the_internet_on_a_port_of_data(templates: Templates) -> None:
    judged = 0
    for stack, key, resource in templates.all():
        for source in sources_of_ingress(resource):
            judged += 1
            assert not is_the_internet(source), f"{stack}/{key}: {source}"
        if resource["Type"] == "AWS::RDS::DBInstance":
            assert resource["Properties"]["PubliclyAccessible"] is False
        assert resource["Type"] != "AWS::Lambda::Url"
    assert judged > 10


def sources_of_ingress(resource: dict[str, Any]) -> Iterator[str]:
    """Every IPv4 and IPv6 network that a security group admits, by a rule inside it or by one of its own."""
    properties = resource.get("Properties", {})
    match resource["Type"]:
        case "AWS::EC2::SecurityGroup":
            rules = properties.get("SecurityGroupIngress", [])
        case "AWS::EC2::SecurityGroupIngress":
            rules = [properties]
        case _:
            rules = []
    for rule in rules:
        yield from (resolve(rule[key]) for key in ("CidrIp", "CidrIpv6") if key in rule)


def is_the_internet(source: str) -> bool:
    """Whether a network is more than anybody can own: all addresses, or half of them, however they are written."""
    try:
        network = ipaddress.ip_network(source, strict=False)
    except ValueError:  # a reference
        return False
    return network.prefixlen < 8


@pytest.mark.parametrize("source", ["0.0.0.0/0", "128.0.0.0/1", "1.2.3.4/0", "::/0", "0::0/0", "::/1", "2000::/3"])
def test_the_internet_is_known_however_it_is_written(source: str) -> None:
    assert is_the_internet(source)


def test_every_secret_rotates_or_says_why_not(prod: Templates) -> None:
    rotated = {
        resolve(resource["Properties"]["SecretId"]).strip("${}")
        for _, _, resource in prod.all("AWS::SecretsManager::RotationSchedule")
    }
    report = json.loads((prod.folder / "validation-report.json").read_text())
    excused = {
        path
        for plugin in report["pluginReports"]
        for violation in plugin.get("suppressedViolations", [])
        if violation["ruleName"] == "AwsSolutions-SMG4"
        for path in (construct["constructPath"] for construct in violation["violatingConstructs"])
    }
    for stack, key, resource in prod.all("AWS::SecretsManager::Secret"):
        path = resource["Metadata"]["aws:cdk:path"]
        attached = {
            attachment
            for attachment, body in prod.resources(stack, "AWS::SecretsManager::SecretTargetAttachment").items()
            if resolve(body["SecretId"]).strip("${}") == key
        }
        assert {key, *attached} & rotated or path in excused, f"{stack}/{key}"
