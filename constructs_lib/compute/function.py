"""GovernedFunction: a Lambda function, Python in a folder or an image, with its log group, role, limits and alarms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict, Unpack

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_lambda as lambda_

from constructs_lib.compute.bundle import bundle
from constructs_lib.compute.function_image import FunctionImage
from constructs_lib.compute.function_role import function_role
from constructs_lib.kernel.errors import bounded, invalid
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.log_group import GovernedLogGroup
from constructs_lib.observability.telemetry.alarms import function_alarms
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsFunction

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_sns as sns
    from constructs import Construct

    from constructs_lib.network.security_group import GovernedSecurityGroup
    from constructs_lib.observability.telemetry.alarms import AlarmSpec

PYTHON = lambda_.Runtime.PYTHON_3_14


class _Given(TypedDict):
    """What of a function differs from one to the next."""

    environment: dict[str, str]
    timeout: cdk.Duration
    memory_size: int
    reserved_concurrent_executions: int | None
    security_groups: list[ec2.ISecurityGroup] | None


class GovernedFunction(IsFunction):
    """A function `<env>-<service>-<kind>` on arm64, traced, logging JSON to an encrypted group of its own.

    The role may write to that log group and to X-Ray, and what `statements` say; in a VPC also its own network
    interfaces.

    Args:
        kind: last part of the name.
        description: what it does.
        code: folder with `handler.py`, whose `handler` is called; or a `FunctionImage`.
        distributions: PyPI distributions to ship with it, in pure Python: those that the library pins (Powertools,
            PyMySQL and what they need) in its version, others as they are installed here.
        modules: files of `constructs_lib` that the code imports, without CDK; they lie at their place in it.
        statements: what the role may do, each from `allow`.
        environment: variables; encrypted with the secrets key.
        timeout_seconds: 1 to 900.
        memory_mib: 128 to 10,240 MiB.
        reserved_concurrency: at most so many at once; 0 to 1,000. None shares the account's.
        vpc: run inside its private subnets.
        security_group: in the VPC.
        alarms: instead of the usual alarms (errors, throttles, duration near the timeout).
        alarm_topic: where they go instead of the topics of their severities; for a function that reads these.

    Raises:
        ConfigurationError: a number outside Lambda's bounds, a folder without a handler, or distributions for an image.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        description: str,
        code: Path | FunctionImage,
        distributions: Sequence[str] = (),
        modules: Sequence[Path] = (),
        statements: Sequence[iam.PolicyStatement] = (),
        environment: Mapping[str, str] | None = None,
        timeout_seconds: int = 30,
        memory_mib: int = 256,
        reserved_concurrency: int | None = None,
        vpc: ec2.IVpc | None = None,
        security_group: GovernedSecurityGroup | None = None,
        alarms: Sequence[AlarmSpec] | None = None,
        alarm_topic: sns.ITopic | None = None,
    ) -> None:
        super().__init__(scope, id)
        self._check(timeout_seconds, memory_mib, reserved_concurrency)
        made_of = self._code(code, distributions, modules)
        self.name = GovernedStack.of_construct(self).names.physical(kind)
        self.log_group = GovernedLogGroup(self, "LogGroup", name=f"/aws/lambda/{self.name}")
        self._role = function_role(
            self, function=self.name, kind=kind, log_group=self.log_group, statements=statements, in_vpc=vpc is not None
        )
        self.function = self._function(
            description,
            made_of,
            environment=dict(environment or {}),
            timeout=cdk.Duration.seconds(timeout_seconds),
            memory_size=memory_mib,
            reserved_concurrent_executions=reserved_concurrency,
            vpc=vpc,
            security_groups=[security_group.security_group] if security_group else None,
        )
        self._alarm(kind, function_alarms(timeout_seconds=timeout_seconds) if alarms is None else alarms, alarm_topic)

    @property
    def role(self) -> iam.Role:
        """What it works as."""
        return self._role

    @property
    def grant_principal(self) -> iam.IPrincipal:
        """Its role. The L2 in `function` would drop what is granted: it has the role without policy updates."""
        return self._role

    def add_to_role_policy(self, statement: iam.PolicyStatement) -> None:
        """Add to what the role may do; better in a grant, or in `statements`."""
        self._role.add_to_policy(statement)

    def add_event_source(self, source: lambda_.IEventSource) -> None:
        """Let events of a queue, stream, bucket or topic call it, and its role read them."""
        source.bind(self)

    def _check(self, timeout_seconds: int, memory_mib: int, reserved_concurrency: int | None) -> None:
        bounded(self.node.path, 1, 900, timeout_seconds=timeout_seconds)
        bounded(self.node.path, 128, 10_240, memory_mib=memory_mib)
        bounded(self.node.path, 0, 1_000, reserved_concurrency=reserved_concurrency)

    def _code(
        self, code: Path | FunctionImage, distributions: Sequence[str], modules: Sequence[Path]
    ) -> dict[str, Any]:
        if isinstance(code, FunctionImage):
            if given := ", ".join([*distributions, *(path.name for path in modules)]):
                raise invalid(f"{self.node.path}: distributions, modules", given, "none: the image has its own")
            return code.properties(self)
        if not (code / "handler.py").is_file():
            raise invalid(f"{self.node.path}: code", str(code), "a folder with handler.py")
        return {
            "runtime": PYTHON,
            "handler": "handler.handler",
            # Whoever imports from the bundle leaves compiled files there, and they must not change the hash.
            "code": lambda_.Code.from_asset(str(bundle(code, distributions, modules)), exclude=["**/__pycache__"]),
        }

    def _alarm(self, kind: str, specs: Sequence[AlarmSpec], topic: sns.ITopic | None) -> None:
        dimensions = {"FunctionName": self.name}
        GovernedAlarms(self, "Alarms", specs=specs, subject=kind, dimensions=dimensions, topic=topic)

    def _function(
        self, description: str, code: dict[str, Any], *, vpc: ec2.IVpc | None, **given: Unpack[_Given]
    ) -> lambda_.Function:
        return lambda_.Function(
            self,
            "Resource",
            function_name=self.name,
            description=description,
            architecture=lambda_.Architecture.ARM_64,
            role=self.role.without_policy_updates(),
            environment_encryption=GovernedStack.of_construct(self).key(KeyPurpose.SECRETS),
            tracing=lambda_.Tracing.ACTIVE,
            log_group=self.log_group.log_group,
            logging_format=lambda_.LoggingFormat.JSON,
            vpc=vpc,
            vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS) if vpc else None,
            **code,
            **given,
        )
