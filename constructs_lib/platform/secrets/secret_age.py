"""GovernedSecretAge: an alarm when a secret that no function rotates is older than its class allows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from constructs import Construct

from constructs_lib.compute.function import GovernedFunction
from constructs_lib.kernel.passwords import AGE_DAYS
from constructs_lib.messaging.schedule import GovernedSchedule
from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.telemetry.alarms import SECRET_AGE
from constructs_lib.observability.telemetry.metrics.platform import SECRET_DAYS_OVER_LIMIT
from constructs_lib.security.role import allow
from constructs_lib.security.secret_policy import secret_arns
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from aws_cdk import aws_iam as iam

_CODE = Path(__file__).parents[2] / "runtime" / "secret_age"
_TIMEOUT_SECONDS = 300  # ListSecretVersionIds for each of some hundred secrets, one after the other
DISTRIBUTIONS = ("aws-lambda-powertools", "jmespath", "typing_extensions")


class GovernedSecretAge(Construct):
    """A function `<env>-<service>-<kind>` that looks once a day at the secrets `/<org>/*/<env>/*` of every service.

    How old a value may become is by the secret's tag DataClass (`constructs_lib.kernel.passwords.AGE_DAYS`). It reads
    names and dates, never a value. Rotated ones are left out: their own alarm watches them.

    Args:
        kind: last part of the names.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str = "secret-age",
    ) -> None:
        super().__init__(scope, id)
        function = self._function(kind)
        self.schedule = GovernedSchedule(
            self,
            "Schedule",
            kind=kind,
            description="Looks at the age of secrets",
            expression="rate(1 day)",
            target=function,
        )
        dimensions = {"Environment": GovernedStack.of_construct(self).environment_settings.name}
        GovernedAlarms(self, "Alarms", specs=SECRET_AGE, subject=kind, dimensions=dimensions)

    def _function(self, kind: str) -> GovernedFunction:
        stack = GovernedStack.of_construct(self)
        function = GovernedFunction(
            self,
            "Function",
            kind=kind,
            description="How old secrets are that no function rotates",
            code=_CODE,
            distributions=DISTRIBUTIONS,
            statements=_statements(stack),
            environment={
                "ORGANIZATION": stack.environment_settings.organization,
                "ENVIRONMENT": stack.environment_settings.name,
                "LIMITS": json.dumps(dict(AGE_DAYS), sort_keys=True),
                "NAMESPACE": SECRET_DAYS_OVER_LIMIT.namespace,
            },
            timeout_seconds=_TIMEOUT_SECONDS,
        )
        _accept_findings(function, stack)
        return function


def _statements(stack: GovernedStack) -> list[iam.PolicyStatement]:
    return [
        allow("secretsmanager:ListSecrets", on="*", sid="ListSecrets"),
        allow("secretsmanager:ListSecretVersionIds", on=secret_arns(stack, service="*"), sid="DatesOfVersions"),
    ]


def _accept_findings(function: GovernedFunction, stack: GovernedStack) -> None:
    policy = function.role.node.find_child("DefaultPolicy")
    by_design(
        policy,
        "AwsSolutions::AwsSolutions-IAM5[Resource::*]",
        reason="ListSecrets and X-Ray's actions know no resource (Service Authorization Reference)",
    )
    by_design(
        policy,
        f"AwsSolutions::AwsSolutions-IAM5[Resource::{secret_arns(stack, service='*', partition='<AWS::Partition>')}]",
        reason="Dates of every secret of this environment; the names of secrets end in random characters",
    )
