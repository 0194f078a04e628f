"""EventBridge's pattern matching, as far as our rules use it, so that a test can ask whether a rule sees an event.

Source: EventBridge User Guide, "Operators for use in event patterns". An operator that is not known here raises.
"""

from __future__ import annotations

import fnmatch
import json
import operator
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_COMPARE = {"<": operator.lt, "<=": operator.le, "=": operator.eq, ">": operator.gt, ">=": operator.ge}
_ABSENT = object()


def matches(pattern: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    """Whether every field of the pattern matches the event; of `$or` one pattern at least."""
    return all(
        any(matches(choice, event) for choice in wanted) if name == "$or" else _field(wanted, event.get(name, _ABSENT))
        for name, wanted in pattern.items()
    )


def _field(wanted: Any, value: Any) -> bool:
    if isinstance(wanted, dict):
        return matches(wanted, value if isinstance(value, dict) else {})
    values = value if isinstance(value, list) else [value]
    return any(_one(test, item) for test in wanted for item in values)


def _one(test: Any, value: Any) -> bool:
    if not isinstance(test, dict):
        return bool(test == value)
    ((name, argument),) = test.items()
    if name == "exists" or value is _ABSENT:
        return name == "exists" and bool((value is not _ABSENT) == argument)
    match name:
        case "anything-but":
            return not _one(argument, value) if isinstance(argument, dict) else value not in argument
        case "prefix":
            return isinstance(value, str) and value.startswith(argument)
        case "wildcard":
            return isinstance(value, str) and bool(re.fullmatch(fnmatch.translate(argument), value))
        case "numeric":
            pairs = zip(argument[::2], argument[1::2], strict=True)
            return isinstance(value, (int, float)) and all(_COMPARE[sign](value, bound) for sign, bound in pairs)
    raise NotImplementedError(name)


def render(text: Mapping[str, Any], event: Mapping[str, Any]) -> str:
    """What the target receives: an InputTransformer applied to an event; of a text template the text without quotes.

    As the EventBridge User Guide says in "Common issues with transforming input": quotes are set around a text that
    stands bare, nothing that is put in is escaped, and a variable whose path is not in the event does not appear.

    Raises ValueError where the result is neither a JSON object nor lines in quotes, which nobody could read.
    """
    rendered = str(text["InputTemplate"])
    is_json = rendered.startswith("{")
    for variable, path in text["InputPathsMap"].items():
        value = _at(event, path)
        bare = "" if value is _ABSENT else value if isinstance(value, str) else json.dumps(value)
        quoted = f'"{bare}"' if is_json and isinstance(value, str) else bare
        rendered = rendered.replace(f"<{variable}>", quoted)
    if is_json:
        json.loads(rendered)
        return rendered
    return "\n".join(json.loads(line) for line in rendered.split("\n"))


def _at(event: Any, path: str) -> Any:
    for name, index in re.findall(r"\.([\w-]+)(?:\[(\d+)\])?", path):
        event = event.get(name, _ABSENT) if isinstance(event, dict) else _ABSENT
        if index:
            event = event[int(index)] if isinstance(event, list) and len(event) > int(index) else _ABSENT
    return event
