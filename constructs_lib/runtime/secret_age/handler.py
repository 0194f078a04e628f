"""Lambda entry `handler.handler`: once a day, how far the oldest secret that no function rotates is past its limit.

Environment variables:
    ORGANIZATION, ENVIRONMENT: the secrets `/<organization>/<service>/<environment>/<name>`.
    LIMITS: JSON, days by data class.
    NAMESPACE: of the metric `DaysOverLimit`, whose dimension is Environment.
    POWERTOOLS_LOG_LEVEL: as in Powertools for AWS Lambda.

IAM of the role: secretsmanager:ListSecrets on `*` (it knows no resource); secretsmanager:ListSecretVersionIds on the
secrets. It reads no value.
"""

from __future__ import annotations

import functools
import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric

if TYPE_CHECKING or __package__:
    from .ageing.ages import ages
else:  # in Lambda this file is a top-level module: it has no package, and ageing lies beside it
    from ageing.ages import ages

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

logger = Logger(service="secret-age")


@functools.cache
def _secrets_manager() -> Any:
    # Comes with the Lambda runtime; the logic is used and tested without it.
    import boto3  # noqa: PLC0415 - see above

    return boto3.client("secretsmanager")


@logger.inject_lambda_context(log_event=False, clear_state=True)
def handler(_event: dict[str, Any], _context: LambdaContext) -> None:
    """Publish the days of the worst secret, and log each one that is past its limit by its name."""
    environment = os.environ["ENVIRONMENT"]
    found = ages(
        _secrets_manager(),
        organization=os.environ["ORGANIZATION"],
        environment=environment,
        limits=json.loads(os.environ["LIMITS"]),
        now=datetime.now(UTC),
    )
    for age in found:
        if age.over:
            logger.warning("too old", extra={"secret": age.name, "days": age.days, "limit": age.limit})
    worst = max((age.over for age in found), default=0)
    of = {"Environment": environment}
    # Printed, and so a line of its own: CloudWatch makes the metric of it (CloudWatch User Guide, "Embedded metric
    # format"), also where other lines are JSON (Lambda Developer Guide, "Log and monitor Python Lambda functions").
    with single_metric(
        "DaysOverLimit", MetricUnit.Count, worst, namespace=os.environ["NAMESPACE"], default_dimensions=of
    ):
        pass
