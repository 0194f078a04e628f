"""Whether a statement's principals name somebody, and how: directly, as one of the account, or as anybody.

Source: IAM User Guide, "AWS JSON policy elements: Principal" (an account is delegated to; `*` is everybody, and is no
wildcard inside an ARN) and "NotPrincipal" (a role is left out only where its account is named beside it).
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from aspects.judge.access.entities import EVERYBODY, FEDERATED, SERVICE
from aspects.judge.iam.matching import ANY, equals
from aspects.judge.iam.truth import Truth, negated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aspects.judge.access.entities import Entity
    from aspects.judge.access.policy import NamedPrincipal, PolicyStatement


_NAMED_AS = {SERVICE: "Service", FEDERATED: "Federated"}


class Named(Enum):
    """How a policy names a principal."""

    DIRECTLY = "directly"
    AS_ACCOUNT = "as account"
    AS_ANYBODY = "as anybody"


def named(statement: PolicyStatement, who: Entity) -> tuple[Truth, Named | None]:
    """Whether a statement is about somebody, and how it names them. A deny does not care how."""
    if statement.not_principals:
        return negated(_left_out(statement.not_principals, who)), Named.AS_ANYBODY
    best: tuple[Truth, Named | None] = (Truth.NO, None)
    for principal in statement.principals:
        for answer, how in _ways(principal, who):
            if answer > best[0]:
                best = answer, how
    return best


def _left_out(principals: Iterable[NamedPrincipal], who: Entity) -> Truth:
    found = dict.fromkeys(Named, Truth.NO)
    for principal in principals:
        for answer, how in _ways(principal, who):
            found[how] = max(found[how], answer)
    if found[Named.DIRECTLY] and who.has_identity and not found[Named.AS_ACCOUNT]:
        return Truth.MAYBE
    return max(found.values())


def _ways(principal: NamedPrincipal, who: Entity) -> list[tuple[Truth, Named]]:
    value, kind = principal.value, principal.kind
    if kind == "*" or (kind == "AWS" and value == ANY):
        return [(Truth.YES, Named.AS_ANYBODY)]
    if who.kind in _NAMED_AS:
        element, name = _NAMED_AS[who.kind], who.name if who.kind == SERVICE else who.arn
        return [(equals(value, name), Named.DIRECTLY)] if kind in (element, "") else []
    if who.kind == EVERYBODY or kind not in ("AWS", ""):
        return []
    if value in (who.account, f"arn:aws:iam::{who.account}:root"):
        return [(Truth.YES, Named.AS_ACCOUNT)]
    if not who.arn:  # any principal of the account may be the one that is named
        ours = value.split(":")[4:5] == [who.account]
        return [(Truth.MAYBE, Named.DIRECTLY)] if ours else []
    return [(_is(value, who.arn), Named.DIRECTLY)]


def _is(value: str, arn: str) -> Truth:
    """Whether an ARN is that of a role, or of a session of it, which is one of several."""
    session = arn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")
    if session != arn and value.startswith(f"{session}/"):
        return Truth.MAYBE
    return equals(value, arn)
