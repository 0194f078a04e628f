"""Governance in nested stacks: tags, keys and names as in the stack that they are nested in, at any depth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from aspects import govern
from aspects.judge.judgement import judge
from aspects.judge.template.assembly import read_assembly
from constructs_lib import DataClass, KeyPurpose, PlatformStack, StackSettings
from tests.aspects.reports import reported
from tests.support import environment, new_app, resolve

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from aspects.judge.template import Template


class Shop(PlatformStack[StackSettings]):
    slug = "shop"
    reads = tuple(purpose.output for purpose in KeyPurpose)
    data_class = DataClass.PUBLIC


class Keyless(PlatformStack[StackSettings]):
    slug = "keyless"


def fill(scope: Construct) -> None:
    """One of each: filled by an L2's token, by an L1's attribute, raw, and by the Name tag."""
    s3.Bucket(scope, "Files")
    sns.Topic(scope, "News")
    sqs.CfnQueue(scope, "Plain")
    cdk.CfnResource(scope, "Raw", type="AWS::SNS::Topic")
    ec2.CfnSecurityGroup(scope, "Group", group_description="of the shop")


def nested(app: cdk.App) -> None:
    fill(cdk.NestedStack(Shop(app, environment("prod", stacks={})), "Part"))


def nested_in_nested(app: cdk.App) -> None:
    part = cdk.NestedStack(Shop(app, environment("prod", stacks={})), "Part")
    fill(cdk.NestedStack(part, "Inner"))


def nested_three_deep_below_groups(app: cdk.App) -> None:
    part = cdk.NestedStack(Construct(Shop(app, environment("prod", stacks={})), "Group"), "Part")
    fill(Construct(cdk.NestedStack(cdk.NestedStack(part, "Inner"), "Innermost"), "Here"))


def nested_in_stage(app: cdk.App) -> None:
    fill(cdk.NestedStack(Shop(cdk.Stage(app, "Live"), environment("prod", stacks={})), "Part"))


def nested_in_stage_of_pipeline(app: cdk.App) -> None:
    stage = cdk.Stage(Construct(cdk.Stack(app, "Pipeline"), "Wave"), "Live")
    fill(cdk.NestedStack(Shop(cdk.Stage(stage, "Inner"), environment("prod", stacks={})), "Part"))


PLACES = (nested, nested_in_nested, nested_three_deep_below_groups, nested_in_stage, nested_in_stage_of_pipeline)


def governed(folder: Path, build: Callable[[cdk.App], object]) -> list[Template]:
    """The templates of a governed synth, whatever it finds."""
    app = new_app(folder)
    build(app)
    govern(app, environment("prod", stacks={}), lock=None)
    reported(app)
    return read_assembly(folder)


def innermost(templates: list[Template]) -> dict[str, dict[str, Any]]:
    """The properties in the template with the resources, by what their logical ids begin with."""
    template = max(templates, key=lambda one: len(one.resources))
    names = ("Files", "News", "Plain", "Raw", "Group")
    return {
        name: resource.properties
        for name in names
        for logical_id, resource in template.resources.items()
        if logical_id.removeprefix("Here").startswith(name) and resource.type != "AWS::SNS::TopicPolicy"
    }


def tags(properties: dict[str, Any]) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in properties["Tags"]}


@pytest.mark.parametrize("build", PLACES)
def test_a_nested_stack_has_the_tags_of_the_stack_around_it(tmp_path: Path, build: Callable[[cdk.App], None]) -> None:
    for name, properties in innermost(governed(tmp_path, build)).items():
        given = tags(properties)
        assert given["Service"] == "shop", name
        assert given["DataClass"] == "public", name
        assert {"Organization", "Environment", "Team", "Owner", "CostCenter", "Project", "ManagedBy"} <= set(given), (
            name
        )


@pytest.mark.parametrize("build", PLACES)
def test_a_nested_stack_has_the_keys_that_the_stack_around_it_reads(
    tmp_path: Path, build: Callable[[cdk.App], None]
) -> None:
    templates = governed(tmp_path, build)
    found = innermost(templates)
    rule = found["Files"]["BucketEncryption"]["ServerSideEncryptionConfiguration"][0]["ServerSideEncryptionByDefault"]
    assert "s3datakeyarn" in resolve(rule["KMSMasterKeyID"])
    for name in ("News", "Plain", "Raw"):
        assert "keyarn" in resolve(found[name]["KmsMasterKeyId"]), name
    rules = {finding.rule.id for finding in judge(templates).findings}
    assert "encryption-uses-a-customer-managed-key" not in rules


@pytest.mark.parametrize(
    ("build", "inside"),
    list(zip(PLACES, ("part", "part-inner", "group-part-inner-innermost-here", "part", "part"), strict=True)),
)
def test_names_in_a_nested_stack_begin_as_in_the_stack_around_it(
    tmp_path: Path, build: Callable[[cdk.App], None], inside: str
) -> None:
    found = innermost(governed(tmp_path, build))
    assert found["News"]["TopicName"] == f"prod-shop-{inside}-news"
    assert found["Plain"]["QueueName"] == f"prod-shop-{inside}-plain"
    assert found["Files"]["BucketName"].startswith(f"prod-shop-{inside}-files")
    assert tags(found["Group"])["Name"] == f"prod-shop-{inside}-group"


def test_two_nested_stacks_of_the_same_name_nothing_alike(tmp_path: Path) -> None:
    def build(app: cdk.App) -> None:
        shop = Shop(app, environment("prod", stacks={}))
        for part in ("One", "Two"):
            fill(cdk.NestedStack(shop, part))

    templates = governed(tmp_path, build)
    assert "physical-names-are-unique" not in {finding.rule.id for finding in judge(templates).findings}


def test_a_stack_of_nobody_gives_what_is_nested_in_it_its_own_name(tmp_path: Path) -> None:
    def build(app: cdk.App) -> None:
        part = cdk.NestedStack(cdk.NestedStack(cdk.Stack(app, "Plain", stack_name="web-site"), "Part"), "Inner")
        cdk.CfnResource(part, "Raw", type="AWS::SNS::Topic")

    template = next(one for one in governed(tmp_path, build) if one.of_type("AWS::SNS::Topic"))
    assert tags(template.resources["Raw"].properties)["Service"] == "web-site"


def test_what_a_nested_stack_lacks_for_want_of_reads_is_mended_by_the_fix_that_is_printed(tmp_path: Path) -> None:
    def findings(stack: type[PlatformStack[Any]], folder: Path) -> dict[str, str]:
        def build(app: cdk.App) -> object:
            return sqs.CfnQueue(cdk.NestedStack(stack(app, environment("prod", stacks={})), "Part"), "Plain")

        return {one.rule.id: one.fix for one in judge(governed(folder, build)).findings}

    class Mended(Keyless):
        slug = "mended"
        reads = (KeyPurpose.MESSAGING.output,)

    rule = "encryption-uses-a-customer-managed-key"
    assert "reads = (contract.KMS_MESSAGING_KEY_ARN, ...)" in findings(Keyless, tmp_path / "1")[rule]
    assert rule not in findings(Mended, tmp_path / "2")


def test_a_finding_in_a_nested_stack_names_the_python_line_and_the_path_from_the_stack(tmp_path: Path) -> None:
    templates = governed(tmp_path, nested_in_nested)
    finding = next(
        one for one in judge(templates).findings if one.resource.logical_id == "Plain" and "retained" in one.rule.id
    )
    assert finding.source == f"tests/aspects/test_nested_stacks.py:{fill.__code__.co_firstlineno + 4}"
    assert 'at="Part/Inner/Plain"' in finding.accept_line


def test_a_governed_app_of_nested_stacks_alone_passes(tmp_path: Path) -> None:
    app = new_app(tmp_path)
    part = cdk.NestedStack(Shop(app, environment("prod", stacks={})), "Part")
    sns.Topic(cdk.NestedStack(part, "Inner"), "News", enforce_ssl=True)
    govern(app, environment("prod", stacks={}), lock=None)
    passed, reports = reported(app)
    assert passed
    assert [one for plugin in reports for one in plugin["violations"]] == []
