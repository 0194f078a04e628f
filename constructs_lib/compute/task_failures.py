"""TaskFailures: whoever is on duty hears of a task that did not do its work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.kernel.naming import part_of
from constructs_lib.messaging.event_rule import EventTarget, EventText, GovernedEventRule
from constructs_lib.observability.telemetry.alarm_spec import Severity
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from constructs_lib.compute.task import GovernedTask

_RUNBOOK = "ecs-task-failed"


class TaskFailures(Construct):
    """Two rules on the state changes of a task: a container ended with another code than 0, or never started.

    Source: ECS Developer Guide, "Amazon ECS task state change events".
    """

    def __init__(self, scope: Construct, id: str, *, task: GovernedTask) -> None:  # noqa: A002 - CDK's own word
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        runbooks = stack.environment_settings.runbook_url.rstrip("/")
        text = EventText(
            variables={"task": "$.detail.taskArn", "code": "$.detail.stopCode"},
            lines=(
                f"[{Severity.WARNING}] {task.name}: a run has failed, <code>",
                "Task: <task>",
                f"Runbook: {runbooks}/{_RUNBOOK}.md",
            ),
        )
        target = EventTarget(arn=stack.topic_arn(Severity.WARNING), text=text)
        stopped = {"group": [f"family:{task.name}"], "lastStatus": ["STOPPED"]}
        ways: dict[str, dict[str, object]] = {
            "failed": {"containers": {"exitCode": [{"anything-but": 0}]}},
            "unstarted": {"stopCode": ["TaskFailedToStart"]},
        }
        for name, how in ways.items():
            GovernedEventRule(
                self,
                name.capitalize(),
                kind=part_of(task.kind, name),
                description=f"Runs of {task.name}: {name}",
                pattern={
                    "source": ["aws.ecs"],
                    "detail-type": ["ECS Task State Change"],
                    "detail": {**stopped, "clusterArn": [task.cluster.cluster_arn], **how},
                },
                target=target,
            )
