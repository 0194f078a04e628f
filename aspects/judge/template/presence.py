"""What must be there with what: CloudFormation deploys nothing that refers to a resource which a condition leaves out.

A `Ref`, an `Fn::GetAtt` or an `Fn::Sub` to one is refused with the whole template: "Unresolved resource dependencies
[Analytics] in the Resources block of the template". A branch of an `Fn::If` that is not taken refers to nothing. What
has one in its `DependsOn` is not created either.
Sources, checked 2026-11-30: github.com/aws-solutions/media-insights-on-aws/issues/145 and
github.com/serverless/serverless/issues/4535 for what the service answers, cfn-lint's W1001 and E3005 for where;
CloudFormation Template Reference, "Condition attribute", for what depends on a resource that is not created.
"""

from __future__ import annotations

import contextlib
import functools
from typing import TYPE_CHECKING, Any

from aspects.judge.template.composition import placeholders
from aspects.judge.template.decisions import TooManyWorldsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template.choices import Choice, Known
    from aspects.judge.template.decisions import Worlds
    from aspects.judge.template.scope import ScopeResource, WholeScope

_MOST = 256  # references that bind two conditions; a template with more is judged as if the others did not
_MOST_NEW = 50  # sets that binding two more conditions may take: every world that is asked is told from the result


def bound_by_references(knowledge: Known, template: WholeScope, there: Worlds) -> Worlds:
    """Those of some worlds in which nothing that is there refers to what is not; all of them where that is none."""
    universe, given = knowledge.universe, there
    for demanded in list(_demanded(knowledge, template)):
        universe.begin(_MOST_NEW)
        with contextlib.suppress(TooManyWorldsError):
            there = universe.both(there, demanded)
    universe.begin()
    return given if there is universe.none else there


def with_what_it_depends_on(knowledge: Known, resource: ScopeResource) -> Worlds:
    """The worlds in which a resource is there by its condition, and by those of all that it depends on."""
    found = knowledge.universe.all
    for choice in conditions_of(knowledge, resource):
        found = knowledge.universe.both(found, choice.ways[0][1])
    return found


def conditions_of(knowledge: Known, resource: ScopeResource) -> Iterator[Choice]:
    """The conditions of a resource, and of all that it depends on."""
    template, left, known = resource.template, [resource], {id(resource)}
    while left:
        body = left.pop().body
        if isinstance(condition := body.get("Condition"), str):
            yield knowledge.choice(template, condition)
        named = body.get("DependsOn")
        for name in named if isinstance(named, list) else [named]:
            before = template.resources.get(name) if isinstance(name, str) else None
            if before is not None and id(before) not in known:
                known.add(id(before))
                left.append(before)


def _demanded(knowledge: Known, template: WholeScope) -> Iterator[Worlds]:
    """For each reference to a resource with a condition: the worlds without the reference, and those with both."""
    universe = knowledge.universe
    conditions = {name: one.body["Condition"] for name, one in template.resources.items() if _has_condition(one.body)}
    if not conditions:
        return
    bound: dict[tuple[Worlds, str], None] = {}
    for body in (*(one.body for one in template.resources.values()), *template.outputs.values()):
        for said, name in _references(knowledge, template, body):
            if name not in conditions or (said, conditions[name]) in bound:
                continue
            bound[said, conditions[name]] = None
            universe.begin()
            demanded = universe.either(universe.but(said), knowledge.condition(template, conditions[name]))
            if demanded is not universe.all:
                yield demanded
            if len(bound) == _MOST:
                return


def _has_condition(body: Any) -> bool:
    return isinstance(body, dict) and isinstance(body.get("Condition"), str)


def _references(knowledge: Known, template: WholeScope, body: Any) -> Iterator[tuple[Worlds, str]]:
    """What a resource or an output refers to by logical id, each with the worlds in which it does."""
    universe, condition = knowledge.universe, functools.partial(knowledge.condition, template)
    left: list[tuple[Worlds, Any]] = [(condition(body["Condition"]) if _has_condition(body) else universe.all, body)]
    while left:
        said, value = left.pop()
        match value:
            case {"Fn::If": [str(name), yes, no]} if len(value) == 1:
                branches = ((condition(name), yes), (universe.but(condition(name)), no))
                inside = [(universe.both(said, worlds), branch) for worlds, branch in branches]
                left += [one for one in inside if one[0] is not universe.none]
            case {"Ref": str(name)} | {"Fn::GetAtt": [str(name), *_]} if len(value) == 1:
                yield said, name
            case {"Fn::GetAtt": str(text)} if len(value) == 1:
                yield said, text.partition(".")[0]
            case {"Fn::Sub": str(text) | [str(text), dict()]} if len(value) == 1:
                variables = value["Fn::Sub"][1] if isinstance(value["Fn::Sub"], list) else {}
                left.append((said, list(variables.values())))
                yield from ((said, name.partition(".")[0]) for name in placeholders(text) if name not in variables)
            case dict():
                left += [(said, inner) for inner in value.values()]
            case list():
                left += [(said, inner) for inner in value]
