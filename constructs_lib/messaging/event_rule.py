"""GovernedEventRule: an EventBridge rule with one target; GovernedUndelivered: a queue for what does not reach one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from constructs import Construct

from constructs_lib.kernel.conditions import Policy, conditions_of
from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.record import Record
from constructs_lib.messaging.queue import GovernedDeadLetterQueue
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aws_cdk import aws_kms as kms

# EventBridge User Guide, "Input transformation": at most 100 variables, an input template of at most 8,192 characters.
_MOST_VARIABLES = 100
_LONGEST_TEMPLATE = 8192
_VARIABLE = re.compile(r"<([\w.]+)>")


@dataclass(frozen=True, kw_only=True)
class EventText(Record):
    """What a person reads instead of the event: variables by JSON path, and lines that name them as `<variable>`.

    EventBridge does not escape values (EventBridge User Guide, "Common issues with transforming input"): name nothing
    that may hold a quote, a backslash or a line end, such as messages, titles and whatever a caller chooses.
    """

    variables: Mapping[str, str]
    lines: tuple[str, ...]

    @property
    def template(self) -> str:
        """EventBridge's input template for plain text: each line in quotes."""
        return "\n".join(f'"{line}"' for line in self.lines)


@dataclass(frozen=True, kw_only=True)
class EventTarget(Record):
    """Where a rule sends its events; as which role, where the target has no resource policy of its own."""

    arn: str
    role_arn: str | None = None
    text: EventText | None = None


class GovernedUndelivered(Construct):
    """A queue that keeps, for 14 days, the events that EventBridge could not deliver, and an alarm when there is one.

    Args:
        kind: last part of its name.
        key: a key that admits EventBridge for queues; the messaging key when absent.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str = "undelivered-events",
        key: kms.IKey | None = None,
    ) -> None:
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        queue = GovernedDeadLetterQueue(self, "Queue", kind=kind, key=key).queue
        queue.add_to_resource_policy(
            iam.PolicyStatement(
                sid="Undelivered",
                principals=[iam.ServicePrincipal("events.amazonaws.com")],
                actions=["sqs:SendMessage"],
                resources=[queue.queue_arn],
                conditions=conditions_of(
                    "events.amazonaws.com",
                    Policy.QUEUE,
                    account=stack.account,
                    source_arn=f"arn:aws:events:{stack.region}:{stack.account}:rule/*",
                ),
            )
        )
        by_design(
            queue,
            "AwsSolutions::AwsSolutions-SQS3",
            reason="It is itself the dead-letter queue, of EventBridge rules",
        )
        self.arn = queue.queue_arn

    @classmethod
    def of(cls, construct: Construct) -> GovernedUndelivered:
        """The one of a construct's stack, made when it is first asked for."""
        stack = GovernedStack.of_construct(construct)
        found = stack.node.try_find_child("UndeliveredEvents")
        return found if isinstance(found, cls) else cls(stack, "UndeliveredEvents")


class GovernedEventRule(Construct):
    """A rule `<env>-<service>-<kind>` on the default bus with one target.

    An L1: the L2's SNS target writes a statement without conditions into the topic's policy.

    Args:
        kind: last part of its name.
        description: what it is for.
        pattern: the event pattern.
        target: where matching events go.
        undelivered: queue for events that the target did not take within 24 hours, or refused: the stack's own when
            absent. There is none where the target is another bus, which EventBridge itself retries for that long.
        read_only_events: match read-only management events (Get, List, Describe) of CloudTrail too, which
            EventBridge otherwise withholds (EventBridge User Guide, "Receiving read-only management events").

    Raises:
        ConfigurationError: an empty pattern, a text beyond EventBridge's bounds, or one that names an unknown variable.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        description: str,
        pattern: Mapping[str, Any],
        target: EventTarget,
        undelivered: GovernedUndelivered | None = None,
        read_only_events: bool = False,
    ) -> None:
        super().__init__(scope, id)
        if not pattern:
            raise invalid(f"{self.node.path}: pattern", dict(pattern), "at least one field")
        if undelivered is None and ":event-bus/" not in target.arn:
            undelivered = GovernedUndelivered.of(self)
        self.name = GovernedStack.of_construct(self).names.physical(kind)
        self.rule = events.CfnRule(
            self,
            "Resource",
            name=self.name,
            description=description,
            event_pattern=dict(pattern),
            state="ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" if read_only_events else "ENABLED",
            targets=[
                events.CfnRule.TargetProperty(
                    id="Target",
                    arn=target.arn,
                    role_arn=target.role_arn,
                    input_transformer=self._transformer(target.text) if target.text else None,
                    dead_letter_config=events.CfnRule.DeadLetterConfigProperty(arn=undelivered.arn)
                    if undelivered
                    else None,
                )
            ],
        )

    def _transformer(self, text: EventText) -> events.CfnRule.InputTransformerProperty:
        if len(text.variables) > _MOST_VARIABLES or len(text.template) > _LONGEST_TEMPLATE:
            allowed = f"{_MOST_VARIABLES} variables and {_LONGEST_TEMPLATE} characters at most"
            raise invalid(f"{self.node.path}: text", f"{len(text.template)} characters", allowed)
        for variable in _VARIABLE.findall(text.template):
            if variable not in text.variables:
                raise invalid(f"{self.node.path}: text", f"<{variable}>", ", ".join(sorted(text.variables)))
        return events.CfnRule.InputTransformerProperty(
            input_paths_map=dict(text.variables), input_template=text.template
        )
