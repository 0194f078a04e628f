"""Lambda entry `handler.handler`: a lifecycle hook of ECS at POST_TEST_TRAFFIC_SHIFT, which asks the new tasks.

Environment variables:
    HOST: what the certificate is for, and what the listener's rules look at.
    PATH_ASKED: of the request.
    PORT: of the test listener.
    STATUS: of a good answer.
    LOAD_BALANCER: DNS name of the load balancer.
    INTERFACES: its name as its network interfaces are described (`ELB app/<name>/<id>`), where it faces the internet.
        Its DNS name then leads to public addresses, which its security group does not know this function by.
    POWERTOOLS_LOG_LEVEL: as in Powertools for AWS Lambda.

IAM of the role: with INTERFACES, ec2:DescribeNetworkInterfaces.
"""

from __future__ import annotations

import itertools
import os
import time
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger

if TYPE_CHECKING or __package__:
    from .asking.question import Connection, Question, ask
    from .asking.verdict import verdict
else:  # in Lambda this file is a top-level module: it has no package, and asking lies beside it
    from asking.question import Connection, Question, ask
    from asking.verdict import verdict

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

logger = Logger(service="smoke-test")


def addresses() -> list[str]:
    """Where the load balancer is reached from inside its VPC."""
    interfaces = os.environ.get("INTERFACES")
    if not interfaces:
        return [os.environ["LOAD_BALANCER"]]
    import boto3  # noqa: PLC0415 - comes with the Lambda runtime; the logic is used and tested without it

    described = [{"Name": "description", "Values": [interfaces]}]
    answer = boto3.client("ec2").describe_network_interfaces(Filters=described)
    return sorted(found["PrivateIpAddress"] for found in answer["NetworkInterfaces"])


def handler(event: dict[str, Any], _context: LambdaContext) -> dict[str, str]:
    """Ask each address of the load balancer in turn; `hookStatus` is what ECS goes by."""
    question = Question(
        host=os.environ["HOST"],
        path=os.environ["PATH_ASKED"],
        port=int(os.environ["PORT"]),
        status=int(os.environ["STATUS"]),
    )
    around = itertools.cycle(addresses())
    found = verdict(lambda: ask(question, Connection(question, next(around))), tell=logger.warning, wait=time.sleep)
    revision = event.get("executionDetails", event).get("targetServiceRevisionArn", "")
    logger.info("smoke test", status=found["hookStatus"], revision=revision)
    return found
