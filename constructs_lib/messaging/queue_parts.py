"""What a queue and its dead-letter queue are made of: the resource, its name, its alarms, what it takes of a topic."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs

from constructs_lib.kernel.errors import invalid, switched
from constructs_lib.kernel.naming import KEBAB, KEBAB_ALLOWED
from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aws_cdk import aws_kms as kms
    from constructs import Construct

    from constructs_lib.observability.telemetry.alarms import AlarmSpec, Severity


def subscription_filter(only: Mapping[str, Sequence[str]]) -> dict[str, sns.SubscriptionFilter]:
    """Messages whose attributes have one of the values, by attribute. Raises ConfigurationError for a text alone."""
    for attribute, values in only.items():
        if isinstance(values, str):
            raise invalid(f"subscribe_to: only: {attribute}", values, "a list of texts")
    return {
        attribute: sns.SubscriptionFilter.string_filter(allowlist=list(values)) for attribute, values in only.items()
    }


def check_queue(where: str, *, kind: str, fifo: bool) -> None:
    """Refuse a kind that names nothing, and a switch that is none. Raises ConfigurationError."""
    switched(where, fifo=fifo)
    if not KEBAB.fullmatch(kind):
        raise invalid(f"{where}: kind", kind, KEBAB_ALLOWED)


def make_queue(
    scope: Construct,
    *,
    kind: str,
    fifo: bool,
    key: kms.IKey,
    retention_days: int,
    visibility_timeout: cdk.Duration | None = None,
    dead_letter_queue: sqs.DeadLetterQueue | None = None,
) -> sqs.Queue:
    """The queue itself, on its key and over TLS only."""
    stack = GovernedStack.of_construct(scope)
    return sqs.Queue(
        scope,
        "Resource",
        queue_name=queue_name(stack, kind, fifo=fifo),
        fifo=fifo or None,  # CloudFormation refuses an explicit false
        encryption=sqs.QueueEncryption.KMS,
        encryption_master_key=key,
        data_key_reuse=cdk.Duration.minutes(5),
        enforce_ssl=True,
        retention_period=cdk.Duration.days(retention_days),
        visibility_timeout=visibility_timeout,
        dead_letter_queue=dead_letter_queue,
        removal_policy=stack.retain,
    )


def alarm_queue(
    scope: Construct,
    specs: Sequence[AlarmSpec],
    *,
    kind: str,
    fifo: bool,
    severity: Severity | None,
    topic: sns.ITopic | None,
) -> None:
    """Its alarms, each of its own severity where none is said."""
    names = {"QueueName": queue_name(GovernedStack.of_construct(scope), kind, fifo=fifo)}
    raised = [replace(spec, severity=severity) for spec in specs] if severity else specs
    GovernedAlarms(scope, "Alarms", specs=raised, subject=kind, dimensions=names, topic=topic)


def queue_name(stack: GovernedStack, kind: str, *, fifo: bool) -> str:
    """The name of a queue of a kind."""
    return stack.names.physical(kind, max_length=75) + (".fifo" if fifo else "")
