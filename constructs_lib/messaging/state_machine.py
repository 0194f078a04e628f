"""GovernedStateMachine: a Step Functions workflow, encrypted, logged, traced, with a role and alarms of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_stepfunctions as sfn

from constructs_lib.kernel.errors import ConfigurationError, bounded, invalid
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.messaging.event_rule import EventTarget
from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.log_group import GovernedLogGroup
from constructs_lib.observability.telemetry.alarms import STATE_MACHINE
from constructs_lib.security.role import GovernedRole, allow, refuse_broad
from constructs_lib.stack.acceptance import by_design, flat, wildcard_finding
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsStateMachine

if TYPE_CHECKING:
    from constructs import Construct

# Step Functions Developer Guide, "Choosing workflow type": a year, and five minutes.
_LONGEST = {False: 31_536_000, True: 300}
_USUAL = {False: 3_600, True: 300}
# What CDK gives the role for logs and traces; none of these knows a resource (Service Authorization Reference).
_OWN = ("logs:", "xray:")


class GovernedStateMachine(IsStateMachine):
    """A state machine `<env>-<service>-<kind>`. It is an `sfn.IStateMachine`.

    Definition and executions are encrypted with the messaging key. Every event of every execution is logged, without
    what the states are given and return, to `/aws/vendedlogs/states/<name>`, and traced by X-Ray. It acts as a role
    that may do what its states need, as CDK knows it, and nothing else: no state may pass a role to a service.

    Retries are CDK's: `LambdaInvoke` has them already, others by `state.add_retry()`.

    Args:
        kind: last part of the name; 80 characters in all (Step Functions API reference, CreateStateMachine).
        definition: states, chained: `first.next(second)`.
        express: many short executions, each begun at least once, rather than long ones that run exactly once.
        timeout_seconds: after this an execution ends, and an alarm tells of it. 1 to 31,536,000, a year, and 3,600 when
            absent; express 1 to 300, and 300.
        include_execution_data: write inputs and outputs of states into the log as well, for whoever reads it to see.

    Raises:
        ConfigurationError: what is no chain, a timeout out of bounds, or states with rights that no policy of ours has.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        definition: sfn.IChainable,
        express: bool = False,
        timeout_seconds: int | None = None,
        include_execution_data: bool = False,
    ) -> None:
        super().__init__(scope, id)
        if not hasattr(definition, "start_state"):
            allowed = "states of aws_cdk.aws_stepfunctions, chained by next()"
            raise invalid(f"{self.node.path}: definition", type(definition).__name__, allowed)
        seconds = _USUAL[express] if timeout_seconds is None else timeout_seconds
        bounded(self.node.path, 1, _LONGEST[express], timeout_seconds=seconds)
        self._stack, self.kind = GovernedStack.of_construct(self), kind
        self._stack.hold_at_most(self, KeyPurpose.MESSAGING)
        self.name = self._stack.names.physical(kind, max_length=80)
        self.role = self._role()
        self.state_machine: sfn.IStateMachine = self._machine(
            definition, express=express, seconds=seconds, include_execution_data=include_execution_data
        )
        self._judge_rights()
        arn = self.state_machine.state_machine_arn
        GovernedAlarms(self, "Alarms", specs=STATE_MACHINE, subject=kind, dimensions={"StateMachineArn": arn})

    def event_target(self) -> EventTarget:
        """What a `GovernedEventRule` sends events to: each starts an execution, as a role that may do this alone."""
        role = self.node.try_find_child("Events")
        if not isinstance(role, GovernedRole):
            role = GovernedRole(
                self,
                "Events",
                kind=f"{self.kind}-events",
                assumed_by="events.amazonaws.com",
                source_arn=f"arn:aws:events:{self._stack.region}:{self._stack.account}:rule/*",
                description=f"Events that start {self.name}",
                statements=[allow("states:StartExecution", on=self.state_machine.state_machine_arn)],
            )
        return EventTarget(arn=self.state_machine.state_machine_arn, role_arn=role.role.role_arn)

    def _machine(
        self, definition: sfn.IChainable, *, express: bool, seconds: int, include_execution_data: bool
    ) -> sfn.StateMachine:
        log_group = GovernedLogGroup(self, "LogGroup", name=f"/aws/vendedlogs/states/{self.name}")
        return sfn.StateMachine(
            self,
            "Resource",
            state_machine_name=self.name,
            state_machine_type=sfn.StateMachineType.EXPRESS if express else sfn.StateMachineType.STANDARD,
            definition_body=sfn.DefinitionBody.from_chainable(definition),
            timeout=cdk.Duration.seconds(seconds),
            role=self.role.role,
            logs=sfn.LogOptions(
                destination=log_group.log_group,
                level=sfn.LogLevel.ALL,
                include_execution_data=include_execution_data,
            ),
            tracing_enabled=True,
            encryption_configuration=sfn.CustomerManagedEncryptionConfiguration(
                self._stack.key(KeyPurpose.MESSAGING), cdk.Duration.seconds(300)
            ),
        )

    def _role(self) -> GovernedRole:
        return GovernedRole(
            self,
            "Role",
            kind=f"{self.kind}-states",
            assumed_by="states.amazonaws.com",
            source_arn=f"arn:aws:states:{self._stack.region}:{self._stack.account}:stateMachine:{self.name}",
            description=f"The state machine {self.name}",
        )

    def _judge_rights(self) -> None:
        """CDK gave the role what the states need: refuse what `allow` refuses, and accept what can be no narrower."""
        policy = self.role.role.node.find_child("DefaultPolicy")
        assert isinstance(policy, iam.Policy)  # noqa: S101 - for the type checker: CDK's own child
        stars: set[bool] = set()
        for statement in self._stack.resolve(policy.document.to_json())["Statement"]:
            actions, resources = _list(statement["Action"]), [flat(one) for one in _list(statement["Resource"])]
            try:
                refuse_broad(actions, resources, statement.get("Condition", {}))
            except ConfigurationError as error:
                raise ConfigurationError(f"{self.node.path}: definition: {error}") from None
            if "*" in resources:
                stars.add(all(action.startswith(_OWN) for action in actions))
            if actions == ["lambda:InvokeFunction"]:
                versions = [wildcard_finding(self, one) for one in resources if one.endswith(":*")]
                reason = "Versions and aliases of a function that a state calls, as CDK grants them beside it"
                by_design(policy, *versions, reason=reason)
        if stars == {True}:
            reason = "Actions on log deliveries and of X-Ray know no resource (Service Authorization Reference)"
            by_design(policy, wildcard_finding(self, "*"), reason=reason)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
