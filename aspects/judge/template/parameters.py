"""What a parameter may be: what the stacks that nest the template pass, else its default and its allowed values.

In a world (`world.py`) only what that world leaves of it. Source: CloudFormation User Guide, "Parameters", and
"Understand CloudFormation quotas" for the 4,096 bytes that a value of a parameter has at most.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.template.once import remembered
from aspects.judge.template.property_values import Lookup, Partial, Pieces, Unknown
from aspects.judge.template.text import text_value
from aspects.judge.template.world import current, entered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from aspects.judge.template.scope import Scope
    from aspects.judge.template.world import TemplateWorld

_SSM_PARAMETER = "AWS::SSM::Parameter::"
_LONGEST = 4096


def is_list(type_: str) -> bool:
    """Whether a parameter of a type is a list, written as text with commas."""
    return type_.startswith("List<") or type_ == "CommaDelimitedList"


def is_plain(scope: Scope, name: str) -> bool:
    """Whether a parameter, or a pseudo parameter, is the very text that it is given."""
    if name.startswith("AWS::"):
        return name != "AWS::NoValue"
    type_ = _type(scope, name)
    return name in scope.parameters and not is_list(type_) and not type_.startswith(_SSM_PARAMETER)


def own_values(scope: Scope, name: str) -> list[Any]:
    """The default of a parameter and its allowed values, as they stand; nothing where it may be anything.

    Whoever nests a template and does not pass a parameter leaves it its default.
    """
    body = _body(scope, name)
    if scope.callers and "Default" in body:
        return [body["Default"]]
    given = body.get("AllowedValues")
    values = list(given) if isinstance(given, list) else []
    if "Default" in body and body["Default"] not in values:
        values.insert(0, body["Default"])
    return values


def parameter(scope: Scope, name: str, worked: Callable[[Scope, Any], list[Any]]) -> list[Any]:
    """Everything that a parameter may be; `worked` works out what a caller passes."""
    if not any(name in passed for _, passed in scope.callers):
        return _own(scope, name)
    meanwhile = [Unknown(f"parameter {name}, which is passed on to itself")]
    found: list[Any] = remembered(scope, ("Ref", name), lambda: _passed(scope, name, worked), meanwhile=meanwhile)
    return found


def _passed(scope: Scope, name: str, worked: Callable[[Scope, Any], list[Any]]) -> list[Any]:
    found: list[Any] = []
    for parent, passed, world in _callers(scope):
        with entered(world):
            values = worked(parent, passed[name]) if name in passed else _own(scope, name)
        found += [_taken(scope, name, value) for value in values] if name in passed else values
    return distinct(found)


def _callers(scope: Scope) -> list[tuple[Scope, Mapping[str, Any], TemplateWorld | None]]:
    world = current()
    return [*world.callers(scope)] if world else [(parent, passed, None) for parent, passed in scope.callers]


def _taken(scope: Scope, name: str, value: Any) -> Any:
    if isinstance(value, str) and len(value) > _LONGEST:
        return Unknown(f"parameter {name}, given more than {_LONGEST:,} characters")
    if isinstance(value, str) and _type(scope, name).startswith(_SSM_PARAMETER):
        return Lookup(value)
    return _items(value) if is_list(_type(scope, name)) else value


def _own(scope: Scope, name: str) -> list[Any]:
    values, world = own_values(scope, name), current()
    if world is not None:
        values = world.parameter(scope, name, values)
    return list(_read(scope, name, values)) or [Unknown(f"parameter {name}", (scope, name))]


def _read(scope: Scope, name: str, values: list[Any]) -> Iterator[Any]:
    type_ = _type(scope, name)
    for value in values:
        if isinstance(value, dict):  # no functions here: following them could go round in circles
            yield Unknown(f"parameter {name}", (scope, name))
        elif type_.startswith(_SSM_PARAMETER):
            yield Lookup(str(value))
        elif is_list(type_):
            yield _items(value if isinstance(value, list) else str(value))
        else:
            yield text_value(value) if isinstance(value, str) and "{{resolve:" in value else value


def _items(value: Any) -> Any:
    """The list that a parameter of a list's type makes of the text which it is given."""
    if isinstance(value, Partial):
        return Pieces(value, ",")
    if isinstance(value, str):
        return [item.strip() for item in value.split(",")] if value else []
    return value


def distinct(values: list[Any]) -> list[Any]:
    """The values without those that stand before them already. What is known in part is told apart by its parts."""
    if len(values) < 2:
        return values
    found: dict[Any, Any] = {}
    for value in values:
        plain = not isinstance(value, list | dict)
        found.setdefault((type(value), value, getattr(value, "parts", ())) if plain else id(value), value)
    return list(found.values())


def _body(scope: Scope, name: str) -> Mapping[str, Any]:
    body = scope.parameters.get(name)
    return body if isinstance(body, dict) else {}


def _type(scope: Scope, name: str) -> str:
    return str(_body(scope, name).get("Type", "String"))
