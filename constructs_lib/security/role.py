"""GovernedRole and GovernedPolicy: least privilege by construction, trust tied to the account."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from aws_cdk import aws_iam as iam

from constructs_lib.kernel.broad_access import (
    PASSED_TO,
    is_every_action,
    is_every_resource_of,
    is_whole_service,
    passes_roles,
    service_of,
)
from constructs_lib.kernel.conditions import Policy, conditions_of
from constructs_lib.kernel.errors import ConfigurationError, bounded, invalid
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsManagedPolicy, IsRole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs import Construct

_KIND = re.compile(r"[a-z][a-z0-9-]*")


def service_principal(
    service: str, *, account: str, source_arn: str | None = None, policy: str = Policy.TRUST
) -> iam.IPrincipal:
    """A service principal that may act only for this account, and only for `source_arn` where one is given.

    Its conditions are those that the service can meet under a kind of policy (trust, topic, queue, bucket, key,
    log-group, function), which may be none. Raises ConfigurationError for another kind, and for a service of which
    nobody has looked up what it sends (`constructs_lib.kernel.conditions`).
    """
    principal = iam.ServicePrincipal(service)
    if policy not in tuple(Policy):
        raise invalid("policy", policy, ", ".join(Policy))
    conditions: dict[str, Any] = {**conditions_of(service, Policy(policy), account=account, source_arn=source_arn)}
    return principal.with_conditions(conditions) if conditions else principal


def allow(
    *actions: str, on: str | Sequence[str], when: Mapping[str, Mapping[str, Any]] | None = None, sid: str | None = None
) -> iam.PolicyStatement:
    """An Allow statement: actions, resource ARNs, conditions.

    Raises ConfigurationError for what no policy of ours may say: every action; a whole service on every resource;
    `iam:PassRole` without `iam:PassedToService`.
    """
    resources = [on] if isinstance(on, str) else list(on)
    conditions = {operator: dict(keys) for operator, keys in (when or {}).items()}
    refuse_broad(actions, resources, conditions)
    return iam.PolicyStatement(sid=sid, actions=list(actions), resources=resources, conditions=conditions)


def refuse_broad(actions: Sequence[str], resources: Sequence[str], conditions: Mapping[str, Mapping[str, Any]]) -> None:
    """The check behind `allow`."""
    for action in actions:
        if is_every_action(action) or ":" not in action:
            raise invalid("policy action", action, "<service>:<Action>; no policy grants every action")
        if is_whole_service(action) and any(
            is_every_resource_of(resource, service_of(action)) for resource in resources
        ):
            raise invalid("policy action", f"{action} on *", "named actions, or named resources")
    given = {key.lower() for keys in conditions.values() for key in keys}
    if any(map(passes_roles, actions)) and PASSED_TO.lower() not in given:
        raise ConfigurationError(f"policy action: iam:PassRole needs the condition {PASSED_TO}")


class GovernedRole(IsRole):
    """A role `<env>-<service>-<kind>` that one AWS service or one principal assumes.

    IAM is global: in a companion the region ends the name, lest it be the home region's.

    Args:
        kind: last part of the name.
        assumed_by: a service such as `ecs-tasks.amazonaws.com`, tied to this account, or any CDK principal.
        source_arn: the one resource (or pattern) on whose behalf the service may act.
        statements: what it may do; each from `allow`.
        managed_policies: AWS managed policies by name; only those below `service-role/`, which are narrow.
        description: what it is for.
        max_session_hours: 1 to 12 (IAM API reference, CreateRole: 3,600 to 43,200 s).
        permissions_boundary: ARN of a boundary policy.

    Raises:
        ConfigurationError: a kind that is not kebab-case, a session length or a managed policy out of bounds.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        assumed_by: str | iam.IPrincipal,
        description: str,
        source_arn: str | None = None,
        statements: Sequence[iam.PolicyStatement] = (),
        managed_policies: Sequence[str] = (),
        max_session_hours: int = 1,
        permissions_boundary: str | None = None,
    ) -> None:
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        if not _KIND.fullmatch(kind):
            raise invalid(f"{self.node.path}: kind", kind, "kebab-case")
        bounded(self.node.path, 1, 12, max_session_hours=max_session_hours)
        for policy in managed_policies:
            if not policy.startswith("service-role/"):
                raise invalid(f"{self.node.path}: managed_policies", policy, "policies below service-role/")
        if isinstance(assumed_by, str):
            assumed_by = service_principal(assumed_by, account=stack.account, source_arn=source_arn)
        self.role = iam.Role(
            self,
            "Resource",
            role_name=stack.names.physical(kind, suffix=stack.region_suffix),
            assumed_by=assumed_by,
            description=description,
            max_session_duration=cdk.Duration.hours(max_session_hours),
            managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name(name) for name in managed_policies],
            permissions_boundary=iam.ManagedPolicy.from_managed_policy_arn(self, "Boundary", permissions_boundary)
            if permissions_boundary
            else None,
        )
        for statement in statements:
            self.role.add_to_policy(statement)


class GovernedPolicy(IsManagedPolicy):
    """A managed policy `<env>-<service>-<kind>`, to be attached to roles of people or of other services.

    As a role's, the name ends in the region where a companion makes it.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        description: str,
        statements: Sequence[iam.PolicyStatement],
    ) -> None:
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        if not statements:
            raise ConfigurationError(f"{self.node.path}: a policy needs at least one statement")
        self.policy: iam.IManagedPolicy = iam.ManagedPolicy(
            self,
            "Resource",
            managed_policy_name=stack.names.physical(kind, max_length=128, suffix=stack.region_suffix),
            description=description,
            statements=list(statements),
        )
