"""GovernedTopic: encrypted, TLS only, published to by named services of this account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns

from constructs_lib.kernel.conditions import Policy, conditions_of
from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.kernel.naming import apart, pascal
from constructs_lib.messaging.granted_topic import GrantedTopic
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aws_cdk import aws_kms as kms
    from constructs import Construct

    from constructs_lib.messaging.queue import GovernedQueue

# For which resources each publisher may act. Which condition keys it sends, `constructs_lib.kernel.conditions` knows.
_SOURCE_ARN = {
    "events.amazonaws.com": "arn:aws:events:{region}:{account}:rule/*",
    "cloudwatch.amazonaws.com": "arn:aws:cloudwatch:{region}:{account}:alarm:*",
    "budgets.amazonaws.com": "arn:aws:budgets::{account}:*",
    "costalerts.amazonaws.com": None,
    "aps.amazonaws.com": "arn:aws:aps:{region}:{account}:workspace/*",
    "s3.amazonaws.com": "arn:aws:s3:::*",
    "events.rds.amazonaws.com": "arn:aws:rds:{region}:{account}:*",
    "backup.amazonaws.com": "arn:aws:backup:{region}:{account}:backup-vault:*",
}
# Alertmanager asks whether the topic is first-in-first-out before it publishes (AMP User Guide, "Giving AMP permission
# to send alert messages to your SNS topic").
_FURTHER_ACTIONS = {"aps.amazonaws.com": ("sns:GetTopicAttributes",)}
_LONGEST_DISPLAY_NAME = 100


class GovernedTopic(GrantedTopic):
    """A topic `<env>-<service>-<kind>` on the messaging key, tagged with that key's class at most.

    Args:
        kind: last part of the name.
        display_name: what subscribers see as the sender, 100 characters at most (SNS API reference, CreateTopic).
        publishers: service principals that may publish, each only for resources of this account.
        key: a key of this stack instead of the messaging key.

    Raises:
        ConfigurationError: a publisher whose source is not known here, or too long a display name.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        display_name: str,
        publishers: Sequence[str] = ("cloudwatch.amazonaws.com",),
        key: kms.IKey | None = None,
    ) -> None:
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        if len(display_name) > _LONGEST_DISPLAY_NAME:
            raise invalid(f"{self.node.path}: display_name", display_name, "100 characters at most")
        if key is None:
            stack.hold_at_most(self, KeyPurpose.MESSAGING)
        self.name = stack.names.physical(kind, max_length=256)
        self._subscribed: dict[str, str] = {}
        self._key = key or stack.key(KeyPurpose.MESSAGING)
        self.topic = sns.Topic(
            self,
            "Resource",
            topic_name=self.name,
            display_name=display_name,
            master_key=self._key,
            enforce_ssl=True,
        )
        for publisher in publishers:
            self.topic.add_to_resource_policy(self._publisher(publisher, stack.region, stack.account))

    def subscribe(self, emails: Sequence[str]) -> None:
        """Send every message to some e-mail addresses, each of which has to confirm once.

        One that is there already is left alone. A construct id has the letters and digits of its address; where another
        address has the same (`a.b@` and `a-b@`), the later of the two gets a hash in its id. So put new ones last.
        """
        for address in emails:
            if address in self._subscribed.values():
                continue
            construct_id = apart(f"Email{pascal(address)}", address, self._subscribed)
            self._subscribed[construct_id] = address
            sns.Subscription(
                self,
                construct_id,
                topic=self.topic,
                protocol=sns.SubscriptionProtocol.EMAIL,
                endpoint=address,
            )

    def fan_out(self, *queues: GovernedQueue, only: Mapping[str, Sequence[str]] | None = None) -> None:
        """Hand every message to each queue, or those alone whose attributes have one of the values in `only`."""
        for queue in queues:
            taken = queue.node.try_find_child("Subscription")
            construct_id = f"Subscription{pascal(self.name)}" if taken else "Subscription"
            queue.subscribe_to(self, construct_id=construct_id, only=only)

    def _publisher(self, service: str, region: str, account: str) -> iam.PolicyStatement:
        if service not in _SOURCE_ARN:
            raise invalid(f"{self.node.path}: publishers", service, ", ".join(sorted(_SOURCE_ARN)))
        source = _SOURCE_ARN[service]
        arn = source.format(region=region, account=account) if source else None
        return iam.PolicyStatement(
            sid=f"Publish{pascal(service.removesuffix('.amazonaws.com'))}",
            principals=[iam.ServicePrincipal(service)],
            actions=["sns:Publish", *_FURTHER_ACTIONS.get(service, ())],
            resources=[self.topic.topic_arn],
            conditions=conditions_of(service, Policy.TOPIC, account=account, source_arn=arn),
        )
