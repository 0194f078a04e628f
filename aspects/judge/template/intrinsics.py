"""CloudFormation's intrinsic functions, worked out as far as a template alone allows.

`Fn::If` gives both branches, `Fn::FindInMap` every value that its keys leave open, a parameter its default and allowed
values. What depends on the account or the deploy stays `Unknown`. Source: CloudFormation User Guide, "Intrinsic
function reference", "Pseudo parameters reference" and "Dynamic references".
"""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING, Any

from aspects.judge.template import lists
from aspects.judge.template.composition import join, sub
from aspects.judge.template.mappings import find_in_map
from aspects.judge.template.property_values import ABSENT, Import, Lookup, Partial, Pieces, Unknown
from aspects.judge.template.text import text_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aspects.judge.template.composition import Worked
    from aspects.judge.template.scope import Scope

    Function = Callable[[Scope, Any, int], Iterator[Any]]

_MOST = 64  # alternatives of one value; a template that means more than that is not judged more finely
_DEEPEST = 24
_SSM_PARAMETER = "AWS::SSM::Parameter::"
LOOP_VARIABLE = "Fn::ForEach"
"""Stands in a template that is written out for the variable of a loop whose items only the deploy knows."""
_MUCH = Unknown("a value with too many alternatives")


def alternatives(scope: Scope, value: Any, depth: int = 0) -> list[Any]:
    """Everything that a value may be, its outermost intrinsic function worked out; never empty.

    Mappings and lists come back as they are, their inner values not yet worked out.
    """
    if isinstance(value, str):
        return [text_value(value)] if "{{resolve:" in value else [value]
    if not isinstance(value, dict) or len(value) != 1:
        return [ABSENT] if value is None else [value]
    ((name, argument),) = value.items()
    function = _FUNCTIONS.get(name) if isinstance(name, str) else None
    if function is None:
        unknown = isinstance(name, str) and name.startswith("Fn::")
        return [Unknown(name)] if unknown else [value]
    if depth > _DEEPEST:
        return [Unknown(f"{name}, nested too deeply")]
    found = list(itertools.islice(function(scope, argument, depth + 1), _MOST + 1))
    if len(found) > _MOST:
        return [*found[:_MOST], _MUCH]
    return found or [Unknown(name)]


def _if(scope: Scope, argument: Any, depth: int) -> Iterator[Any]:
    if not isinstance(argument, list) or len(argument) != 3:
        return
    for branch in argument[1:]:
        yield from alternatives(scope, branch, depth)


def _ref(scope: Scope, name: Any, depth: int) -> Iterator[Any]:
    if not isinstance(name, str):
        return
    if name.startswith("AWS::"):
        yield scope.pseudo(name)
    elif name in scope.parameters:
        yield from _parameter(scope, name, depth)
    elif name in scope.resources:
        yield scope.reference(name)
    else:
        yield _missing(scope, name)


def _missing(scope: Scope, name: str, attribute: str = "") -> Unknown:
    """What a transform will have made, or nothing at all."""
    return Unknown(f"{name}, which the template does not have", (scope, name, attribute))


def _parameter(scope: Scope, name: str, depth: int) -> Iterator[Any]:
    body = scope.parameters[name]
    body = body if isinstance(body, dict) else {}
    type_ = str(body.get("Type", "String"))
    passed = [(parent, values[name]) for parent, values in scope.callers if name in values]
    for parent, value in passed:
        for found in alternatives(parent, value, depth):
            is_name = type_.startswith(_SSM_PARAMETER) and isinstance(found, str)
            yield Lookup(found) if is_name else _items(found) if _is_list(type_) else found
    if passed and len(passed) == len(scope.callers):
        return
    given = body.get("AllowedValues")
    values = list(given) if isinstance(given, list) else []
    if "Default" in body and body["Default"] not in values:
        values.insert(0, body["Default"])
    if not values:
        yield Unknown(f"parameter {name}", (scope, name))
    for value in values:
        if isinstance(value, dict):  # no functions here: following them could go round in circles
            yield Unknown(f"parameter {name}", (scope, name))
        elif type_.startswith(_SSM_PARAMETER):
            yield Lookup(str(value))
        elif _is_list(type_):
            yield _items(value if isinstance(value, list) else str(value))
        else:
            yield text_value(value) if isinstance(value, str) and "{{resolve:" in value else value


def _is_list(type_: str) -> bool:
    return type_.startswith("List<") or type_ == "CommaDelimitedList"


def _items(value: Any) -> Any:
    """The list that a parameter of a list's type makes of the text which it is given."""
    if isinstance(value, Partial):
        return Pieces(value, ",")
    if isinstance(value, str):
        return [item.strip() for item in value.split(",")] if value else []
    return value


def _get_att(scope: Scope, argument: Any, depth: int) -> Iterator[Any]:
    if isinstance(argument, str):
        argument = argument.split(".", 1)
    if not isinstance(argument, list) or not argument or not isinstance(argument[0], str):
        return
    name, attribute = argument[0], ".".join(part for part in argument[1:] if isinstance(part, str))
    if name not in scope.resources:
        yield _missing(scope, name, attribute)
        return
    nested = scope.nested.get(name)
    output = nested.outputs.get(attribute.removeprefix("Outputs.")) if nested else None
    if nested and isinstance(output, dict) and "Value" in output:
        yield from alternatives(nested, output["Value"], depth)
    else:
        yield scope.reference(name, attribute)


def _import(scope: Scope, argument: Any, depth: int) -> Iterator[Any]:
    for name in alternatives(scope, argument, depth):
        yield Import(name if isinstance(name, str) else Partial((name,)))


def _inner(scope: Scope, argument: Any, depth: int) -> Iterator[Any]:
    yield from alternatives(scope, argument, depth)


def _output_of(scope: Scope, argument: Any, depth: int) -> Iterator[Any]:
    del scope, depth
    yield Import(".".join(map(str, argument.values())) if isinstance(argument, dict) else str(argument))


def _composed(function: Callable[[Any, Worked], Iterator[Any]]) -> Function:
    """A function that needs of the template only what stands inside of its argument."""
    return lambda scope, argument, depth: function(argument, functools.partial(alternatives, scope, depth=depth))


def _find_in_map(scope: Scope, argument: Any, depth: int) -> Iterator[Any]:
    yield from find_in_map(scope, argument, functools.partial(alternatives, scope, depth=depth))


_FUNCTIONS: dict[str, Function] = {
    "Fn::Base64": _inner,  # what is encoded is what counts
    "Fn::Cidr": _composed(lists.cidr),
    "Fn::FindInMap": _find_in_map,
    LOOP_VARIABLE: lambda _scope, name, _depth: iter([Unknown(f"loop variable {name}")]),
    "Fn::GetAZs": _composed(lists.zones),
    "Fn::GetAtt": _get_att,
    "Fn::GetStackOutput": _output_of,
    "Fn::If": _if,
    "Fn::ImportValue": _import,
    "Fn::Join": _composed(join),
    "Fn::Length": _composed(lists.length),
    "Fn::Select": _composed(lists.select),
    "Fn::Split": _composed(lists.split),
    "Fn::Sub": _composed(sub),
    "Fn::ToJsonString": _inner,
    "Ref": _ref,
}
