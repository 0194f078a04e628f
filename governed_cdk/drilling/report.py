"""The report of a drill as data and as JSON; `views.py` shows it to people."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from governed_cdk.checkup.said import said
from governed_cdk.drilling.outcome import Footing
from governed_cdk.drilling.stores import Fate

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from constructs_lib.kernel.language import Words
    from governed_cdk.checkup.drills import DrillRecord
    from governed_cdk.checkup.said import Sentence
    from governed_cdk.drilling.outcome import ComeBack
    from governed_cdk.drilling.stores import DataStore
    from governed_cdk.drilling.walk import Walked

WORDS = Path(__file__).with_name("words.yaml")
REHEARSED = "rehearsed"
"""The label of every number of a drill: none was measured on AWS."""


@dataclass(frozen=True)
class DrillReport:
    """A drill of one environment, which lost `home` and came back from `region`; `last` is the one before it."""

    environment: str
    home: str
    region: str
    day: datetime.date
    walked: Walked
    last: DrillRecord | None = None

    @property
    def findings(self) -> list[tuple[str, Sentence]]:
        """What did not come back though the environment declares it as copied, each with the reason."""
        found = [(name, one.problem) for name, one in self.walked.came_back.items() if one.problem]
        found += [(name, said("finding-unfilled")) for name in self.walked.unfilled]
        return [*found, *self._no_longer()]

    def _no_longer(self) -> Iterator[tuple[str, Sentence]]:
        """What the last drill found copied, and nothing copies any more."""
        if self.last is not None and self.last.region == self.region:
            before = {one.store for one in self.last.stores if one.fate == _written(Fate.COPIED)}
            for store in self.of(Fate.LOST):
                if store.name in before:
                    yield store.name, said("finding-no-longer", day=self.last.day)

    def of(self, fate: Fate) -> list[DataStore]:
        """The stores of one fate, the most sensitive first."""
        found = (one for one in self.walked.stores if one.fate is fate)
        return sorted(found, key=lambda one: -one.data_class.rank)

    def came_back(self, store: DataStore) -> ComeBack | None:
        """What came back of a store; None where it was not walked."""
        return self.walked.came_back.get(store.name)

    def ground(self, store: DataStore) -> Footing:
        """How far it was done with a store that is copied."""
        came_back = self.came_back(store)
        return came_back.ground if came_back else Footing.DECLARED

    @property
    def bounds(self) -> list[int | None]:
        """How many seconds each store that is copied loses at most; None where nothing declares a bound."""
        return [one.copy.worst.seconds for one in self.of(Fate.COPIED) if one.copy]

    def json_text(self, words: Words) -> str:
        """All of it, for programs, sentences in the language of the words."""
        known = [one for one in self.bounds if one is not None]
        data = {
            "label": REHEARSED,
            "environment": self.environment,
            "home": self.home,
            "region": self.region,
            "day": f"{self.day}",
            "rto": {"label": REHEARSED, "seconds": round(self.walked.steps.seconds, 2)},
            "rpo": {"declared_seconds": max(known, default=None), "without_bound": self.bounds.count(None)},
            "findings": [{"store": name, "problem": why.in_words(words)} for name, why in self.findings],
            "steps": [
                {"step": one.what.in_words(words), "ground": one.ground.value, "seconds": round(one.seconds, 3)}
                for one in self.walked.steps.taken
            ],
            "stores": [self._store(one, words) for one in self.walked.stores],
            "absent": self.walked.absent,
        }
        return json.dumps(data, indent=2, ensure_ascii=False)

    def _store(self, store: DataStore, words: Words) -> dict[str, Any]:
        found: dict[str, Any] = {
            "store": store.name, "type": store.type, "data_class": store.data_class.value,
            "fate": _written(store.fate),
        }  # fmt: skip
        if store.fate is Fate.LOST:
            found |= {"worst": words("rpo-everything"), "comes_again": words(store.again)}
        if store.copy:
            worst = store.copy.worst
            by = words(store.copy.way, target=store.copy.target)
            found |= {"by": by, "ground": self.ground(store).value, "worst_seconds": worst.seconds}
            found["worst"] = worst.why.in_words(words)
        if walk := self.came_back(store):
            counts = {"written": walk.written, "late": walk.late, "back": walk.back, "lost": walk.lost}
            found["walk"] = {"unit": walk.unit, **counts}
        return found


def _written(fate: Fate) -> str:
    return fate.value.removeprefix("fate-")
