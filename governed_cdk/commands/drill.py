"""`governed-cdk drill`: the home region is lost, on a local AWS, and what comes back from the other one is counted."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from constructs_lib.kernel.environment import Environment
from constructs_lib.kernel.environment_names import DEFAULT
from constructs_lib.kernel.errors import EXIT_FINDINGS, invalid
from constructs_lib.kernel.files import write_whole
from constructs_lib.kernel.language import words_of
from governed_cdk.checkup.drills import last_drill
from governed_cdk.drilling import mariadb
from governed_cdk.drilling.report import WORDS, DrillReport
from governed_cdk.drilling.views import as_markdown, as_text, findings
from governed_cdk.drilling.walk import require_copies, walked
from governed_cdk.formats.view_format import ViewFormat
from governed_cdk.rehearsal import scenes
from governed_cdk.rehearsal.failure import RehearsalError
from governed_cdk.rehearsal.quotas import quotas_given
from governed_cdk.rehearsal.report import RehearsalReport
from governed_cdk.rehearsal.session import Plan, open_session
from governed_cdk.rehearsal.telling import Telling, end_on_sigterm
from governed_cdk.terminal import console, say

if TYPE_CHECKING:
    from constructs_lib.kernel.language import Words
    from governed_cdk.drilling.walk import Walked

_HELP = "For a service: the platform's assembly, as folder or archive. Else cdk.json names it, else the release has it."


def drill(
    *,
    region: Annotated[str, typer.Option(help="The region that is left: the one that the environment copies into.")],
    env: Annotated[str, typer.Option(help="The environment, a file of environments/.")] = DEFAULT,
    quota: Annotated[
        list[str] | None, typer.Option(metavar="TYPE=N", help="A quota that is higher than a new account's.")
    ] = None,
    platform: Annotated[Path | None, typer.Option(metavar="PATH", help=_HELP)] = None,
    form: Annotated[ViewFormat, typer.Option("--format", help="How it is shown.")] = ViewFormat.TEXT,
    output: Annotated[Path | None, typer.Option(help="Write it into this file.")] = None,
) -> None:
    """Lose the home region on a local AWS, and come back; exit with 3 when something that is copied does not."""
    environment = Environment.load(env)
    if region != environment.dr_region:
        raise invalid("--region", region, f"{environment.dr_region}, the one that {env} copies into")
    if output and (output.is_dir() or not (output.parent.is_dir() or output.parent.parent.is_dir())):
        raise invalid("--output", str(output), "a file in a folder that is there, or in a new one there")
    mariadb.require()
    end_on_sigterm()
    words, last = words_of(WORDS, environment.language), last_drill(env)
    try:
        plan = Plan(Path.cwd(), env, quotas=quotas_given(quota or ()), platform=platform)
        found = _drilled(plan, environment, words)
    except RehearsalError as error:
        for line in words("failed", reason=error).splitlines():
            say(line, "red", stderr=True)
        raise typer.Exit(EXIT_FINDINGS) from None
    day = datetime.datetime.now(datetime.UTC).date()
    report = DrillReport(env, environment.region, region, day, found, last)
    _show(report, form, output, words)
    if report.findings:
        raise typer.Exit(EXIT_FINDINGS)


def _drilled(plan: Plan, environment: Environment, words: Words) -> Walked:
    """Deploy as a rehearsal does, and lose the home region."""
    home, region = environment.region, environment.dr_region
    telling = Telling("drill", console(stderr=True))
    with telling.recorder(RehearsalReport(plan.environment)) as recorder, open_session(plan, recorder) as session:
        require_copies(session.stacks, plan.environment, home=home, region=region)
        scenes.deploy(session)
        return walked(session, home=home, region=region, tell=lambda step: telling.phase(step.in_words(words)))


def _show(report: DrillReport, form: ViewFormat, output: Path | None, words: Words) -> None:
    shown = {
        ViewFormat.TEXT: lambda: "\n".join(as_text(report, words)),
        ViewFormat.JSON: lambda: report.json_text(words),
        ViewFormat.MARKDOWN: lambda: as_markdown(report, words),
    }[form]()
    if output:
        output.parent.mkdir(exist_ok=True)
        write_whole(output, f"{shown.rstrip()}\n")
        typer.echo(f"wrote {output}", err=True)
    else:
        typer.echo(shown.rstrip())
    if output or form is not ViewFormat.TEXT:
        for line in findings(report, words):
            say(line, "red", stderr=True)
