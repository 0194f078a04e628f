"""Which principals and resources a statement of `access.yaml` is about, and every request that it asks for."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from aspects.judge.access.answers import Answer
from aspects.judge.access.entities import ACCOUNT, EVERYBODY, SERVICE, Entity, Request, Target
from aspects.judge.access.matching import matches
from aspects.judge.access.reach import web_identity
from governed_cdk.access.settings import ABSENT, ANOTHER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from aspects.judge.access.conditions import Context
    from aspects.judge.access.world import World
    from aspects.judge.template import Resource
    from governed_cdk.access.settings import Statement, What, Who

GITHUB = "token.actions.githubusercontent.com"
STRANGER = "999999999999"  # an account that is nobody's here


def requests(world: World, statement: Statement) -> Iterator[Request]:
    """Every request that a statement asks for."""
    for target in targets(world, statement.to):
        for who in entities(world, statement.who, target):
            if not _related(world, statement, who, target):
                continue
            for user in _users(world, target, statement.to.used_by):
                for context in contexts(statement, target, world.arn_of(user) if user else ""):
                    for action, part in itertools.product(statement.do, statement.part or ("",)):
                        yield Request(who, action, target, context, _filled(part, target, ""))


def targets(world: World, what: What) -> list[Target]:
    """The resources of a class."""
    found = [one for one in world.targets if one.kind in what.kinds and _chosen(one.name, what.named, what.but)]
    if what.bounded is not None:
        bounded = {one.arn for one in world.entities if one.boundary is not None}
        found = [one for one in found if (one.arn in bounded) is what.bounded]
    return [one for one in found if not what.used_by or _users(world, one, what.used_by)]


def entities(world: World, who: Who, target: Target) -> list[Entity]:
    """The principals of a class that may act on a resource."""
    account = target.account
    if who.account == "nobody":
        return [Entity(EVERYBODY, "anybody")]
    if who.account:
        theirs = account if who.account == "ours" else STRANGER
        return [Entity(ACCOUNT, f"any principal of {theirs}", "", theirs)]
    if who.subjects:
        return [web_identity(GITHUB, account)]
    if who.services:
        names = [_filled(one, target, "") for one in who.services]
        every = world.services() if "*" in names else [one for one in names if one != "*"]
        return [Entity(SERVICE, one) for one in every if _chosen(one, who.named, who.but)]
    found = [one for one in world.entities if one.kind in who.kinds and one.account == account]
    found = [one for one in found if _chosen(one.name, who.named, who.but)]
    return [one for one in found if not who.used_by or _users(world, one, who.used_by)]


def contexts(statement: Statement, target: Target, by: str = "") -> Iterator[Context]:
    """Each combination of the values that a statement asks for; `by` is the ARN of what names the target."""
    given = dict(statement.when)
    if statement.who.subjects:
        given |= {f"{GITHUB}:sub": statement.who.subjects, f"{GITHUB}:aud": ("sts.amazonaws.com",)}
    for values in itertools.product(*given.values()):
        yield {
            key.lower(): () if value == ABSENT else (f"~{value}~" if value == ANOTHER else _filled(value, target, by),)
            for key, value in zip(given, values, strict=True)
        }


def _filled(text: str, target: Target, user: str) -> str:
    known = {"{account}": target.account, "{region}": target.region, "{what}": target.arn, "{user}": user}
    for sign, value in known.items():
        text = text.replace(sign, value)
    return text


def _chosen(name: str, named: Iterable[str], but: Iterable[str]) -> bool:
    patterns = tuple(named)
    wanted = not patterns or any(matches(one, name) is Answer.YES for one in patterns)
    return wanted and not any(matches(one, name) is Answer.YES for one in but)


def _users(world: World, one: Target | Entity, types: Sequence[str]) -> list[Resource] | list[None]:
    """What names it, of some types; one that is nothing where no type is asked for."""
    if not types:
        return [None]
    return [user for user in world.users.get(one.arn, []) if user.type in types]


def _related(world: World, statement: Statement, who: Entity, target: Target) -> bool:
    if statement.named_by:
        mine = {id(one) for one in _users(world, who, statement.named_by)}
        if not any(id(one) in mine for one in _users(world, target, statement.named_by)):
            return False
    if statement.of == "any" or who.resource is None:
        return True
    return (_service(who.resource) == _service(target.resource)) is (statement.of == "the same")


def _service(resource: Resource) -> str:
    """The service that a resource is of: its tag, or that of a resource of its stack, which all have the same."""
    for tag in resource.properties.get("Tags") or ():
        if isinstance(tag, dict) and tag.get("Key") == "Service":
            return str(tag.get("Value"))
    return resource.template.stack_name.partition("-")[2]
