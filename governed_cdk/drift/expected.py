"""What a deployed template says of a resource, as far as it can be known, and whether something is that.

What only CloudFormation knows (attributes, conditions, imports) stands as a mark that is like anything: what cannot be
known is never a drift.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

MARK = "\ufffc"
"""Stands for what is not known; within a text, for a part of it."""

_VARIABLE = re.compile(r"\$\{([^!][^}]*)\}")


class Resolver:
    """Works out the functions of one deployed template.

    Args:
        values: what `Ref` gives: pseudo parameters, parameters, and the physical ids of resources.
        types: the types of resources, by logical id.
    """

    def __init__(self, values: Mapping[str, str], types: Mapping[str, str]) -> None:
        self._values, self._types = values, types

    def __call__(self, value: Any) -> Any:
        """A value without functions."""
        if isinstance(value, list):
            return [self(one) for one in value]
        if not isinstance(value, dict):
            return value
        name, given = next(iter(value.items())) if len(value) == 1 else ("", None)
        if name == "Ref" or name.startswith("Fn::"):
            return self._function(name, given)
        return {key: self(one) for key, one in value.items()}

    def _function(self, name: str, given: Any) -> Any:
        match name, given:
            case "Ref", str():
                return self._values.get(given, MARK)
            case "Fn::GetAtt", _:
                return self._attribute(given)
            case "Fn::Join", [str(between), list(parts)]:
                return between.join(str(self(part)) for part in parts)
            case "Fn::Sub", [str(text), dict(known)]:
                return self._filled(text, known)
            case "Fn::Sub", str():
                return self._filled(given, {})
        return MARK

    def _attribute(self, what: Any) -> str:
        name, _, attribute = ".".join(what if isinstance(what, list) else [str(what)]).partition(".")
        physical = self._values.get(name, "")
        if not physical or attribute not in ("Arn", "GroupId", "TopicArn"):
            return MARK
        if physical.startswith("arn:") or attribute == "GroupId":
            return physical
        # An ARN ends with the name; that of a queue is behind its address, that of a log group before a star.
        after = ":*" if self._types.get(name) == "AWS::Logs::LogGroup" else ""
        return f"{MARK}{physical.rsplit('/', 1)[-1] if '://' in physical else physical}{after}"

    def _filled(self, text: str, given: Mapping[str, Any]) -> str:
        def one(found: re.Match[str]) -> str:
            name = found[1]
            if name in given:
                return str(self(given[name]))
            return self._attribute(name) if "." in name else self._values.get(name, MARK)

        return _VARIABLE.sub(one, text)


def same_thing(named: Any, physical: str) -> bool:
    """Whether a property names a resource: by its id, or one of both by the ARN that ends with the other."""
    names = [one for one in (named if isinstance(named, list) else [named]) if isinstance(one, str) and one != MARK]
    return any(matches(name, physical) or _ends(name, physical) or _ends(physical, name) for name in names)


def _ends(arn: str, name: str) -> bool:
    """Whether an ARN, perhaps only known by its end, is of what has a name."""
    return arn.startswith(("arn:", MARK)) and f":{arn.removeprefix(MARK)}".endswith((f":{name}", f"/{name}"))


def matches(expected: Any, actual: Any) -> bool:
    """Whether a value is what was expected; lists in any order, one item with or without a list around it."""
    expected, actual = _plain(expected), _plain(actual)
    if expected == MARK:
        return True
    match expected, actual:
        case dict(), dict():
            return expected.keys() | _open(expected) == actual.keys() | _open(expected) and all(
                matches(expected[key], actual[key]) for key in expected.keys() & actual.keys()
            )
        case list(), list():
            missing, extra = differing(expected, actual)
            return not missing and not extra
        case list(), _:
            return len(expected) == 1 and matches(expected[0], actual)
        case _, list():
            return len(actual) == 1 and matches(expected, actual[0])
    return _like(_text(expected), _text(actual))


def differing(expected: list[Any], actual: list[Any]) -> tuple[list[Any], list[Any]]:
    """What is missing of a list, and what is there beyond it."""
    left, missing = list(actual), []
    for wanted in sorted(expected, key=lambda one: MARK in _text(one)):
        found = next((place for place, one in enumerate(left) if matches(wanted, one)), None)
        if found is None:
            missing.append(wanted)
        else:
            del left[found]
    return missing, left


def _open(expected: Mapping[str, Any]) -> set[str]:
    return {key for key, value in expected.items() if value == MARK}


def _plain(value: Any) -> Any:
    """A document that stands as text, as document; an account as its ARN names it."""
    if isinstance(value, str) and value[:1] in "{[" and value[-1:] in "}]":
        try:
            return json.loads(value)
        except ValueError:
            return value
    if isinstance(value, str) and (found := re.fullmatch(r"arn:[\w-]+:iam::(\d{12}):root", value)):
        return found[1]
    return value


def _like(expected: str, actual: str) -> bool:
    if MARK not in expected:
        return expected == actual
    return re.fullmatch(".*".join(map(re.escape, expected.split(MARK))), actual, re.DOTALL) is not None


def _text(value: Any) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)
    return str(value).lower() if isinstance(value, bool) else str(value)


def as_text(value: Any) -> str:
    """A value as it is shown: what is not known as three dots."""
    shown = "; ".join(map(_text, value)) if isinstance(value, list) else _text(value)
    return "none" if value is None or value == [] else shown.replace(MARK, "...")
