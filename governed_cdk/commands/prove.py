"""`governed-cdk prove`: ask a real account what no document settles, by small experiments that clean up."""

from __future__ import annotations

import functools
import signal
from typing import TYPE_CHECKING, Annotated

import typer

from constructs_lib.kernel.errors import EXIT_FINDINGS, ConfigurationError, invalid
from constructs_lib.kernel.facts.proved import FILE, Proved, proved, updated
from constructs_lib.kernel.files import write_whole
from governed_cdk.proving.experiments import EXPERIMENTS
from governed_cdk.proving.room import Patience, Room, open_room
from governed_cdk.proving.running import Outcome, clean_up, run
from governed_cdk.terminal import say
from governed_cdk.today import today_or

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

    from governed_cdk.proving.experiment import Experiment

_EXIT_TERMINATED = 128 + signal.SIGTERM


def prove(
    *,
    account: Annotated[str, typer.Option(help="The account to experiment in; another one's credentials are refused.")],
    only: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="One experiment; again for each. Without it, all.")
    ] = None,
    region: Annotated[str | None, typer.Option(help="Where; without it the region of the credentials.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nobody before anything is made.")] = False,
    write: Annotated[bool, typer.Option("--write", help="Write the answers into the facts of the library.")] = False,
    clean: Annotated[bool, typer.Option("--clean", help="Only take away what a run that was killed has left.")] = False,
    patience: Annotated[float, typer.Option(min=0, help="Seconds to wait for what does not come.")] = 120,
    endpoint_url: Annotated[str | None, typer.Option(help="Where AWS is, such as a local one.")] = None,
) -> None:
    """Make experiments in an account; exit with 3 when it answers otherwise than our constructs need it."""
    experiments = _chosen(only or ())
    waits = Patience(absent=patience, removed=max(patience * 2.5, 10), between=min(5.0, patience / 10))
    tell = functools.partial(say, stderr=True)
    room = open_room(account, region=region, endpoint_url=endpoint_url, patience=waits, tell=tell)
    if write and not room.is_aws:
        raise ConfigurationError("--write: it is not AWS that would answer; facts are an account's answers alone")
    signal.signal(signal.SIGTERM, _terminated)
    if clean:
        removed, left = clean_up(room)
        _said([f"taken away: {line}" for line in removed] or ["nothing was left"], left)
        return
    _announce(experiments, room)
    if not yes:
        typer.confirm(f"Make this in account {account}?", abort=True)
    outcome = Outcome()
    try:
        run(experiments, room, outcome)
    finally:
        _report(outcome)
    if write:
        _write(outcome, room.region)
    if outcome.contradictions or outcome.failures or outcome.left:
        raise typer.Exit(EXIT_FINDINGS)


def _chosen(names: Sequence[str]) -> list[Experiment]:
    known = {one.name: one for one in EXPERIMENTS}
    for name in names:
        if name not in known:
            raise invalid("--only", name, ", ".join(known))
    return [one for one in EXPERIMENTS if not names or one.name in names]


def _announce(experiments: Sequence[Experiment], room: Room) -> None:
    """What will be made where, for how long and for how much at most."""
    say(f"In account {room.account}, {room.region}, everything named {room.run}-* and tagged so:", "bold")
    for one in experiments:
        say(f"  {one.name}: {one.makes}; at most {one.most_minutes} minutes and {one.most_usd:.2f} US dollars")
    cost, minutes = sum(one.most_usd for one in experiments), sum(one.most_minutes for one in experiments)
    say(f"At most {minutes} minutes and {cost:.2f} US dollars. It is taken away again; keys wait 7 days, for nothing.")


def _report(outcome: Outcome) -> None:
    for name, answers in outcome.answers.items():
        for variant, answer in answers.items():
            say(f"{name}: {variant}: {answer}")
    _said([], [*outcome.contradictions, *outcome.failures])
    for line in outcome.left:
        say(f"left: {line}", "red")
    if outcome.left:
        say("run it again with --clean", "red")


def _said(lines: Sequence[str], wrong: Sequence[str]) -> None:
    for line in lines:
        say(line)
    for line in wrong:
        say(line, "red")


def _write(outcome: Outcome, region: str) -> None:
    day = today_or("").isoformat()
    new = [Proved(name, day, region, answers) for name, answers in outcome.answers.items()]
    write_whole(FILE, updated(FILE.read_text(encoding="utf-8"), proved(), new))
    typer.echo(f"wrote {FILE.name}; run make docs")


def _terminated(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(_EXIT_TERMINATED)
