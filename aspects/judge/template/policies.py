"""IAM policy documents, read wherever a property holds one: as a mapping, or as JSON in text.

Source: IAM User Guide, "Grammar of the IAM JSON policy language" and "IAM JSON policy elements reference".
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from aspects.judge.template.json_text import from_json
from aspects.judge.template.once import once
from aspects.judge.template.places import Place
from aspects.judge.template.property_values import ABSENT, INCLUDES, OPAQUE, Partial, Unknown, describe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template.model import Resource, Template

_MOST = 16  # ways in which the branches inside one statement's conditions combine
_ELEMENTS = {
    name.lower(): name
    for name in ("Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition")
}


@dataclass(frozen=True, slots=True)
class Principal:
    """One principal. `kind` is AWS, Service, Federated or CanonicalUser; `*` for everybody; empty where unknown."""

    kind: str
    value: Any
    path: str


@dataclass(frozen=True, slots=True)
class PolicyCondition:
    """One key of a condition block, both names in lower case since IAM ignores their case, with all its values."""

    operator: str
    key: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a policy, with one of the ways in which the branches of its condition block may turn out.

    `effect` is `Allow` or `Deny`, or an unknown value. Where the statement as a whole cannot be known, `unknown` says
    why, and nothing else is set. Values of lists are places with text, or with an unknown value.
    """

    path: str
    effect: Any = ABSENT
    actions: tuple[Place, ...] = ()
    not_actions: tuple[Place, ...] = ()
    resources: tuple[Place, ...] = ()
    not_resources: tuple[Place, ...] = ()
    principals: tuple[Principal, ...] = ()
    not_principals: tuple[Principal, ...] = ()
    conditions: tuple[PolicyCondition, ...] = ()
    unknown: str = ""

    @property
    def allows(self) -> bool:
        """Whether the statement grants something, or may: an unknown effect counts."""
        return not self.unknown and self.effect != "Deny" and self.effect is not ABSENT


@once
def statements(resource: Resource, *path: str) -> tuple[Statement, ...]:
    """The statements of the policy document at a path of a resource; none where there is no document.

    A document may be a mapping, JSON as text (also by `Fn::Sub`, `Fn::Join` and `Fn::ToJsonString`), and hold
    intrinsic functions anywhere. What cannot be read comes back as a statement that is unknown.
    """
    documents = resource.places(*path)
    return tuple(one for document in documents for one in statements_of(resource.template, document))


def statements_of(template: Template, document: Place) -> Iterator[Statement]:
    """The statements of one document, wherever it was found."""
    for place in statement_places(template, document):
        yield from read_statement(template, place.value, place.path)


def statement_places(template: Template, document: Place) -> Iterator[Place]:
    """The statements of one document as they stand, and what stands in place of a document or of a statement."""
    body = from_json(document.value)
    if body is not ABSENT and (not isinstance(body, dict) or INCLUDES in body):
        yield Place(document.path, Unknown(_why(body)))
    if not isinstance(body, dict):
        return
    names = {str(name).lower(): name for name in body}
    if "statement" in names:
        yield from items(template, body[names["statement"]], f"{document.path}.Statement".lstrip("."))


def read_statement(template: Template, given: Any, at: str) -> Iterator[Statement]:
    """A statement of `statement_places`, in each way in which its branches may turn out."""
    if not isinstance(given, dict) or INCLUDES in given:
        yield Statement(at, unknown=_why(given))
        return
    body = {_ELEMENTS.get(str(name).lower(), str(name)): value for name, value in given.items()}

    def texts(name: str) -> tuple[Place, ...]:
        return tuple(_texts(template, body[name], f"{at}.{name}")) if name in body else ()

    effects = template.alternatives(body["Effect"]) if "Effect" in body else [ABSENT]
    blocks = itertools.islice(_blocks(template, body.get("Condition", ABSENT)), _MOST)
    read = Statement(
        path=at,
        actions=texts("Action"),
        not_actions=texts("NotAction"),
        resources=texts("Resource"),
        not_resources=texts("NotResource"),
        principals=_principals(template, body, "Principal", at),
        not_principals=_principals(template, body, "NotPrincipal", at),
    )
    for effect, conditions in itertools.product(effects, dict.fromkeys(blocks)):
        yield replace(read, effect=_effect(effect), conditions=conditions)


def _why(value: Any) -> str:
    known = INCLUDES if isinstance(value, dict) else "a value that is no policy"
    return describe(value) if isinstance(value, OPAQUE) else known


def items(template: Template, value: Any, at: str) -> Iterator[Place]:
    """The items of a list at a place, also of lists inside it, as branches make them; a single value is one."""
    for found in template.alternatives(value):
        if isinstance(found, list):
            for index, item in enumerate(found):
                yield from items(template, item, f"{at}[{index}]")
        elif found is not ABSENT:
            yield Place(at, found)


def _effect(value: Any) -> Any:
    if isinstance(value, str) and not isinstance(value, Partial):
        return value.strip().capitalize()
    return value if value is ABSENT or isinstance(value, OPAQUE) else Unknown("an effect that is no text")


def _texts(template: Template, value: Any, at: str) -> Iterator[Place]:
    for place in items(template, value, at):
        if isinstance(place.value, (str, *OPAQUE)):
            yield place
        elif isinstance(place.value, int):
            yield Place(place.path, str(place.value))  # an account, which YAML takes for a number


def _principals(template: Template, body: dict[str, Any], name: str, at: str) -> tuple[Principal, ...]:
    found: list[Principal] = []
    for value in template.alternatives(body[name]) if name in body else ():
        by_kind = value if isinstance(value, dict) else {"": value}
        for kind, named in by_kind.items():
            path = f"{at}.{name}.{kind}".rstrip(".")
            for place in _texts(template, named, path):
                is_everybody = not kind and place.value == "*"
                found.append(Principal("*" if is_everybody else str(kind), place.value, place.path))
    return tuple(found)


def _blocks(template: Template, given: Any) -> Iterator[tuple[PolicyCondition, ...]]:
    """Each way in which a condition block may turn out."""
    for block in template.alternatives(given):
        if not isinstance(block, dict):
            yield (PolicyCondition("", "", (block,)),) if isinstance(block, OPAQUE) else ()
            continue
        options = [_operator(template, str(operator), keys) for operator, keys in block.items()]
        for combination in itertools.product(*options):
            yield tuple(itertools.chain.from_iterable(combination))


def _operator(template: Template, operator: str, given: Any) -> list[tuple[PolicyCondition, ...]]:
    found: list[tuple[PolicyCondition, ...]] = []
    for keys in template.alternatives(given):
        if not isinstance(keys, dict):
            found.append((PolicyCondition(operator.lower(), "", (keys,)),) if isinstance(keys, OPAQUE) else ())
            continue
        options = [
            [_condition(template, operator, str(key), value) for value in template.alternatives(values)]
            for key, values in keys.items()
        ]
        combined = itertools.islice(itertools.product(*options), _MOST)
        found += [tuple(one for one in combination if one is not None) for combination in combined]
    return found[:_MOST]


def _condition(template: Template, operator: str, key: str, value: Any) -> PolicyCondition | None:
    if value is ABSENT:
        return None
    found = [place.value for place in items(template, value, "")]
    plain = [str(one).lower() if isinstance(one, bool) else one for one in found if not isinstance(one, dict | list)]
    return PolicyCondition(operator.lower(), key.lower(), tuple(plain))
