"""GovernedNotifier: alarm topics in Slack by a function of our own, with runbook and quick actions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from constructs_lib.compute.function import GovernedFunction
from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.kernel.naming import part_of, pascal
from constructs_lib.messaging.queue import GovernedQueue
from constructs_lib.observability.telemetry.alarm_spec import Severity
from constructs_lib.observability.telemetry.alarms import function_alarms
from constructs_lib.security.role import allow
from constructs_lib.security.secret import GovernedSecret
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_sns as sns

    from constructs_lib.observability.telemetry.alarms import AlarmSpec

CODE = Path(__file__).parents[2] / "runtime" / "notifier"
# The kind of the platform's own notifier, whose secret is called without it.
_USUAL = "notifier"
DISTRIBUTIONS = ("aws-lambda-powertools", "jmespath", "typing_extensions")
# Five messages, two posts of 5 s each at worst, and the secret.
_BATCH = 5
_TIMEOUT_SECONDS = 75
# The longest that a message waits for Slack to come back: five tries, a visibility timeout apart.
_TRIES = 5
# SQS Developer Guide, "Configuring a queue to use with Lambda": six times the function's timeout.
_VISIBILITY_SECONDS = 6 * _TIMEOUT_SECONDS
_OLDEST_SECONDS = 900
# SQS event sources take 2 at least. Slack takes about one message a second for each webhook.
_CONCURRENCY = 2


def _steady(spec: AlarmSpec) -> AlarmSpec:
    """Critical, and one incident for one message: its tries are further apart than one period, and not than these."""
    if spec.datapoints_to_alarm > 1:
        return replace(spec, severity=Severity.CRITICAL)
    periods = 1 + -(-_VISIBILITY_SECONDS // spec.period_seconds)
    return replace(spec, severity=Severity.CRITICAL, evaluation_periods=periods)


class GovernedNotifier(Construct):
    """Topics → queue → function `<env>-<service>-<kind>` → Slack's incoming webhook.

    The queue holds what Slack does not take and tries it again, five times, then keeps it for 14 days. The notifier's
    own alarms are critical and go to a topic that it does not read: through one that it reads, each message that it
    cannot deliver would raise an alarm that is the next such message.

    The secret `/<org>/<service>/<env>/slack-webhook` holds the webhook's address. It is made with a random string;
    until somebody puts the address in, messages end in the dead-letter queue and the alarm says so.

    Args:
        kind: last part of its names; a second notifier's is also in the secret's, `<kind>-slack-webhook`.
        topics: the topics it reads, by the severity of their alarms.
        alarm_topic: where its own alarms go; none of `topics`.

    Raises:
        ConfigurationError: no topic, or alarms to a topic that it reads.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        topics: Mapping[Severity, sns.ITopic],
        alarm_topic: sns.ITopic,
        kind: str = _USUAL,
    ) -> None:
        super().__init__(scope, id)
        if not topics:
            raise invalid(f"{self.node.path}: topics", {}, "one topic or more")
        if alarm_topic in topics.values():
            raise invalid(f"{self.node.path}: alarm_topic", alarm_topic.node.path, "a topic that it does not read")
        self._alarm_topic = alarm_topic
        self.secret = GovernedSecret(
            self,
            "Webhook",
            name=part_of(kind, "slack-webhook", usual=_USUAL),
            description="Address of Slack's incoming webhook for alarms",
        ).secret
        self.queue = GovernedQueue(
            self,
            "Queue",
            kind=kind,
            visibility_timeout_seconds=_VISIBILITY_SECONDS,
            max_receive_count=_TRIES,
            max_age_seconds=_OLDEST_SECONDS,
            severity=Severity.CRITICAL,
            alarm_topic=alarm_topic,
        )
        for name, topic in topics.items():
            self.queue.subscribe_to(topic, construct_id=f"{pascal(name)}Subscription", raw=False)
        governed = self._function(kind)
        self.function: lambda_.IFunction = governed.function
        self._source(governed)
        self._accept_findings()

    def _function(self, kind: str) -> GovernedFunction:
        settings = GovernedStack.of_construct(self).environment_settings
        return GovernedFunction(
            self,
            "Function",
            kind=kind,
            description="Posts the messages of the alarm topics to Slack",
            code=CODE,
            distributions=DISTRIBUTIONS,
            statements=self._statements(GovernedStack.of_construct(self)),
            environment={
                "WEBHOOK_SECRET_ID": self.secret.secret_arn,
                "RUNBOOK_URL": settings.runbook_url,
                "LANGUAGE": settings.language,
            },
            timeout_seconds=_TIMEOUT_SECONDS,
            alarms=[_steady(spec) for spec in function_alarms(timeout_seconds=_TIMEOUT_SECONDS)],
            alarm_topic=self._alarm_topic,
        )

    def _statements(self, stack: GovernedStack) -> list[iam.PolicyStatement]:
        def through(service: str) -> dict[str, dict[str, str]]:
            return {"StringEquals": {"kms:ViaService": f"{service}.{stack.region}.amazonaws.com"}}

        secrets, messages = stack.key(KeyPurpose.SECRETS).key_arn, stack.key(KeyPurpose.MESSAGING).key_arn
        return [
            allow("secretsmanager:GetSecretValue", on=self.secret.secret_arn, sid="ReadWebhook"),
            allow("kms:Decrypt", on=secrets, when=through("secretsmanager"), sid="DecryptWebhook"),
            allow(
                "sqs:ReceiveMessage",
                "sqs:DeleteMessage",
                "sqs:GetQueueAttributes",
                on=self.queue.queue_arn,
                sid="TakeMessages",
            ),
            allow("kms:Decrypt", on=messages, when=through("sqs"), sid="DecryptMessages"),
        ]

    def _source(self, governed: GovernedFunction) -> None:
        source = lambda_.CfnEventSourceMapping(
            self,
            "Source",
            function_name=governed.function.function_arn,
            event_source_arn=self.queue.queue_arn,
            batch_size=_BATCH,
            function_response_types=["ReportBatchItemFailures"],
            scaling_config=lambda_.CfnEventSourceMapping.ScalingConfigProperty(maximum_concurrency=_CONCURRENCY),
        )
        # Lambda checks at creation whether the role may take messages: its policy has to be there.
        source.node.add_dependency(governed.role.node.find_child("DefaultPolicy"))

    def _accept_findings(self) -> None:
        by_design(
            self.secret.node.default_child or self.secret,
            "AwsSolutions::AwsSolutions-SMG4",
            reason="Slack issues the webhook's address: nothing but a person in Slack can make a new one",
        )
