"""GovernedAlertRules: security alerts that arrive; GovernedAlertForwarding: those of another region, sent home."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from constructs import Construct

from constructs_lib.kernel.naming import part_of, pascal
from constructs_lib.messaging.event_rule import EventTarget, GovernedEventRule, GovernedUndelivered
from constructs_lib.messaging.topic import GovernedTopic
from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.telemetry.alarms import TOPIC
from constructs_lib.security.role import GovernedRole, allow
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_kms as kms

    from constructs_lib.platform.cloudtrail.security_alerts import SecurityAlert


# The kind of the platform's own topic, whose rules are called without it.
_USUAL = "security"


class GovernedAlertRules(Construct):
    """A topic `<env>-<service>-<kind>`, its e-mail subscriptions, and a rule for each alert that publishes to it.

    What cannot be delivered stays in a queue for 14 days; the queue and the topic's failures raise alarms, which go to
    other topics.

    Args:
        kind: last part of the topic's name, and first of its rules' where it is not the platform's own.
        display_name: what subscribers see as the sender.
        key: encrypts topic and queue; its policy must admit EventBridge for both.
        alerts: what to be told about.
        emails: who is told; each must confirm once.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        display_name: str,
        key: kms.IKey,
        alerts: Sequence[SecurityAlert],
        emails: Sequence[str],
    ) -> None:
        super().__init__(scope, id)
        governed = GovernedTopic(
            self, "Topic", kind=kind, display_name=display_name, publishers=("events.amazonaws.com",), key=key
        )
        self.topic: sns.ITopic = governed.topic
        GovernedAlarms(self, "Alarms", specs=TOPIC, subject=kind, dimensions={"TopicName": governed.name})
        governed.subscribe(emails)
        if alerts and not emails:
            text = "nobody hears the security alerts: no e-mail address is given"
            cdk.Annotations.of(self).add_warning_v2("governed-cdk:no-subscriber", text)
        undelivered = GovernedUndelivered(self, "Undelivered", kind=f"{kind}-undelivered", key=key)
        for alert in alerts:
            GovernedEventRule(
                self,
                pascal(alert.slug),
                kind=part_of(kind, alert.slug, usual=_USUAL),
                description=alert.description,
                pattern=alert.pattern,
                target=EventTarget(arn=governed.topic.topic_arn, text=alert.text),
                undelivered=undelivered,
                read_only_events=alert.read_only_events,
            )


class GovernedAlertForwarding(Construct):
    """In another region: rules that send the events of alerts to the home region's bus, where the same patterns match.

    EventBridge takes IAM's and the root user's events in us-east-1 only, and a console sign-in in the region of its
    sign-in page (CloudTrail User Guide, "AWS Management Console sign-in events"). The bus's ARN is deterministic; the
    target has no queue, since EventBridge itself retries another bus for 24 hours.

    Args:
        home: the region that the events are sent to.
        alerts: whose events; those that are not `everywhere` are left out.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        home: str,
        alerts: Sequence[SecurityAlert],
    ) -> None:
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        bus = f"arn:aws:events:{home}:{stack.account}:event-bus/default"
        role = GovernedRole(
            self,
            "Role",
            kind="forward",
            assumed_by="events.amazonaws.com",
            source_arn=f"arn:aws:events:{stack.region}:{stack.account}:rule/{stack.names.physical('forward')}-*",
            description=f"EventBridge forwards security events from {stack.region} to {home}",
            statements=[allow("events:PutEvents", on=bus)],
        )
        for alert in (alert for alert in alerts if alert.everywhere):
            GovernedEventRule(
                self,
                pascal(alert.slug),
                kind=f"forward-{alert.slug}",
                description=f"Forwarded to {home}: {alert.description}",
                pattern=alert.pattern,
                target=EventTarget(arn=bus, role_arn=role.role.role_arn),
                read_only_events=alert.read_only_events,
            )
