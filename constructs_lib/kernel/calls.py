"""Who calls whom at run time: which resource makes which service or role call what; pure.

The facts stand in `facts/calls.yaml`, whose head says what its columns mean. Which condition keys come along with a
service's call, `conditions` beside this module knows.
"""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.conditions import Policy
from constructs_lib.kernel.facts.call_table import FILE, read_calls

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ANY = "*"
JUDGED_BY = {
    "AWS::IAM::Role": Policy.TRUST,
    "AWS::KMS::Key": Policy.KEY,
    "AWS::Lambda::Function": Policy.FUNCTION,
    "AWS::Logs::LogGroup": Policy.LOG_GROUP,
    "AWS::S3::Bucket": Policy.BUCKET,
    "AWS::SNS::Topic": Policy.TOPIC,
    "AWS::SQS::Queue": Policy.QUEUE,
}
"""The kind of policy that judges a service's call on a type."""


@dataclass(frozen=True, slots=True)
class RoleUse:
    """A role that a type names at a path, and the service that takes it on.

    `passed` is the ARN for which the service takes on a role that somebody passes to it rather, `behalf` the one for
    which it says that it calls, where that is not the resource's own.
    """

    type: str
    at: tuple[str, ...]
    service: str
    passed: str = ""
    behalf: str = ""


@dataclass(frozen=True, slots=True)
class CallRow:
    """What one type makes a principal do at one path.

    The principal is `service`, or the role at the path `role`, or any principal of the account. `at` is below each
    thing at `each` for which `only` holds; without it the resource itself is called. The head of the file says more.
    """

    type: str
    to: str
    does: tuple[str, ...]
    also: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    each: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    only: Mapping[str, Any] = field(default_factory=dict)
    service: str = ""
    role: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    via: str = ""
    behalf: str = ""
    part: str = ""
    sends: Mapping[str, str] = field(default_factory=dict)

    @property
    def elsewhere(self) -> bool:
        """Whether what is called is no resource of a template: everything, or what an ARN's pattern says."""
        return self.to == ANY or self.to.startswith("arn:")


@dataclass(frozen=True, slots=True)
class KeyUse:
    """What calls on a type ask of the key that it names at a path: by action, the actions on the key.

    `via` is the service as `kms:ViaService` names it, `context` the encryption context. `services` says whether a
    service that calls needs the key as well, by itself.
    """

    type: str
    at: tuple[str, ...]
    via: str
    asks: Mapping[str, tuple[str, ...]]
    context: Mapping[str, str] = field(default_factory=dict)
    services: bool = False


@functools.cache
def roles() -> tuple[RoleUse, ...]:
    """Who takes on which role."""
    return tuple(
        RoleUse(
            type_,
            (*_path(row.get("each", "")), *_path(at)),
            row["service"],
            row.get("passed", ""),
            row.get("behalf", ""),
        )
        for row in read_calls(FILE)["roles"]
        for type_ in _list(row["type"])
        for at in _list(row["at"])
    )


@functools.cache
def calls() -> tuple[CallRow, ...]:
    """Who calls what, one for each type and path of a row."""
    return tuple(one for row in read_calls(FILE)["calls"] for one in _calls(row))


@functools.cache
def keys() -> tuple[KeyUse, ...]:
    """What is asked of keys."""
    return tuple(
        KeyUse(
            type_, _path(row["at"]), row["via"], {action: _list(asked) for action, asked in row["asks"].items()},
            dict(row.get("context", {})), row.get("services", False),
        )
        for row in read_calls(FILE)["keys"]
        for type_ in _list(row["type"])
    )  # fmt: skip


@functools.cache
def calls_of(type_: str) -> tuple[CallRow, ...]:
    """What a type makes somebody call."""
    return tuple(row for row in calls() if row.type == type_)


def caller(type_: str, to: str) -> str | None:
    """The service principal that acts for a resource of a type on one of another; None where none is known."""
    if to == "AWS::IAM::Role":
        return next((one.service for one in roles() if one.type == type_), None)
    return next((row.service for row in calls_of(type_) if row.to == to and row.service), None)


@functools.cache
def on_behalf_of() -> Mapping[str, str]:
    """Of types for which every service calls on behalf of another resource: the property that names it."""
    said: dict[str, set[str]] = {}
    for row in calls():
        if row.service:
            said.setdefault(row.type, set()).add(row.behalf)
    return {type_: next(iter(found)) for type_, found in said.items() if len(found) == 1 and "" not in found}


def _calls(row: Mapping[str, Any]) -> Iterator[CallRow]:
    of_paths: dict[str, Any] = {name: _path(row.get(name, "")) for name in ("each", "role", "through")}
    as_it_is: dict[str, Any] = {name: row.get(name, "") for name in ("service", "via", "behalf", "part")}
    only, sends = dict(row.get("only", {})), dict(row.get("sends", {}))
    alternatives = (_list(row["type"]), _list(row.get("at", "")), _list(row.get("within", "")))
    for type_, at, within in itertools.product(*alternatives):
        yield CallRow(
            type=type_, to=row["to"], does=_list(row["does"]), also=_list(row.get("also", ())), at=_path(at),
            within=_path(within), only=only, sends=sends, **of_paths, **as_it_is,
        )  # fmt: skip


def _path(text: str) -> tuple[str, ...]:
    return tuple(text.split(".")) if text else ()


def _list(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
