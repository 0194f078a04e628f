"""The patches of what the internet reaches: the switch, the peer, the grant, wherever the template says them."""

from __future__ import annotations

import pytest
import yaml

from aspects.judge.rules.exposure.services_are_not_open_to_everybody import SWITCHES
from tests.aspects.judge.rules.patching import mended, mends, of

SECTIONS = """
Conditions: {Wide: !Equals [!Ref AWS::Region, a]}
Parameters: {Open: {Type: String, Default: 0.0.0.0/0}, Groups: {Type: CommaDelimitedList, Default: all}}
"""
INGRESS, EGRESS = "ingress-is-closed-on-dangerous-ports", "egress-is-not-open-to-everything"
SSH, OURS = (f"{{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: {cidr}}}" for cidr in ("0.0.0.0/0", "10.0.0.0/16"))
ALL, HTTPS = (
    '{IpProtocol: "-1", CidrIp: 0.0.0.0/0}',
    OURS.replace("22", "443"),
)
BLOCK = "{BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true%s}"
PUBLIC = "{AmiDistributionConfiguration: {LaunchPermissionConfiguration: {UserGroups: %s}}}"


def of_type(type_: str, properties: str) -> str:
    """A resource of a type."""
    return f"It: {{Type: {type_}, Properties: {properties}}}\n"


def group(rules: str, name: str = "SecurityGroupIngress") -> str:
    """A security group with some rules."""
    return of_type("AWS::EC2::SecurityGroup", f"{{GroupDescription: MySQL of the orders, {name}: {rules}}}")


CASES = [
    (INGRESS, group(f"[{OURS}, {SSH}]")),
    (INGRESS, group(f"[!If [Wide, {SSH}, {OURS}]]")),
    (INGRESS, group(f"!If [Wide, [{SSH}, {SSH}], [{OURS}]]")),
    (INGRESS, group(SSH.replace("0.0.0.0/0", "!Ref Open"))),
    (INGRESS, group(f'[{SSH.replace("CidrIp: 0.0.0.0/0", "CidrIpv6: ::/0")}]'.replace("::/0", '"::/0"'))),
    (INGRESS, group("[{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/1}, "
                    "{IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 128.0.0.0/1}]")),
    (INGRESS, of_type("AWS::Lightsail::Instance", "{Networking: {Ports: [{Protocol: tcp, FromPort: 1, ToPort: 99}]}}")),
    (INGRESS, of_type("AWS::EKS::Nodegroup", "{RemoteAccess: {Ec2SshKey: a}}")),
    (INGRESS, of_type("AWS::EKS::Nodegroup", "{RemoteAccess: {Ec2SshKey: a, "
     "SourceSecurityGroups: [!If [Wide, [], b]]}}")),
    (INGRESS, group("[{IpProtocol: tcp, FromPort: 22, ToPort: 22, SourcePrefixListId: !Ref List}]")
     + "List: {Type: AWS::EC2::PrefixList, Properties: {Entries: [{Cidr: 0.0.0.0/0}]}}"),
    (EGRESS, group(f"[{HTTPS}, {ALL}]", "SecurityGroupEgress")),
    (EGRESS, group(f"[!If [Wide, {ALL}, {HTTPS}]]", "SecurityGroupEgress")),
    (EGRESS, group(f"!If [Wide, [{ALL}], [{HTTPS}]]", "SecurityGroupEgress")),
    (EGRESS, group(f"[{HTTPS}, !If [Wide, [{HTTPS}, {ALL}], [{HTTPS}]]]", "SecurityGroupEgress")),
    (EGRESS, group(f"[{HTTPS}, !If [Wide, !If [Wide, [{ALL}], []], [{HTTPS}]]]", "SecurityGroupEgress")),
    (INGRESS, group(f"[{OURS}, !If [Wide, [{OURS}, {SSH}], !Ref AWS::NoValue]]")),
    (EGRESS, of_type("AWS::EC2::SecurityGroupEgress", ALL)),
    ("buckets-are-not-public", of_type("AWS::S3::Bucket",
     f"{{PublicAccessBlockConfiguration: {BLOCK % ', RestrictPublicBuckets: !If [Wide, true, false]'}}}")),
    ("buckets-are-not-public", of_type("AWS::S3::Bucket",
     f"{{PublicAccessBlockConfiguration: !If [Wide, {BLOCK % ''}, !Ref AWS::NoValue]}}")),
    ("buckets-are-not-public", of_type("AWS::S3::Bucket", "{AccessControl: !If [Wide, PublicRead, Private]}")),
    ("buckets-are-not-public", of_type("AWS::Lightsail::Bucket",
     "{AccessRules: {GetObject: public, AllowPublicOverrides: true}}")),
    ("databases-are-not-public", of_type("AWS::RDS::DBInstance", "{PubliclyAccessible: !If [Wide, true, false]}")),
    ("databases-are-not-public", of_type("AWS::MSK::Cluster",
     "{BrokerNodeGroupInfo: {ConnectivityInfo: {PublicAccess: {Type: SERVICE_PROVIDED_EIPS}}}}")),
    ("databases-are-not-public", of_type("AWS::OpenSearchServerless::SecurityPolicy",
     "{Type: network, Policy: '[{\"Rules\": [], \"AllowFromPublic\": true}]'}")),
    ("functions-are-not-public", of_type("AWS::Serverless::Function", "{FunctionUrlConfig: {AuthType: NONE}}")),
    ("functions-are-not-public", of_type("AWS::Lambda::Url", "{AuthType: !If [Wide, NONE, AWS_IAM]}")),
    ("instances-have-no-public-address", of_type("AWS::EC2::Instance",
     "{NetworkInterfaces: [{DeviceIndex: 0}, !If [Wide, {AssociatePublicIpAddress: true}, !Ref AWS::NoValue]]}")),
    ("instances-have-no-public-address", of_type("AWS::ECS::Service",
     "{NetworkConfiguration: {AwsvpcConfiguration: {AssignPublicIp: ENABLED}}}")),
    ("kubernetes-endpoints-are-not-public", of_type("AWS::EKS::Cluster",
     "{ResourcesVpcConfig: !If [Wide, {SubnetIds: [a]}, {EndpointPublicAccess: false}]}")),
    ("kubernetes-endpoints-are-not-public", of_type("AWS::EKS::Cluster", "{ResourcesVpcConfig: {SubnetIds: [a], "
     "EndpointPublicAccess: true, PublicAccessCidrs: [!If [Wide, [10.0.0.0/8], []]]}}")),
    ("load-balancers-face-the-internet-on-purpose", of_type("AWS::ElasticLoadBalancing::LoadBalancer", "{}")),
    ("load-balancers-face-the-internet-on-purpose", of_type("AWS::ElasticLoadBalancingV2::LoadBalancer",
     "{Scheme: !If [Wide, internet-facing, internal]}")),
    ("registries-are-not-public", of_type("AWS::ECR::PublicRepository",
     "{RepositoryName: prod-orders, RepositoryCatalogData: {AboutText: a}}")),
    ("security-groups-say-what-they-protect", of_type("AWS::EC2::SecurityGroup",
     "{GroupDescription: !If [Wide, test, MySQL]}")),
    ("snapshots-are-not-public", of_type("AWS::ImageBuilder::DistributionConfiguration",
     f"{{Distributions: [{PUBLIC % '[all]'}, !If [Wide, {PUBLIC % '[all]'}, !Ref AWS::NoValue]]}}")),
    ("snapshots-are-not-public", of_type("AWS::ImageBuilder::DistributionConfiguration",
     f"{{Distributions: [{PUBLIC % '!Ref Groups'}]}}")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "resources"), CASES)
def test_a_finding_goes_by_its_patches_and_none_comes(rule: str, resources: str) -> None:
    mends(rule, resources, SECTIONS)


@pytest.mark.parametrize("type_", SWITCHES)
def test_the_switch_of_a_service_is_closed_by_its_patch(type_: str) -> None:
    switch = SWITCHES[type_]
    for position in switch.open:
        *above, last = switch.path.split(".")
        inner = "{}" if position == "the default" else f"{{{last}: {position}}}"
        resources = of_type(type_, f"{{{above[0]}: {inner}}}" if above else inner)
        mends("services-are-not-open-to-everybody", resources)


@pytest.mark.parametrize(
    ("rule", "name", "wrong", "right"),
    [(INGRESS, "SecurityGroupIngress", SSH, OURS), (EGRESS, "SecurityGroupEgress", ALL, HTTPS)],
)
def test_a_rule_that_another_branch_has_in_the_place_of_an_open_one_stays(
    rule: str, name: str, wrong: str, right: str
) -> None:
    resources = group(f"[!If [Wide, {wrong}, {right}]]", name)
    (finding,) = of(rule, resources, SECTIONS)
    (made,) = mended(finding.breach.patches, resources, SECTIONS)["Resources"]["It"]["Properties"][name]
    assert made["Fn::If"][2] == yaml.safe_load(right)


def test_globals_are_overridden_where_a_function_inherits_its_open_url() -> None:
    sections = "Transform: AWS::Serverless-2016-10-31\nGlobals: {Function: {FunctionUrlConfig: {AuthType: NONE}}}"
    resources = of_type("AWS::Serverless::Function", "{Handler: a}")
    mends("functions-are-not-public", resources, sections)


def test_what_a_loop_makes_takes_no_patch() -> None:
    made = of_type("AWS::Lambda::Url", "{AuthType: NONE}").replace("It:", "'Url${Name}':")
    loop = f"'Fn::ForEach::Urls': [Name, [a, b], {{{made.strip()}}}]"
    found = of("functions-are-not-public", loop, "Transform: AWS::LanguageExtensions")
    assert [finding.breach.patches for finding in found] == [(), ()]
