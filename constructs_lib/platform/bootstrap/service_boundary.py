"""GovernedServiceBoundary: the most that CloudFormation may do for a service repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii
from aws_cdk import aws_iam as iam
from constructs import Construct

from constructs_lib.kernel.boundaries import NEEDS_BOUNDARY
from constructs_lib.kernel.platform_names import SLUGS
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.app import governed_stacks
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

# What no service has or changes: people, federation, the account itself, what watches it.
_NEVER = (
    "access-analyzer:*", "account:*", "cloudtrail:*", "config:*", "guardduty:*", "iam:*AccessKey*", "iam:*Group*",
    "iam:*LoginProfile*", "iam:*OpenIDConnectProvider*", "iam:*SAMLProvider*", "iam:*User*",
    "iam:DeleteRolePermissionsBoundary", "organizations:*", "sso:*", "sts:AssumeRole",
)  # fmt: skip
# What ends a key, or opens it: of a service's own key, such as that of a copy in the DR region, and of no other.
_OF_KEYS = ("kms:Disable*", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion")
# What changes or takes away, of types whose tags IAM compares (aws:ResourceTag).
_ENDS = (
    "dynamodb:Delete*", "dynamodb:Update*", "ec2:Delete*", "ec2:Detach*", "ec2:Disassociate*", "ec2:Modify*",
    "ec2:Replace*", "ecs:Delete*", "ecs:RunTask", "ecs:Update*", "elasticloadbalancing:Delete*",
    "elasticloadbalancing:Modify*", *_OF_KEYS, "kms:TagResource", "kms:UntagResource", "lambda:Delete*",
    "lambda:Update*", "logs:Delete*", "rds:Delete*", "rds:Modify*", "sns:Delete*", "sns:SetTopicAttributes",
    "sqs:DeleteQueue", "sqs:SetQueueAttributes",
)  # fmt: skip


class GovernedServiceBoundary(Construct):
    """A managed policy `<env>-<service>-service-boundary`: the permissions boundary of the bootstrap `services`.

    It gives nothing: what a role may do is what its own policies and this one allow both. A role that is made under it
    has it too, or is not made. What the platform's stacks hold is out of reach: by name where names say whose it is,
    else by the tag `Service`.

    A second policy, `<env>-<service>-platform-stacks`, goes to the bootstrap's deploy role: CloudFormation works on an
    existing stack as the role that the stack was made with, whoever calls ("AWS CloudFormation service role"), so
    whoever may update a stack of the platform is administrator. It holds for refactoring too, of which each call
    is asked about the stacks (Service Authorization Reference, AWS CloudFormation: `stack*`).

    The platform's stacks are the producers of the contract, and every governed stack of the app that this is made in.
    """

    def __init__(self, scope: Construct, id: str) -> None:  # noqa: A002 - CDK's own word
        super().__init__(scope, id)
        self._stack = GovernedStack.of_construct(self)
        self.name = self._stack.names.physical("service-boundary", max_length=128)
        policy = iam.ManagedPolicy(
            self,
            "Resource",
            managed_policy_name=self.name,
            statements=[
                iam.PolicyStatement(sid="Ceiling", not_actions=list(_NEVER), resources=["*"]),
                *self._denials(),
            ],
        )
        by_design(
            policy,
            "AwsSolutions::AwsSolutions-IAM5",  # it fails over a statement without actions
            "CloudFormation-Validate::W2512",
            "governed-cdk::nobody-may-do-everything",
            reason="A boundary gives nothing; it is the ceiling under which the policies of a role give something",
        )

        iam.ManagedPolicy(
            self,
            "Stacks",
            managed_policy_name=self._stack.names.physical("platform-stacks", max_length=128),
            statements=[self._stacks_of_the_platform()],
        )

    def _stacks_of_the_platform(self) -> iam.PolicyStatement:
        prefix = self._stack.environment_settings.name

        def arn(name: str) -> str:
            return self._arn("cloudformation", f"stack/{name}", region="*")

        return iam.PolicyStatement(
            sid="PlatformStacks",
            effect=iam.Effect.DENY,
            not_actions=["cloudformation:Describe*", "cloudformation:Get*", "cloudformation:List*"],
            resources=self._each(
                lambda slug: (arn(f"{prefix}-{slug}/*"), arn(f"{prefix}-{slug}-*/*")), arn("CDKToolkit*/*")
            ),
        )

    def _denials(self) -> list[iam.PolicyStatement]:
        environment = self._stack.environment_settings
        prefix, org = environment.name, environment.organization
        boundary = {"StringNotEquals": {"iam:PermissionsBoundary": self._arn("iam", f"policy/{self.name}", region="")}}
        bucket = f"arn:{cdk.Aws.PARTITION}:s3:::"
        role, policy = (self._arn("iam", f"{kind}/", region="") for kind in ("role", "policy"))
        secret = self._arn("secretsmanager", f"secret:/{org}/", region="*")
        parameter = self._arn("ssm", f"parameter/{prefix}/", region="*")
        identities = self._each(
            lambda slug: (f"{role}{prefix}-{slug}-*", f"{policy}{prefix}-{slug}-*"), f"{role}cdk-*", f"{policy}cdk-*"
        )
        secrets = self._each(lambda slug: (f"{secret}{slug}/{prefix}/*",))
        parameters = self._each(lambda slug: (f"{parameter}{slug}/*",))
        buckets = self._each(lambda slug: (f"{bucket}{prefix}-{slug}-*",), f"{bucket}cdk-hnb659fds-*")
        ours = {"StringEquals": {"aws:ResourceTag/Service": self._each(lambda slug: (slug,))}}
        writes = ("ssm:DeleteParameter*", "ssm:PutParameter")
        return [
            _deny("RolesUnderThisOnly", NEEDS_BOUNDARY, ["*"], boundary),
            _deny("PlatformRoles", ["iam:*"], identities),
            _deny("PlatformSecrets", ["secretsmanager:*"], secrets),
            _deny("PlatformParameters", writes, parameters),
            _deny("PlatformBuckets", ["s3:Delete*", "s3:GetObject*", "s3:Put*"], buckets),
            _deny("PlatformResources", _ENDS, ["*"], ours),
            _deny("KeysOfNobody", _OF_KEYS, ["*"], {"Null": {"aws:ResourceTag/Service": "true"}}),
        ]

    def _each(self, texts: Callable[[str], tuple[str, ...]], *more: str) -> list[str]:
        """What there is of each of the platform's stacks, sorted, and more: known when all stacks are there."""
        return cdk.Lazy.list(_OfEachStack(self.node.root, texts, more))

    def _arn(self, service: str, resource: str, *, region: str) -> str:
        return f"arn:{cdk.Aws.PARTITION}:{service}:{region}:{self._stack.account}:{resource}"


@jsii.implements(cdk.IStableListProducer)
class _OfEachStack:
    """A list that CDK asks for when it writes templates: by then the app has every stack."""

    def __init__(self, app: object, texts: Callable[[str], tuple[str, ...]], more: Sequence[str]) -> None:
        self._app, self._texts, self._more = app, texts, more

    def produce(self) -> list[str]:
        slugs = {*SLUGS, *(stack.service for stack in governed_stacks(self._app))}
        return sorted({*self._more, *(text for slug in slugs for text in self._texts(slug))})


def _deny(
    sid: str, actions: Sequence[str], resources: Sequence[str], when: Mapping[str, Mapping[str, object]] | None = None
) -> iam.PolicyStatement:
    return iam.PolicyStatement(
        sid=sid, effect=iam.Effect.DENY, actions=list(actions), resources=[*resources], conditions=when
    )
