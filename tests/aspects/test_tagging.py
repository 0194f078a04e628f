from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_glue as glue
from aws_cdk import aws_sqs as sqs

from aspects.judge.catalogue import facts, known_types
from aspects.judge.rules.names_and_tags.required_tags_are_present_and_valid import check
from aspects.tagging import Tagging, say_version, tag_everything, version_tag
from constructs_lib.kernel import project, tags
from constructs_lib.kernel.platform_names import STATEMENT
from constructs_lib.kernel.tags import environment_tags
from constructs_lib.stack.app import mark_governed
from tests.aspects.judge.catalogue.every_type import resource
from tests.aspects.put_right import Keyless, Service, put_right
from tests.support import environment, new_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


VERSION = {"Version": "1.4.0"}


def tagged(folder: Path, build: Callable[[cdk.Stack], object]) -> dict[str, Any]:
    """The properties of a stack's only resource under CDK's own tags and the Aspect, in which no rule finds a fault."""
    body = made_by(folder, build)
    properties: dict[str, Any] = body["Properties"]
    assert list(check(resource(body["Type"], properties))) == [], properties
    return properties


def made_by(folder: Path, build: Callable[[cdk.Stack], object]) -> dict[str, Any]:
    """A stack's only resource under CDK's own tags and the Aspect."""
    wanted = environment_tags(environment("prod", stacks={}))

    def built(stack: cdk.Stack) -> None:
        build(stack)
        tag_everything(stack.node.root, wanted, VERSION)

    body: dict[str, Any]
    (body,) = put_right(folder, built, Tagging(wanted, VERSION))["Resources"].values()
    return body


def test_a_launch_template_is_tagged_by_its_specification(tmp_path: Path) -> None:
    made = tagged(tmp_path, lambda stack: ec2.CfnLaunchTemplate(stack, "It", launch_template_data={}))
    (specification,) = made["TagSpecifications"]
    assert specification["ResourceType"] == "launch-template"


def test_specifications_for_other_resources_stay_as_they_are(tmp_path: Path) -> None:
    def build(stack: cdk.Stack) -> None:
        other = ec2.CfnEC2Fleet.TagSpecificationProperty(
            resource_type="instance", tags=[cdk.CfnTag(key="Owner", value="me")]
        )
        ec2.CfnEC2Fleet(
            stack, "It", launch_template_configs=[], tag_specifications=[other],
            target_capacity_specification=ec2.CfnEC2Fleet.TargetCapacitySpecificationRequestProperty(
                total_target_capacity=1
            ),
        )  # fmt: skip

    first, second = tagged(tmp_path, build)["TagSpecifications"]
    assert first == {"ResourceType": "instance", "Tags": [{"Key": "Owner", "Value": "me"}]}
    assert second["ResourceType"] == "fleet"


def test_a_specification_that_is_there_keeps_its_tags_and_gets_the_others(tmp_path: Path) -> None:
    def build(stack: cdk.Stack) -> None:
        own = ec2.CfnLaunchTemplate.LaunchTemplateTagSpecificationProperty(
            resource_type="launch-template", tags=[cdk.CfnTag(key="Owner", value="me")]
        )
        ec2.CfnLaunchTemplate(stack, "It", launch_template_data={}, tag_specifications=[own])

    (specification,) = tagged(tmp_path, build)["TagSpecifications"]
    given = {tag["Key"]: tag["Value"] for tag in specification["Tags"]}
    assert given["Owner"] == "me"
    assert [key for key in tags.REQUIRED if not tags.is_valid(key, given.get(key, ""))] == []


def test_every_replica_of_a_global_table_is_tagged(tmp_path: Path) -> None:
    def build(stack: cdk.Stack) -> None:
        replicas = [
            dynamodb.CfnGlobalTable.ReplicaSpecificationProperty(region=region, tags=given)
            for region, given in (("ap-northeast-2", None), ("ap-northeast-1", [cdk.CfnTag(key="Owner", value="me")]))
        ]
        key = dynamodb.CfnGlobalTable.KeySchemaProperty(attribute_name="a", key_type="HASH")
        attribute = dynamodb.CfnGlobalTable.AttributeDefinitionProperty(attribute_name="a", attribute_type="S")
        dynamodb.CfnGlobalTable(
            stack, "It", attribute_definitions=[attribute], key_schema=[key], replicas=replicas
        )  # fmt: skip

    made = tagged(tmp_path, build)["Replicas"]
    assert [replica["Region"] for replica in made] == ["ap-northeast-2", "ap-northeast-1"]
    assert {tag["Key"]: tag["Value"] for tag in made[1]["Tags"]}["Owner"] == "me"


def test_a_type_whose_tags_cdk_takes_as_they_come_is_tagged(tmp_path: Path) -> None:
    made = tagged(tmp_path, lambda stack: glue.CfnCustomEntityType(stack, "It", tags={"Component": "parser"}))
    assert made["Tags"]["Component"] == "parser"


def test_a_tag_that_is_called_nearly_as_a_function_is_a_tag(tmp_path: Path) -> None:
    made = tagged(tmp_path, lambda stack: glue.CfnCustomEntityType(stack, "It", tags={"Refunds": "yes"}))
    assert made["Tags"]["Refunds"] == "yes"


def test_no_tag_comes_beside_those_that_a_loop_makes(tmp_path: Path) -> None:
    for beside in ({}, {"Component": "parser"}):
        tags = {"Fn::ForEach::Tags": ["Key", ["Owner", "Team"], {"${Key}": "orders"}], **beside}
        made = made_by(tmp_path, lambda stack: glue.CfnCustomEntityType(stack, "It", tags=tags))  # noqa: B023 - called at once
        assert made["Properties"]["Tags"] == tags


def test_a_raw_resource_is_tagged_by_its_own_shape(tmp_path: Path) -> None:
    def build(stack: cdk.Stack) -> None:
        cdk.CfnResource(stack, "It", type="AWS::AutoScaling::AutoScalingGroup", properties={"MinSize": "1"})

    assert all(tag["PropagateAtLaunch"] is True for tag in tagged(tmp_path, build)["Tags"])


def test_the_version_stands_on_task_definitions_and_functions_and_nowhere_else(tmp_path: Path) -> None:
    settings = environment("prod", stacks={})
    wanted = environment_tags(settings)

    def build(stack: cdk.Stack) -> None:
        ecs.CfnTaskDefinition(stack, "Task")
        cdk.CfnResource(stack, "Function", type="AWS::Lambda::Function")
        cdk.CfnResource(stack, "Topic", type="AWS::SNS::Topic")
        sqs.CfnQueue(stack, "Queue")
        tag_everything(stack.node.root, wanted, VERSION)

    found = put_right(tmp_path, build, Tagging(wanted, VERSION))["Resources"]
    tags_of = {id_: {tag["Key"]: tag["Value"] for tag in one["Properties"]["Tags"]} for id_, one in found.items()}
    assert {id_ for id_, given in tags_of.items() if given.get("Version") == "1.4.0"} == {"Task", "Function"}
    assert {id_ for id_, given in tags_of.items() if given["Organization"] == settings.organization} == set(found)


@pytest.mark.parametrize(
    ("platform", "given", "expected"),
    [(True, None, project.version()), (True, "1.4.0", "1.4.0"), (False, "1.4.0", "1.4.0"), (False, None, None)],
)
def test_the_version_is_what_the_file_says_and_of_the_platform_that_of_its_library(
    tmp_path: Path, given: str | None, expected: str | None, *, platform: bool
) -> None:
    settings = environment("prod", stacks={}, tags={"version": given})
    app = new_app(tmp_path, **({STATEMENT: settings.tags.project} if platform else {STATEMENT: None}))
    assert version_tag(app, settings).get("Version") == expected


def test_each_stack_says_its_version_but_one_that_has_an_output_of_that_name(tmp_path: Path) -> None:
    app, settings = new_app(tmp_path), environment("prod", stacks={})
    plain, own = Service(app, settings), Keyless(app, settings)
    cdk.CfnOutput(own, "Version", value="mine")
    say_version([plain, own], {"Version": "1.4.0"})
    mark_governed(app)
    assembly = app.synth()
    outputs = [assembly.get_stack_by_name(stack.stack_name).template["Outputs"] for stack in (plain, own)]
    assert [one["Version"]["Value"] for one in outputs] == ["1.4.0", "mine"]


@pytest.mark.slow
def test_the_only_types_that_cdk_does_not_tag_are_those_that_were_tried() -> None:
    """A new release of aws-cdk-lib shows here: of each of these, or of its kind, there is a test above."""
    untagged, known = set(), set(known_types())
    for module in pkgutil.iter_modules(cdk.__path__):
        if module.name.startswith("aws_"):
            for class_ in vars(importlib.import_module(f"aws_cdk.{module.name}")).values():
                type_ = getattr(class_, "CFN_RESOURCE_TYPE_NAME", "")
                faces = {face.__name__ for face in getattr(class_, "__jsii_ifaces__", ())}
                if type_ in known and facts(type_).tags and not faces & {"ITaggable", "ITaggableV2"}:
                    untagged.add(type_)
    assert untagged == {
        "AWS::DynamoDB::GlobalTable", "AWS::EC2::CapacityReservation", "AWS::EC2::CapacityReservationFleet",
        "AWS::EC2::ClientVpnEndpoint", "AWS::EC2::EC2Fleet", "AWS::EC2::LaunchTemplate", "AWS::EC2::SpotFleet",
        "AWS::Forecast::Dataset", "AWS::Glue::CustomEntityType", "AWS::WorkspacesInstances::Volume",
    }  # fmt: skip
