"""The service of `shifting_stack.py` on an emulator: its releases and its traffic."""

from __future__ import annotations

import itertools
import json
import time
from typing import TYPE_CHECKING, Any

from governed_cdk.deployment.traffic import live
from tests.integration.shifting_stack import ALARM, CLUSTER, SERVICE, body

if TYPE_CHECKING:
    from collections.abc import Callable

STACK = "test-app"
SUCCEEDED, FAILED = {"hookStatus": "SUCCEEDED"}, {"hookStatus": "FAILED"}
SOON, NEVER = 0.005, 3600.0
"""How long a minute of a deployment lasts, in seconds."""


class Shop:
    """The service, its releases and its traffic."""

    def __init__(self, emulator: Any) -> None:
        self.emulator, self.client = emulator, emulator.client
        self.images = itertools.count(1)
        self.image = 0
        self.there = False

    def hook(self, *answers: Any) -> None:
        for name, value in (("answers", answers), ("asked", ())):
            self.client("ssm").put_parameter(
                Name=f"/test/{name}", Value=json.dumps(list(value)), Type="String", Overwrite=True
            )

    def asked(self) -> list[str]:
        found: list[str] = json.loads(self.client("ssm").get_parameter(Name="/test/asked")["Parameter"]["Value"])
        return found

    def begin(self, *, priority: int = 1, image: int = 0) -> None:
        """Order a release of the next image, or a change of the rule alone."""
        self.image = image or next(self.images)
        stacks = self.client("cloudformation")
        order = stacks.update_stack if self.there else stacks.create_stack
        order(
            StackName=STACK,
            TemplateBody=body(str(self.image), priority=priority),
            Capabilities=["CAPABILITY_IAM"],
        )
        self.there = True

    def end(self) -> str:
        """The status that the stack comes to."""
        status = "IN_PROGRESS"
        while status.endswith("IN_PROGRESS"):
            (found,) = self.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]
            status = found["StackStatus"]
        return str(status)

    def release(self, **more: Any) -> str:
        self.begin(**more)
        return self.end()

    def force(self) -> None:
        """A release of the same image, as a new secret asks for: no stack is updated."""
        self.client("ecs").update_service(cluster=CLUSTER, service=SERVICE, forceNewDeployment=True)

    def weights(self, rule: str = "Production") -> dict[str, float]:
        """The share of each group, by its name in the template."""
        (found,) = self.client("elbv2").describe_rules(RuleArns=[self.id_of(rule)])["Rules"]
        names = {self.id_of(name): name for name in ("Blue", "Green")}
        return {names[arn]: share for arn, share in live(found).items() if share}

    def targets(self) -> dict[str, int]:
        health = self.client("elbv2").describe_target_health
        found = {
            name: len(health(TargetGroupArn=self.id_of(name))["TargetHealthDescriptions"]) for name in ("Blue", "Green")
        }
        return {name: number for name, number in found.items() if number}

    def deployments(self) -> list[dict[str, Any]]:
        ecs = self.client("ecs")
        arns = [
            one["serviceDeploymentArn"]
            for one in ecs.list_service_deployments(service=SERVICE, cluster=CLUSTER)["serviceDeployments"]
        ]
        return [ecs.describe_service_deployments(serviceDeploymentArns=[arn])["serviceDeployments"][0] for arn in arns]

    def id_of(self, logical_id: str) -> str:
        found = self.client("cloudformation").describe_stack_resource(StackName=STACK, LogicalResourceId=logical_id)
        return str(found["StackResourceDetail"]["PhysicalResourceId"])

    def until(self, there: Callable[[], bool]) -> None:
        end = time.monotonic() + 20
        while not there():
            assert time.monotonic() < end, (self.weights(), self.deployments()[:1])
            time.sleep(0.02)

    def alarm(self, state: str) -> None:
        self.client("cloudwatch").set_alarm_state(AlarmName=ALARM, StateValue=state, StateReason="a test")
