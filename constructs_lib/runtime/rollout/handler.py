"""Lambda entry `handler.handler`: a rotated secret, brought to the running tasks of some services, one after the other.

Environment variables:
    SERVICES: JSON list of `<cluster>/<service>`, in the order in which they are deployed.
    QUEUE_URL: the queue that it reads, which carries the progress from one look to the next.
    PATIENCE_SECONDS: how long one service may take, and how long another deployment is waited for.
    POWERTOOLS_LOG_LEVEL: as in Powertools for AWS Lambda.

What fails comes back by the queue, and in the end goes to its dead-letter queue; the tasks go on with the other user.

IAM of the role: ecs:DescribeServices and UpdateService on the services; sqs:SendMessage, ReceiveMessage, DeleteMessage
and GetQueueAttributes on the queue, kms:Decrypt and GenerateDataKey on its key.
"""

from __future__ import annotations

import functools
import json
import os
import time
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger

if TYPE_CHECKING or __package__:
    from .secret_rollout.ecs import advance
    from .secret_rollout.progress import Progress
else:  # in Lambda this file is a top-level module: it has no package, and secret_rollout lies beside it
    from secret_rollout.ecs import advance
    from secret_rollout.progress import Progress

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

logger = Logger(service="secret-rollout")


@functools.cache
def _client(service: str) -> Any:
    # Comes with the Lambda runtime; the logic is used and tested without it.
    import boto3  # noqa: PLC0415 - see above

    return boto3.client(service)


@logger.inject_lambda_context(log_event=False, clear_state=True)
def handler(event: dict[str, Any], _context: LambdaContext) -> None:
    """Take the next step of each rollout in the event, one a message.

    Raises RolloutError: the queue gives the message back, and in the end to its dead-letter queue.
    """
    for record in event["Records"]:
        now = int(time.time())
        progress = Progress.read(record["body"], now=now)
        step = advance(
            progress,
            json.loads(os.environ["SERVICES"]),
            ecs=_client("ecs"),
            now=now,
            patience_seconds=int(os.environ["PATIENCE_SECONDS"]),
        )
        if step is None:
            logger.info("every service has the new secret", extra={"secret": progress.secret})
            continue
        after, seconds = step
        _client("sqs").send_message(QueueUrl=os.environ["QUEUE_URL"], MessageBody=after.text(), DelaySeconds=seconds)
