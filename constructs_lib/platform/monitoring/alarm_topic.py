"""GovernedAlarmTopic: where the alarms of one severity arrive, and who hears them by e-mail."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constructs_lib.messaging.topic import GovernedTopic
from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.telemetry.alarm_spec import Severity
from constructs_lib.observability.telemetry.alarms import TOPIC
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsTopic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_sns as sns
    from constructs import Construct

# Alarms; rules; Alertmanager.
_PUBLISHERS = ("cloudwatch.amazonaws.com", "events.amazonaws.com", "aps.amazonaws.com")
_SPENDING = ("budgets.amazonaws.com", "costalerts.amazonaws.com")


class GovernedAlarmTopic(IsTopic):
    """A topic `<env>-<service>-<severity>`. Alarms, rules and Alertmanager publish on it; on warning also spending.

    Args:
        severity: of the alarms.
        emails: addresses; each must confirm its subscription.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        severity: Severity,
        emails: Sequence[str] = (),
    ) -> None:
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        self._severity = severity
        governed = GovernedTopic(
            self,
            "Topic",
            kind=severity,
            display_name=f"{severity.capitalize()} Alerts - {stack.environment_settings.name}",
            publishers=(*_PUBLISHERS, *_SPENDING) if severity is Severity.WARNING else _PUBLISHERS,
        )
        self.name = governed.name
        self.topic: sns.ITopic = governed.topic
        governed.subscribe(emails)

    def watch(self) -> None:
        """Raise an alarm on what the topic cannot deliver, once all three topics are there.

        It goes by way of another topic than its own: the critical topic's through warning, the others' through
        critical. So that no alarm can be delivered, two paths must fail at once.
        """
        other = Severity.WARNING if self._severity is Severity.CRITICAL else Severity.CRITICAL
        GovernedAlarms(
            self,
            "Alarms",
            specs=[replace(spec, severity=other) for spec in TOPIC],
            subject=self._severity,
            dimensions={"TopicName": self.name},
        )
