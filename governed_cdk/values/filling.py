"""Fill values in, all of them or none; and say which are missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.values.given import checked
from governed_cdk.values.places import SECRETS, ValuePlace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.kernel.environment import Environment
    from governed_cdk.values.store import Store, StoredValues
    from governed_cdk.values.wanted import Wanted


@dataclass(frozen=True)
class Filling:
    """What became of a place, and of which of its fields; never a value."""

    where: ValuePlace
    what: str
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.what} {self.where}" + (f": {', '.join(self.fields)}" if self.fields else "")


def fill(values: Mapping[ValuePlace, Any], wanted: Wanted, store: Store) -> list[Filling]:
    """Put values in, after all of them were found right.

    Raises ConfigurationError with a line for each mistake and each place that somebody else owns; nothing is written
    then.
    """
    wrong = [line for where, value in values.items() for line in checked(where, value, wanted)]
    if wrong:
        raise ConfigurationError(*wrong)
    held = {where: store.held(where) for where in values}
    owned = list[str]()
    for where, found in held.items():
        try:
            store.refuse_owned(where, found)
        except ConfigurationError as error:
            owned += error.mistakes
    if owned:
        raise ConfigurationError(*owned)
    return [
        Filling(where, store.put(where, value, held[where]), _differing(value, held[where]))
        for where, value in values.items()
    ]


def _differing(value: Any, held: StoredValues) -> tuple[str, ...]:
    """The fields that a new value has otherwise."""
    if not isinstance(value, dict):
        return ()
    before = held.value if isinstance(held.value, dict) else {}
    return tuple(sorted(name for name in {*value, *before} if value.get(name) != before.get(name)))


def lacking(wanted: Wanted, environment: Environment, store: Store) -> list[Filling]:
    """Each place that has to be filled: whether it is `filled`, `missing`, `wrong` or still as it was `generated`."""
    places = {*wanted.required(), *_made_for_people(environment)}
    return [_state(where, wanted, store) for where in sorted(places)]


def _state(where: ValuePlace, wanted: Wanted, store: Store) -> Filling:
    held, schema = store.held(where), wanted.schema(where)
    if held.text is None:
        return Filling(where, "missing", schema.required if schema and where.kind == SECRETS else ())
    if where.kind == SECRETS:
        wrong = schema.mistakes(held.value) if schema else []
    else:
        wrong = schema.field_mistakes(where.name, schema.typed(where.name, held.text)) if schema else []
    if wrong:
        return Filling(where, "wrong", tuple(wrong))
    return Filling(where, "filled" if schema or held.replaced else "generated")


def _made_for_people(environment: Environment) -> list[ValuePlace]:
    """The secrets of the environment file that no function rotates: their stack makes them, a person fills them in."""
    section = environment.stacks.get("secrets") or {}
    return [
        ValuePlace(SECRETS, secret.get("service", "common"), secret["name"])
        for secret in section.get("secrets") or ()
        if not secret.get("rotation_days")
    ]
