"""GovernedDiagnosisRole: what explains a failed deploy reads its events, tasks and logs by it, and asks a model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.platform.bootstrap.github import GovernedGitHubRole
from constructs_lib.security.role import allow
from constructs_lib.stack.acceptance import by_design, wildcard_finding
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsRole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_iam as iam
    from constructs import Construct

    from constructs_lib.kernel.diagnosis_settings import DiagnosisSettings
    from constructs_lib.platform.bootstrap.github import Workflow

_EVENTS = (
    "cloudformation:DescribeEvents", "cloudformation:DescribeStackEvents", "cloudformation:DescribeStacks",
    "cloudformation:ListChangeSets", "cloudformation:ListStackResources",
)  # fmt: skip
# Service Authorization Reference: these know no resource, or one that nobody can name before (a task's id).
_ANY = ("ecs:DescribeTaskDefinition", "ecs:ListTasks", "elasticloadbalancing:DescribeTargetHealth")


class GovernedDiagnosisRole(IsRole):
    """A role `<env>-<service>-diagnose` that the named workflows assume: it reads, and asks one model.

    It may invoke the profile, and its model in each region that the profile sends requests to, through the profile
    only (Amazon Bedrock User Guide, "Geographic cross-Region inference": both are asked for). It changes nothing.

    Args:
        workflows: who may assume it.
        diagnosis: the environment's settings: profile and regions.

    Raises:
        ConfigurationError: no workflow.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        workflows: Sequence[Workflow],
        diagnosis: DiagnosisSettings,
    ) -> None:
        super().__init__(scope, id)
        self.role = GovernedGitHubRole(
            self,
            "GitHub",
            kind="diagnose",
            description="Failed deployments: reads events, tasks and logs of this environment, and asks a model why",
            workflows=workflows,
            statements=[*self._reading(), *self._asking(diagnosis)],
        ).role
        found = (wildcard_finding(self, arn) for arn in ("*", *self._wide()))
        by_design(self.role, *found, reason="It reads what any stack of this environment may have, and changes nothing")

    def _reading(self) -> list[iam.PolicyStatement]:
        stacks, services, tasks, logs = self._wide()
        return [
            allow(*_EVENTS, on=stacks),
            allow("ecs:DescribeServices", on=services),
            allow("ecs:DescribeTasks", on=tasks),
            allow("logs:FilterLogEvents", on=logs),
            allow(*_ANY, on="*"),
        ]

    def _wide(self) -> tuple[str, str, str, str]:
        """Stacks, services, tasks and log groups of the environment, as they are called in every stack of it."""
        stack = GovernedStack.of_construct(self)
        own, settings = f"{stack.region}:{stack.account}", stack.environment_settings
        return (
            f"arn:aws:cloudformation:*:{stack.account}:stack/{settings.name}-*/*",
            f"arn:aws:ecs:{own}:service/{settings.name}-*",
            f"arn:aws:ecs:{own}:task/{settings.name}-*",
            f"arn:aws:logs:{own}:log-group:/{settings.organization}/{settings.name}/*",
        )

    def _asking(self, diagnosis: DiagnosisSettings) -> list[iam.PolicyStatement]:
        stack = GovernedStack.of_construct(self)
        region = diagnosis.region or stack.environment_settings.region
        models = [
            f"arn:aws:bedrock:{one}::foundation-model/{diagnosis.model_id}"
            for one in diagnosis.destinations(stack.environment_settings.region)
        ]
        if not diagnosis.is_profile:
            return [allow("bedrock:InvokeModel", on=f"arn:aws:bedrock:{region}::foundation-model/{diagnosis.profile}")]
        # A global profile asks for the model without a region besides ("Global cross-Region inference").
        models += [f"arn:aws:bedrock:::foundation-model/{diagnosis.model_id}"] if diagnosis.is_global else []
        profile = f"arn:aws:bedrock:{region}:{stack.account}:inference-profile/{diagnosis.profile}"
        through = {"StringEquals": {"bedrock:InferenceProfileArn": profile}}
        return [allow("bedrock:InvokeModel", on=profile), allow("bedrock:InvokeModel", on=models, when=through)]
