"""`Fn::FindInMap`: what a mapping holds under keys of which some are known only at the deploy.

Source: CloudFormation Template Reference, "Fn::FindInMap" and "Fn::FindInMap enhancements": with
`AWS::LanguageExtensions` any of its arguments may be a function, and `DefaultValue` is what a key that is not there
gives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.template.composition import products
from aspects.judge.template.property_values import INCLUDES, OPAQUE, Partial, Unknown
from aspects.judge.template.text import joined, text_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template.composition import Worked
    from aspects.judge.template.scope import Scope

_MISSING = object()


def find_in_map(scope: Scope, argument: Any, worked: Worked) -> Iterator[Any]:
    """The value under the keys, for each way in which these may turn out; the default where there is none."""
    if not isinstance(argument, list) or len(argument) < 3:
        return
    options = argument[3] if len(argument) > 3 and isinstance(argument[3], dict) else {}
    missing = False
    for keys in products(argument[:3], worked):
        for value in _found(scope.mappings, keys):
            missing |= value is _MISSING
            if value is not _MISSING:
                yield _literal(value)
    if missing and "DefaultValue" in options:
        yield from worked(options["DefaultValue"])


def _found(table: Any, keys: tuple[Any, ...]) -> Iterator[Any]:
    """What a table holds under keys, each of which may lead to several rows; `_MISSING` where there may be none."""
    if not keys:
        yield table
        return
    if not isinstance(table, dict):
        yield _MISSING
        return
    key, rows = keys[0], {_text(name): row for name, row in table.items()}
    if not isinstance(key, (*OPAQUE, Partial)):
        named = [_text(key)]
    else:
        yield _MISSING  # the key may be one that is not there
        named = [name for name in rows if name != INCLUDES and _may_be(key, name)]
    for name in named:
        if name in rows and name != INCLUDES:
            yield from _found(rows[name], keys[1:])
        else:
            yield Unknown(INCLUDES) if INCLUDES in rows else _MISSING


def _may_be(key: Any, name: str) -> bool:
    """Whether a key that is known in part may be some text: whether what is known of it stands there in its order."""
    if not isinstance(key, Partial):
        return True
    first, last = key.parts[0], key.parts[-1]
    if (isinstance(first, str) and not name.startswith(first)) or (isinstance(last, str) and not name.endswith(last)):
        return False
    at = 0
    for part in key.parts:
        if isinstance(part, str):
            at = name.find(part, at) + len(part)
            if at < len(part):
                return False
    return True


def _text(key: Any) -> str:
    """A key of a mapping, which YAML may have taken for a number."""
    return str(joined([key])) if isinstance(key, bool | int | float) else str(key)


def _literal(value: Any) -> Any:
    """A value of a section where CloudFormation takes no functions. Following them there could go round in circles."""
    if isinstance(value, dict):
        return Unknown("Fn::FindInMap")
    return text_value(value) if isinstance(value, str) and "{{resolve:" in value else value
