"""GovernedSchedule: something that starts by the clock, as a role of its own, and what was not started is kept."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from aws_cdk import aws_scheduler as scheduler
from constructs import Construct

from constructs_lib.compute.function import GovernedFunction
from constructs_lib.kernel.errors import ConfigurationError, bounded, invalid
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.messaging.queue import GovernedDeadLetterQueue, GovernedQueue
from constructs_lib.messaging.state_machine import GovernedStateMachine
from constructs_lib.security.role import GovernedRole, allow
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aws_cdk import aws_iam as iam

# EventBridge Scheduler User Guide, "Schedule types on EventBridge Scheduler".
_EXPRESSION = re.compile(
    r"rate\([1-9]\d* (minutes?|hours?|days?)\)"
    r"|cron\([^ ]+( [^ ]+){5}\)"
    r"|at\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\)"
)
_ZONE = re.compile(r"[A-Za-z_]+(/[A-Za-z0-9_+-]+){0,2}")
_GROUP = "default"
# EventBridge Scheduler API reference, FlexibleTimeWindow and RetryPolicy.
_LONGEST_WINDOW = 1_440
_MOST_RETRIES = 185
_AGE = (60, 86_400)
# EventBridge Scheduler API reference, Target: Input; SQS, Lambda and Step Functions take as much and more.
_LONGEST_INPUT = 256 * 1024
_Target = GovernedFunction | GovernedQueue | GovernedStateMachine


class GovernedSchedule(Construct):
    """A schedule `<env>-<service>-<kind>` that calls a function, sends a message or starts a state machine.

    A call that the target refuses is tried again; one that is given up goes to a dead-letter queue, `<kind>-dlq`, whose
    alarm tells of it. The schedule acts as a role that may do this and nothing else, and its payload is encrypted with
    the messaging key: put no secret into it.

    Args:
        kind: last part of its name; 64 characters in all (EventBridge Scheduler API reference, CreateSchedule).
        description: what it is for.
        expression: `rate(5 minutes)`, `cron(0 3 * * ? *)` (minute, hour, day, month, weekday, year) or
            `at(2027-01-31T03:00:00)`.
        target: a function, a queue or a state machine of this stack.
        payload: what the target is given, as JSON.
        time_zone: in which `cron` and `at` are meant, of the tz database: `Asia/Seoul`. Summer time is followed.
        within_minutes: start at some moment of so many minutes instead of on the dot, 0 to 1,440.
        retries: how often it is tried again, 0 to 185.
        give_up_after_seconds: how long it is tried again, 60 to 86,400.
        enabled: False keeps it from starting anything.

    Raises:
        ConfigurationError: an expression that Scheduler does not know, a target of another kind or stack, a number out
            of bounds, or too long a payload.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        description: str,
        expression: str,
        target: _Target,
        payload: Mapping[str, Any] | None = None,
        time_zone: str = "UTC",
        within_minutes: int = 0,
        retries: int = 3,
        give_up_after_seconds: int = 3_600,
        enabled: bool = True,
    ) -> None:
        super().__init__(scope, id)
        bounded(self.node.path, 0, _LONGEST_WINDOW, within_minutes=within_minutes)
        bounded(self.node.path, 0, _MOST_RETRIES, retries=retries)
        bounded(self.node.path, *_AGE, give_up_after_seconds=give_up_after_seconds)
        self._check(expression, time_zone, target)
        self._stack = GovernedStack.of_construct(self)
        self.name = self._stack.names.physical(kind)
        self.dead_letter_queue = self._dead_letters(kind)
        self.schedule = scheduler.CfnSchedule(
            self,
            "Resource",
            name=self.name,
            group_name=_GROUP,
            description=description,
            schedule_expression=expression,
            schedule_expression_timezone=time_zone,
            flexible_time_window=_window(within_minutes),
            kms_key_arn=self._stack.key_arn(KeyPurpose.MESSAGING),
            state="ENABLED" if enabled else "DISABLED",
            target=self._target(kind, target, payload, retries=retries, seconds=give_up_after_seconds),
        )

    def _target(
        self,
        kind: str,
        target: _Target,
        payload: Mapping[str, Any] | None,
        *,
        retries: int,
        seconds: int,
    ) -> scheduler.CfnSchedule.TargetProperty:
        first_in_first_out = isinstance(target, GovernedQueue) and target.queue.fifo
        return scheduler.CfnSchedule.TargetProperty(
            arn=_arn(target),
            role_arn=self._role(kind, target).role.role_arn,
            input=self._input(payload),
            dead_letter_config=scheduler.CfnSchedule.DeadLetterConfigProperty(
                arn=self.dead_letter_queue.queue.queue_arn
            ),
            retry_policy=scheduler.CfnSchedule.RetryPolicyProperty(
                maximum_retry_attempts=retries, maximum_event_age_in_seconds=seconds
            ),
            sqs_parameters=scheduler.CfnSchedule.SqsParametersProperty(message_group_id=kind)
            if first_in_first_out
            else None,
        )

    def _check(self, expression: str, time_zone: str, target: Any) -> None:
        if not _EXPRESSION.fullmatch(expression):
            allowed = "rate(5 minutes), cron(0 3 * * ? *) with six fields, or at(2027-01-31T03:00:00)"
            raise invalid(f"{self.node.path}: expression", expression, allowed)
        if not _ZONE.fullmatch(time_zone):
            raise invalid(f"{self.node.path}: time_zone", time_zone, "a name of the tz database, such as Asia/Seoul")
        if not isinstance(target, _Target):
            allowed = "a GovernedFunction, a GovernedQueue or a GovernedStateMachine"
            raise invalid(f"{self.node.path}: target", type(target).__name__, allowed)
        if GovernedStack.of_construct(target) is not GovernedStack.of_construct(self):
            raise ConfigurationError(f"{self.node.path}: target: {target.node.path} is of another stack")

    def _input(self, payload: Mapping[str, Any] | None) -> str | None:
        if payload is None:
            return None
        text = json.dumps(payload, sort_keys=True)
        bounded(self.node.path, 0, _LONGEST_INPUT, "bytes of JSON", payload=len(text.encode()))
        return self._stack.to_json_string(payload)

    def _dead_letters(self, kind: str) -> GovernedDeadLetterQueue:
        queue = GovernedDeadLetterQueue(self, "DeadLetterQueue", kind=f"{kind}-dlq")
        by_design(
            queue.queue,
            "AwsSolutions::AwsSolutions-SQS3",
            reason="It is itself the dead-letter queue, of a schedule",
        )
        return queue

    def _role(self, kind: str, target: _Target) -> GovernedRole:
        stack = self._stack
        role = GovernedRole(
            self,
            "Role",
            kind=f"{kind}-schedule",
            assumed_by="scheduler.amazonaws.com",
            source_arn=f"arn:aws:scheduler:{stack.region}:{stack.account}:schedule-group/{_GROUP}",
            description=f"The schedule {self.name}",
            statements=[_read_own_payload(stack, self.name)],
        )
        self.dead_letter_queue.grant_send_messages(role)
        if isinstance(target, GovernedQueue):
            target.grant_send_messages(role)
        else:
            call = "lambda:InvokeFunction" if isinstance(target, GovernedFunction) else "states:StartExecution"
            role.role.add_to_principal_policy(allow(call, on=_arn(target)))
        return role


def _arn(target: _Target) -> str:
    if isinstance(target, GovernedStateMachine):
        return target.state_machine.state_machine_arn
    return target.queue.queue_arn if isinstance(target, GovernedQueue) else target.function.function_arn


def _window(minutes: int) -> scheduler.CfnSchedule.FlexibleTimeWindowProperty:
    if not minutes:
        return scheduler.CfnSchedule.FlexibleTimeWindowProperty(mode="OFF")
    return scheduler.CfnSchedule.FlexibleTimeWindowProperty(mode="FLEXIBLE", maximum_window_in_minutes=minutes)


def _read_own_payload(stack: GovernedStack, name: str) -> iam.PolicyStatement:
    """Decrypt what Scheduler encrypted for this schedule (EventBridge Scheduler User Guide, "Encryption at rest")."""
    arn = f"arn:aws:scheduler:{stack.region}:{stack.account}:schedule/{_GROUP}/{name}"
    return allow(
        "kms:Decrypt",
        on=stack.key_arn(KeyPurpose.MESSAGING),
        when={"StringEquals": {"kms:EncryptionContext:aws:scheduler:schedule:arn": arn}},
        sid="OwnPayload",
    )
