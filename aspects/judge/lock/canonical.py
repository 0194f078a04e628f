"""Values of a template as plain data that differ just when CloudFormation may be told something else.

Text, numbers and booleans are text, as CloudFormation reads them; an absent value is None. What is known only at the
deploy stands as `${...}`: a resource or its attribute (`${Data.Arn}`), a parameter (`${Name}`), an SSM parameter by its
path, so that two ways to write the same are the same. A function that cannot be worked out stays, worked out inside;
`Fn::If` with what its condition says. A parameter that is not to be seen (`NoEcho`) is never followed.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from aspects.judge.readings.secrets import is_secret_property
from aspects.judge.template import ABSENT
from constructs_lib.kernel.secret_shapes import kind_of_secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from aspects.judge.template import Template

_PLACEHOLDER = re.compile(r"\$\{(!?)([^${}]*+)\}")
_SSM = "AWS::SSM::Parameter::"
_SECRET = "${a secret}"  # noqa: S105 - what stands in place of one

_Inside = tuple[str, ...]


def canonical(template: Template, value: Any, inside: _Inside = ()) -> Any:
    """A value of a template as such data. `inside` are the conditions and parameters that it is reached through."""
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return f"{value:g}" if isinstance(value, float) else str(value)
        case str():
            return _SECRET if kind_of_secret(value) else value
        case list():
            items = [canonical(template, item, inside) for item in value]
            return [item for item in items if item is not None]
        case dict():
            return _mapping(template, value, inside)
        case _:
            return None


def _mapping(template: Template, value: dict[str, Any], inside: _Inside) -> Any:
    if len(value) == 1:
        ((name, argument),) = value.items()
        if function := _FUNCTIONS.get(name):
            return function(template, argument, inside)
        if name == "Condition" and isinstance(argument, str) and "Conditions" in inside:
            return condition(template, argument, inside)
    found = {
        str(key): _SECRET if is_secret_property(str(key)) else canonical(template, item, inside)
        for key, item in sorted(value.items(), key=lambda pair: str(pair[0]))
    }
    return {key: item for key, item in found.items() if item is not None}


def condition(template: Template, name: Any, inside: _Inside = ()) -> Any:
    """What a condition says, as such data; its name where it says nothing."""
    conditions = template.body.get("Conditions")
    key = f"condition {name}"
    if not isinstance(conditions, dict) or name not in conditions or key in inside:
        return str(name)
    return canonical(template, conditions[name], (*inside, "Conditions", key))


def _ref(template: Template, name: Any, inside: _Inside) -> Any:
    if not isinstance(name, str):
        return None
    if name.startswith("AWS::"):
        found = template.pseudo(name)
        return None if found is ABSENT else found if isinstance(found, str) else f"${{{name}}}"
    return _parameter(template, name, inside) if name in template.parameters else f"${{{name}}}"


def _parameter(template: Template, name: str, inside: _Inside) -> Any:
    body = template.parameters[name]
    body = body if isinstance(body, dict) else {}
    type_, key = str(body.get("Type", "String")), f"parameter {name} of {id(template)}"
    if str(body.get("NoEcho", False)).lower() == "true" or key in inside:
        return f"${{{name}}}"
    passed = [canonical(parent, values[name], (*inside, key)) for parent, values in template.callers if name in values]
    found = passed[0] if len(passed) == 1 else passed or canonical(template, body.get("Default"))
    if found is None:
        return f"${{{name}}}"
    if type_.startswith(_SSM):
        return f"${{SSM parameter {_text(found)}}}"
    if isinstance(found, str) and (type_.startswith("List<") or type_ == "CommaDelimitedList"):
        return [item.strip() for item in found.split(",")] if found else []
    return found


def _get_att(template: Template, argument: Any, inside: _Inside) -> Any:
    parts = argument.split(".", 1) if isinstance(argument, str) else argument
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        return {"Fn::GetAtt": canonical(template, argument, inside)}
    name, attribute = parts[0], ".".join(parts[1:])
    nested = template.nested.get(name)
    output = nested.outputs.get(attribute.removeprefix("Outputs.")) if nested else None
    if nested and isinstance(output, dict) and "Value" in output:
        return canonical(nested, output["Value"], inside)
    return f"${{{name}.{attribute}}}"


def _join(template: Template, argument: Any, inside: _Inside) -> Any:
    found = canonical(template, argument, inside)
    match found:
        case [str(delimiter), list(parts)]:
            flat = [item for part in parts for item in (part if isinstance(part, list) else [part])]
            return delimiter.join(_text(item) for item in flat)
    return {"Fn::Join": found}


def _sub(template: Template, argument: Any, inside: _Inside) -> Any:
    text, variables = argument if isinstance(argument, list) and len(argument) == 2 else (argument, {})
    if not isinstance(text, str) or not isinstance(variables, dict):
        return {"Fn::Sub": canonical(template, argument, inside)}

    def worked_out(match: re.Match[str]) -> str:
        literal, name = match[1], match[2].strip()
        if literal:
            return f"${{{name}}}"
        if name in variables:
            return _text(canonical(template, variables[name], inside))
        return _text((_get_att if "." in name else _ref)(template, name, inside))

    return _PLACEHOLDER.sub(worked_out, text)


def _if(template: Template, argument: Any, inside: _Inside) -> Any:
    if not isinstance(argument, list) or len(argument) != 3:
        return {"Fn::If": canonical(template, argument, inside)}
    name, *branches = argument
    one, other = (canonical(template, branch, inside) for branch in branches)
    return one if one == other else {"Fn::If": [condition(template, name, inside), one, other]}


def _find_in_map(template: Template, argument: Any, inside: _Inside) -> Any:
    """The entry, else what it is looked up in: either way, another entry is another value."""
    found = canonical(template, argument, inside)
    table: Any = dict(template.mappings)
    keys = list(found) if isinstance(found, list) else []
    while keys and isinstance(table, dict) and keys[0] in table:
        table = table[keys.pop(0)]
    entry = canonical(template, table) if keys != found else None
    return {"Fn::FindInMap": [entry, *keys]} if keys else entry


def _select(template: Template, argument: Any, inside: _Inside) -> Any:
    found = canonical(template, argument, inside)
    match found:
        case [str(index), list(items)] if index.isdecimal() and int(index) < len(items):
            return items[int(index)]
    return {"Fn::Select": found}


def _split(template: Template, argument: Any, inside: _Inside) -> Any:
    found = canonical(template, argument, inside)
    match found:
        case [str(delimiter), str(text)] if delimiter and "${" not in text:
            return text.split(delimiter)
    return {"Fn::Split": found}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else f"${{{json.dumps(value, sort_keys=True)}}}"


_FUNCTIONS: dict[str, Callable[[Template, Any, _Inside], Any]] = {
    "Fn::FindInMap": _find_in_map,
    "Fn::GetAtt": _get_att,
    "Fn::If": _if,
    "Fn::Join": _join,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::Sub": _sub,
    "Ref": _ref,
}
