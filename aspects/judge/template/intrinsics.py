"""CloudFormation's intrinsic functions, worked out as far as a template alone allows.

`Fn::If` gives both branches, `Fn::FindInMap` every value that its keys leave open, a parameter its default and allowed
values: of these, what the world leaves that is being asked (`world.py`). What depends on the account or the deploy
stays `Unknown`. Source: CloudFormation User Guide, "Intrinsic function reference", "Pseudo parameters reference" and
"Dynamic references".
"""

from __future__ import annotations

import functools
import itertools
from typing import TYPE_CHECKING, Any

from aspects.judge.template import lists
from aspects.judge.template.called import called
from aspects.judge.template.composition import join, sub
from aspects.judge.template.mappings import find_in_map
from aspects.judge.template.once import remembered
from aspects.judge.template.parameters import distinct, parameter
from aspects.judge.template.property_values import ABSENT, Import, Partial, Unknown
from aspects.judge.template.text import text_value
from aspects.judge.template.world import current, entered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aspects.judge.template.composition import Worked
    from aspects.judge.template.scope import Scope

    Function = Callable[[Scope, Any, int], Iterator[Any]]

_MOST = 64  # alternatives of one value; a template that means more than that is not judged more finely
_DEEPEST = 24
LOOP_VARIABLE = "Fn::ForEach"
"""Stands in a template that is written out for the variable of a loop whose items only the deploy knows."""
_MUCH = Unknown("a value with too many alternatives")


def is_function(value: Any) -> bool:
    """Whether a value as it is written is one intrinsic function, which gives what stands in its place.

    A loop is none: it gives keys of the mapping that it stands in, whose only key it may be (CloudFormation Template
    Reference, "Fn::ForEach").
    """
    if not isinstance(value, dict) or len(value) != 1:
        return False
    return names_a_function(next(iter(value)))


def names_a_function(key: Any) -> bool:
    """Whether a key is the name of an intrinsic function."""
    return key == "Ref" or (isinstance(key, str) and key.startswith("Fn::") and not is_loop(key))


def is_loop(key: Any) -> bool:
    """Whether a key of a mapping is a loop, which brings others."""
    return isinstance(key, str) and key.startswith(f"{LOOP_VARIABLE}::")


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
        return [*distinct(found[:_MOST]), _MUCH]
    return distinct(found) or [Unknown(name)]


def _if(scope: Scope, argument: Any, depth: int) -> Iterator[Any]:
    if not isinstance(argument, list) or len(argument) != 3:
        return
    name, world = argument[0], current()
    if world is None or not isinstance(name, str):
        for branch in argument[1:]:
            yield from alternatives(scope, branch, depth)
        return
    for outcome, inside in world.outcomes(scope, name):
        if inside is world:
            yield from alternatives(scope, argument[1 if outcome else 2], depth)
            continue
        with entered(inside):
            found = alternatives(scope, argument[1 if outcome else 2], depth)
        yield from found


def _ref(scope: Scope, name: Any, depth: int) -> Iterator[Any]:
    if not isinstance(name, str):
        return
    if name.startswith("AWS::"):
        yield from _pseudo(scope, name)
    elif name in scope.parameters:
        yield from parameter(scope, name, lambda parent, value: alternatives(parent, value, depth))
    elif name in scope.resources:
        yield scope.reference(name)
    else:
        yield _missing(scope, name)


def _missing(scope: Scope, name: str, attribute: str = "") -> Unknown:
    """What a transform will have made, or nothing at all."""
    return Unknown(f"{name}, which the template does not have", (scope, name, attribute))


def _pseudo(scope: Scope, name: str) -> list[Any]:
    """A pseudo parameter: what is known of it, else the one value that the world leaves it."""
    known, world = scope.pseudo(name), current()
    if world is None or not isinstance(known, Unknown):
        return [known]
    return world.pseudo(scope, name) or [known]


def _get_att(scope: Scope, argument: Any, depth: int) -> Iterator[Any]:
    if isinstance(argument, str):
        argument = argument.split(".", 1)
    if not isinstance(argument, list) or not argument or not isinstance(argument[0], str):
        return
    name, attribute = argument[0], ".".join(part for part in argument[1:] if isinstance(part, str))
    if name not in scope.resources:
        yield _missing(scope, name, attribute)
        return
    nested = called(scope, name)
    output = nested.outputs.get(attribute.removeprefix("Outputs.")) if nested else None
    if nested and isinstance(output, dict) and "Value" in output:
        yield from _output(nested, attribute, output, depth)
    else:
        yield scope.reference(name, attribute)


def _output(nested: Scope, attribute: str, output: dict[str, Any], depth: int) -> list[Any]:
    """The value of an output, where its condition lets there be one."""
    missing, condition, world = [Unknown(attribute)], output.get("Condition"), current()
    if world is not None and isinstance(condition, str):
        outcomes = dict(world.outcomes(nested, condition))
        if True not in outcomes:
            return missing
        world = outcomes[True]
    with entered(world):
        found: list[Any] = remembered(
            nested, ("output", attribute), lambda: alternatives(nested, output["Value"], depth), meanwhile=missing
        )
    return found


def _find_in_map(scope: Scope, argument: Any, depth: int) -> Iterator[Any]:
    yield from find_in_map(scope, argument, functools.partial(alternatives, scope, depth=depth))


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
