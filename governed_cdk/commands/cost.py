"""`governed-cdk cost`: what an assembly costs a month, by stack and resource, from prices with a source and a day."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from aspects.judge.template.assembly import read_assembly
from governed_cdk.cost.book import price_book
from governed_cdk.cost.estimate import estimate, lost_prices
from governed_cdk.cost.rise import rise
from governed_cdk.cost.settings import COSTS, read_costs
from governed_cdk.cost.views import as_json, as_markdown, as_text
from governed_cdk.formats.view_format import ViewFormat


def cost(
    folder: Annotated[Path, typer.Argument(help="The cloud assembly.")] = Path("cdk.out"),
    *,
    against: Annotated[Path | None, typer.Option(help="The assembly before, to show what changes.")] = None,
    form: Annotated[ViewFormat, typer.Option("--format", help="How it is shown.")] = ViewFormat.TEXT,
    costs: Annotated[Path, typer.Option(help="What is assumed about use; without the file, the defaults.")] = COSTS,
) -> None:
    """Show what the resources of an assembly cost a month; what could not be priced is said, never guessed."""
    settings, book = read_costs(costs), price_book()
    now = estimate(read_assembly(folder), book, settings)
    before = estimate(read_assembly(against), book, settings) if against else None
    change = None
    if before:
        change = rise(before.usd, now.usd, settings.thresholds, uncounted=len(lost_prices(before, now)))
    if form is ViewFormat.JSON:
        shown = as_json(now, book, before)
    elif form is ViewFormat.MARKDOWN:
        shown = "\n".join(as_markdown(now, before or now, change or rise(now.usd, now.usd, settings.thresholds), book))
    else:
        shown = as_text(now, book, change)
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(shown.encode(encoding, "backslashreplace").decode(encoding))
