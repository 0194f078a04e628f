"""GovernedSecretRollout: a rotated secret reaches the tasks that run, by a new deployment of each service."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from constructs_lib.compute.function import GovernedFunction
from constructs_lib.kernel.conditions import Policy, conditions_of
from constructs_lib.kernel.errors import bounded, invalid
from constructs_lib.messaging.event_rule import EventTarget, GovernedEventRule
from constructs_lib.messaging.queue import GovernedQueue
from constructs_lib.observability.telemetry.alarms import rollout_alarms
from constructs_lib.security.role import allow
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_secretsmanager as secretsmanager

    from constructs_lib.compute.container_service import GovernedContainerService

CODE = Path(__file__).parents[1] / "runtime" / "rollout"
DISTRIBUTIONS = ("aws-lambda-powertools", "jmespath", "typing_extensions")
_TIMEOUT_SECONDS = 30
_VISIBILITY_SECONDS = 6 * _TIMEOUT_SECONDS  # Lambda Developer Guide, "Using Lambda with Amazon SQS"
_TRIES = 3
_MINUTES = (5, 360)


class GovernedSecretRollout(Construct):
    """After each rotation of a secret, a new deployment of the services that read it, one after the other.

    None starts while another deployment of the service is on its way. ECS judges by the service's health checks whether
    the new tasks hold; where they do not, its circuit breaker takes them back and an alarm tells of it, and the
    services that would have been next are left alone.

    For secrets of alternating users only: the old tasks go on with the user that the rotation left alone, until the
    next one. Rotation events come by CloudTrail, which the platform's trail records (Secrets Manager User Guide, "Match
    AWS Secrets Manager events with Amazon EventBridge").

    Args:
        secrets: what rotates.
        services: who reads it, in the order in which they are deployed.
        kind: last part of the names.
        patience_minutes: how long one service may take, and how long another deployment is waited for, 5 to 360.

    Raises:
        ConfigurationError: no secret, no service, or minutes out of bounds.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        secrets: Sequence[secretsmanager.ISecret],
        services: Sequence[GovernedContainerService],
        kind: str = "rollout",
        patience_minutes: int = 60,
    ) -> None:
        super().__init__(scope, id)
        for name, given in (("secrets", secrets), ("services", services)):
            if not given:
                raise invalid(f"{self.node.path}: {name}", list(given), "one or more")
        bounded(self.node.path, *_MINUTES, patience_minutes=patience_minutes)
        self.queue = GovernedQueue(
            self, "Queue", kind=kind, visibility_timeout_seconds=_VISIBILITY_SECONDS, max_receive_count=_TRIES
        )
        self.function = self._function(kind, services, patience_minutes)
        self._tell(kind, [secret.secret_arn for secret in secrets])
        source = lambda_.CfnEventSourceMapping(
            self,
            "Source",
            function_name=self.function.function.function_arn,
            event_source_arn=self.queue.queue.queue_arn,
            batch_size=1,
        )
        # Lambda checks at creation whether the role may take messages: its policy has to be there.
        source.node.add_dependency(self.function.role.node.find_child("DefaultPolicy"))

    def _function(
        self, kind: str, services: Sequence[GovernedContainerService], patience_minutes: int
    ) -> GovernedFunction:
        stack = GovernedStack.of_construct(self)
        named = [f"{one.cluster.cluster_name}/{one.service.service_name}" for one in services]
        function = GovernedFunction(
            self,
            "Function",
            kind=kind,
            description="Brings a rotated secret to running tasks",
            code=CODE,
            distributions=DISTRIBUTIONS,
            statements=[
                allow(
                    "ecs:DescribeServices",
                    "ecs:UpdateService",
                    on=[one.service.service_arn for one in services],
                    sid="DeployServices",
                )
            ],
            environment={
                "SERVICES": stack.to_json_string(named),
                "QUEUE_URL": self.queue.queue.queue_url,
                "PATIENCE_SECONDS": str(patience_minutes * 60),
            },
            timeout_seconds=_TIMEOUT_SECONDS,
            reserved_concurrency=1,
            alarms=rollout_alarms(timeout_seconds=_TIMEOUT_SECONDS),
        )
        self.queue.grant_consume_messages(function)
        self.queue.grant_send_messages(function)
        return function

    def _tell(self, kind: str, secrets: Sequence[str]) -> None:
        stack = GovernedStack.of_construct(self)
        rule = GovernedEventRule(
            self,
            "Rule",
            kind=kind,
            description="Rotations that succeeded",
            pattern={
                "source": ["aws.secretsmanager"],
                "detail-type": ["AWS Service Event via CloudTrail"],
                "detail": {"eventName": ["RotationSucceeded"], "additionalEventData": {"SecretId": list(secrets)}},
            },
            target=EventTarget(arn=self.queue.queue.queue_arn),
        )
        self.queue.queue.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("events.amazonaws.com")],
                actions=["sqs:SendMessage"],
                resources=[self.queue.queue.queue_arn],
                conditions=conditions_of(
                    "events.amazonaws.com",
                    Policy.QUEUE,
                    account=stack.account,
                    source_arn=f"arn:aws:events:{stack.region}:{stack.account}:rule/{rule.name}",
                ),
            )
        )
