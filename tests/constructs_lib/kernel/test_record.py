from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.record import Record


@dataclass(frozen=True, kw_only=True)
class Meal(Record):
    name: str
    guests: int = 2
    courses: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ConfigurationError("a meal without a name")


@dataclass(frozen=True, kw_only=True)
class Feast(Meal):
    music: bool = False


class Odd:
    """Counts as nothing that a record asks for."""


ANY: Any = Feast


def test_a_record_takes_what_its_annotations_say() -> None:
    assert Feast(name="Supper", guests=9, courses=("soup",), music=True).guests == 9
    assert Meal(name="Supper").courses == ()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": 3}, "Feast: name: given 3; allowed: text, in quotes"),
        ({"guests": "9"}, "Feast: guests: given '9'; allowed: a whole number"),
        ({"courses": "soup"}, "Feast: courses: given 'soup'; allowed: a tuple of texts"),
        ({"music": "loud"}, "Feast: music: given 'loud'; allowed: True or False"),
        ({"guests": Odd()}, "Feast: guests: given Odd; allowed: a whole number"),
        ({"name": " "}, "a meal without a name"),
    ],
)
def test_and_nothing_else_before_its_own_check(given: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        ANY(**{"name": "Supper", **given})
    assert str(refused.value) == said
