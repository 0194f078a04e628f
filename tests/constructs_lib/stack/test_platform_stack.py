from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import (
    ConfigurationError,
    GovernedTopic,
    KeyPurpose,
    Kind,
    Output,
    PlatformStack,
    Severity,
    StackSettings,
    contract,
)
from tests.support import environment, new_app, resolve, synthesize_with

if TYPE_CHECKING:
    from pathlib import Path

    import aws_cdk as cdk
    from aws_cdk import aws_sns as sns

    from constructs_lib import Environment


class Reader(PlatformStack[StackSettings]):
    slug = "reader"
    reads = (contract.KMS_LOGS_KEY_ARN, contract.NETWORK_VPC_ID)


TOPIC_ARN: Output[sns.ITopic] = Output("producer", "topic-arn", Kind.TOPIC, "A topic", legacy=("/old/topic-arn",))


class Producer(PlatformStack[StackSettings]):
    slug = "producer"
    reads = (contract.KMS_MESSAGING_KEY_ARN,)


@pytest.fixture
def settings() -> Environment:
    return environment("prod", stacks={})


def test_reading_gives_a_construct_and_names_the_parameter(tmp_path: Path, settings: Environment) -> None:
    def build(app: cdk.App) -> None:
        stack = Reader(app, settings)
        stack.read(contract.KMS_LOGS_KEY_ARN).grant_decrypt  # noqa: B018 - an IKey has it, a string has not
        vpc = stack.read(contract.NETWORK_VPC_ID)
        assert len(vpc.private_subnets) == 2

    template = synthesize_with(settings, tmp_path, build)["reader"]
    types = {p["Default"]: p["Type"] for p in template["Parameters"].values()}
    assert types["/prod/kms/logs-key-arn"] == "AWS::SSM::Parameter::Value<String>"
    assert types["/prod/network/private-subnet-ids"] == "AWS::SSM::Parameter::Value<List<String>>"


def test_reading_what_is_not_declared_says_what_to_add(tmp_path: Path, settings: Environment) -> None:
    stack = Reader(new_app(tmp_path), settings)
    with pytest.raises(ConfigurationError, match=r"add contract.KMS_RDS_KEY_ARN to its reads"):
        stack.read(contract.KMS_RDS_KEY_ARN)
    with pytest.raises(ConfigurationError, match=r"reads KMS_S3_DATA_KEY_ARN: add contract.KMS_S3_DATA_KEY_ARN"):
        stack.key(KeyPurpose.S3_DATA)
    with pytest.raises(ConfigurationError, match=r"add contract.MONITORING_CRITICAL_TOPIC_ARN to its reads"):
        stack.topic(Severity.CRITICAL)


def test_publishing_anothers_output_is_refused(tmp_path: Path, settings: Environment) -> None:
    stack = Reader(new_app(tmp_path), settings)
    with pytest.raises(ConfigurationError, match="reader publishes ATLANTIS_URL, which is atlantis's"):
        stack.publish(contract.ATLANTIS_URL, "https://x")


def test_publishing_twice_is_refused(tmp_path: Path, settings: Environment) -> None:
    stack = Producer(new_app(tmp_path), settings)
    topic = GovernedTopic(stack, "Topic", kind="x", display_name="X").topic
    stack.publish(TOPIC_ARN, topic)
    with pytest.raises(ConfigurationError, match="publishes PRODUCER_TOPIC_ARN twice"):
        stack.publish(TOPIC_ARN, topic)


def test_a_stack_uses_its_own_output_without_reading_it(tmp_path: Path, settings: Environment) -> None:
    def build(app: cdk.App) -> None:
        stack = Producer(app, settings)
        topic = GovernedTopic(stack, "Topic", kind="x", display_name="X").topic
        stack.publish(TOPIC_ARN, topic)
        assert stack.lookup(TOPIC_ARN) is topic

    templates = synthesize_with(settings, tmp_path, build)
    parameters = templates.resources("producer", "AWS::SSM::Parameter").values()
    assert {parameter["Name"] for parameter in parameters} == {"/prod/producer/topic-arn", "/old/topic-arn"}
    assert all(resolve(parameter["Value"]).startswith("${Topic") for parameter in parameters)


def test_a_companion_has_its_region_in_its_name_and_no_contract(tmp_path: Path, settings: Environment) -> None:
    companion = Reader(new_app(tmp_path), settings).companion("us-east-1", region="us-east-1")
    assert (companion.stack_name, companion.region) == ("prod-reader-us-east-1", "us-east-1")
    with pytest.raises(ConfigurationError, match="prod-reader-us-east-1: has no KMS_LOGS_KEY_ARN"):
        companion.key(KeyPurpose.LOGS)


def test_a_slug_that_is_not_kebab_case_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="slug must be kebab-case"):
        type("Wrong", (PlatformStack,), {"slug": "Not_Kebab"})


@pytest.mark.parametrize("given", ["secret", "confidential", 1])
def test_a_data_class_that_is_none_is_refused_where_the_stack_is_written(given: object) -> None:
    said = f"Wrong: data_class: given {given!r}; allowed: DataClass.PUBLIC, DataClass.INTERNAL, DataClass.CONFIDENTIAL"
    with pytest.raises(ConfigurationError, match=said):
        type("Wrong", (PlatformStack,), {"slug": "wrong-data-class", "data_class": given})


def test_governed_constructs_outside_a_platform_stack_are_refused(tmp_path: Path) -> None:
    import aws_cdk as cdk  # noqa: PLC0415 - the one plain stack here

    plain: Any = cdk.Stack(new_app(tmp_path), "Plain")
    with pytest.raises(ConfigurationError, match="governed constructs live in a PlatformStack"):
        GovernedTopic(plain, "Topic", kind="x", display_name="x")


@pytest.mark.parametrize(("name", "protected"), [("prod", True), ("dev", False)])
def test_stacks_are_protected_where_the_environment_says_so(tmp_path: Path, name: str, *, protected: bool) -> None:
    stack = Reader(new_app(tmp_path), environment(name, stacks={}))
    assert stack.termination_protection is protected
