"""GovernedPagerDuty: critical alarms, and their recoveries, as incidents in PagerDuty by HTTPS."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from constructs import Construct

from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.naming import part_of, pascal
from constructs_lib.observability.telemetry.alarm_spec import Severity
from constructs_lib.security.secret import GovernedSecret
from constructs_lib.stack.acceptance import by_design

if TYPE_CHECKING:
    from collections.abc import Mapping

_VERSION = re.compile(r"[a-f0-9]{8}(-[a-f0-9]{4}){3}-[a-f0-9]{12}")
# Well-formed and PagerDuty's, so that a subscription can be made, and known to nobody, so that it is never confirmed.
_UNCLAIMED = f"https://events.pagerduty.com/integration/{'0' * 32}/enqueue"
_RETRIES = 10


def severity_filter(severity: Severity) -> dict[str, Any]:
    """A filter policy on the message's body: alarms of one severity, in whatever state.

    CloudWatch sends no message attributes, and its body has no field for the severity. But an alarm's description
    begins with it (`[critical] prod-atlantis: ...`), in the message of an alarm, of a composite alarm, and in what an
    alarm relay sends from another region.

    Source: SNS Developer Guide, "Filter policy constraints", "Prefix matching", scope MessageBody.
    """
    return {"AlarmDescription": [{"prefix": f"[{severity}]"}]}


class GovernedPagerDuty(Construct):
    """HTTPS subscriptions of PagerDuty's CloudWatch integration: ALARM opens an incident, OK closes it.

    The integration's address is a secret (whoever knows it can open incidents), so it never stands in a template: the
    subscription resolves it from the secret `/<org>/<service>/<env>/pagerduty-integration` when it is deployed.
    The secret is made with an address that nobody owns. Put the real one in, then name the new version.

    Args:
        topics: the topics to subscribe to, by name: critical, info for the recoveries, delivery for the alarms on the
            delivery of alarms.
        secret_version: version id of the secret's value to subscribe with. CloudFormation resolves a secret only when
            the template changes, so a new address needs its version here. Absent: the current one.
        kind: tells two integrations of a stack apart: `<kind>-pagerduty-integration`; none for the only one.

    Raises:
        ConfigurationError: a version that is no UUID, or no topic.

    Source: CloudFormation User Guide, "Get a secret or secret value from Secrets Manager"; the endpoint is no part of a
    subscription's identifier.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        topics: Mapping[str, sns.ITopic],
        secret_version: str | None = None,
        kind: str = "",
    ) -> None:
        super().__init__(scope, id)
        if secret_version is not None and not _VERSION.fullmatch(secret_version):
            raise invalid(f"{self.node.path}: secret_version", secret_version, "a version id of the secret, a UUID")
        if not topics:
            raise invalid(f"{self.node.path}: topics", {}, "one topic or more")
        self.secret = GovernedSecret(
            self,
            "Integration",
            name=part_of(kind, "pagerduty-integration"),
            description="Address of PagerDuty's CloudWatch integration, in the field url",
            template={"url": _UNCLAIMED},
            generate_key="unused",
        ).secret
        address = cdk.SecretValue.secrets_manager(
            self.secret.secret_arn, json_field="url", version_id=secret_version
        ).unsafe_unwrap()
        for name, topic in topics.items():
            self._subscribe(f"{pascal(name)}Subscription", topic, address)
        by_design(
            self.secret.node.default_child or self.secret,
            "AwsSolutions::AwsSolutions-SMG4",
            reason="PagerDuty issues the integration's address: nothing but a person there can make a new one",
        )

    def _subscribe(self, construct_id: str, topic: sns.ITopic, address: str) -> None:
        sns.CfnSubscription(
            self,
            construct_id,
            topic_arn=topic.topic_arn,
            protocol="https",
            endpoint=address,
            filter_policy=severity_filter(Severity.CRITICAL),
            filter_policy_scope="MessageBody",
            delivery_policy={
                "healthyRetryPolicy": {
                    "numRetries": _RETRIES,
                    "minDelayTarget": 1,
                    "maxDelayTarget": 60,
                    "numMinDelayRetries": 3,
                    "backoffFunction": "exponential",
                }
            },
        )
