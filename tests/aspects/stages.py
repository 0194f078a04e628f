"""Stacks that read each other, and the places of an app where they may stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from aspects import govern
from constructs_lib import GovernedQueue, Output, OutputKind, PlatformStack, StackSettings, contract
from tests.aspects.reports import reported
from tests.support import environment

if TYPE_CHECKING:
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
    reported(app)
