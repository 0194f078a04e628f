"""Properties that are switches: what they say, as CloudFormation reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from aspects.judge.patch import in_words
from aspects.judge.readings.mending import Amendment, mended
from aspects.judge.rule import Breach
from aspects.judge.template import ABSENT, Partial, as_bool, describe

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from aspects.judge.template import Resource

ON: Final = "true"
OFF: Final = "false"
DEFAULT: Final = "the default"


def said(value: Any) -> str | None:
    """A switch's position in lower case: `true`, `false`, `the default` where absent, another word; None if unknown."""
    if value is ABSENT:
        return DEFAULT
    if (switch := as_bool(value)) is not None:
        return ON if switch else OFF
    return value.strip().lower() if isinstance(value, str) and not isinstance(value, Partial) else None


def switched(
    resource: Resource,
    path: str,
    positions: Collection[str],
    found: str,
    *,
    to: Any,
    beside: Mapping[str, Any] | None = None,
    fits: bool = True,
) -> Iterator[Breach]:
    """A breach for each place where a switch is in one of some positions, or in an unknown one.

    `path` has dots between its names, and `*` for the items of a list. `found` is the sentence. `to` is the position
    that mends it, GONE among them; `beside` holds by their paths what the service demands with that, where absent.
    `fits`: the rule's own fix is one for this type.
    """
    demanded = [
        Amendment(at, value) for at, value in (beside or {}).items() if ABSENT in resource.values(*at.split("."))
    ]
    for place in resource.places(*path.split(".")):
        position = said(place.value)
        if position is None:
            yield Breach(f"{place.path.rsplit('.', 1)[-1]} is {describe(place.value)}.", place.path, unknown=True)
        elif position in positions:
            mends = mended(resource, Amendment(place.path, to, place.value), *demanded)
            sentence = f"{found} ({place.path.rsplit('.', 1)[-1]}: {position})."
            yield Breach(sentence, place.path, "" if fits else in_words(mends), patches=mends)
