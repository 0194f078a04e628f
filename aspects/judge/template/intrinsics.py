"""CloudFormation's intrinsic functions, worked out as far as a template alone allows.

`Fn::If` gives both branches, `Fn::FindInMap` every value that its keys leave open, a parameter its default and allowed
values. What depends on the account or the deploy stays `Unknown`. Source: CloudFormation User Guide, "Intrinsic
function reference", "Pseudo parameters reference" and "Dynamic references".
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

from aspects.judge.template.text import joined, text_value
from aspects.judge.template.values import ABSENT, Import, Lookup, Partial, Pieces, Reference, Unknown, as_int

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from aspects.judge.template.model import Template

_MOST = 64  # alternatives of one value; a template that means more than that is not judged more finely
_DEEPEST = 24
_SSM_PARAMETER = "AWS::SSM::Parameter::"
_PLACEHOLDER = re.compile(r"\$\{(!?)([^}]*)\}")
_MUCH = Unknown("a value with too many alternatives")


def alternatives(template: Template, value: Any, depth: int = 0) -> list[Any]:
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
    found = list(itertools.islice(function(template, argument, depth + 1), _MOST + 1))
    if len(found) > _MOST:
        return [*found[:_MOST], _MUCH]
    return found or [Unknown(name)]


def _products(template: Template, parts: Iterable[Any], depth: int) -> Iterator[tuple[Any, ...]]:
    return itertools.product(*(alternatives(template, part, depth) for part in parts))


def _if(template: Template, argument: Any, depth: int) -> Iterator[Any]:
    if not isinstance(argument, list) or len(argument) != 3:
        return
    for branch in argument[1:]:
        yield from alternatives(template, branch, depth)


def _ref(template: Template, name: Any, depth: int) -> Iterator[Any]:
    if not isinstance(name, str):
        return
    if name.startswith("AWS::"):
        yield template.pseudo(name)
    elif name in template.parameters:
        yield from _parameter(template, name, depth)
    elif name in template.resources:
        yield Reference(template, name)
    else:
        yield Unknown(f"{name}, which the template does not have")


def _parameter(template: Template, name: str, depth: int) -> Iterator[Any]:
    body = template.parameters[name]
    body = body if isinstance(body, dict) else {}
    type_ = str(body.get("Type", "String"))
    passed = [(parent, values[name]) for parent, values in template.callers if name in values]
    for parent, value in passed:
        for found in alternatives(parent, value, depth):
            is_name = type_.startswith(_SSM_PARAMETER) and isinstance(found, str)
            yield Lookup(found) if is_name else found
    if passed and len(passed) == len(template.callers):
        return
    given = body.get("AllowedValues")
    values = list(given) if isinstance(given, list) else []
    if "Default" in body and body["Default"] not in values:
        values.insert(0, body["Default"])
    if not values:
        yield Unknown(f"parameter {name}")
    for value in values:
        if type_.startswith(_SSM_PARAMETER):
            yield Lookup(str(value))
        elif type_.startswith("List<") or type_ == "CommaDelimitedList":
            yield [item.strip() for item in str(value).split(",")] if str(value) else []
        else:
            yield _literal(value, f"parameter {name}")


def _literal(value: Any, what: str) -> Any:
    """A value of a section where CloudFormation takes no functions. Following them there could go round in circles."""
    if isinstance(value, dict):
        return Unknown(what)
    return text_value(value) if isinstance(value, str) and "{{resolve:" in value else value


def _get_att(template: Template, argument: Any, depth: int) -> Iterator[Any]:
    if isinstance(argument, str):
        argument = argument.split(".", 1)
    if not isinstance(argument, list) or not argument or not isinstance(argument[0], str):
        return
    name, attribute = argument[0], ".".join(part for part in argument[1:] if isinstance(part, str))
    if name not in template.resources:
        yield Unknown(f"{name}, which the template does not have")
        return
    nested = template.nested.get(name)
    output = nested.outputs.get(attribute.removeprefix("Outputs.")) if nested else None
    if nested and isinstance(output, dict) and "Value" in output:
        yield from alternatives(nested, output["Value"], depth)
    else:
        yield Reference(template, name, attribute)


def _join(template: Template, argument: Any, depth: int) -> Iterator[Any]:
    if not isinstance(argument, list) or len(argument) != 2 or not isinstance(argument[0], str):
        return
    for parts in alternatives(template, argument[1], depth):
        if not isinstance(parts, list):
            yield parts if isinstance(parts, Unknown) else Unknown("Fn::Join")
            continue
        for combination in _products(template, parts, depth):
            pieces: list[Any] = []
            for part in combination:
                pieces += [argument[0], *part] if isinstance(part, list) else [argument[0], part]
            yield joined(pieces[1:])


def _sub(template: Template, argument: Any, depth: int) -> Iterator[Any]:
    text, variables = argument if isinstance(argument, list) and len(argument) == 2 else (argument, {})
    if not isinstance(text, str) or not isinstance(variables, dict):
        return
    parts: list[Any] = []
    end = 0
    for match in _PLACEHOLDER.finditer(text):
        literal, name = match[1], match[2].strip()
        parts.append(text[end : match.start()])
        if literal:
            parts.append(f"${{{name}}}")
        elif name in variables:
            parts.append(variables[name])
        else:
            parts.append({"Fn::GetAtt": name} if "." in name else {"Ref": name})
        end = match.end()
    for combination in _products(template, [*parts, text[end:]], depth):
        yield joined(combination)


def _find_in_map(template: Template, argument: Any, depth: int) -> Iterator[Any]:
    if not isinstance(argument, list) or len(argument) < 3:
        return
    tables = _picked(template.mappings, argument[0])
    rows = [row for table in tables for row in _picked(table, argument[1])]
    yield from (_literal(value, "Fn::FindInMap") for row in rows for value in _picked(row, argument[2]))
    if len(argument) > 3 and isinstance(argument[3], dict) and "DefaultValue" in argument[3]:
        yield from alternatives(template, argument[3]["DefaultValue"], depth)


def _picked(table: Any, key: Any) -> list[Any]:
    """The entry of a literal key, else every entry: which one it is depends on the deploy."""
    if not isinstance(table, dict):
        return []
    if isinstance(key, str):
        return [table[key]] if key in table else []
    return list(table.values())


def _select(template: Template, argument: Any, depth: int) -> Iterator[Any]:
    if not isinstance(argument, list) or len(argument) != 2:
        return
    for index, items in _products(template, argument, depth):
        position = as_int(index)
        if isinstance(items, Pieces):
            yield Partial((items.text,))
        elif not isinstance(items, list):
            yield items if isinstance(items, Unknown) else Unknown("Fn::Select")
        elif position is None:
            for item in items:
                yield from alternatives(template, item, depth)
        elif 0 <= position < len(items):
            yield from alternatives(template, items[position], depth)


def _split(template: Template, argument: Any, depth: int) -> Iterator[Any]:
    if not isinstance(argument, list) or len(argument) != 2 or not argument[0] or not isinstance(argument[0], str):
        return
    for text in alternatives(template, argument[1], depth):
        if isinstance(text, Unknown) or text is ABSENT:
            yield text
        elif isinstance(text, str) and not isinstance(text, Partial):
            yield text.split(argument[0])
        else:
            yield Pieces(text)


def _import(template: Template, argument: Any, depth: int) -> Iterator[Any]:
    for name in alternatives(template, argument, depth):
        yield Import(str(name))


def _inner(template: Template, argument: Any, depth: int) -> Iterator[Any]:
    yield from alternatives(template, argument, depth)


def _output_of(template: Template, argument: Any, depth: int) -> Iterator[Any]:
    del template, depth
    yield Import(".".join(map(str, argument.values())) if isinstance(argument, dict) else str(argument))


_FUNCTIONS: dict[str, Callable[[Template, Any, int], Iterator[Any]]] = {
    "Fn::Base64": _inner,  # what is encoded is what counts
    "Fn::FindInMap": _find_in_map,
    "Fn::GetAtt": _get_att,
    "Fn::GetStackOutput": _output_of,
    "Fn::If": _if,
    "Fn::ImportValue": _import,
    "Fn::Join": _join,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::Sub": _sub,
    "Fn::ToJsonString": _inner,
    "Ref": _ref,
}
