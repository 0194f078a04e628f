"""What cdk-nag cannot know before a deploy is unknown, names the value, and hides nothing that it finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns

from aspects import govern
from aspects.nag_unknown import told_apart
from constructs_lib import PlatformStack, StackSettings, accept
from tests.aspects.reports import reported
from tests.support import environment, new_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Shop(PlatformStack[StackSettings]):
    slug = "shop"


def role_of_a_list(stack: cdk.Stack) -> None:
    policies = cdk.CfnParameter(stack, "Policies", type="CommaDelimitedList")
    iam.CfnRole(
        stack, "It", assume_role_policy_document={"Statement": []}, managed_policy_arns=policies.value_as_list
    )  # fmt: skip


def group(stack: cdk.Stack, name: str, network: str) -> ec2.CfnSecurityGroup:
    rule = ec2.CfnSecurityGroup.IngressProperty(ip_protocol="tcp", from_port=443, to_port=443, cidr_ip=network)
    return ec2.CfnSecurityGroup(
        stack, name, group_description="Web servers of the shop", vpc_id="vpc-1", security_group_ingress=[rule]
    )


def network_of(stack: cdk.Stack) -> str:
    return ec2.CfnVPC(stack, "Net", cidr_block="10.0.0.0/16").attr_cidr_block


def group_of_a_network(stack: cdk.Stack) -> None:
    group(stack, "It", network_of(stack))


def group_of_a_parameter(stack: cdk.Stack) -> None:
    group(stack, "It", cdk.CfnParameter(stack, "Network").value_as_string)


def ingress_of_an_imported_value(stack: cdk.Stack) -> None:
    ec2.CfnSecurityGroupIngress(
        stack, "It", group_id="sg-1", ip_protocol="tcp", from_port=443, to_port=443, cidr_ip=cdk.Fn.import_value("net")
    )


def interface_endpoint(stack: cdk.Stack) -> None:
    ec2.Vpc(stack, "It", max_azs=2).add_interface_endpoint("Logs", service=ec2.InterfaceVpcEndpointAwsService.SQS)


def said(folder: Path, build: Callable[[cdk.Stack], object], mode: str = "enforce") -> dict[str, tuple[str, str]]:
    """What cdk-nag's part of the report says: severity and words, by rule and construct."""
    settings = environment("prod", stacks={}, governance={"mode": mode})
    app = new_app(folder)
    build(Shop(app, settings))
    govern(app, settings, lock=None)
    _, reports = reported(app)
    return {
        f"{one['ruleName'].removeprefix('AwsSolutions-')} {place['constructPath'].removeprefix('prod-shop/')}": (
            one["severity"], one["description"],
        )
        for plugin in reports
        if plugin["pluginName"] == "AwsSolutions"
        for one in (*plugin["violations"], *plugin.get("suppressedViolations", ()))
        for place in one["violatingConstructs"]
    }  # fmt: skip


@pytest.mark.parametrize(
    ("build", "where", "value"),
    [
        (role_of_a_list, "IAM4 It", 'managedPolicyArns is {"Ref": "Policies"}'),
        (group_of_a_network, "EC23 It", '{"Fn::GetAtt":["Net","CidrBlock"]}'),
        (group_of_a_parameter, "EC23 It", '{"Ref":"Network"}'),
        (ingress_of_an_imported_value, "EC23 It", '{"Fn::ImportValue":"net"}'),
        (interface_endpoint, "EC23 It/Logs/SecurityGroup/Resource", '"CidrBlock"]}'),
    ],
)
def test_what_only_a_deploy_knows_is_named_and_fails_nothing(
    tmp_path: Path, build: Callable[[cdk.Stack], object], where: str, value: str
) -> None:
    severity, words = said(tmp_path, build)[where]
    assert severity == "info"
    assert words.startswith("Not known before a deploy: ")
    assert value in words


@pytest.mark.parametrize(
    "order", [("Open", "Unknown", "Also"), ("Unknown", "Open", "Also"), ("Unknown", "Also", "Open")]
)
def test_what_is_found_is_not_hidden_among_what_is_unknown(tmp_path: Path, order: tuple[str, ...]) -> None:
    def build(stack: cdk.Stack) -> None:
        network = network_of(stack)
        for name in order:
            group(stack, name, "0.0.0.0/0" if name == "Open" else network)

    found = said(tmp_path, build)
    assert found["EC23 Open"][0] == "error"
    assert "allows for 0.0.0.0/0" in found["EC23 Open"][1]
    assert {found["EC23 Unknown"][0], found["EC23 Also"][0]} == {"info"}


@pytest.mark.parametrize("accepted", [False, True])
def test_what_is_unknown_alone_lets_a_synth_pass_and_an_acceptance_of_it_is_not_stale(
    tmp_path: Path, *, accepted: bool
) -> None:
    settings = environment("prod", stacks={})
    app = new_app(tmp_path)
    stack = Shop(app, settings)
    it = group(stack, "It", cdk.CfnParameter(stack, "Network", default="10.0.0.0/16").value_as_string)
    if accepted:
        reason = "the network is that of the office alone"
        accept(it, "AwsSolutions::AwsSolutions-EC23", reason=reason, owner="team", until="2027-06-30")
    govern(app, settings, lock=None)
    assert [one.stack_name for one in app.synth().stacks] == ["prod-shop"]


def test_an_audit_tells_both_and_fails_nothing(tmp_path: Path) -> None:
    def build(stack: cdk.Stack) -> None:
        group(stack, "Open", "0.0.0.0/0")
        group_of_a_network(stack)

    found = said(tmp_path, build, "audit")
    assert {found["EC23 Open"][0], found["EC23 It"][0]} <= {"info", "warning"}


class Verbose:
    """A pack that says of every resource what its rule threw."""

    def validate_scope(self, node: Any) -> cdk.PolicyValidationPluginReport:
        place = cdk.PolicyViolatingResource(construct_path=node.node.path, locations=[])
        text = "Rule threw an error during validation. x.map is not a function"
        threw = cdk.PolicyViolation(rule_name="A-1", description=text, severity="error", violating_resources=[place])
        return cdk.PolicyValidationPluginReport(success=False, violations=[threw])


@pytest.mark.parametrize(("name", "unknown"), [("news", False), ("", True)])
def test_a_rule_that_fails_on_what_is_known_has_judged_nothing_and_stays_an_error(
    tmp_path: Path, name: str, *, unknown: bool
) -> None:
    app = new_app(tmp_path)
    stack = cdk.Stack(app, "S")
    sns.CfnTopic(stack, "It", topic_name=name or cdk.CfnParameter(stack, "Name").value_as_string)
    place = cdk.PolicyViolatingResource(construct_path="S/It", locations=[])
    text = "Rule threw an error during validation. This is generally caused by a parameter."
    threw = cdk.PolicyViolation(rule_name="A-1", description=text, severity="error", violating_resources=[place])
    ((violation, is_unknown),) = told_apart([threw], app, Verbose())  # type: ignore[arg-type] # what it asks of a pack
    assert is_unknown is unknown
    assert violation.severity == "error"
    assert ("x.map is not a function" in violation.description) is not unknown
