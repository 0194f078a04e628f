"""Condition operators of IAM over a request's context, of which only some keys may be known.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators" (single values, `IfExists`, `Null`: a
negated operator holds where its key is absent) and "Set operators for multi-valued context keys" (`ForAllValues` holds
where the key is absent, `ForAnyValue` does not).
"""

from __future__ import annotations

import datetime
import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aspects.judge.iam.matching import equals, is_known, matches, matches_arn, may_agree, readable
from aspects.judge.iam.truth import Truth, both, either, negated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Compare = Callable[[str, str], Truth]

    Context = Mapping[str, tuple[str, ...]]
    """The keys of a request that are known, in lower case, each with its values; none where the key is absent."""

ABSENT: tuple[str, ...] = ()
"""Of a key that the request surely does not have."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One operator on one key, both in lower case, with all its values; a key in `""` stands for an unknown block."""

    operator: str
    key: str
    values: tuple[str, ...]

    def __str__(self) -> str:
        """As a person reads it: `kms:viaservice stringequals s3.ap-northeast-2.amazonaws.com`."""
        return f"{self.key} {self.operator} {' | '.join(map(readable, self.values))}".strip()


def holds(condition: Condition, context: Context) -> Truth:
    """Whether a condition holds for a request."""
    set_operator, _, operator = condition.operator.rpartition(":")
    optional = operator.endswith("ifexists")
    operator = operator.removesuffix("ifexists")
    given = context.get(condition.key)
    if operator == "null":
        return _null(condition.values, given)
    base = operator.replace("not", "", 1)
    negative, compare = base != operator, _OPERATORS.get(base)
    if compare is None or not condition.key or given is None:
        return Truth.MAYBE
    if not given:
        if set_operator == "foranyvalue":  # with IfExists: the two pages say the contrary of each other
            return Truth.MAYBE if optional else Truth.NO
        return Truth.of(optional or negative or set_operator == "forallvalues")
    each = (_one(compare, condition.values, value, negative=negative) for value in given)
    return both(*each) if set_operator == "forallvalues" or (negative and not set_operator) else either(each)


def compatible(ours: Iterable[Condition], theirs: Iterable[Condition]) -> bool:
    """Whether one request can meet both: no key is bound to values that have nothing in common."""
    others = [one for one in theirs if one.operator in _BINDING]
    return all(
        one.key != other.key or any(may_agree(value, its) for value in one.values for its in other.values)
        for one in ours
        if one.operator in _BINDING
        for other in others
    )


def unsettled(conditions: Iterable[Condition], context: Context) -> tuple[Condition, ...]:
    """Those that depend on what nobody knows."""
    return tuple(one for one in conditions if holds(one, context) is Truth.MAYBE)


def _one(compare: Compare, values: tuple[str, ...], given: str, *, negative: bool) -> Truth:
    found = either(compare(value, given) for value in values)
    return negated(found) if negative else found


def _null(values: tuple[str, ...], given: tuple[str, ...] | None) -> Truth:
    """`Null: true` holds where the key is absent, `Null: false` where it is there."""
    if given is None:
        return Truth.MAYBE
    return either(equals(value, str(not given).lower(), ignore_case=True) for value in values)


def _as(read: Callable[[str], float], holds_for: Callable[[float, float], bool]) -> Compare:
    def compare(value: str, given: str) -> Truth:
        if not (is_known(value) and is_known(given)):
            return Truth.MAYBE
        try:
            return Truth.of(holds_for(read(given), read(value)))
        except ValueError:
            return Truth.NO

    return compare


def _moment(text: str) -> float:
    """Seconds since 1970, from ISO 8601 or from such a number."""
    if text.isdecimal():
        return float(text)
    found = datetime.datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=datetime.UTC)).timestamp()


def _address(value: str, given: str) -> Truth:
    if not (is_known(value) and is_known(given)):
        return Truth.MAYBE
    try:
        network, inside = ipaddress.ip_network(value, strict=False), ipaddress.ip_network(given, strict=False)
    except ValueError:
        return Truth.NO
    return Truth.of(network.version == inside.version and inside.subnet_of(network))  # type: ignore[arg-type] # the same version, as asked before


def _caseless(value: str, given: str) -> Truth:
    return equals(value, given, ignore_case=True)


# Operators that hold for some values of a key of one value, and for no other.
_BINDING = {"stringequals", "stringlike", "arnequals", "arnlike"}
_SIZES: dict[str, Callable[[float, float], bool]] = {
    "equals": lambda given, value: given == value,
    "lessthan": lambda given, value: given < value,
    "lessthanequals": lambda given, value: given <= value,
    "greaterthan": lambda given, value: given > value,
    "greaterthanequals": lambda given, value: given >= value,
}
_OPERATORS: dict[str, Compare] = {
    "stringequals": equals,
    "stringequalsignorecase": _caseless,
    "stringlike": matches,
    "arnequals": matches_arn,
    "arnlike": matches_arn,
    "bool": _caseless,
    "binaryequals": equals,
    "ipaddress": _address,
    **{f"numeric{name}": _as(float, test) for name, test in _SIZES.items()},
    **{f"date{name}": _as(_moment, test) for name, test in _SIZES.items()},
}
