"""Two assemblies, stack by stack: everything that they mean differently."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from aspects.judge.catalogue import facts
from aspects.judge.lock import named_in
from aspects.judge.template.assembly import read_assembly, stacks_of
from governed_cdk.comparing import resources as each
from governed_cdk.comparing.assets import Assets
from governed_cdk.comparing.difference import Difference, DifferenceKind, ValueDifference
from governed_cdk.comparing.values import tidy, value_differences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from aspects.judge.template import Resource, Template

_Pairs = tuple[Assets, Assets]


def compared(base: Path, head: Path) -> list[Difference]:
    """What the assembly `head` means differently than `base`, the gravest first.

    Raises ConfigurationError where one of them cannot be read.
    """
    old, new = (_named(read_assembly(folder)) for folder in (base, head))
    assets = Assets(base), Assets(head)
    found = [
        one for name in sorted(old.keys() | new.keys()) for one in _stack(name, old.get(name), new.get(name), assets)
    ]
    kinds = list(DifferenceKind)
    return sorted(found, key=lambda one: (kinds.index(one.kind), not one.heavy, one.stack, one.logical_id))


def _named(templates: list[Template]) -> dict[str, Template]:
    """Stacks and nested stacks by name."""
    return {name: one for stack in stacks_of(templates) for name, one in stack.with_nested()}


def _stack(name: str, old: Template | None, new: Template | None, assets: _Pairs) -> Iterator[Difference]:
    if new is None and old is not None:
        yield _left(name, old)
    elif old is None and new is not None:
        yield _said(DifferenceKind.OTHER, name, f"is a new stack: {_held(new)}", heavy=True)
        yield from _opening(each.new(name, one, assets[1]) for one in _told(new).values())
    elif old is not None and new is not None:
        yield from _of_stack(name, old, new)
        yield from _resources(name, old, new, assets)
        yield from _outputs(name, old, new, assets)


def _left(name: str, old: Template) -> Difference:
    holds = sorted(one.logical_id for one in old.resources.values() if each.holds_data(one))
    data = f"; data is in {', '.join(holds)}" if holds else ""
    fate = (
        "goes with its resource in the stack around it" if "/" in name else "stays in the account until it is deleted"
    )
    return _said(DifferenceKind.LOST, name, f"is no longer made, and {fate}: {_held(old)}{data}", heavy=bool(holds))


def _held(template: Template) -> str:
    counts = Counter(one.type.removeprefix("AWS::") for one in _told(template).values())
    return ", ".join(f"{count} {type_}" for type_, count in sorted(counts.items())) or "nothing"


def _opening(found: Iterable[Difference]) -> Iterator[Difference]:
    """Of what comes with a new stack, what opens something."""
    yield from (one for one in found if one.kind in (DifferenceKind.ACCESS, DifferenceKind.EXPOSURE))


def _of_stack(name: str, old: Template, new: Template) -> Iterator[Difference]:
    for what, before, after in (("account", old.account, new.account), ("region", old.region, new.region)):
        if before != after:
            says = f"is made in another {what}: what is in the old one stays there, and the new one is empty"
            yield _said(DifferenceKind.LOST, name, says, (ValueDifference(what, before, after),), heavy=True)
    if tags := tuple(value_differences(dict(old.tags), dict(new.tags), "Tags")):
        yield _said(DifferenceKind.TAGS, name, "changes the tags of the stack", tags)


def _resources(name: str, old: Template, new: Template, assets: _Pairs) -> Iterator[Difference]:
    before, after = _told(old), _told(new)
    lost: dict[str, Difference] = {}
    for logical_id in sorted(before.keys() & after.keys()):
        was, now = before[logical_id], after[logical_id]
        if found := each.replaced(name, was, now):
            lost[logical_id] = found
            yield found
        if was.type == now.type:
            told = {one.path for one in found.values} if found else set()
            yield from _but(each.changed(name, was, now, assets), told)
    yield from _along(name, after, before, set(lost))
    yield from (each.gone(name, before[one]) for one in sorted(before.keys() - after.keys()))
    yield from (each.new(name, after[one], assets[1]) for one in sorted(after.keys() - before.keys()))


def _but(found: Iterable[Difference], told: set[str]) -> Iterator[Difference]:
    """Differences without the values that were told as what replaces the resource."""
    tops = {path.partition(".")[0].partition("[")[0].partition("{")[0] for path in told}
    for one in found:
        left = tuple(value for value in one.values if value.top not in tops)
        if left:
            yield replace(one, values=left)


def _along(name: str, after: dict[str, Resource], before: dict[str, Resource], lost: set[str]) -> Iterator[Difference]:
    """What is replaced since it names what is replaced, however many steps away."""
    known = set(lost)
    while more := [(one, cause) for one in after.values() if one.logical_id not in known and one.logical_id in before
                   if (cause := next(iter(_fixed_names(one) & known), ""))]:  # fmt: skip
        for one, cause in more:
            known.add(one.logical_id)
            if found := each.replaced_along(name, one, cause):
                yield found


def _fixed_names(resource: Resource) -> set[str]:
    """The logical ids that a resource names where nothing can change."""
    tops = {path.partition(".")[0].partition("[")[0].partition("{")[0] for path in facts(resource.type).create_only}
    return {name for top in tops for name in named_in(resource.properties.get(top))}


def _outputs(name: str, old: Template, new: Template, assets: _Pairs) -> Iterator[Difference]:
    before, after = (
        {
            key: tidy(one, said.get("Value"), assets[index])
            for key, said in one.outputs.items()
            if isinstance(said, dict)
        }
        for index, one in enumerate((old, new))
    )
    if found := tuple(value_differences(before, after, "Outputs")):
        yield _said(DifferenceKind.OTHER, name, "changes its outputs", found)


def _told(template: Template) -> dict[str, Resource]:
    return {name: one for name, one in template.resources.items() if one.type not in each.UNTOLD}


def _said(
    kind: DifferenceKind, stack: str, says: str, values: tuple[ValueDifference, ...] = (), *, heavy: bool = False
) -> Difference:
    return Difference(kind, stack, "", "", says, values, heavy)
