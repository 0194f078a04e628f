"""A replacement that is meant: why, by whom, and until when a deploy may make it.

It stands in the lock beside the values that the resource is to have. A synth that was told to expect it says nothing;
whoever judges a change set lets the replacement of this one resource pass, until its last day.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.accepted import check_acceptance, exact_day

if TYPE_CHECKING:
    import datetime

ENDED = "replacements-have-an-end"
"""The finding that a replacement is still in the lock after its last day."""

_MEANT = "governed-cdk::stateful-resources-are-not-replaced"


@dataclass(frozen=True, slots=True)
class Replacement:
    """One replacement that is meant; `until` is its last day, `YYYY-MM-DD`, a year away at most."""

    reason: str
    owner: str
    until: str

    @classmethod
    def read(cls, where: str, said: Any) -> Replacement:
        """One as a lock has it. Raises ConfigurationError as `check`, TypeError for something else than its texts."""
        if not isinstance(said, dict) or set(said) != {"reason", "owner", "until"}:
            raise TypeError
        if not all(isinstance(text, str) for text in said.values()):
            raise TypeError
        found = cls(**said)
        found.check(where)
        return found

    def check(self, where: str, today: datetime.date | None = None) -> None:
        """Refuse what no acceptance may say either: no reason in words, no owner, no day. Raises ConfigurationError."""
        said = asdict(self)
        check_acceptance(where, finding=_MEANT, today=today, **said)

    def ended(self, today: datetime.date | None) -> bool:
        """Whether its last day is over; never where the day is not known."""
        return today is not None and exact_day("until", self.until) < today

    def written(self) -> dict[str, str]:
        """What the lock has of it."""
        return asdict(self)
