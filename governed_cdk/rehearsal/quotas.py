"""Quotas that are higher than a new account's, as `--quota TYPE=N` gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.facts.refusals import quotas

if TYPE_CHECKING:
    from collections.abc import Iterable


def quotas_given(given: Iterable[str]) -> dict[str, int]:
    """Quotas by type. Raises ConfigurationError for a type without one."""
    known = [row.type for row in quotas()]
    found = {}
    for one in given:
        type_, _, number = one.partition("=")
        if type_ not in known or not number.isdecimal():
            raise invalid("--quota", one, f"{' or '.join(known)}, = and a whole number")
        found[type_] = int(number)
    return found
