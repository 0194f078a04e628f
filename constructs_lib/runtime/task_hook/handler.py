"""Lambda entry `handler.handler`: a lifecycle hook of ECS at PRE_SCALE_UP, which runs a task and waits for its end.

ECS calls it again while it answers IN_PROGRESS (ECS Developer Guide, "Lambda hooks for ECS service deployments").

Environment variables:
    CLUSTER: name of the cluster.
    FAMILY: of the task definition.
    TASK_DEFINITION: its ARN, with the revision.
    SUBNETS, SECURITY_GROUP: where the task runs; subnets with commas between them.
    POWERTOOLS_LOG_LEVEL: as in Powertools for AWS Lambda.

IAM of the role: ecs:RunTask on the task definition, ecs:ListTasks and ecs:DescribeTasks in the cluster, iam:PassRole on
the task's two roles.
"""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING, Any, cast

from aws_lambda_powertools import Logger

if TYPE_CHECKING or __package__:
    from .running.run import WAIT_SECONDS, Ecs, UnstartedError, outcome, started_by
else:  # in Lambda this file is a top-level module: it has no package, and running lies beside it
    from running.run import WAIT_SECONDS, Ecs, UnstartedError, outcome, started_by

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

logger = Logger(service="task-hook")


@functools.cache
def ecs() -> Ecs:
    """ECS itself."""
    import boto3  # noqa: PLC0415 - comes with the Lambda runtime; the logic is used and tested without it

    return cast("Ecs", boto3.client("ecs"))


def handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, Any]:
    """Start the run of the deployment's new revision, or look at it; `hookStatus` is what ECS goes by."""
    revision = event.get("executionDetails", event).get("targetServiceRevisionArn", "")
    if not revision:
        logger.error("no service revision", event=event)
        return {"hookStatus": "FAILED"}
    network = {
        "subnets": os.environ["SUBNETS"].split(","),
        "securityGroups": [os.environ["SECURITY_GROUP"]],
        "assignPublicIp": "DISABLED",
    }
    run = {
        "taskDefinition": os.environ["TASK_DEFINITION"],
        "launchType": "FARGATE",
        "propagateTags": "TASK_DEFINITION",
        "networkConfiguration": {"awsvpcConfiguration": network},
    }
    mark = started_by(revision)
    try:
        status, said = outcome(ecs(), cluster=os.environ["CLUSTER"], family=os.environ["FAMILY"], mark=mark, run=run)
    except UnstartedError as error:
        status, said = "FAILED", f"not started: {error}"
    logger.info(said, status=status, revision=revision)
    return {"hookStatus": status, **({"callBackDelay": WAIT_SECONDS} if status == "IN_PROGRESS" else {})}
