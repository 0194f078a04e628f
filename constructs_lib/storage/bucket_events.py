"""What a bucket tells a queue or a function of its objects, without a custom resource in between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3

from constructs_lib.compute.function import GovernedFunction
from constructs_lib.kernel.conditions import Policy, conditions_of
from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.messaging.queue import GovernedQueue
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from constructs import Construct, IConstruct

    from constructs_lib.storage.granted_bucket import GrantedBucket

_S3 = "s3.amazonaws.com"
_NOTIFY = s3.CfnBucket
# S3 User Guide, "Event notification types and destinations".
KINDS = (
    "IntelligentTiering",
    "LifecycleExpiration:Delete",
    "LifecycleExpiration:DeleteMarkerCreated",
    "LifecycleTransition",
    "ObjectAcl:Put",
    "ObjectCreated:CompleteMultipartUpload",
    "ObjectCreated:Copy",
    "ObjectCreated:Post",
    "ObjectCreated:Put",
    "ObjectRemoved:Delete",
    "ObjectRemoved:DeleteMarkerCreated",
    "ObjectRestore:Completed",
    "ObjectRestore:Delete",
    "ObjectRestore:Post",
    "ObjectTagging:Delete",
    "ObjectTagging:Put",
)
_FAMILIES = sorted({f"{kind.partition(':')[0]}:*" for kind in KINDS if ":" in kind})
EVENTS = tuple(f"s3:{kind}" for kind in sorted((*KINDS, *_FAMILIES)))


@dataclass(frozen=True, kw_only=True)
class BucketEvents:
    """Which events of which objects somebody is told."""

    target: GovernedQueue | GovernedFunction
    events: tuple[str, ...]
    prefix: str
    suffix: str

    def overlaps(self, other: BucketEvents) -> bool:
        """Whether one object and event could be meant by both, which S3 refuses."""
        same = any(_meets(one, another) for one in self.events for another in other.events)
        starts = self.prefix.startswith(other.prefix) or other.prefix.startswith(self.prefix)
        ends = self.suffix.endswith(other.suffix) or other.suffix.endswith(self.suffix)
        return same and starts and ends


def check_events(bucket: Construct, told: BucketEvents, before: Iterable[BucketEvents]) -> None:
    """Refuse an event that S3 does not know, a target of another stack, and what overlaps with what is told already."""
    where = f"{bucket.node.path}: notify"
    for event in told.events or ("",):
        if event not in EVENTS:
            raise invalid(f"{where}: events", event, ", ".join(EVENTS))
    if not isinstance(told.target, GovernedQueue | GovernedFunction):
        raise invalid(f"{where}: target", type(told.target).__name__, "a GovernedQueue or a GovernedFunction")
    if GovernedStack.of_construct(told.target) is not GovernedStack.of_construct(bucket):
        raise ConfigurationError(f"{where}: {told.target.node.path} is of another stack; allowed: one of the bucket's")
    for other in before:
        if told.overlaps(other):
            raise invalid(
                f"{where}: prefix, suffix", (told.prefix, told.suffix), f"none within {(other.prefix, other.suffix)}"
            )


def admit_events(bucket: GrantedBucket, target: GovernedQueue | GovernedFunction) -> IConstruct:
    """Let S3 tell a target of this bucket; S3 tries that when the bucket gets its notifications.

    The bucket is named rather than referred to: it is made after what is returned.
    """
    stack, arn = GovernedStack.of_construct(bucket), f"arn:aws:s3:::{bucket.name}"
    if isinstance(target, GovernedFunction):
        return lambda_.CfnPermission(
            bucket,
            f"Invoke{target.node.addr[-8:]}",
            action="lambda:InvokeFunction",
            function_name=target.function.function_arn,
            principal=_S3,
            source_account=stack.account,
            source_arn=arn,
        )
    admitted = target.queue.add_to_resource_policy(
        iam.PolicyStatement(
            principals=[iam.ServicePrincipal(_S3)],
            actions=["sqs:SendMessage"],
            resources=[target.queue.queue_arn],
            conditions=conditions_of(_S3, Policy.QUEUE, account=stack.account, source_arn=arn),
        )
    )
    return admitted.policy_dependable  # type: ignore[return-value]  # a queue of ours has a policy


def notifications(
    told: Sequence[BucketEvents], every: s3.CfnBucket.EventBridgeConfigurationProperty | None = None
) -> s3.CfnBucket.NotificationConfigurationProperty:
    """The property of the bucket; `every` sends all events to EventBridge as well.

    Each event is a configuration of its own: CloudFormation takes one at a time.
    """
    queues, functions = [], []
    for one in told:
        for event in one.events:
            if isinstance(one.target, GovernedFunction):
                functions.append(
                    _NOTIFY.LambdaConfigurationProperty(
                        event=event, function=one.target.function.function_arn, filter=_filter(one)
                    )
                )
            else:
                queues.append(
                    _NOTIFY.QueueConfigurationProperty(
                        event=event, queue=one.target.queue.queue_arn, filter=_filter(one)
                    )
                )
    return _NOTIFY.NotificationConfigurationProperty(
        queue_configurations=queues or None,
        lambda_configurations=functions or None,
        event_bridge_configuration=every,
    )


def _filter(told: BucketEvents) -> s3.CfnBucket.NotificationFilterProperty | None:
    rules = [
        _NOTIFY.FilterRuleProperty(name=name, value=value)
        for name, value in (("prefix", told.prefix), ("suffix", told.suffix))
        if value
    ]
    return _NOTIFY.NotificationFilterProperty(s3_key=_NOTIFY.S3KeyFilterProperty(rules=rules)) if rules else None


def _meets(one: str, other: str) -> bool:
    return one == other or any(
        family.endswith("*") and event.startswith(family[:-1]) for family, event in ((one, other), (other, one))
    )
