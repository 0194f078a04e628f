"""Every action that CloudFormation needs for an app, on which ARNs and under which conditions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aspects.judge.access.values import Values
from aspects.judge.catalogue import facts
from aspects.judge.catalogue.permissions import handler_actions
from governed_cdk.deploy_policy import beside, special
from governed_cdk.deploy_policy.arns import Arns
from governed_cdk.deploy_policy.names import NamePatterns
from governed_cdk.deploy_policy.roles import Roles
from governed_cdk.deploy_policy.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from aspects.judge.template import Resource, Template
    from governed_cdk.deploy_policy.special import Conditions

_CUSTOM = ("Custom::", "AWS::CloudFormation::CustomResource")


@dataclass(frozen=True, slots=True, order=True)
class Need:
    """An action on an ARN, or a pattern of it, under conditions."""

    action: str
    arn: str
    conditions: Conditions = ()


@dataclass(frozen=True, slots=True)
class Needs:
    """All of an app, and the types of which nobody knows what they need."""

    needs: frozenset[Need] = frozenset()
    unknown: tuple[str, ...] = ()

    def __add__(self, other: Needs) -> Needs:
        """Both together."""
        return Needs(self.needs | other.needs, tuple(sorted({*self.unknown, *other.unknown})))


class _App:
    """An app's templates with what is worked out of them, and the resources of those that are deployed."""

    def __init__(self, stacks: Iterable[Template], deployed: Iterable[Template]) -> None:
        stacks = list(stacks)
        outer: dict[int, list[Template]] = defaultdict(list)
        every = [(one, stack) for stack in stacks for _, one in stack.with_nested()]
        for one, stack in every:
            outer[id(one)].append(stack)
        self.templates = tuple({id(one): one for one, _ in every}.values())
        values = Values(self.templates[0].app or self.templates)
        self.texts = Texts(values)
        names = NamePatterns(self.templates, values, outer)
        self.arns = Arns(self.templates, names, self.texts)
        self.roles = Roles(self.templates, values, self.texts, names)
        self.by_type: dict[str, list[Resource]] = defaultdict(list)
        self.deployed = tuple({id(one): one for stack in deployed for _, one in stack.with_nested()}.values())
        for template in self.deployed:
            for resource in template.resources.values():
                self.by_type[resource.type].append(resource)


def needs_of(stacks: Sequence[Template], deployed: Sequence[Template] | None = None) -> Needs:
    """What CloudFormation needs to create, read, update and delete all resources of some stacks of one account.

    With `deployed`, some of the stacks, it is what these need of what all of them do.
    """
    app = _App(stacks, stacks if deployed is None else deployed)
    found: set[Need] = set()
    unknown = []
    for type_, resources in sorted(app.by_type.items()):
        actions = handler_actions(type_)
        if actions is None:
            unknown.append(type_)
        elif type_.startswith(_CUSTOM):
            found |= {Need(*one) for resource in resources for one in beside.called(resource, app.texts, app.arns)}
        else:
            found |= set(_of_type(app, actions, resources))
        found |= {
            Need(*one) for resource in resources for one in beside.dynamic_references(resource, app.texts, app.arns)
        }
    found |= {Need(*one) for template in app.deployed for one in beside.parameters(template, app.arns)}
    return Needs(frozenset(_with_services(app, found)), tuple(unknown))


def _of_type(app: _App, actions: Mapping[str, str], resources: list[Resource]) -> Iterator[Need]:
    types = {*app.by_type, *(type_ for one in resources for type_ in special.principals(one.properties))}
    for action in actions:
        if special.is_left_out(action, types, bounded=app.roles.bounded):
            continue
        if action == special.PASS:
            for arn, services in app.roles.passed(resources).items():
                yield Need(action, arn, special.passing(services))
        elif action == special.LINKED:
            yield Need(action, app.arns.arn("iam::{account}:role/aws-service-role/*"))
        elif special.is_key_use(action):
            yield Need(action, app.arns.arn("kms:{region}:{account}:key/*"))
        elif action in special.READS_ASSETS:
            yield from (Need(action, arn) for arn in _assets(app))
        elif action not in special.ATTACHING or app.roles.attached:
            conditions = special.role_conditions(action, app.roles.boundary, app.roles.attached)
            yield from (Need(action, arn, conditions) for arn in app.arns.of(action, resources))


def _assets(app: _App) -> set[str]:
    buckets = {name for template in app.deployed for name in beside.asset_buckets(template)}
    return {f"arn:{app.arns.partition}:s3:::{name}/*" for name in buckets}


def _with_services(app: _App, found: set[Need]) -> Iterator[Need]:
    """The needs, those of keys bound to the services that make something for the app; S3 gives out its assets."""
    services = set(filter(None, map(special.service_of, _using_keys(app)))) | ({"s3"} if _assets(app) else set())
    through = {Need(action, app.arns.arn("kms:{region}:{account}:key/*")) for action in special.THROUGH if services}
    for need in found | through:
        if special.is_key_use(need.action):
            yield Need(need.action, need.arn, special.key_conditions(need.action, services))
        else:
            yield need


def _using_keys(app: _App) -> Iterator[str]:
    """The types that take a key, or whose handlers ask for its use."""
    for type_ in app.by_type:
        if facts(type_).keys or any(special.is_key_use(action) for action in handler_actions(type_) or {}):
            yield type_
