"""SSH to the nodes of EKS, public addresses of further types, and what is said of a bucket's block."""

from __future__ import annotations

import pytest

from tests.aspects.judge.rules.support import findings_of, judged

SECTIONS = "Parameters: {Groups: {Type: CommaDelimitedList}}\nConditions: {Chosen: !Equals [!Ref AWS::Region, a]}"


def thing(type_: str, properties: str) -> str:
    return f"It: {{Type: {type_}, Properties: {properties}}}"


@pytest.mark.parametrize(
    ("properties", "port"),
    [
        ("{RemoteAccess: {Ec2SshKey: ops}}", "22"),
        ("{RemoteAccess: {Ec2SshKey: ops, SourceSecurityGroups: []}}", "22"),
        ("{RemoteAccess: {Ec2SshKey: ops, SourceSecurityGroups: !Ref AWS::NoValue}}", "22"),
        ("{RemoteAccess: {Ec2SshKey: ops, SourceSecurityGroups: !If [Chosen, [sg-1], !Ref AWS::NoValue]}}", "22"),
        ("{RemoteAccess: !If [Chosen, {Ec2SshKey: ops}, !Ref AWS::NoValue]}", "22"),
        ("{AmiType: WINDOWS_CORE_2022_x86_64, RemoteAccess: {Ec2SshKey: ops}}", "3389"),
    ],
)
def test_nodes_with_a_key_and_no_source_are_open_to_everybody(properties: str, port: str) -> None:
    rule = "ingress-is-closed-on-dangerous-ports"
    found = [one for one in judged(thing("AWS::EKS::Nodegroup", properties), SECTIONS).findings if one.rule.id == rule]
    assert [(one.breach.at, f"port {port}" in one.breach.found) for one in found] == [
        ("RemoteAccess.SourceSecurityGroups", True)
    ]


@pytest.mark.parametrize(
    "properties",
    [
        "{}",
        "{RemoteAccess: {}}",
        "{RemoteAccess: {SourceSecurityGroups: [sg-1]}}",
        "{RemoteAccess: {Ec2SshKey: ops, SourceSecurityGroups: [sg-1]}}",
        "{RemoteAccess: {Ec2SshKey: ops, SourceSecurityGroups: !Ref Groups}}",
        "{RemoteAccess: {Ec2SshKey: !Ref AWS::NoValue}}",
    ],
)
def test_nodes_without_a_key_or_with_a_source_are_not(properties: str) -> None:
    nodes = thing("AWS::EKS::Nodegroup", properties)
    assert findings_of("ingress-is-closed-on-dangerous-ports", nodes, SECTIONS) == []


TASK = "{NetworkConfiguration: {AwsvpcConfiguration: {AssignPublicIp: ENABLED}}}"


@pytest.mark.parametrize(
    ("type_", "properties", "at"),
    [
        ("AWS::EC2::Subnet", "{MapPublicIpOnLaunch: true}", "MapPublicIpOnLaunch"),
        ("AWS::Batch::JobDefinition", "{ContainerProperties: {NetworkConfiguration: {AssignPublicIp: ENABLED}}}",
         "ContainerProperties.NetworkConfiguration.AssignPublicIp"),
        ("AWS::Pipes::Pipe", f"{{TargetParameters: {{EcsTaskParameters: {TASK}}}}}",
         "TargetParameters.EcsTaskParameters.NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp"),
        ("AWS::DRS::ReplicationConfigurationTemplate", "{CreatePublicIP: true}", "CreatePublicIP"),
        ("AWS::MGN::LaunchConfigurationTemplate", "{AssociatePublicIpAddress: true}", "AssociatePublicIpAddress"),
    ],
)  # fmt: skip
def test_further_types_ask_for_public_addresses(type_: str, properties: str, at: str) -> None:
    rule = "instances-have-no-public-address"
    assert findings_of(rule, thing(type_, properties)) == [("It", at)]
    off = properties.replace("true", "false").replace("ENABLED", "DISABLED")
    assert findings_of(rule, thing(type_, off)) == []
    assert findings_of(rule, thing(type_, "{}")) == []


@pytest.mark.parametrize(("properties", "found"), [("{Public: true}", [("It", "Public")]), ("{}", [])])
def test_an_image_of_an_fpga_may_be_public(properties: str, found: list[tuple[str, str]]) -> None:
    assert findings_of("snapshots-are-not-public", thing("AWS::EC2::FpgaImage", properties)) == found


def test_what_is_said_of_a_bucket_without_a_block_is_true_of_a_new_one() -> None:
    rule = "buckets-are-not-public"
    (found,) = (one for one in judged(thing("AWS::S3::Bucket", "{}")).findings if one.rule.id == rule)
    assert found.breach.found.startswith("It does not state that it blocks public access")
