"""Governance in stages: below the app, in one another, below a stack (CDK Pipelines), beside or inside a group."""

from __future__ import annotations

import inspect
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_sqs as sqs
from constructs import Construct, IConstruct

from aspects import govern
from aspects.judge.judgement import judge
from aspects.judge.lock import Locked, advice, broken
from aspects.judge.template.assembly import read_assembly
from aspects.naming import Naming
from constructs_lib import GovernedQueue, Output, OutputKind, PlatformStack, StackSettings, accept, contract
from tests.support import environment, new_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from constructs_lib import Environment

QUEUE_URL: Output[str] = Output("orders", "queue-url", OutputKind.STRING, "Queue that takes new orders")


class Orders(PlatformStack[StackSettings]):
    slug = "orders"
    reads = (contract.KMS_MESSAGING_KEY_ARN, *contract.ALARM_TOPICS)

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment)
        queue = GovernedQueue(self, "Queue", kind="new")
        self.publish(QUEUE_URL, queue.queue.queue_url)
        sqs.CfnQueue(self, "Plain")
        there = self.companion("dr", region=environment.dr_region)
        sqs.CfnQueue(there, "Copies")


class Mail(PlatformStack[StackSettings]):
    slug = "mail"
    reads = (QUEUE_URL,)

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment)
        sqs.CfnQueue(self, "Letters", tags=[cdk.CfnTag(key="From", value=self.read(QUEUE_URL))])


def in_app(app: cdk.App) -> Construct:
    return app


def in_stage(app: cdk.App) -> Construct:
    return cdk.Stage(app, "Live")


def in_stage_of_stage(app: cdk.App) -> Construct:
    return cdk.Stage(cdk.Stage(app, "Live"), "Inner")


def below_stack(app: cdk.App) -> Construct:
    return cdk.Stage(cdk.Stack(app, "Pipeline"), "Live")


def below_construct_of_stack(app: cdk.App) -> Construct:
    return cdk.Stage(Construct(cdk.Stack(app, "Pipeline"), "Wave"), "Live")


def in_group_of_stage(app: cdk.App) -> Construct:
    return Construct(cdk.Stage(app, "Live"), "Group")


STAGES = (in_stage, in_stage_of_stage, below_stack, below_construct_of_stack, in_group_of_stage)
PLACES = (in_app, *STAGES)


def govern_and_synth(app: cdk.App) -> None:
    """A governed synth; what it finds is looked at in the templates and in the report."""
    govern(app, environment("prod", stacks={}), lock=None)
    try:
        app.synth()
    except RuntimeError as error:
        assert "ValidationFailed" in str(error)  # noqa: PT017 - whether it fails is not what is asked here


def templates(folder: Path, place: Callable[[cdk.App], Construct], *stacks: type[Any]) -> dict[str, dict[str, Any]]:
    """What some stacks become in a place, by stack name, without the construct paths in it."""
    app = new_app(folder)
    scope = place(app)
    for stack in stacks:
        stack(scope, environment("prod", stacks={}))
    govern_and_synth(app)
    found = {one.stack_name: json.loads(one.path.read_text()) for one in read_assembly(folder) if one.stack_name}
    for template in found.values():
        for resource in template.get("Resources", {}).values():
            resource.pop("Metadata", None)
    return found


@pytest.fixture(scope="module")
def without_stage(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    return templates(tmp_path_factory.mktemp("app"), in_app, Orders, Mail)


@pytest.mark.parametrize("place", STAGES)
def test_tags_keys_and_names_in_a_stage_are_those_without_one(
    tmp_path: Path, place: Callable[[cdk.App], Construct], without_stage: dict[str, dict[str, Any]]
) -> None:
    found = templates(tmp_path, place, Orders, Mail)
    found.pop("Pipeline", None)
    assert found == without_stage
    plain = found["prod-orders"]["Resources"]["Plain"]["Properties"]
    assert plain["QueueName"] == "prod-orders-plain"
    assert "KmsMasterKeyId" in plain
    assert len(plain["Tags"]) == 9


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("order", [(Orders, Mail), (Mail, Orders)])
def test_a_stack_deploys_after_what_it_reads_whichever_was_made_first(
    tmp_path: Path, place: Callable[[cdk.App], Construct], order: tuple[type[Any], ...]
) -> None:
    app = new_app(tmp_path)
    scope = place(app)
    made = {stack.slug: stack(scope, environment("prod", stacks={})) for stack in order}
    assert made["mail"].dependencies == [made["orders"]]
    assert made["orders"].dependencies == []


def test_a_stack_in_another_group_of_the_stage_is_a_sibling_and_one_of_another_stage_is_none(tmp_path: Path) -> None:
    app, settings = new_app(tmp_path), environment("prod", stacks={})
    blue, green = cdk.Stage(app, "Blue"), cdk.Stage(app, "Green")
    orders = {stage: Orders(Construct(stage, "Data"), settings) for stage in (blue, green)}
    mail = Mail(Construct(blue, "Web"), settings)
    assert mail.dependencies == [orders[blue]]


@pytest.mark.parametrize("place", STAGES)
def test_a_companion_stays_in_the_stage_of_its_stack(tmp_path: Path, place: Callable[[cdk.App], Construct]) -> None:
    app = new_app(tmp_path)
    stack = Orders(place(app), environment("prod", stacks={}))
    companion = stack.sibling("orders-dr")
    assert companion
    assert cdk.Stage.of(companion) is cdk.Stage.of(stack)
    assert app.node.try_find_child("prod-orders-dr") is None


@pytest.mark.parametrize("place", PLACES)
def test_every_node_is_seen_once(
    tmp_path: Path, place: Callable[[cdk.App], Construct], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: Counter[str] = Counter()

    def visit(_self: Naming, node: IConstruct) -> None:
        seen[node.node.path] += 1

    monkeypatch.setattr(Naming, "visit", visit)
    app, settings = new_app(tmp_path), environment("prod", stacks={})
    Orders(place(app), settings)
    cdk.Stage(app, "Beside")
    made = {node.node.path for node in app.node.find_all()}
    govern_and_synth(app)
    assert made <= set(seen)
    assert {path: count for path, count in seen.items() if count > 1} == {}


@pytest.mark.parametrize("place", PLACES)
def test_a_stage_that_is_made_after_govern_is_refused(tmp_path: Path, place: Callable[[cdk.App], Construct]) -> None:
    app, settings = new_app(tmp_path), environment("prod", stacks={})
    scope = place(app)
    govern(app, settings, lock=None)
    Orders(cdk.Stage(scope, "Late"), settings)
    with pytest.raises(RuntimeError, match="Late: nobody governs this stage: make it before govern"):
        app.synth()


@pytest.mark.parametrize("place", PLACES)
def test_a_finding_names_the_python_line_and_is_accepted_by_the_line_that_it_prints(
    tmp_path: Path, place: Callable[[cdk.App], Construct]
) -> None:
    app, settings = new_app(tmp_path), environment("prod", stacks={})
    stack = Orders(place(app), settings)
    govern_and_synth(app)
    finding = next(
        one
        for one in judge(read_assembly(tmp_path)).findings
        if one.resource.logical_id == "Plain" and one.rule.id == "stateful-resources-are-retained"
    )
    line = inspect.unwrap(Orders.__init__).__code__.co_firstlineno + 4
    assert finding.source == f"tests/aspects/test_stages.py:{line}"
    assert '", at="Plain", ' in finding.accept_line
    assert stack.node.find_child("Plain").node.path == finding.resource.construct_path


@pytest.mark.parametrize("place", STAGES)
def test_an_accepted_finding_in_a_stage_passes_whoever_found_it(
    tmp_path: Path, place: Callable[[cdk.App], Construct]
) -> None:
    class Alone(PlatformStack[StackSettings]):
        slug = "alone"
        reads = (contract.KMS_MESSAGING_KEY_ARN,)

    app, settings = new_app(tmp_path), environment("prod", stacks={})
    stack = Alone(place(app), settings)
    queue = sqs.CfnQueue(stack, "Queue")
    findings = ("AwsSolutions::AwsSolutions-SQS3", "AwsSolutions::AwsSolutions-SQS4")
    said = {"reason": "the service reads it once and for all", "owner": "team", "until": "2027-06-30"}
    queue.apply_removal_policy(cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
    accept(queue, *findings, **said)
    govern(app, settings, lock=None)
    app.synth()
    report = json.loads((tmp_path / "validation-report.json").read_text())
    suppressed = [one["suppressedViolations"] for one in report["pluginReports"] if one["pluginName"] == "AwsSolutions"]
    assert {f"AwsSolutions::{violation['ruleName']}" for violation in suppressed[0]} == set(findings)


def test_the_line_that_keeps_a_locked_id_starts_at_the_stack(tmp_path: Path) -> None:
    app = new_app(tmp_path)
    Orders(in_stage_of_stage(app), environment("prod", stacks={}))
    govern_and_synth(app)
    lock = {"prod": {"prod-orders": {"Gone": Locked("AWS::SQS::Queue", "Live/Inner/prod-orders/Other/Plain")}}}
    (found,) = broken(lock, read_assembly(tmp_path), "prod")
    assert 'self.node.find_child("Plain").override_logical_id("Gone")' in advice(found)
