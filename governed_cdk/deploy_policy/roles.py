"""The roles of an app: which ones are passed and to whom, what bounds them, which managed policies they have."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from aspects.judge.iam.matching import is_known
from aspects.judge.readings.policies import trust_statements
from governed_cdk.deploy_policy import special
from governed_cdk.deploy_policy.names import at_deploy, cut_name, made_up_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aspects.judge.access.values import Values
    from aspects.judge.template import Resource, Template
    from governed_cdk.deploy_policy.names import NamePatterns
    from governed_cdk.deploy_policy.texts import Texts

_WITH_POLICIES = (special.ROLE, "AWS::IAM::User", "AWS::IAM::Group")


class Roles:
    """What is known of the roles in an app's templates."""

    def __init__(self, app: Iterable[Template], values: Values, texts: Texts, names: NamePatterns) -> None:
        self._values, self._texts, self._names = values, texts, names
        self._all = [one for template in app for one in template.resources.values()]
        self._roles = [one for one in self._all if one.type == special.ROLE]
        self._ours = {values.arn(role): role for role in self._roles}

    @functools.cached_property
    def boundary(self) -> str:
        """The boundary that every role has; empty where one has none, another, or one that nobody knows."""
        found = {tuple(self._values.texts(one, "PermissionsBoundary")) for one in self._roles}
        only = found.pop() if len(found) == 1 else ()
        return only[0] if len(only) == 1 and is_known(only[0]) else ""

    @functools.cached_property
    def bounded(self) -> bool:
        """Whether some role has a boundary."""
        return any(self._values.texts(one, "PermissionsBoundary") for one in self._roles)

    @functools.cached_property
    def attached(self) -> set[str]:
        """The managed policies that the app's roles, users and groups have, as patterns."""
        given = [self._values.texts(one, "ManagedPolicyArns", "*") for one in self._all if one.type in _WITH_POLICIES]
        made = [arn for one in self._all if one.type == "AWS::IAM::ManagedPolicy" for arn in self._own(one)]
        return {at_deploy(arn) for arns in given for arn in arns} | set(made)

    def _own(self, policy: Resource) -> list[str]:
        head, _, name = at_deploy(self._values.arn(policy)).rpartition("/")
        return [f"{head}/{cut_name(name, stack)}" for stack in self._names.stacks(policy)]

    def passed(self, resources: Iterable[Resource]) -> dict[str, frozenset[str]]:
        """The roles that resources name, as patterns, each with the services that it trusts; none where it is not ours.

        Where a role is known at the deploy only, it is any role of the account.
        """
        found: dict[str, frozenset[str]] = {}
        for resource in resources:
            for text in self._texts.of(resource):
                if ":role/" in text and text.startswith("arn:"):
                    role = self._ours.get(text)
                    services = self._services(role) if role else frozenset()
                    found |= dict.fromkeys(self._patterns(text, role), services)
        return found

    def _patterns(self, arn: str, role: Resource | None) -> list[str]:
        if role is None or self._values.texts(role, "RoleName"):
            return [at_deploy(arn)]
        head = at_deploy(arn).rpartition("/")[0]
        return [f"{head}/{made_up_in(one.stack_name, role.logical_id)}" for one in self._names.stacks(role)]

    def _services(self, role: Resource) -> frozenset[str]:
        named = (principal for one in trust_statements(role) for principal in one.principals)
        texts = ((one.kind, self._values.text(role.template, one.value)) for one in named)
        return frozenset(text for kind, text in texts if kind == "Service" and is_known(text))
