"""`drift.yaml`: drifts that somebody accepts, each with a reason, an owner and an end, as findings are accepted."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.kernel.accepted import OWNER_TO_FILL_IN, check_reason, exact_day, last_day
from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.yaml_file import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from governed_cdk.drift.found import Drift

FILE = "drift.yaml"

_MUST = frozenset({"resource", "reason", "owner", "until"})
_MAY = frozenset({"environment", "stack", "property"})


@dataclass(frozen=True, kw_only=True)
class AcceptedDrift:
    """One drift that is accepted.

    Attributes:
        resource: logical id in its stack; the ARN or the name of what is in no stack.
        stack: its name, `prod-atlantis`; none for what is beside the stacks.
        property: which of its properties; none where it is gone, or beside the stacks.
        environment: where it is accepted; every environment without it.
        reason, owner, until: as of every acceptance: in words, a team or an e-mail address, a year away at most.
        where: file and number, for errors.
    """

    resource: str
    reason: str
    owner: str
    until: str
    stack: str = ""
    property: str = ""
    environment: str = ""
    where: str = ""

    def covers(self, drift: Drift) -> bool:
        """Whether it is said of a drift."""
        return (self.stack, self.resource, self.property) == (drift.place.stack, drift.resource, drift.path) and (
            self.environment in ("", drift.place.environment)
        )

    def ended(self, today: datetime.date) -> bool:
        """Whether its last day is over."""
        return datetime.date.fromisoformat(self.until) < today

    def __str__(self) -> str:
        what = " ".join(filter(None, (self.stack, self.resource, self.property)))
        return f"{what}, until {self.until} by {self.owner} ({self.where})"


def read_accepted(path: Path, today: datetime.date) -> tuple[AcceptedDrift, ...]:
    """What a file accepts; nothing where there is no file.

    Raises ConfigurationError, with a line for each mistake: a missing or another field, a reason that says nothing, no
    owner, no such day, or one more than a year away.
    """
    if not path.is_file():
        return ()
    rows = read_yaml(path).get("accepted")
    if not isinstance(rows, list):
        raise invalid(f"{path}: accepted", rows, "a list")
    found: list[AcceptedDrift] = []
    mistakes: list[str] = []
    for number, row in enumerate(rows):
        try:
            found.append(_checked(f"{path}: accepted[{number}]", row, today))
        except ConfigurationError as error:
            mistakes += error.mistakes
    if mistakes:
        raise ConfigurationError(*mistakes)
    return tuple(found)


def _checked(where: str, row: object, today: datetime.date) -> AcceptedDrift:
    if not isinstance(row, dict) or not set(row) >= _MUST or not set(row) <= _MUST | _MAY:
        raise invalid(where, row, f"{', '.join(sorted(_MUST))}; perhaps {', '.join(sorted(_MAY))}")
    one = AcceptedDrift(where=where, **{key: str(value) for key, value in row.items()})
    check_reason(where, one.reason)
    if not one.owner.strip() or one.owner.strip() == OWNER_TO_FILL_IN:
        raise invalid(f"{where}.owner", one.owner, "a team or an e-mail address")
    if exact_day(f"{where}.until", one.until) > last_day(today):
        raise invalid(f"{where}.until", one.until, f"{last_day(today)} at the latest, a year after today, {today}")
    return one


def held_against(
    accepted: Iterable[AcceptedDrift], drifts: Iterable[Drift], *, environment: str, today: datetime.date
) -> tuple[dict[str, AcceptedDrift], list[str]]:
    """Which drifts are accepted, by fingerprint, and what is wrong with acceptances, in a line each."""
    found: dict[str, AcceptedDrift] = {}
    lines: list[str] = []
    some = list(drifts)
    for one in accepted:
        covered = [drift for drift in some if one.covers(drift)]
        if one.environment in ("", environment):
            lines += _wrong(one, bool(covered), today)
        if not one.ended(today):
            found.update({drift.fingerprint: one for drift in covered})
    return found, lines


def _wrong(one: AcceptedDrift, covers: bool, today: datetime.date) -> Iterator[str]:  # noqa: FBT001 - told by its name
    if one.ended(today):
        yield f"has expired: {one}"
    elif not covers:
        yield f"accepts nothing any more, take it away: {one}"
