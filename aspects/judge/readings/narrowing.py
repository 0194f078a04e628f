"""Whether the conditions of a statement narrow who is meant."""

from __future__ import annotations

import ipaddress
import re
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from aspects.judge.template import Import, Lookup, Reference, Unknown
from constructs_lib.kernel.iam_patterns import SOMETHING, covers
from constructs_lib.kernel.networks import WIDEST_SOURCE_PREFIX

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from aspects.judge.template.policies import PolicyCondition


class Narrowing(IntEnum):
    """What a condition does: nothing, perhaps something (its value is known only at deploy time), or narrow."""

    NONE = 0
    PERHAPS = 1
    REAL = 2


OURS = ("AccountId", "StackId")
"""What is unknown of a value that the deploy's own account fills in."""

_POSITIVE = {
    "stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike", "ipaddress", "bool", "binaryequals",
}  # fmt: skip


def _fixed(value: str) -> bool:
    return not re.search(r"[*?]", re.sub(r"\$\{[^${}]*+\}", "", value)) and bool(value)


def _begins_fixed(value: str) -> bool:
    """An organisation with paths below it, or a role with its sessions."""
    return _fixed(re.split("[/:]", value, maxsplit=1)[0])


def _arn(value: str) -> bool:
    """An ARN whose account is fixed; where the ARN has none, as a bucket's, whose resource begins fixed."""
    parts = value.split(":", 5)
    if len(parts) < 6:
        return _fixed(value)
    return _fixed(parts[4]) if parts[4] else parts[5][:1] not in ("*", "?", "")


def _network(value: str) -> bool:
    try:
        network = ipaddress.ip_network(value, strict=False)
    except ValueError:
        return "${" in value
    return network.prefixlen >= WIDEST_SOURCE_PREFIX[network.version]


def _true(value: str) -> bool:
    return value.lower() == "true"


# Each key that says who calls, or from where, with the test that one of its values narrows. What an attacker chooses
# as freely as we do (the referer, TLS, an external id, the way through a service) is not among them.
CALLER: dict[str, Callable[[str], bool]] = {
    **dict.fromkeys(
        (
            "aws:principalaccount", "aws:sourceaccount", "aws:sourceowner", "kms:calleraccount", "aws:vpceaccount",
            "aws:principalorgid", "aws:sourceorgid", "aws:vpceorgid", "aws:sourcevpc", "aws:sourcevpce",
            "s3:dataaccesspointaccount", "vpc-lattice-svcs:sourcevpc", "vpc-lattice-svcs:sourcevpcowneraccount",
            "lambda:eventsourcetoken", "events:creatoraccount",
        ),
        _fixed,
    ),
    **dict.fromkeys(
        ("aws:principalarn", "aws:sourcearn", "aws:sourcevpcarn", "s3:dataaccesspointarn"), _arn
    ),
    **dict.fromkeys(
        ("aws:principalorgpaths", "aws:sourceorgpaths", "aws:vpceorgpaths", "aws:userid", "sns:endpoint"), _begins_fixed
    ),
    **dict.fromkeys(("aws:sourceip", "aws:vpcsourceip"), _network),
    # EFS reaches no further than the network of its mount targets.
    "elasticfilesystem:accessedviamounttarget": _true,
    "elasticfilesystem:accesspointarn": _arn,
}  # fmt: skip

# On whose behalf a service calls. What is encrypted (its encryption context) names the owner as well.
SOURCE: dict[str, Callable[[str], bool]] = {
    key: CALLER[key]
    for key in (
        "aws:sourceaccount", "aws:sourcearn", "aws:sourceowner", "aws:sourceorgid", "aws:sourceorgpaths",
        "aws:sourceip", "aws:sourcevpc", "aws:sourcevpce", "kms:calleraccount", "lambda:eventsourcetoken",
    )
}  # fmt: skip
_CONTEXT = "kms:encryptioncontext:"


def _names_a_service(value: str) -> bool:
    return not covers(value, f"{SOMETHING}.amazonaws.com")


def _names_its_service(value: str) -> bool:
    """An ARN of one service's: what a role is passed for is that service's."""
    parts = value.split(":", 3)
    return len(parts) > 3 and _fixed(parts[2])


# To which service a role is handed, by name or by what it is for.
PASSED: dict[str, Callable[[str], bool]] = {
    "iam:passedtoservice": _names_a_service,
    "iam:associatedresourcearn": _names_its_service,
}


def narrowing(
    conditions: Iterable[PolicyCondition], keys: Mapping[str, Callable[[str], bool]], *, always: Collection[str] = ()
) -> Narrowing:
    """What the conditions of one statement do, by some keys. One that narrows is enough, since all must hold.

    `always`: keys that every request has, so that `...IfExists` demands them too.
    """
    given = list(conditions)
    present = set(always) | {
        one.key for one in given if one.operator == "null" and one.values and set(one.values) == {"false"}
    }
    return max((_one(one, keys, present) for one in given), default=Narrowing.NONE)


def demands(condition: PolicyCondition) -> bool:
    """Whether a condition fails where the request lacks its key."""
    if condition.operator == "null":
        return bool(condition.values) and set(condition.values) == {"false"}
    operator, demanded = _operator(condition.operator)
    return demanded and not operator.startswith(("stringnot", "arnnot", "notip", "numericnot", "datenot"))


def _one(condition: PolicyCondition, keys: Mapping[str, Callable[[str], bool]], present: set[str]) -> Narrowing:
    if not condition.key:
        return Narrowing.PERHAPS
    operator, demanded = _operator(condition.operator)
    is_context = keys is SOURCE and condition.key.startswith(_CONTEXT)
    test = _arn if is_context else keys.get(condition.key)
    # A service alone decides whether it says for whom it acts; what strangers send may lack any key.
    demanded = demanded or condition.key in present or (keys is SOURCE and condition.operator.endswith("ifexists"))
    if operator not in _POSITIVE or test is None or not demanded:
        return Narrowing.NONE
    # The values are alternatives: the weakest counts.
    return min((_value(value, test) for value in condition.values), default=Narrowing.NONE)


def _operator(name: str) -> tuple[str, bool]:
    """The bare operator, and whether it fails where the request lacks the key."""
    bare = name.removeprefix("foranyvalue:")
    demanded = not bare.startswith("forallvalues:") and not bare.endswith("ifexists")
    return bare.removeprefix("forallvalues:").removesuffix("ifexists"), demanded


def _value(value: Any, test: Callable[[str], bool]) -> Narrowing:
    if isinstance(value, (str, int)):  # of a key that says who calls, an empty value is nobody's
        return Narrowing.REAL if test(str(value)) or value == "" else Narrowing.NONE
    if isinstance(value, Unknown):
        return Narrowing.REAL if value.why in OURS else Narrowing.PERHAPS
    # A resource of the template, a parameter that is published on purpose, an import name one thing.
    return Narrowing.REAL if isinstance(value, (Reference, Lookup, Import)) else Narrowing.PERHAPS
