"""Alarms of one Lambda function, and of those that look after secrets. Dimension: FunctionName, but for the last."""

from __future__ import annotations

from constructs_lib.kernel.errors import bounded
from constructs_lib.observability.telemetry.alarm_spec import AlarmSpec, Comparison, MissingData, Severity
from constructs_lib.observability.telemetry.metrics.compute import LAMBDA_DURATION, LAMBDA_ERRORS, LAMBDA_THROTTLES
from constructs_lib.observability.telemetry.metrics.platform import SECRET_DAYS_OVER_LIMIT

_TAIL = "aws logs tail /aws/lambda/FUNCTION --since 30m --filter-pattern ERROR"
_TIMEOUT_SHARE = 0.8

FUNCTION_ERRORS = AlarmSpec(
    slug="errors",
    metric=LAMBDA_ERRORS,
    threshold=0,
    comparison=Comparison.GREATER_THAN,
    evaluation_periods=1,
    datapoints_to_alarm=1,
    treat_missing_data=MissingData.NOT_BREACHING,
    severity=Severity.WARNING,
    summary="The function failed in the last 5 minutes.",
    runbook="lambda-errors",
    quick_actions=(_TAIL, "Check the dead-letter queue for what was not processed."),
)
FUNCTION_THROTTLES = AlarmSpec(
    slug="throttles",
    metric=LAMBDA_THROTTLES,
    threshold=0,
    comparison=Comparison.GREATER_THAN,
    evaluation_periods=2,
    datapoints_to_alarm=2,
    treat_missing_data=MissingData.NOT_BREACHING,
    severity=Severity.WARNING,
    summary="Invocations are refused for want of concurrency, for 10 minutes.",
    runbook="lambda-throttles",
    quick_actions=("aws lambda get-function-concurrency --function-name FUNCTION", "aws lambda get-account-settings"),
)
SECRET_ROTATION_FAILED = AlarmSpec(
    slug="rotation-failed",
    metric=LAMBDA_ERRORS,
    threshold=0,
    comparison=Comparison.GREATER_THAN,
    evaluation_periods=1,
    datapoints_to_alarm=1,
    treat_missing_data=MissingData.NOT_BREACHING,
    severity=Severity.CRITICAL,
    summary="A step of the secret rotation failed; the secret keeps its current value until it succeeds.",
    runbook="secret-rotation-failed",
    quick_actions=(
        _TAIL,
        "aws secretsmanager describe-secret --secret-id SECRET --query VersionIdsToStages",
        "Check that AWSCURRENT still logs in before anything else.",
    ),
)
SECRET_ROLLOUT_FAILED = AlarmSpec(
    slug="rollout-failed",
    metric=LAMBDA_ERRORS,
    threshold=0,
    comparison=Comparison.GREATER_THAN,
    evaluation_periods=1,
    datapoints_to_alarm=1,
    treat_missing_data=MissingData.NOT_BREACHING,
    severity=Severity.CRITICAL,
    summary="A rotated secret did not reach a service: its tasks stop logging in with the rotation after this one.",
    runbook="secret-rollout-failed",
    quick_actions=(
        _TAIL,
        "aws ecs describe-services --cluster CLUSTER --services SERVICE --query 'services[0].events[:5]'",
    ),
)

_SECRET_TOO_OLD = AlarmSpec(
    slug="too-old",
    metric=SECRET_DAYS_OVER_LIMIT,
    threshold=0,
    comparison=Comparison.GREATER_THAN,
    evaluation_periods=1,
    datapoints_to_alarm=1,
    # Once a day: between two looks nothing changes. That the look fails, the function's own alarm says.
    treat_missing_data=MissingData.IGNORE,
    severity=Severity.WARNING,
    summary="A secret that no function rotates is older than its class allows.",
    runbook="secret-too-old",
    quick_actions=(
        "aws logs tail /aws/lambda/FUNCTION --since 1d --filter-pattern '\"too old\"' names it.",
        "Have its issuer make a new one, and put it in: governed-cdk values set secrets/SERVICE/NAME --env ENV.",
    ),
)
SECRET_AGE = (_SECRET_TOO_OLD,)


def function_alarms(*, timeout_seconds: int) -> tuple[AlarmSpec, ...]:
    """Return the alarms of one function: errors, throttles, and a duration near its timeout.

    Args:
        timeout_seconds: the function's timeout, 1 to 900; the duration alarm is at 80 % of it.

    Raises:
        ConfigurationError: a timeout that Lambda refuses.
    """
    return (FUNCTION_ERRORS, FUNCTION_THROTTLES, _duration(timeout_seconds=timeout_seconds))


def rotation_alarms(*, timeout_seconds: int) -> tuple[AlarmSpec, ...]:
    """Return the alarms of a rotation function: a failed step is critical, a slow one a warning.

    Args:
        timeout_seconds: the function's timeout, 1 to 900.

    Raises:
        ConfigurationError: a timeout that Lambda refuses.
    """
    return (SECRET_ROTATION_FAILED, FUNCTION_THROTTLES, _duration(timeout_seconds=timeout_seconds))


def rollout_alarms(*, timeout_seconds: int) -> tuple[AlarmSpec, ...]:
    """Return the alarms of the function that brings rotated secrets to running tasks.

    Args:
        timeout_seconds: the function's timeout, 1 to 900.

    Raises:
        ConfigurationError: a timeout that Lambda refuses.
    """
    return (SECRET_ROLLOUT_FAILED, FUNCTION_THROTTLES, _duration(timeout_seconds=timeout_seconds))


def _duration(*, timeout_seconds: int) -> AlarmSpec:
    bounded("function alarms", 1, 900, timeout_seconds=timeout_seconds)
    return AlarmSpec(
        slug="duration-near-timeout",
        metric=LAMBDA_DURATION,
        threshold=timeout_seconds * 1000 * _TIMEOUT_SHARE,
        comparison=Comparison.GREATER_THAN,
        evaluation_periods=1,
        datapoints_to_alarm=1,
        treat_missing_data=MissingData.NOT_BREACHING,
        severity=Severity.WARNING,
        summary=f"An invocation took over {_TIMEOUT_SHARE:.0%} of the timeout of {timeout_seconds} s.",
        runbook="lambda-duration",
        quick_actions=(
            "Find the slow call in the function's log or trace.",
            "Raise the timeout if the work has grown.",
        ),
    )
