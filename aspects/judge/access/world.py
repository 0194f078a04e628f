"""What questions are asked of: the principals and resources of an app, and which resource names which."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aspects.judge.access.estate import Estate
from aspects.judge.access.uses import users_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aspects.judge.access.entities import Entity, Target
    from aspects.judge.access.policy import PolicyStatement
    from aspects.judge.template import Resource, Template


@dataclass(frozen=True, slots=True)
class World:
    """The principals, the resources, and for each resource's ARN what names it. `arns` has the ARN of what does."""

    entities: tuple[Entity, ...] = ()
    targets: tuple[Target, ...] = ()
    users: Mapping[str, list[Resource]] = field(default_factory=dict)
    arns: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def arn_of(self, resource: Resource) -> str:
        """The ARN of any resource of the app."""
        return self.arns[resource.template.stack_name, resource.logical_id]

    def services(self) -> list[str]:
        """The service principals that some policy names."""
        named = (name for target in self.targets for one in target.policies.statements for name in one.principals)
        return sorted({one.value for one in named if one.kind == "Service"})

    def statements(self) -> dict[PolicyStatement, None]:
        """Every statement of the templates, each once."""
        having = [*self.entities, *self.targets]
        return {one: None for had in having for one in had.policies.statements if one.origin.stack != "AWS"}


def world_of(app: Iterable[Template]) -> World:
    """The world of an app's templates."""
    estate = Estate(app)
    arns = {(one.template.stack_name, one.logical_id): estate.values.arn(one) for one in estate.resources}
    return World(tuple(estate.entities), tuple(estate.targets), users_of(estate), arns)
