"""What an app costs a month, resource by resource, and how much of it nobody can price."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from aspects.judge.template.assembly import stacks_of
from governed_cdk.cost.billed import Billed
from governed_cdk.cost.quantities import QUANTITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aspects.judge.template import Template
    from governed_cdk.cost.book import Price, PriceBook
    from governed_cdk.cost.settings import CostSettings

_CENT = Decimal("0.01")
_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class CostLine:
    """So many units of one price, that one resource uses in a month."""

    stack: str
    logical_id: str
    type: str
    price: Price
    quantity: float

    @property
    def usd(self) -> Decimal:
        """What that is."""
        return self.price.usd * Decimal(repr(self.quantity))


@dataclass(frozen=True)
class Unpriced:
    """A resource that nobody can price, and the prices that are missing; none where its type is not known at all."""

    stack: str
    logical_id: str
    type: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Estimate:
    """The lines of an app. `resources` counts all of its resources, also those that cost nothing by themselves."""

    lines: tuple[CostLine, ...]
    unpriced: tuple[Unpriced, ...]
    resources: int

    @property
    def usd(self) -> Decimal:
        """Dollars a month, to the cent."""
        return sum((line.usd for line in self.lines), Decimal(0)).quantize(_CENT)

    @property
    def share(self) -> int:
        """How many of a hundred resources are priced, or cost nothing; never rounded up."""
        return 100 * (self.resources - len(self.unpriced)) // self.resources if self.resources else 100

    def by_stack(self) -> dict[str, Decimal]:
        """Dollars a month by stack, the dearest first."""
        return _summed((line.stack, line.usd) for line in self.lines)

    def by_resource(self, stack: str) -> dict[tuple[str, str], Decimal]:
        """Dollars a month by logical id and type, of one stack, the dearest first."""
        return _summed(((line.logical_id, line.type), line.usd) for line in self.lines if line.stack == stack)


def estimate(templates: Iterable[Template], book: PriceBook, settings: CostSettings) -> Estimate:
    """What some templates cost a month."""
    lines: list[CostLine] = []
    unpriced: list[Unpriced] = []
    count = 0
    for stack in stacks_of(templates):
        for name, template in stack.with_nested():
            for resource in template.resources.values():
                if resource.type in ("AWS::CDK::Metadata", "AWS::CloudFormation::Stack"):
                    continue
                count += 1
                found, missing = _priced(Billed(resource, name, settings), template.region, book)
                lines += found
                if missing is not None:
                    unpriced.append(Unpriced(name, resource.logical_id, resource.type, missing))
    return Estimate(tuple(lines), tuple(unpriced), count)


def lost_prices(before: Estimate, now: Estimate) -> list[Unpriced]:
    """What is billed now without a price, and was not so before: the sum hides it."""
    there = {(one.stack, one.logical_id, one.missing) for one in before.unpriced}
    return [one for one in now.unpriced if one.missing and (one.stack, one.logical_id, one.missing) not in there]


def _priced(one: Billed, region: str, book: PriceBook) -> tuple[list[CostLine], tuple[str, ...] | None]:
    """The lines of a resource, and what of it has no price; None where nothing is missing."""
    resource = one.resource
    if resource.type not in QUANTITIES:
        return [], None if resource.type in book.free else ()
    lines, missing = [], []
    for id_, quantity in QUANTITIES[resource.type](one):
        price = book.price(id_, region)
        if price is None:
            missing.append(f"{id_} in {region or 'no region'}")
        elif quantity:
            lines.append(CostLine(one.stack, resource.logical_id, resource.type, price, quantity))
    return lines, tuple(missing) or None


def _summed(pairs: Iterator[tuple[_Key, Decimal]]) -> dict[_Key, Decimal]:
    found: dict[_Key, Decimal] = {}
    for key, usd in pairs:
        found[key] = found.get(key, Decimal(0)) + usd
    rounded = {key: usd.quantize(_CENT) for key, usd in found.items()}
    return dict(sorted(rounded.items(), key=lambda pair: (-pair[1], str(pair[0]))))
