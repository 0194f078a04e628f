"""What a stack of the platform reads and publishes."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import pytest

from constructs_lib import (
    ConfigurationError,
    Environment,
    GovernedQueue,
    GovernedTopic,
    KeyPurpose,
    Output,
    PlatformStack,
    Severity,
    StackSettings,
    contract,
)
from tests.constructs_lib.stack.platform_stacks import TOPIC_ARN, Producer, Reader
from tests.support import environment, new_app, resolve, synthesize_with

if TYPE_CHECKING:
    from pathlib import Path

    import aws_cdk as cdk


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
    with pytest.raises(ConfigurationError, match=r"CRITICAL_TOPIC_ARN: add \*contract.ALARM_TOPICS to its reads"):
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


def test_a_stack_uses_its_own_output_without_reading_it(tmp_path: Path) -> None:
    settings = environment("prod", stacks={}, legacy_parameters=True)

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


def test_all_undeclared_reads_of_a_stack_are_told_at_once_with_the_line(tmp_path: Path, settings: Environment) -> None:
    class Careless(PlatformStack[StackSettings]):
        slug = "careless"

        def __init__(self, scope: cdk.App, environment: Environment) -> None:
            super().__init__(scope, environment)
            GovernedQueue(self, "Queue", kind="news")

    with pytest.raises(ConfigurationError) as error:
        Careless(new_app(tmp_path), settings)
    (mistake,) = error.value.mistakes
    assert "careless reads KMS_MESSAGING_KEY_ARN, MONITORING_" in mistake
    assert mistake.endswith("add contract.KMS_MESSAGING_KEY_ARN, *contract.ALARM_TOPICS to its reads")
    line = inspect.unwrap(Careless.__init__).__code__.co_firstlineno + 2
    assert mistake.startswith(f"tests/constructs_lib/stack/test_platform_stack.py:{line}: ")


def test_a_read_that_nobody_publishes_fails_the_synth(tmp_path: Path, settings: Environment) -> None:
    gold = Output.key("producer", "gold-key-arn", "A key that nobody makes")

    class Hopeful(PlatformStack[StackSettings]):
        slug = "hopeful"
        reads = (gold,)

    def build(app: cdk.App) -> None:
        Producer(app, settings)
        Hopeful(app, settings).read(gold)

    with pytest.raises(RuntimeError, match="hopeful reads PRODUCER_GOLD_KEY_ARN: producer does not publish it"):
        synthesize_with(settings, tmp_path, build)
