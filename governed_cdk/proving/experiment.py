"""What an experiment is: a question, what is made for it, what that may cost, and the answers we build on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from governed_cdk.proving.room import Room

Answers = dict[str, str]
"""What was seen, by variant: the same thing made in several ways."""


class InconclusiveError(Exception):
    """The variant that must work did not: whatever the others did says nothing."""


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """One question to an account.

    `control` is the variant that works whatever the answer is, and how; where it does not, nothing is learnt.
    `stands_on` are the answers that our constructs need, by variant: another one is a finding. `most_usd` is an upper
    bound of what a run costs, in US dollars, `most_minutes` of how long it takes.
    """

    name: str
    asks: str
    makes: str
    most_usd: float
    most_minutes: int
    control: tuple[str, str]
    run: Callable[[Room], Answers]
    stands_on: Mapping[str, str] = field(default_factory=dict)

    def answers(self, room: Room) -> Answers:
        """What the account answers. Raises InconclusiveError where the control fails."""
        found = self.run(room)
        variant, wanted = self.control
        if found.get(variant) != wanted:
            raise InconclusiveError(
                f"{self.name}: {variant}: {found.get(variant)}, where only {wanted} lets one compare"
            )
        return found

    def contradictions(self, answers: Mapping[str, str]) -> list[str]:
        """Where the account answers otherwise than our constructs need it."""
        return [
            f"{self.name}: {variant}: {answers[variant]}; our constructs stand on: {needed}"
            for variant, needed in self.stands_on.items()
            if answers.get(variant, needed) != needed
        ]
