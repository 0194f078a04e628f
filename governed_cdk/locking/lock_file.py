"""The file of the lock, renewed: what is told, what is written, and how a first one begins."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING

import typer

from aspects.judge.lock import (
    MARK,
    REFACTOR,
    BrokenLock,
    Lock,
    Renewal,
    advice,
    lock_text,
    marked,
    project_locks,
    read_lock,
    refactor_mapping,
)
from constructs_lib.kernel.errors import printable
from constructs_lib.kernel.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_EMPTY = lock_text({})


def old_lock(file: Path) -> Lock:
    """What the file holds; nothing where it is not there yet, or was taken away to begin anew."""
    return read_lock(file) if file.is_file() else {}


@contextlib.contextmanager
def begun(file: Path) -> Iterator[None]:
    """A block in which the file is there, if only an empty one: without it no synth passes where cdk.json names it."""
    new = not file.is_file()
    if new:
        write_whole(file, _EMPTY)
    try:
        yield
    finally:
        if new and file.read_text(encoding="utf-8") == _EMPTY:
            file.unlink()


def write_lock(file: Path, renewal: Renewal) -> None:
    """Write what was renewed, say what that is, and let cdk.json say that the project has this lock."""
    for line in renewal.changes:
        typer.echo(printable(line))
    if renewal.changes or (not file.is_file() and not renewal.left):
        write_whole(file, lock_text(renewal.lock))
    resources = sum(len(there) for stacks in renewal.lock.values() for there in stacks.values())
    where = ", ".join(sorted(renewal.lock)) or "no stack"
    typer.echo(f"{file}: {len(renewal.changes)} changes, {resources} resources in {where}")
    cdk_json = file.with_name("cdk.json")
    if resources and cdk_json.is_file() and file.name not in project_locks(cdk_json):
        write_whole(cdk_json, marked(cdk_json.read_text(encoding="utf-8"), file.name))
        typer.echo(f"{cdk_json}: says now that the project has {file.name} ({MARK}); commit both")


def tell_broken(found: list[BrokenLock], file: Path) -> None:
    """Say of each what would become of it and what the ways out are; then how many there are."""
    for one in found:
        typer.echo("\n".join(map(printable, advice(one).split("\n"))))
    if len([one for one in found if one.account]) > 1:
        typer.echo(f"all that can be taken along at once, for {REFACTOR}:")
        typer.echo(json.dumps(refactor_mapping(found), indent=2))
    typer.echo(f"{file}: {len(found)} locked resources would be lost or replaced", err=True)
