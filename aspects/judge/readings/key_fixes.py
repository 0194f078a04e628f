"""What mends a place that takes a key: the key, the switches beside it, and what the service demands with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.patch import GONE
from aspects.judge.readings.key_demands import demanded_with
from aspects.judge.readings.mending import Amendment, aligned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.catalogue import KeyFact
    from aspects.judge.readings.key_uses import KeyUse
    from constructs_lib.kernel.output import Output

_KEYS = {"alias": "<key alias>", "arn": "<key arn>"}


def key_of(output: Output[Any] | None, fact: KeyFact) -> str:
    """The key of an output of the contract, as any template reads it; else one that its reader has."""
    return f"{{{{resolve:ssm:{output.path('<env>')}}}}}" if output else _KEYS.get(fact.form, "<key arn>")


def with_key(use: KeyUse, key: str) -> Iterator[Amendment]:
    """A key at its place, with all that it needs to have an effect."""
    yield Amendment(aligned(use.at, use.fact.path), key, use.value, within=within(use.fact))
    yield from with_switches(use)


def with_switches(use: KeyUse) -> Iterator[Amendment]:
    """What lets a key have an effect."""
    at = aligned(use.at, use.fact.path)
    for condition, place in use.switches:
        around = () if condition.root else use.fact.path[:-1]
        switch = aligned(place.path, (*around, *condition.path))
        inside = 0 if condition.root else within(use.fact)
        yield Amendment(switch, condition.values[0], place.value, within=inside)
    for demanded in demanded_with(use.fact):
        beside = at[: at.index(demanded.above)]
        yield Amendment((*beside, *demanded.path), demanded.value, within=len(beside))


def without_key(use: KeyUse) -> Iterator[Amendment]:
    """The keys of Amazon S3 in place of any of KMS."""
    at = aligned(use.at, use.fact.path)
    yield Amendment((*at[:-1], "SSEAlgorithm"), "AES256")
    yield Amendment(at, GONE)


def within(fact: KeyFact) -> int:
    """How many steps of a key's place lead to what it encrypts, which is there."""
    return min(fact.anchor, len(fact.path) - 1)
