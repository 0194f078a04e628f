"""Everybody and everything of an app: its principals with their policies, its resources with theirs."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from aspects.judge.access.entities import HOLDER, KINDS, ROLE, USER, Entity, Target
from aspects.judge.access.managed import managed_policy, our_boundary
from aspects.judge.access.policy import Policies, Reader
from aspects.judge.access.values import Values
from aspects.judge.catalogue.policies import RESOURCE_POLICIES
from aspects.judge.iam.matching import is_known, readable
from aspects.judge.iam.truth import Truth
from aspects.judge.readings.policies import identity_statements, managed_policies, resource_statements, trust_statements
from aspects.judge.template import ABSENT
from constructs_lib.kernel.boundaries import platform_boundary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aspects.judge.template import Resource, Template

# Types that are a policy of something else: the property that names what it is about.
_POLICY_OF = {
    "AWS::Lambda::Permission": "FunctionName",
    "AWS::S3::BucketPolicy": "Bucket",
    "AWS::SNS::TopicInlinePolicy": "TopicArn",
    "AWS::SNS::TopicPolicy": "Topics",
    "AWS::SQS::QueueInlinePolicy": "Queue",
    "AWS::SQS::QueuePolicy": "Queues",
    "AWS::SecretsManager::ResourcePolicy": "SecretId",
}
_ATTACHED = {
    "AWS::IAM::Policy": ("Roles", "Users", "Groups"),
    "AWS::IAM::RolePolicy": ("RoleName",),
    "AWS::IAM::UserPolicy": ("UserName",),
    "AWS::IAM::ManagedPolicy": ("Roles", "Users", "Groups"),
}
_ROLE = "AWS::IAM::Role"
_PRINCIPALS = {_ROLE: (ROLE, "RoleName"), "AWS::IAM::User": (USER, "UserName")}
# What is no resource that somebody acts on at run time.
_NO_TARGET = {
    *_POLICY_OF,
    "AWS::Logs::ResourcePolicy",
    *_ATTACHED,
    "AWS::SSM::Parameter",
    "AWS::KMS::Alias",
    "AWS::CDK::Metadata",
}


class Estate:
    """The principals and the resources of the templates of an app."""

    def __init__(self, app: Iterable[Template]) -> None:
        self.app = tuple(app)
        self.values = Values(self.app)
        self.reader = Reader(self.values)
        self.resources = [one for template in self.app for one in template.resources.values()]
        self._documents: dict[str, Policies] = {}  # of managed policies of the app, by ARN
        self._attached: dict[str, Policies] = {}  # of policies, by the ARN or the name of who has them
        self._about: dict[str, Policies] = {}  # policies of resources, by what the policy calls the resource
        self._log_policies: dict[int, Policies] = {}
        for resource in self.resources:
            self._read(resource)

    @functools.cached_property
    def entities(self) -> list[Entity]:
        """The roles and users, and whoever has a managed policy that is attached to none of them."""
        found = [self._principal(one, *_PRINCIPALS[one.type]) for one in self.resources if one.type in _PRINCIPALS]
        return [*found, *self._holders()]

    @functools.cached_property
    def targets(self) -> list[Target]:
        """What may be acted upon."""
        return [self._target(one) for one in self.resources if one.type not in _NO_TARGET]

    @functools.cached_property
    def becoming(self) -> list[str]:
        """The roles beside CDK's that the templates' policies let somebody become, each named to its end."""
        inline = [self.reader.policies(one, identity_statements(one)) for one in self.resources if one.type == _ROLE]
        every = (*inline, *self._attached.values(), *self._documents.values())
        allowing = (one for had in every for one in had.statements if one.effect == "Allow")
        named = {arn for one in allowing if one.covers("sts:AssumeRole") is Truth.YES for arn in one.resources}
        return sorted(arn for arn in named if is_known(arn) and "*" not in arn and ":role/cdk-" not in arn)

    def called(self, resource: Resource) -> set[str]:
        """What policies and other resources may call a resource."""
        return {self.values.of(resource), self.values.arn(resource), self.values.of(resource, "Name")}

    def _read(self, resource: Resource) -> None:
        if resource.type == "AWS::IAM::ManagedPolicy":
            arn = self.values.arn(resource)
            self._documents[arn] = self.reader.policies(resource, identity_statements(resource))
        if resource.type in _ATTACHED:
            policies = self.reader.policies(resource, identity_statements(resource))
            for name in self._named(resource, *_ATTACHED[resource.type]):
                key = f"{resource.template.account}/{name}"
                self._attached[key] = self._attached.get(key, Policies()) + policies
        if resource.type in _POLICY_OF:
            policies = self.reader.policies(resource, resource_statements(resource))
            for name in self._named(resource, _POLICY_OF[resource.type]):
                self._about[name] = self._about.get(name, Policies()) + policies

    def _named(self, resource: Resource, *properties: str) -> Iterator[str]:
        for property_ in properties:
            yield from self.values.texts(resource, property_, "*")

    def _principal(self, resource: Resource, kind: str, property_: str) -> Entity:
        arn, account = self.values.arn(resource), resource.template.account
        name = self.values.of(resource)
        policies = self.reader.policies(resource, identity_statements(resource))
        policies += self._attached.get(f"{account}/{name}", Policies())
        for managed in self._has(resource):
            policies += self._managed(managed)
        bounds = self.values.texts(resource, "PermissionsBoundary")
        return Entity(
            kind, readable(name or property_), arn, account, policies,
            functools.reduce(Policies.__add__, map(self._managed, bounds)) if bounds else None, resource,
        )  # fmt: skip

    def _has(self, resource: Resource) -> list[str]:
        """The ARNs of the managed policies that a principal names."""
        places = [place for place in managed_policies(resource) if place.value is not ABSENT]
        return [self.values.text(resource.template, place.value) for place in places]

    def _managed(self, arn: str) -> Policies:
        if arn in self._documents:
            return self._documents[arn]
        if name := platform_boundary(arn):
            return our_boundary(name, self.becoming, self.reader)
        return managed_policy(arn, self.reader)

    def _holders(self) -> Iterator[Entity]:
        had = {arn for one in self.resources if one.type in _PRINCIPALS for arn in self._has(one)}
        for one in self.resources:
            if one.type == "AWS::IAM::ManagedPolicy":
                arn, name = self.values.arn(one), self.values.of(one, "Name")
                if arn not in had and not any(self._named(one, *_ATTACHED[one.type])):
                    yield Entity(HOLDER, readable(name), "", one.template.account, self._documents[arn], None, one)

    def _target(self, resource: Resource) -> Target:
        template, arn = resource.template, self.values.arn(resource)
        policies = Policies()
        if resource.type == _ROLE:
            policies = self.reader.policies(resource, trust_statements(resource))
        elif resource.type in RESOURCE_POLICIES:
            policies = self.reader.policies(resource, resource_statements(resource))
        if resource.type == "AWS::Logs::LogGroup":
            policies += self._of_all_log_groups(template.account, template.region)
        for name in self.called(resource):
            policies += self._about.get(name, Policies())
        name = self._name(resource)
        return Target(
            KINDS.get(resource.type, resource.type), readable(name), arn, template.account, template.region, resource,
            policies, tuple(self._aliases.get(arn, ())),
        )  # fmt: skip

    def _of_all_log_groups(self, account: str, region: str) -> Policies:
        """Policies of an account and region, whose statements say which log groups they are of."""
        found = Policies()
        for one in self.resources:
            here = one.type == "AWS::Logs::ResourcePolicy" and one.template.account == account
            if here and one.template.region == region:
                found += self._log_policies.setdefault(id(one), self.reader.policies(one, resource_statements(one)))
        return found

    def _name(self, resource: Resource) -> str:
        if resource.type == "AWS::KMS::Key":
            aliases = self._aliases.get(self.values.arn(resource), ())
            return next(iter(aliases), self.values.of(resource))
        return self.values.of(resource, "Name")

    @functools.cached_property
    def _aliases(self) -> dict[str, list[str]]:
        """The aliases of each key, by its ARN."""
        found: dict[str, list[str]] = {}
        keys = {name: self.values.arn(one) for one in self.resources if one.type == "AWS::KMS::Key"
                for name in (self.values.of(one), self.values.arn(one))}  # fmt: skip
        for alias in self.resources:
            if alias.type == "AWS::KMS::Alias":
                for key in self.values.texts(alias, "TargetKeyId"):
                    found.setdefault(keys.get(key, key), []).extend(self.values.texts(alias, "AliasName"))
        return found
