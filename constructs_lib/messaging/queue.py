"""GovernedQueue: encrypted, TLS only, with a dead-letter queue and alarms that reach somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sqs as sqs

from constructs_lib.kernel.conditions import Policy, conditions_of
from constructs_lib.kernel.errors import bounded
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.messaging.granted_queue import GrantedQueue
from constructs_lib.messaging.queue_parts import alarm_queue, check_queue, make_queue, subscription_filter
from constructs_lib.observability.telemetry.alarms import DEAD_LETTER_QUEUE, queue_alarms
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_sns as sns
    from constructs import Construct

    from constructs_lib.observability.telemetry.alarms import Severity


class GovernedDeadLetterQueue(GrantedQueue):
    """A queue for messages that nobody took: kept for 14 days, with an alarm as soon as there is one.

    Args:
        kind: last part of `<env>-<service>-<kind>`.
        fifo: first in, first out, as the queue before it.
        key: a key of this stack instead of the messaging key.
        severity: of its alarm, instead of the alarm's own.
        alarm_topic: where its alarm goes instead of the topic of its severity.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        fifo: bool = False,
        key: kms.IKey | None = None,
        severity: Severity | None = None,
        alarm_topic: sns.ITopic | None = None,
    ) -> None:
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        if key is None:
            stack.hold_at_most(self, KeyPurpose.MESSAGING)
        self._key = key or stack.key(KeyPurpose.MESSAGING)
        self.queue = make_queue(self, kind=kind, fifo=fifo, key=self._key, retention_days=14)
        alarm_queue(self, DEAD_LETTER_QUEUE, kind=kind, fifo=fifo, severity=severity, topic=alarm_topic)


class GovernedQueue(GrantedQueue):
    """A queue `<env>-<service>-<kind>` with a dead-letter queue, and alarms on both.

    On the messaging key it is tagged with that key's class at most: a message refers to data rather than holding it.

    Args:
        kind: last part of the name.
        visibility_timeout_seconds: 0 to 43,200; six times a consumer function's timeout (SQS Developer Guide).
        max_receive_count: tries before a message goes to the dead-letter queue, 1 to 1,000.
        retention_days: 1 to 14.
        max_age_seconds: how old the oldest message may get before somebody is told.
        max_waiting: how many messages may wait, for 15 minutes, before somebody is told.
        fifo: first in, first out; the name ends in `.fifo`.
        key: a key of this stack instead of the messaging key.
        severity: of all its alarms, instead of each one's own.
        alarm_topic: where they go instead of the topics of their severities; for a queue that reads these.

    Raises:
        ConfigurationError: a number outside SQS's bounds.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        visibility_timeout_seconds: int = 30,
        max_receive_count: int = 3,
        retention_days: int = 4,
        max_age_seconds: int = 900,
        max_waiting: int = 1_000,
        fifo: bool = False,
        key: kms.IKey | None = None,
        severity: Severity | None = None,
        alarm_topic: sns.ITopic | None = None,
    ) -> None:
        super().__init__(scope, id)
        if key is None:
            GovernedStack.of_construct(self).hold_at_most(self, KeyPurpose.MESSAGING)
        check_queue(self.node.path, kind=kind, fifo=fifo)
        bounded(self.node.path, 0, 43_200, visibility_timeout_seconds=visibility_timeout_seconds)
        bounded(self.node.path, 1, 1_000, max_receive_count=max_receive_count)
        bounded(self.node.path, 1, 14, retention_days=retention_days)
        self._key = key or GovernedStack.of_construct(self).key(KeyPurpose.MESSAGING)
        dead = f"{kind}-dlq"
        self.dead_letter_queue = GovernedDeadLetterQueue(
            self, "DeadLetterQueue", kind=dead, fifo=fifo, key=self._key, severity=severity, alarm_topic=alarm_topic
        ).queue
        self.queue = make_queue(
            self,
            kind=kind,
            fifo=fifo,
            key=self._key,
            retention_days=retention_days,
            visibility_timeout=cdk.Duration.seconds(visibility_timeout_seconds),
            dead_letter_queue=sqs.DeadLetterQueue(queue=self.dead_letter_queue, max_receive_count=max_receive_count),
        )
        specs = queue_alarms(max_age_seconds=max_age_seconds, max_visible=max_waiting)
        alarm_queue(self, specs, kind=kind, fifo=fifo, severity=severity, topic=alarm_topic)

    def grant_send(self, grantee: iam.IGrantable) -> iam.Grant:
        """As `grant_send_messages`, CDK's name for it."""
        return self.grant_send_messages(grantee)

    def grant_receive(self, grantee: iam.IGrantable) -> iam.Grant:
        """As `grant_consume_messages`, CDK's name for it."""
        return self.grant_consume_messages(grantee)

    def subscribe_to(
        self,
        topic: sns.ITopic,
        *,
        construct_id: str = "Subscription",
        raw: bool = True,
        only: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """Receive what the topic publishes. The queue's key must admit SNS, as the messaging key does.

        Args:
            topic: the topic; its own subscription when there are several needs another `construct_id`.
            construct_id: id of the subscription.
            raw: the message alone; False wraps it in SNS's envelope, which names topic, subject and time.
            only: messages alone whose attributes have one of these values, by attribute; every one when absent.
        """
        account = GovernedStack.of_construct(self).account
        self.queue.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("sns.amazonaws.com")],
                actions=["sqs:SendMessage"],
                resources=[self.queue.queue_arn],
                conditions=conditions_of(
                    "sns.amazonaws.com", Policy.QUEUE, account=account, source_arn=topic.topic_arn
                ),
            )
        )
        cdk.aws_sns.Subscription(
            self,
            construct_id,
            topic=topic,
            protocol=cdk.aws_sns.SubscriptionProtocol.SQS,
            endpoint=self.queue.queue_arn,
            raw_message_delivery=raw,
            filter_policy=subscription_filter(only) if only else None,
        )
