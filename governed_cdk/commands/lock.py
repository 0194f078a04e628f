"""`governed-cdk lock`: say on purpose which stateful resources there are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from aspects.judge.lock import (
    LOCK_FILE,
    REFACTOR,
    UPDATE,
    BrokenLock,
    Lock,
    Locked,
    advice,
    broken,
    lock_text,
    locked,
    read_lock,
    refactor_mapping,
)
from aspects.judge.template.assembly import read_assembly
from constructs_lib.kernel.errors import EXIT_FINDINGS
from constructs_lib.kernel.files import write_whole


def lock(
    folder: Annotated[Path, typer.Argument(help="The cloud assembly.")] = Path("cdk.out"),
    *,
    file: Annotated[Path, typer.Option(help="The lock.")] = Path(LOCK_FILE),
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 3 when the lock is broken or not current.")
    ] = False,
) -> None:
    """Write the stateful resources of an assembly's environments into the lock, and show what changes in it.

    What other environments have locked stays as it is.
    """
    templates = read_assembly(folder)
    old = read_lock(file)
    new = {environment: stacks for environment, stacks in {**old, **locked(templates)}.items() if stacks}
    if check:
        _check(broken(old, templates), _changes(old, new), file)
        return
    changes = _changes(old, new)
    for line in changes:
        typer.echo(line)
    if changes or not file.is_file():
        write_whole(file, lock_text(new))
    typer.echo(f"{file}: {len(changes)} changes, {len(_flat(new))} resources in {', '.join(sorted(new)) or 'no stack'}")


def _check(found: list[BrokenLock], changes: list[str], file: Path) -> None:
    for one in found:
        typer.echo(advice(one))
    if len([one for one in found if one.account]) > 1:
        typer.echo(f"all that can be taken along at once, for {REFACTOR}:")
        typer.echo(json.dumps(refactor_mapping(found), indent=2))
    if not found:
        for line in changes:
            typer.echo(line)
    if found or changes:
        said = f"{len(found)} locked resources would be lost" if found else f"not current; run {UPDATE}"
        typer.echo(f"{file}: {said}", err=True)
        raise typer.Exit(EXIT_FINDINGS)
    typer.echo(f"{file}: kept")


def _changes(old: Lock, new: Lock) -> list[str]:
    """What is new, gone or different, one line each: `+ prod-rds DatabaseF44359DD AWS::RDS::DBInstance`."""
    before, after = _flat(old), _flat(new)
    return [
        f"{sign} {stack} {name} {(after if sign != '-' else before)[stack, name].type}"
        for stack, name in sorted(before.keys() | after.keys())
        if (sign := _sign(before.get((stack, name)), after.get((stack, name))))
    ]


def _sign(before: Locked | None, after: Locked | None) -> str:
    if before == after:
        return ""
    if before is None:
        return "+"
    return "-" if after is None else "~"


def _flat(lock: Lock) -> dict[tuple[str, str], Locked]:
    return {
        (stack, name): one
        for stacks in lock.values()
        for stack, resources in stacks.items()
        for name, one in resources.items()
    }
