"""What a statement allows on how much: every action, a whole service, every role, whatever words say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.template import text_of
from constructs_lib.kernel.broad_access import (
    PASSING,
    covers_action,
    is_every_action,
    is_every_resource,
    is_every_resource_of,
    is_every_role,
    is_whole_service,
    service_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aspects.judge.template import Place
    from aspects.judge.template.policies import Statement

_BUT_SOME = "all resources but some"


def every_action(statement: Statement) -> Place | None:
    """Where it says every action, or all but some."""
    return next(_those(statement.actions, is_every_action), None) or next(iter(statement.not_actions), None)


def every_resource(statement: Statement) -> Place | None:
    """Where it says every resource, or all but some."""
    return next(_those(statement.resources, is_every_resource), None) or next(iter(statement.not_resources), None)


def all_of_service(statement: Statement, service: str) -> str:
    """All resources of a service, in words, where it speaks of them; else nothing."""
    if next(_those(statement.resources, lambda text: is_every_resource_of(text, service)), None):
        return "every resource"
    left_out = next(_those(statement.not_resources, lambda text: is_every_resource_of(text, service)), None)
    return _BUT_SOME if statement.not_resources and not left_out else ""


def all_roles(statement: Statement) -> str:
    """All roles, in words, where it speaks of them; else nothing."""
    if next(_those(statement.resources, is_every_role), None):
        return "every role"
    left_out = next(_those(statement.not_resources, is_every_role), None)
    return "all roles but some" if statement.not_resources and not left_out else ""


def whole_services(statement: Statement) -> Iterator[tuple[Place, str]]:
    """Each whole service that it allows on all of that service's resources: where it says so, and in words."""
    for place in _those(statement.actions, is_whole_service):
        if where := all_of_service(statement, service_of(str(place.value))):
            yield place, f"{place.value} on {where}"
    for place in statement.resources if statement.not_actions else ():
        service = service_of(text_of(place.value) or "")
        spared = any(is_whole_service(text) and service_of(text) == service for text in _texts(statement.not_actions))
        if service and not spared and is_every_resource_of(str(place.value), service):
            yield place, f"all actions but some on every resource of {service}"


def passing_roles(statement: Statement) -> Iterator[tuple[Place, str]]:
    """Where it allows `iam:PassRole`, and in words."""
    for place in _those(statement.actions, lambda text: covers_action(text, PASSING)):
        yield place, str(place.value)
    if statement.not_actions and not any(covers_action(text, PASSING) for text in _texts(statement.not_actions)):
        yield statement.not_actions[0], "iam:PassRole, as all actions but some,"


def _those(places: tuple[Place, ...], wanted: Callable[[str], bool]) -> Iterator[Place]:
    return (place for place in places if (text := text_of(place.value)) is not None and wanted(text))


def _texts(places: tuple[Place, ...]) -> Iterator[str]:
    return (text for place in places if (text := text_of(place.value)) is not None)
