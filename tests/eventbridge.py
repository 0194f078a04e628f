"""EventBridge's pattern matching, as far as our rules use it, so that a test can ask whether a rule sees an event.

Source: EventBridge User Guide, "Operators for use in event patterns". An operator that is not known here raises.
"""

from __future__ import annotations

import fnmatch
import operator
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_COMPARE = {"<": operator.lt, "<=": operator.le, "=": operator.eq, ">": operator.gt, ">=": operator.ge}
_ABSENT = object()


def matches(pattern: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    """Whether every field of the pattern matches the event."""
    return all(_field(wanted, event.get(name, _ABSENT)) for name, wanted in pattern.items())


def _field(wanted: Any, value: Any) -> bool:
    if isinstance(wanted, dict):
        return matches(wanted, value if isinstance(value, dict) else {})
    values = value if isinstance(value, list) else [value]
    return any(_one(test, item) for test in wanted for item in values)


def _one(test: Any, value: Any) -> bool:
    if not isinstance(test, dict):
        return bool(test == value)
    ((name, argument),) = test.items()
    if name == "exists":
        return bool((value is not _ABSENT) == argument)
    if value is _ABSENT:
        return False
    match name:
        case "anything-but":
            return value not in argument
        case "wildcard":
            return isinstance(value, str) and bool(re.fullmatch(fnmatch.translate(argument), value))
        case "numeric":
            pairs = zip(argument[::2], argument[1::2], strict=True)
            return isinstance(value, (int, float)) and all(_COMPARE[sign](value, bound) for sign, bound in pairs)
    raise NotImplementedError(name)


def render(text: Mapping[str, Any], event: Mapping[str, Any]) -> str:
    """What the target receives: an InputTransformer of a template, applied to an event."""
    rendered = str(text["InputTemplate"])
    for variable, path in text["InputPathsMap"].items():
        value: Any = event
        for part in path.removeprefix("$.").split("."):
            value = value.get(part, "") if isinstance(value, dict) else ""
        rendered = rendered.replace(f"<{variable}>", str(value))
    return "\n".join(line.strip('"') for line in rendered.splitlines())
