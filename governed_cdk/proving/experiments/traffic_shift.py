"""Where production traffic is after each kind of update of a service whose deployments shift it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from governed_cdk.deployment.traffic import live
from governed_cdk.proving.experiment import Answers, Experiment, InconclusiveError
from governed_cdk.proving.experiments.shifting_stack import template

if TYPE_CHECKING:
    from collections.abc import Callable

    from governed_cdk.proving.room import Room

_SHIFTED, _KEPT, _RESET = "all traffic at the other group", "the same group", "back at the template's first group"
_ALONE, _OTHERS, _TAG = "a release alone", "another resource afterwards", "a tag of the rule afterwards"
_GROUPS = ("Blue", "Green")


def _run(room: Room) -> Answers:
    service = _Service(room)
    service.deploy()
    answers = {"the first tasks": f"at {service.where()}"}
    before = service.where()
    service.deploy(release=2)
    answers[_ALONE] = _SHIFTED if service.where() != before else _KEPT
    if service.where() == _GROUPS[0]:  # only at the other one can a reset be seen
        service.deploy(release=3)
    before = service.where()
    service.deploy(parameter="b")
    answers[_OTHERS] = _KEPT if service.where() == before else _RESET
    service.deploy(tag="b")
    answers[_TAG] = _KEPT if service.where() == before else _RESET
    service.deploy(release=4)  # tasks and traffic are together again
    before, tried = service.where(), service.where("Trial")
    service.undo()
    answers["one that is undone"] = _KEPT if service.where() == before else "at the new tasks"
    answers["the test listener then"] = _KEPT if service.where("Trial") == tried else "at the new tasks"
    service.remove()
    return answers


class _Service:
    """The stack of the service: what it is told, and where its rules lead."""

    def __init__(self, room: Room) -> None:
        self._room, self._name = room, room.name("stack", "shift")
        self._stacks = room.client("cloudformation")
        self._said: dict[str, Any] = {"release": 1, "parameter": "a", "tag": "a"}
        self._made = False

    def deploy(self, **changes: Any) -> None:
        """Create the stack, or change something of it."""
        self._said |= changes
        body = json.dumps(template(self._name, self._room.pairs(), **self._said))
        order = self._stacks.update_stack if self._made else self._stacks.create_stack
        order(StackName=self._name, TemplateBody=body, Tags=self._room.pairs(), Capabilities=["CAPABILITY_IAM"])
        self._made = True
        self._wait(lambda: not self._status().endswith("_IN_PROGRESS"))
        if self._status() not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            raise InconclusiveError(f"traffic-shift: {self._name} is {self._status()}")

    def undo(self) -> None:
        """A deployment that is undone as soon as all traffic has moved."""
        ecs, before = self._room.client("ecs"), self.where()
        service = self._id("Service")
        cluster = service.split("/")[1]
        ecs.update_service(cluster=cluster, service=service, forceNewDeployment=True)
        self._wait(lambda: self.where() != before)
        asked = {"cluster": cluster, "service": service, "status": ["IN_PROGRESS"]}
        going_on = ecs.list_service_deployments(**asked)["serviceDeployments"]
        if not going_on:
            raise InconclusiveError(f"traffic-shift: the deployment of {service} had ended before it could be undone")
        arn = going_on[0]["serviceDeploymentArn"]
        ecs.stop_service_deployment(serviceDeploymentArn=arn, stopType="ROLLBACK")

        def undone() -> bool:
            (found,) = ecs.describe_service_deployments(serviceDeploymentArns=[arn])["serviceDeployments"]
            return bool(found["status"] == "ROLLBACK_SUCCESSFUL")

        self._wait(undone)

    def where(self, rule: str = "Production") -> str:
        """The group that has most of a rule's traffic."""
        (found,) = self._room.client("elbv2").describe_rules(RuleArns=[self._id(rule)])["Rules"]
        shares = live(found)
        return max(_GROUPS, key=lambda name: shares.get(self._id(name), 0))

    def remove(self) -> None:
        """Take the stack away, for which the room's own patience is short."""
        self._stacks.delete_stack(StackName=self._name)
        described = self._stacks.get_paginator("describe_stacks")
        self._wait(lambda: self._name not in described.paginate().search("Stacks[].StackName"))

    def _status(self) -> str:
        return str(self._stacks.describe_stacks(StackName=self._name)["Stacks"][0]["StackStatus"])

    def _id(self, logical_id: str) -> str:
        found = self._stacks.describe_stack_resource(StackName=self._name, LogicalResourceId=logical_id)
        return str(found["StackResourceDetail"]["PhysicalResourceId"])

    def _wait(self, there: Callable[[], bool]) -> None:
        if not self._room.until(there, self._room.patience.made):
            raise InconclusiveError(f"traffic-shift: {self._name} is still {self._status()}")


TRAFFIC_SHIFT = Experiment(
    name="traffic-shift",
    asks="Which updates of a stack move the production traffic of a service that ECS shifts?",
    makes="a stack with a VPC, a load balancer and a service of one small task, which is released five times",
    most_usd=0.25,
    most_minutes=75,
    control=(_ALONE, _SHIFTED),
    stands_on={_OTHERS: _KEPT, "one that is undone": _KEPT},
    run=_run,
)
