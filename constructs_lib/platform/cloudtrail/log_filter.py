"""An EventBridge pattern on CloudTrail's events as filter patterns for the trail's log group.

One statement of what an alert is about, twice heard: EventBridge takes the events of one region, without refused calls
that only read; the log group of a trail of all regions has every event of each.

Source: CloudWatch Logs User Guide, "Filter pattern syntax", JSON: `=`, `!=` and `*` in quoted texts, NOT EXISTS, `&&`,
`||`, parentheses; AWS::Logs::MetricFilter, FilterPattern: 1,024 characters at most.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from constructs_lib.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_PATTERN: Final = 1024
"""Characters of a filter pattern."""


def log_patterns(pattern: Mapping[str, Any]) -> list[str]:
    """Return filter patterns of which at least one matches each record that the event pattern matches as an event.

    Several where one would be too long: the alternatives of `$or`, or parts of the longest list, apart.

    Raises:
        ConfigurationError: an operator that has no counterpart, or a pattern too long to be taken apart.
    """
    return _fitting(pattern["detail"])


def _fitting(detail: Mapping[str, Any]) -> list[str]:
    text = f"{{ {_record(detail, '$')} }}"
    if len(text) <= LONGEST_PATTERN:
        return [text]
    if len(choices := detail.get("$or", ())) > 1:
        return [found for choice in choices for found in _fitting({**detail, "$or": [choice]})]
    path, values = max(_lists(detail), key=lambda found: len(found[1]), default=((), []))
    if len(values) < 2:
        raise ConfigurationError(f"log filter of {len(text)} characters; allowed: {LONGEST_PATTERN} at most")
    half = len(values) // 2
    return [found for part in (values[:half], values[half:]) for found in _fitting(_with(detail, path, part))]


def _lists(fields: Mapping[str, Any], path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], list[Any]]]:
    found: list[tuple[tuple[str, ...], list[Any]]] = []
    for name, wanted in fields.items():
        if isinstance(wanted, dict):
            found += _lists(wanted, (*path, name))
        elif name != "$or":
            found.append(((*path, name), wanted))
        else:
            found += [((*path, name, *inner), values) for inner, values in _lists(wanted[0])]
    return found


def _with(fields: Mapping[str, Any], path: tuple[str, ...], values: list[Any]) -> dict[str, Any]:
    name, *rest = path
    if name == "$or":
        return {**fields, name: [_with(fields[name][0], tuple(rest), values)]}
    return {**fields, name: _with(fields[name], tuple(rest), values) if rest else values}


def _record(fields: Mapping[str, Any], path: str) -> str:
    """Every field matches."""
    parts = [
        _any_of(f"({_record(choice, path)})" for choice in wanted)
        if name == "$or"
        else _record(wanted, f"{path}.{name}")
        if isinstance(wanted, dict)
        else _any_of(_test(f"{path}.{name}", test) for test in wanted)
        for name, wanted in fields.items()
    ]
    return " && ".join(parts)


def _any_of(texts: Any) -> str:
    found = list(texts)
    return found[0] if len(found) == 1 else f"({' || '.join(found)})"


def _test(path: str, test: Any) -> str:
    match test:
        case str():
            return f'{path} = "{test}"'
        case {"exists": False}:
            return f"{path} NOT EXISTS"
        case {"wildcard": str(text)}:
            return f'{path} = "{text}"'
        case {"anything-but": {"wildcard": str(text)}}:
            return f'{path} != "{text}"'
        case {"anything-but": [str(text)]}:
            return f'{path} != "{text}"'
    raise ConfigurationError(f"{path}: {test!r} has no counterpart in a log filter")
