"""Names that a service gives and that are the platform's: of a stack, a path or a parameter of one of its slugs."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from aspects.judge.catalogue import facts
from aspects.judge.template import Partial
from constructs_lib.kernel.platform_names import taken, taken_stack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aspects.judge.template import Template
    from governed_cdk.contract.graph import Graph

# Parameters are judged as publications; an alias is called after what its key is for, in each region.
_OTHERWISE = ("AWS::KMS::Alias", "AWS::SSM::Parameter")


def name_findings(graph: Graph, stacks: Iterable[Template]) -> list[str]:
    """Physical names in a service's stacks that begin as the platform's."""
    if graph.is_platform:
        return []
    found = []
    for stack in stacks:
        for logical_id, name in _names(stack):
            if own := _whose(name, graph.environments):
                allowed = f"allowed: a name of its own, which begins as its stack does ({stack.stack_name})"
                found.append(
                    f"{stack.stack_name} calls {logical_id} {name}, a name of {own} of the platform; {allowed}"
                )
    return list(dict.fromkeys(found))


def _names(stack: Template) -> Iterator[tuple[str, str]]:
    for _, template in stack.with_nested():
        for resource in template.resources.values():
            fact = facts(resource.type).name
            if fact is None or resource.type in _OTHERWISE:
                continue
            for value in resource.values(*fact.path):
                if isinstance(value, str):
                    yield resource.logical_id, value
                elif isinstance(value, Partial):
                    yield resource.logical_id, "".join(one if isinstance(one, str) else "*" for one in value.parts)


def _whose(name: str, environments: tuple[str, ...]) -> str | None:
    """The platform's slug in `<env>-<slug>-...`, or in the path of a log group or secret, where it is a whole part.

    Those are `/<env>/<slug>/...`, `/<organization>/<env>/<slug>/...` and `/<organization>/<slug>/<env>/...`.
    """
    parts = name.strip("/").split("/")
    if own := next((own for part in parts if (own := taken_stack(part, environments))), None):
        return own
    pairs = [*pairwise(parts[:3]), *((env, slug) for slug, env in pairwise(parts[1:3]))]
    return next((slug for env, slug in pairs if env in environments and taken(slug) == slug), None)
