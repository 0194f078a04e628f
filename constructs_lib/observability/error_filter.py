"""GovernedErrorFilter: counts the error lines of a log group, JSON or plain, and raises an alarm on many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_logs as logs
from constructs import Construct

from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.telemetry.alarms import log_error_alarms
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from constructs_lib.observability.log_group import GovernedLogGroup

LEVELS = ("ERROR", "FATAL", "CRITICAL")
"""Levels that count as errors, in capitals; JSON loggers also write them in lower case."""
_FIELDS = ("level", "severity", "log.level")


def json_pattern() -> str:
    """Lines that are JSON and whose level is an error (CloudWatch Logs, "Filter pattern syntax": JSON)."""
    tests = (
        f'$.{field} = "{spelling}"' for field in _FIELDS for level in LEVELS for spelling in (level, level.lower())
    )
    return "{ " + " || ".join(tests) + " }"


def plain_pattern() -> str:
    """Lines that are no JSON object and name a level, by a regular expression.

    The level stands before any brace, so that a JSON line is not counted twice. Parentheses are not supported
    (CloudWatch Logs, "Supported regular expressions syntax"); an alternative a level is.
    """
    return "%" + "|".join(rf"^[^\{{]*{level}" for level in LEVELS) + "%"


class GovernedErrorFilter(Construct):
    """Two metric filters on a log group, one metric, one alarm that reaches the topic of its severity.

    Args:
        log_group: the group whose lines are counted.
        kind: last part of the metric's name and subject of the alarm, kebab-case.
        threshold: error lines in five minutes above which the alarm fires, 0 or more.

    Raises:
        ConfigurationError: a negative threshold.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        log_group: GovernedLogGroup,
        kind: str,
        threshold: int = 10,
    ) -> None:
        super().__init__(scope, id)
        names = GovernedStack.of_construct(self).names
        self.namespace, self.metric = f"Logs/{names.organization}", names.physical(f"{kind}-errors", max_length=255)
        for form, pattern in (("Json", json_pattern()), ("Plain", plain_pattern())):
            logs.CfnMetricFilter(
                self,
                form,
                log_group_name=log_group.log_group.log_group_name,
                filter_name=f"{self.metric}-{form.lower()}",
                filter_pattern=pattern,
                metric_transformations=[
                    logs.CfnMetricFilter.MetricTransformationProperty(
                        metric_namespace=self.namespace,
                        metric_name=self.metric,
                        metric_value="1",
                        default_value=0,
                        unit="Count",
                    )
                ],
            )
        GovernedAlarms(
            self,
            "Alarms",
            specs=log_error_alarms(namespace=self.namespace, name=self.metric, threshold=threshold),
            subject=kind,
            dimensions={},
        )
