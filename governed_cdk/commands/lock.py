"""`governed-cdk lock`: what one synth has that holds data, put into the lock."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aspects.judge.lock import LOCK_FILE, UPDATE, gone_environments, read_lock, renewed, replacements
from aspects.judge.template.assembly import read_assembly
from constructs_lib.kernel.errors import EXIT_FINDINGS, ConfigurationError, printable
from governed_cdk.locking.lock_file import old_lock, tell_broken, write_lock
from governed_cdk.today import today_or

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator

    from aspects.judge.lock import Lock


def lock(
    folder: Annotated[Path, typer.Argument(help="The cloud assembly.")] = Path("cdk.out"),
    *,
    file: Annotated[Path, typer.Option(help="The lock.")] = Path(LOCK_FILE),
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 3 when the lock is broken or not current.")
    ] = False,
    today: Annotated[str, typer.Option(help="YYYY-MM-DD that replacements are held against; today if absent.")] = "",
) -> None:
    """Put the resources with data of an assembly into the lock, and show what changes in it.

    What other environments have locked stays as it is. Exits with 3, and writes nothing, when a locked resource would
    be lost or replaced: governed-cdk relock lets it go. With --check also for a replacement whose last day is over.
    """
    day = today_or(today)
    templates = read_assembly(folder)
    if not templates:
        raise ConfigurationError(f"{folder}: an assembly without stacks")
    old = read_lock(file) if check else old_lock(file)
    # Of an environment that is locked and has no file any more, there is nothing.
    renewal = renewed(old, {"": templates, **{name: [] for name in gone_environments(old, file)}}, today=day)
    if renewal.left:
        tell_broken(renewal.left, file)
        raise typer.Exit(EXIT_FINDINGS)
    if not check:
        write_lock(file, renewal)
        return
    ended = list(_ended(old, file, day))
    for line in (*renewal.changes, *ended):
        typer.echo(printable(line))
    if renewal.changes or ended:
        typer.echo(f"{file}: not current; run {UPDATE}", err=True)
        raise typer.Exit(EXIT_FINDINGS)
    typer.echo(f"{file}: kept")


def _ended(lock: Lock, file: Path, day: datetime.date) -> Iterator[str]:
    """A line for each replacement that was meant until a day that is over; a term too long is bad input."""
    for stacks in lock.values():
        for address, one in replacements(stacks):
            one.check(f"{file}: {address}: replacement", day)
            if one.ended(day):
                yield f"{address} was to be replaced until {one.until} ({one.owner})"
