"""Which principals and resources a statement of `access.yaml` is about, and every request that it asks for."""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING

from aspects.judge.access.entities import ACCOUNT, EVERYBODY, SERVICE, Entity, Request, Target
from aspects.judge.access.reach import web_identity
from aspects.judge.iam.matching import matches
from aspects.judge.iam.truth import Truth
from constructs_lib.kernel.calls import caller
from governed_cdk.access.settings import ABSENT, ANOTHER, USER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from aspects.judge.access.world import World
    from aspects.judge.iam.conditions import Context
    from aspects.judge.template import Resource
    from governed_cdk.access.settings import AccessStatement, What, Who

    About = Callable[[Entity, Target], bool]

GITHUB = "token.actions.githubusercontent.com"
STRANGER = "999999999999"  # an account that is nobody's here
_SERVICES = {"iam": ("sts", "iam")}  # whose actions are on resources of another name


def everything(who: Entity, what: Target) -> bool:
    """Every pair of a principal and a resource."""
    del who, what
    return True


def requests(world: World, statement: AccessStatement, about: About = everything) -> Iterator[Request]:
    """Every request that a statement asks for, of the pairs that are asked about."""
    for target in targets(world, statement.to):
        for asked in _keys(world, target) if statement.its_key else [target]:
            for user in _users(world, target, statement.to.used_by):
                for who in entities(world, statement.who, target, user):
                    if about(who, asked) and _related(world, statement, who, target):
                        yield from _each(world, statement, Request(who, "", asked), (target, user))


def _each(
    world: World, statement: AccessStatement, request: Request, named: tuple[Target, Resource | None]
) -> Iterator[Request]:
    """The request with each action of the resource's service, and each context."""
    (target, user), asked = named, request.what
    service = asked.arn.split(":")[2]
    actions = [one for one in statement.do if one.partition(":")[0] in _SERVICES.get(service, (service,))]
    by = world.source_arn(user) if user else ""
    of_log_group = asked.kind == "AWS::Logs::LogGroup"
    fitting = [part for part in statement.part if part.startswith("log-stream:") is of_log_group]
    parts = [filled(part, target, by) for part in fitting or ("",)]
    for context, action, part in itertools.product(contexts(statement, target, by), actions, parts):
        yield Request(request.who, action, asked, context, part)


def targets(world: World, what: What) -> list[Target]:
    """The resources of a class."""
    found = [one for one in world.targets if one.kind in what.kinds and chosen(one.name, what.named, what.but)]
    if what.bounded is not None:
        bounded = {one.arn for one in world.entities if one.boundary is not None}
        found = [one for one in found if (one.arn in bounded) is what.bounded]
    return [one for one in found if not what.used_by or _users(world, one, what.used_by)]


def entities(world: World, who: Who, target: Target, user: Resource | None = None) -> list[Entity]:
    """The principals of a class that may act on a resource, which `user` names."""
    account = target.account
    if who.account == "nobody":
        return [Entity(EVERYBODY, "anybody")]
    if who.account:
        theirs = account if who.account == "ours" else STRANGER
        return [Entity(ACCOUNT, f"any principal of {theirs}", "", theirs)]
    if who.subjects:
        return [web_identity(GITHUB, account)]
    if who.services:
        return [Entity(SERVICE, one) for one in _services(world, who, target, user)]
    found = [one for one in world.entities if one.kind in who.kinds and one.account == account]
    found = [one for one in found if chosen(one.name, who.named, who.but)]
    return [one for one in found if not who.used_by or _users(world, one, who.used_by)]


def _services(world: World, who: Who, target: Target, user: Resource | None) -> list[str]:
    names = {filled(one, target, "") for one in who.services}
    if "*" in names:
        names |= set(world.services)
    if USER in names and user and (acting := caller(user.type, target.resource.type)):
        names.add(acting)
    return sorted(one for one in names - {"*", USER} if chosen(one, who.named, who.but))


def contexts(statement: AccessStatement, target: Target, by: str = "") -> Iterator[Context]:
    """Each combination of the values that a statement asks for; `by` is the ARN of what names the target."""
    subjects = {f"{GITHUB}:sub": statement.who.subjects, f"{GITHUB}:aud": ("sts.amazonaws.com",)}
    alternatives = [
        {**(subjects if statement.who.subjects else {}), **when} for when in (statement.when, *statement.or_when)
    ]
    for given, values in ((one, values) for one in alternatives for values in itertools.product(*one.values())):
        yield {
            key.lower(): () if value == ABSENT else (f"~{value}~" if value == ANOTHER else filled(value, target, by),)
            for key, value in zip(given, values, strict=True)
        }


def filled(text: str, target: Target, user: str) -> str:
    """A text with what stands for parts of the resource, and for what names it."""
    known = {
        "{account}": target.account,
        "{env}": target.resource.template.stack_name.partition("-")[0],
        "{region}": target.region,
        "{service}": target.arn.split(":")[2],
        "{user_service}": user.split(":")[2] if user else "",
        "{user}": user,
        "{what}": target.arn,
    }
    for sign, value in known.items():
        text = text.replace(sign, value)
    return text


@functools.lru_cache(maxsize=20_000)
def chosen(name: str, named: tuple[str, ...], but: tuple[str, ...]) -> bool:
    """Whether a name fits some pattern, where there is one, and none that is left out."""
    wanted = not named or any(matches(one, name) is Truth.YES for one in named)
    return wanted and not any(matches(one, name) is Truth.YES for one in but)


def _keys(world: World, target: Target) -> list[Target]:
    """The keys of its own region that a resource names."""
    keys = (one for one in world.targets if one.kind == "key" and one.region == target.region)
    return [one for one in keys if target.resource in world.users.get(one.arn, ())]


def _users(world: World, one: Target | Entity, types: Sequence[str]) -> list[Resource] | list[None]:
    """What names it, of some types; one that is nothing where no type is asked for."""
    if not types:
        return [None]
    return [user for user in world.users.get(one.arn, []) if user.type in types]


def _related(world: World, statement: AccessStatement, who: Entity, target: Target) -> bool:
    if statement.named_by:
        mine = {id(one) for one in _users(world, who, statement.named_by)}
        if not any(id(one) in mine for one in (target.resource, *_users(world, target, statement.named_by))):
            return False
    if statement.of == "any" or who.resource is None:
        return True
    return (_service(who.resource) == _service(target.resource)) is (statement.of == "the same")


def _service(resource: Resource) -> str:
    """The service that a resource is of: its tag, or its stack where it has none."""
    for tag in resource.properties.get("Tags") or ():
        if isinstance(tag, dict) and tag.get("Key") == "Service":
            return str(tag.get("Value"))
    return resource.template.stack_name.partition("-")[2]
