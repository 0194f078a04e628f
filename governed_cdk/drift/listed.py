"""What is called as ours are, and is in no stack: listed by name, since who makes it by hand forgets the tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jmespath

from constructs_lib.kernel.facts.drift import named
from governed_cdk.drift.found import Drift, DriftKind, Unread
from governed_cdk.drift.severities import severity_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.kernel.facts.drift import Named
    from governed_cdk.drift.deployed import RegionStacks
    from governed_cdk.drift.regions import Regions


def listed(stacks: RegionStacks, regions: Regions, unread: list[Unread]) -> Iterator[Drift]:
    """Resources of a region that are called as ours; those of global services in the home region only."""
    for row in named():
        if not row.everywhere or stacks is regions.home:
            yield from (_beside(stacks, row, name) for name in _strangers(row, stacks, regions, unread))


def _strangers(row: Named, stacks: RegionStacks, regions: Regions, unread: list[Unread]) -> Iterator[str]:
    environment, region = stacks.region.environment, "" if row.everywhere else stacks.region.region
    prefixes = tuple(row.prefix.format(environment=environment, service=name) for name in regions.services)
    for name in _names(row, stacks, unread):
        called = name.split("/")[-1] if name.startswith("arn:") else name
        if called.startswith(prefixes) and not any(
            held.named(row.type, name, region) for held in (regions.ours, regions.others)
        ):
            yield name


def _beside(stacks: RegionStacks, row: Named, name: str) -> Drift:
    severity = severity_of(row.type, "", DriftKind.BESIDE)
    return Drift(
        place=stacks.region, kind=DriftKind.BESIDE, type=row.type, resource=name, physical=name, severity=severity
    )


def _names(row: Named, stacks: RegionStacks, unread: list[Unread]) -> list[str]:
    def filled(value: Any) -> Any:
        match value:
            case str():
                return value.replace("{environment}", stacks.region.environment)
            case list():
                return [filled(one) for one in value]
            case dict():
                return {key: filled(one) for key, one in value.items()}
        return value

    answer, code = stacks.reader.ask(row.read.service, row.read.operation, **filled(dict(row.read.arguments)))
    if code:
        unread.append(Unread(stacks.region, f"{row.read.service} {row.read.operation}", code))
    return list(jmespath.search(row.read.answer, answer) or ()) if not code else []
