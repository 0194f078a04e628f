"""An estimate as text, JSON and Markdown, alone or beside the one before."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import printable
from governed_cdk.cost.estimate import lost_prices
from governed_cdk.formats.markdown_text import inert

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from governed_cdk.cost.book import PriceBook
    from governed_cdk.cost.estimate import Estimate
    from governed_cdk.cost.rise import CostRise

_CENT_OF_INTEREST = 0.005


def as_text(now: Estimate, book: PriceBook, change: CostRise | None = None) -> str:
    """For a terminal: each stack, in it each resource that costs a cent, then what has no price."""
    lines: list[str] = []
    for stack, usd in now.by_stack().items():
        lines.append(f"{_usd(usd)}  {stack}")
        lines += [
            f"  {_usd(its)}  {name} ({_type(type_)})"
            for (name, type_), its in now.by_resource(stack).items()
            if its >= _CENT_OF_INTEREST
        ]
    lines += [f"unpriced: {line}" for line in unpriced(now)]
    lines += [said(change)] if change else []
    return "\n".join(map(printable, [*lines, summary(now, book)])) + "\n"


def as_json(now: Estimate, book: PriceBook, before: Estimate | None = None) -> str:
    """For programs: version 1, the sum, the share that is priced, every line with its source, what has no price."""
    lines = [
        {
            "stack": one.stack, "logical_id": one.logical_id, "type": one.type, "price": one.price.id,
            "region": one.price.region, "unit": one.price.unit, "unit_usd": f"{one.price.usd:f}",
            "quantity": one.quantity, "usd": f"{one.usd:.4f}", "source": one.price.source.address,
            "published": one.price.source.published,
        }
        for one in now.lines
    ]  # fmt: skip
    data: dict[str, Any] = {
        "version": 1, "usd": str(now.usd), "share": now.share, "before": str(before.usd) if before else None,
        "prices_published": list(book.days), "lines": lines,
        "unpriced": [
            {"stack": one.stack, "logical_id": one.logical_id, "type": one.type, "missing": list(one.missing)}
            for one in now.unpriced
        ],
    }  # fmt: skip
    return json.dumps(data, indent=2) + "\n"


def as_markdown(now: Estimate, before: Estimate, change: CostRise, book: PriceBook) -> Iterator[str]:
    """For a comment: the sum before and after, the stacks and resources that change, and what has no price, folded."""
    yield f"{inert(said(change))}\n"
    for one in lost_prices(before, now):
        yield f"- not counted, since nobody read its price: {inert(one.logical_id)} ({inert(', '.join(one.missing))})\n"
    changed = list(_changed(now, before))
    if changed:
        yield "\n".join(changed) + "\n"
    missing = "\n".join(f"- {inert(line)}" for line in unpriced(now))
    told = f"{inert(summary(now, book))}\n\n{missing}".rstrip()
    yield f"<details><summary>How far to trust this sum</summary>\n\n{told}\n\n</details>\n"


def _changed(now: Estimate, before: Estimate) -> Iterator[str]:
    old, new = before.by_stack(), now.by_stack()
    for stack in [*new, *(one for one in old if one not in new)]:
        was, its = old.get(stack), new.get(stack)
        if was == its:
            continue
        yield f"- **{inert(stack)}**: {_or(was)} → {_or(its)}"
        there, here = before.by_resource(stack), now.by_resource(stack)
        for key in [*here, *(one for one in there if one not in here)]:
            if there.get(key) != here.get(key):
                yield f"  - {inert(key[0])} ({inert(_type(key[1]))}): {_or(there.get(key))} → {_or(here.get(key))}"


def said(change: CostRise) -> str:
    """`514.59 → 590.12 US dollars a month (+14.7 %): a warning, and one approval more`."""
    percent = "" if change.percent is None else f" ({change.percent:+.1f} %)"
    takes = ("", ": a warning, and one approval more", ": two approvals more")[change.approvals]
    same = "unchanged" if not change.usd else f"{change.usd:+.2f}"
    return f"{change.before:.2f} → {change.after:.2f} US dollars a month, {same}{percent}{takes}"


def summary(now: Estimate, book: PriceBook) -> str:
    """One line that says how far to trust the sum."""
    first, last = book.days
    return (
        f"{now.usd} US dollars a month; {now.share} % of {now.resources} resources are priced or free, "
        f"{len(now.unpriced)} are not; prices of {first} to {last}, without free tier, discount, tax and transfer"
    )


def unpriced(now: Estimate) -> list[str]:
    """What has no price, a line for each type."""
    counts = Counter((one.type, one.missing) for one in now.unpriced)
    return [
        f"{count} {_type(type_)}" + (f": no price of {', '.join(missing)}" if missing else "")
        for (type_, missing), count in sorted(counts.items())
    ]


def _type(type_: str) -> str:
    return type_.removeprefix("AWS::").replace("::", " ")


def _usd(amount: Decimal) -> str:
    return f"{amount:>9.2f}"


def _or(amount: Decimal | None) -> str:
    return "nothing" if amount is None else f"{amount:.2f}"
