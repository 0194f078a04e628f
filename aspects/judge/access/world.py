"""What questions are asked of: the principals and resources of an app, and which resource names which."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from aspects.judge.access.calls import Calls, once
from aspects.judge.access.estate import Estate
from aspects.judge.access.implied_calls import implied
from aspects.judge.access.uses import TargetNames, users_of
from constructs_lib.kernel.calls import on_behalf_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aspects.judge.access.calls import RunTimeCall
    from aspects.judge.access.entities import Entity, Target
    from aspects.judge.access.policy import PolicyStatement
    from aspects.judge.template import Resource, Template


@dataclass(frozen=True, slots=True)
class World:
    """The principals, the resources, and for each resource's ARN what names it.

    `arns` has the ARN that a call for what does carries; `calls` are what the resources make or have others make;
    `services` are the service principals that some policy names, `spelled` the actions that some policy spells out, by
    service.
    """

    entities: tuple[Entity, ...] = ()
    targets: tuple[Target, ...] = ()
    users: Mapping[str, list[Resource]] = field(default_factory=dict)
    arns: Mapping[tuple[str, str], str] = field(default_factory=dict)
    calls: tuple[RunTimeCall, ...] = ()
    services: tuple[str, ...] = ()
    spelled: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def source_arn(self, resource: Resource) -> str:
        """The `aws:SourceArn` of a service that calls for a resource of the app."""
        return self.arns[resource.template.stack_name, resource.logical_id]

    def statements(self) -> dict[PolicyStatement, None]:
        """Every statement of the templates, each once."""
        having: list[Entity | Target] = [*self.entities, *self.targets]
        return {one: None for had in having for one in had.policies.statements if one.origin.stack != "AWS"}


def world_of(app: Iterable[Template]) -> World:
    """The world of an app's templates."""
    estate = Estate(app)
    called = TargetNames(estate)
    arns = {(one.template.stack_name, one.logical_id): _source(estate, called, one) for one in estate.resources}
    named = (name for one in estate.targets for said in one.policies.statements for name in said.principals)
    services = tuple(sorted({one.value for one in named if one.kind == "Service"}))
    deriving = Calls(estate, called)
    calls = once([*deriving.derive(), *implied(deriving)])
    world = World(tuple(estate.entities), tuple(estate.targets), users_of(estate, called), arns, calls, services)
    return replace(world, spelled=_spelled(world))


def _source(estate: Estate, names: TargetNames, resource: Resource) -> str:
    """The ARN for which a service says that it calls: the resource's own, or that of the one that a property names."""
    behalf = on_behalf_of().get(resource.type, "")
    texts = estate.values.texts(resource, behalf) if behalf and not behalf.startswith("arn:") else []
    found = [one.arn for text in texts for one in names.named_in(text, resource.template)]
    return found[0] if found else estate.values.arn(resource)


def _spelled(world: World) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for statement in world.statements():
        for action in statement.actions:
            if "*" not in action and "?" not in action:
                found.setdefault(action.partition(":")[0], set()).add(action)
    return {service: tuple(sorted(actions)) for service, actions in found.items()}
