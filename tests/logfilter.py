"""CloudWatch Logs's JSON filter patterns, as far as ours use them: a test can ask whether a filter counts a line.

Source: CloudWatch Logs User Guide, "Filter pattern syntax", JSON: `=`, `!=`, `*` in quoted texts, NOT EXISTS, `&&`,
`||` and parentheses. A comparison with a field that is not there does not hold, `!=` neither: the guide does
not say so for `!=`, and our patterns must not depend on it. What is not known here raises.
"""

from __future__ import annotations

import fnmatch
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_TOKEN = re.compile(r'\s*(?:(\(|\)|&&|\|\|)|(\$[\w.]+) (?:(NOT EXISTS)|(!?=) "([^"]*)"))')
_ABSENT = object()


def counts(pattern: str, record: Mapping[str, Any]) -> bool:
    """Whether a filter with that pattern counts a record."""
    inner = re.fullmatch(r"\{ (.*) \}", pattern)
    if not inner:
        raise ValueError(pattern)
    tokens = _tokens(inner.group(1), record)
    result = _either(tokens)
    if tokens:
        raise ValueError(f"{pattern}: {tokens}")
    return result


def _tokens(text: str, record: Mapping[str, Any]) -> list[str | bool]:
    """The pattern with each test replaced by its result."""
    found: list[str | bool] = []
    at = 0
    while at < len(text):
        if not (match := _TOKEN.match(text, at)):
            raise ValueError(text[at:])
        sign, path, _, comparison, wanted = match.groups()
        found.append(sign or _test(record, path, comparison, wanted))
        at = match.end()
    return found


def _test(record: Mapping[str, Any], path: str, comparison: str | None, wanted: str | None) -> bool:
    value: Any = record
    for name in path.split(".")[1:]:
        value = value.get(name, _ABSENT) if isinstance(value, dict) else _ABSENT
    if comparison is None:
        return value is _ABSENT
    if not isinstance(value, str) or wanted is None:
        return False
    return (re.fullmatch(fnmatch.translate(wanted), value) is not None) == (comparison == "=")


def _either(tokens: list[str | bool]) -> bool:
    result = _both(tokens)
    while tokens and tokens[0] == "||":
        tokens.pop(0)
        result = _both(tokens) or result
    return result


def _both(tokens: list[str | bool]) -> bool:
    result = _single(tokens)
    while tokens and tokens[0] == "&&":
        tokens.pop(0)
        result = _single(tokens) and result
    return result


def _single(tokens: list[str | bool]) -> bool:
    token = tokens.pop(0)
    if token != "(":
        return bool(token)
    result = _either(tokens)
    if tokens.pop(0) != ")":
        raise ValueError("a parenthesis is open")
    return result
