"""`governed-cdk relock`: let a locked resource go, or be replaced, on purpose."""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aspects.judge.lock import LOCK_FILE, UPDATE, Replacement, renewed
from aspects.judge.template.assembly import read_assembly
from constructs_lib.kernel.errors import ConfigurationError, invalid
from governed_cdk.locking.lock_file import old_lock, write_lock
from governed_cdk.locking.synth import synthesised
from governed_cdk.today import today_or

if TYPE_CHECKING:
    from collections.abc import Collection

    from aspects.judge.lock import Lock


def relock(
    only: Annotated[list[str], typer.Argument(metavar="STACK/LOGICAL_ID...", help="What may go; no other does.")],
    *,
    assembly: Annotated[Path | None, typer.Option(help="Its synth; else the environments are synthesised.")] = None,
    env: Annotated[str, typer.Option(help="The environment, where several have a stack of that name.")] = "",
    file: Annotated[Path, typer.Option(help="The lock.")] = Path(LOCK_FILE),
    reason: Annotated[str, typer.Option(help="Why a deploy may replace them; with --owner and --until.")] = "",
    owner: Annotated[str, typer.Option(help="Who means it.")] = "",
    until: Annotated[str, typer.Option(help="The last day of it, YYYY-MM-DD.")] = "",
) -> None:
    """Take exactly these resources out of the lock, or lock what is now in their place.

    Where nothing else is lost, what is new enters the lock as well. What is as it was cannot be lifted. With --reason,
    --owner and --until the lock says that a deploy may replace them; without, only that this is what is there.
    """
    lift = [address for given in only for address in re.split(r"[,\s]+", given) if address]
    if not lift:
        raise invalid("only", " ".join(only), "STACK/LOGICAL_ID, such as prod-rds/DatabaseF44359DD")
    meant = _meant(reason, owner, until)
    old = old_lock(file)
    where = sorted({_environment(address, old, env, file) for address in lift})
    synths = {"": read_assembly(assembly)} if assembly else synthesised(where)
    renewal = renewed(old, synths, lift, meant=meant, today=today_or(""))
    kept = [address for address in lift if address not in {one.address for one in renewal.lifted}]
    if kept:
        raise ConfigurationError(*(f"{address}: as the lock has it; there is nothing to lift" for address in kept))
    write_lock(file, renewal)
    if renewal.left:
        more = ", ".join(one.address for one in renewal.left)
        typer.echo(f"still locked, and lost: {more}; nothing new was locked. See: {UPDATE}", err=True)


def _meant(reason: str, owner: str, until: str) -> Replacement | None:
    """The replacement that is meant; None where none of the three is said. Raises ConfigurationError."""
    if not (reason or owner or until):
        return None
    meant = Replacement(reason, owner, until)
    meant.check("--reason, --owner, --until", today_or(""))
    return meant


def _environment(address: str, lock: Lock, env: str, file: Path) -> str:
    """The environment in which a resource is locked. Raises ConfigurationError where it is in none, or in several."""
    stack, _, logical_id = address.rpartition("/")
    found = {name for name, stacks in lock.items() if name == (env or name) and logical_id in stacks.get(stack, {})}
    if len(found) > 1:
        raise ConfigurationError(f"{address}: locked in {', '.join(sorted(found))}; say in which: --env {min(found)}")
    if found:
        return found.pop()
    addresses = [f"{stack}/{name}" for stacks in lock.values() for stack, there in stacks.items() for name in there]
    raise ConfigurationError(f"{address}: not in {file}{_closest(address, addresses)}")


def _closest(given: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(given, known, n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else f", which holds {len(known)} resources, each as STACK/LOGICAL_ID"
