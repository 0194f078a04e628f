"""JSON as a template holds it: no key twice, no number of thousands of digits, no more than its limits.

Source: RFC 8259, "The JavaScript Object Notation (JSON) Data Interchange Format", section 4: names should be unique,
since readers differ in which of two they take.
"""

from __future__ import annotations

import itertools
import json
import re
from typing import TYPE_CHECKING, Any

from aspects.judge.template.json_keys import keys_twice
from constructs_lib.kernel.errors import ConfigurationError, shown
from constructs_lib.kernel.places import MOST_MISTAKES, at_most

if TYPE_CHECKING:
    from aspects.judge.template.limits import Limits

# A text whole, one without an end with all that follows; what opens, parts and ends mappings and lists.
_SIGN = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\Z)|[{}\[\],:]', re.DOTALL)
_MOST_DIGITS = 19  # more than any 64-bit integer has


class _StandsTwiceError(Exception):
    """A key stands twice in a mapping."""


def read_json_body(name: str, text: str, limits: Limits) -> Any:
    """Text as plain data.

    Raises ConfigurationError for what CloudFormation would read otherwise than we do, json.JSONDecodeError for what is
    no JSON.
    """
    # Each value but the outermost stands behind one of these; in texts they stand too, so what seems much is counted.
    if sum(map(text.count, ",:[{")) > limits.values and _counted(text, limits.values) > limits.values:
        raise ConfigurationError(f"{name}: holds more than {limits.values:,} values")
    try:
        found = json.loads(text, object_pairs_hook=_mapping, parse_int=_whole)
    except _StandsTwiceError:
        raise ConfigurationError(*_twice(name, text)) from None
    except RecursionError:
        found = None
        deep = True
    else:
        deep = _is_deeper(found, limits.depth)
    if deep:
        raise ConfigurationError(f"{name}: nested more than {limits.depth} levels deep")
    return found


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _StandsTwiceError
    return found


def _whole(text: str) -> int | str:
    return text if len(text.removeprefix("-")) > _MOST_DIGITS else int(text)


def _counted(text: str, most: int) -> int:
    """How many values there are, counted until there are more than so many."""
    count = 1
    lists: list[bool] = []  # of all that is open, whether it is a list
    for match in _SIGN.finditer(text):
        sign = match[0]
        if sign in "[{":
            lists.append(sign == "[")
            count += sign == "["
        elif sign in "]}":
            del lists[-1:]
        elif sign == ":" or (sign == "," and lists and lists[-1]):
            count += 1
        if count > most:
            break
    return count


def _twice(name: str, text: str) -> tuple[str, ...]:
    found = [
        f"{name}:{line}: not JSON: key {shown(key)} stands twice, first in line {first}"
        for key, line, first in itertools.islice(keys_twice(text), MOST_MISTAKES + 1)
    ]
    return at_most(found, len(found), name) or (f"{name}: not JSON: a key stands twice",)


def _is_deeper(value: Any, depth: int) -> bool:
    """Whether mappings and lists are nested deeper, found level by level: no stack is as deep as a text may be."""
    level = [value]
    for _ in range(depth):
        inner = (one.values() if isinstance(one, dict) else one for one in level if isinstance(one, dict | list))
        level = [one for values in inner for one in values if isinstance(one, dict | list)]
        if not level:
            return False
    return True
