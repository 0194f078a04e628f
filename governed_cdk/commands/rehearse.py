"""`governed-cdk rehearse`: the whole life of a deploy, on a local AWS that lives as long as the command."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from constructs_lib.kernel.environment_names import DEFAULT
from constructs_lib.kernel.errors import EXIT_FINDINGS
from governed_cdk.rehearsal import fault, fault_scenes, scenes
from governed_cdk.rehearsal.failure import RehearsalError
from governed_cdk.rehearsal.quotas import quotas_given
from governed_cdk.rehearsal.report import RehearsalReport
from governed_cdk.rehearsal.session import Plan, open_session
from governed_cdk.rehearsal.telling import Telling, end_on_sigterm
from governed_cdk.terminal import console, say

if TYPE_CHECKING:
    from rich.console import Console

    from governed_cdk.rehearsal.session import Session

_HELP = "For a service: the platform's assembly, as folder or archive. Else cdk.json names it, else the release has it."
_Platform = Annotated[Path | None, typer.Option(metavar="PATH", help=_HELP)]


def rehearse(
    *,
    env: Annotated[str, typer.Option(help="The environment, a file of environments/.")] = DEFAULT,
    stack: Annotated[
        list[str] | None, typer.Option(help="A stack, with those that it depends on; again for each. Without it, all.")
    ] = None,
    fail: Annotated[
        str | None,
        typer.Option(
            metavar="WHAT",
            help="Let a type fail while it is created, or one resource: STACK:LOGICAL_ID, also @update or @delete.",
        ),
    ] = None,
    exists: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="A name, or the type of a singleton, that the account holds; again for each."
        ),
    ] = None,
    quota: Annotated[
        list[str] | None, typer.Option(metavar="TYPE=N", help="A quota that is higher than a new account's.")
    ] = None,
    platform: _Platform = None,
    keep: Annotated[bool, typer.Option("--keep", help="Destroy nothing, and keep AWS running until Ctrl-C.")] = False,
    json_: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Deploy, change and destroy on a local AWS; exit with 3 when something does not come out as it should."""
    end_on_sigterm()
    report = RehearsalReport(env)
    progress = console(stderr=True)
    try:
        plan = Plan(Path.cwd(), env, tuple(stack or ()), fail, tuple(exists or ()), quotas_given(quota or ()), platform)
        _perform(plan, report, progress, keep=keep)
    except RehearsalError as error:
        report.failure = str(error)
    _show(report, as_json=json_)
    if report.failure:
        raise typer.Exit(EXIT_FINDINGS)


def _perform(plan: Plan, report: RehearsalReport, progress: Console, *, keep: bool) -> None:
    telling = Telling("rehearsal", progress)
    with telling.recorder(report) as recorder, open_session(plan, recorder) as session:
        if plan.fail:
            deployed = fault_scenes.fail(session, fault.parse(plan.fail, session.stacks))
        else:
            deployed = scenes.deploy(session)
            scenes.change(session)
        if keep:
            telling.stop()
            _keep(session)
        else:
            scenes.destroy(session, deployed)


def _keep(session: Session) -> None:
    """Say how to reach the emulator, and wait for Ctrl-C, which may come as soon as the first line is out."""
    with contextlib.suppress(KeyboardInterrupt):
        for name in ("AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"):
            typer.echo(f"export {name}={session.emulator.variables[name]}")
        typer.echo("It stops with Ctrl-C.", err=True)
        while session.emulator.process.poll() is None:
            time.sleep(0.5)


def _show(report: RehearsalReport, *, as_json: bool) -> None:
    if as_json:
        typer.echo(report.json_text())
        return
    if report.rows:
        console().print(report.table())
    for phase in report.phases:
        say(f"{phase.seconds:6.1f} s  {phase.name}: {phase.result or 'done'}")
    if report.failure:
        for line in f"rehearsal failed: {report.failure}".splitlines():
            say(line, "red")
