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

    def watch(self, delivery: sns.ITopic) -> None:
        """Raise a critical alarm on what the topic cannot deliver.

        It goes by way of a topic of its own. Through each other the three topics would go round: what the one cannot
        deliver is an alarm that the other cannot deliver either, where both have the same subscriber.
        """
        GovernedAlarms(
            self,
            "Alarms",
            specs=[replace(spec, severity=Severity.CRITICAL) for spec in TOPIC],
            subject=self._severity,
            dimensions={"TopicName": self.name},
            topic=delivery,
        )


class GovernedDeliveryTopic(IsTopic):
    """A topic `<env>-<service>-delivery` for alarms on the delivery of alarms: of the three topics, of the notifier.

    Whatever those alarms watch must not read it, so nothing but people and PagerDuty do. It has no alarm of its own:
    that alarm would have to go through what this topic is there to watch.

    Args:
        emails: addresses; each must confirm its subscription.
    """

    def __init__(self, scope: Construct, id: str, *, emails: Sequence[str] = ()) -> None:  # noqa: A002 - CDK's own word
        super().__init__(scope, id)
        environment = GovernedStack.of_construct(self).environment_settings.name
        governed = GovernedTopic(
            self,
            "Topic",
            kind="delivery",
            display_name=f"Delivery of alerts - {environment}",
            publishers=("cloudwatch.amazonaws.com",),
        )
        self.name = governed.name
        self.topic: sns.ITopic = governed.topic
        governed.subscribe(emails)
