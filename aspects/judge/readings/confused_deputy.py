"""Services that a statement lets in for whomever they act: the confused deputy.

Source: IAM User Guide, "The confused deputy problem".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.readings.narrowing import SOURCE, Narrowing, narrowing
from aspects.judge.rule import Breach
from aspects.judge.template import Unknown, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template.policies import Statement


def unconditioned(statement: Statement, services: frozenset[str] | None = None) -> Iterator[Breach]:
    """The services that a statement admits for whomever they act; just some services, where they are given."""
    narrowed = narrowing(statement.conditions, SOURCE)
    if narrowed is Narrowing.REAL:
        return
    unknown = narrowed is Narrowing.PERHAPS or isinstance(statement.effect, Unknown)
    for principal in statement.principals:
        name = text_of(principal.value)
        if principal.kind == "Service" and name is not None and (services is None or _bare(name) in services):
            found = f"It allows {name}, for whichever account it acts: no condition says on whose behalf."
            yield Breach(found, at=principal.path, unknown=unknown)


def _bare(service: str) -> str:
    """The service without region and suffix: `logs` of `logs.ap-northeast-2.amazonaws.com`."""
    name, _, _ = service.partition(".amazonaws.com")
    head, _, tail = name.rpartition(".")
    return head if head and tail.count("-") >= 2 and tail[-1:].isdecimal() else name
