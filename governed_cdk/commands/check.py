"""`governed-cdk check`: judge CloudFormation templates, also those that CDK did not make. No Node, no aws_cdk."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path  # noqa: TC003 - typer reads the annotations at run time
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from aspects.judge.judgement import checked_severities, judge
from aspects.judge.own_rules import own_rules
from aspects.judge.rule_files import VERSION
from aspects.judge.template.limits import DEFAULT, Limits, limit_names
from aspects.judge.template.loading import load_readable
from constructs_lib.kernel.errors import EXIT_FINDINGS, ConfigurationError, invalid
from constructs_lib.kernel.files import write_whole
from constructs_lib.kernel.level import LEVELS
from governed_cdk.formats import FORMATS, as_text, pieces
from governed_cdk.formats.assembly import reported_assemblies
from governed_cdk.formats.ledger import reported_ledger
from governed_cdk.formats.report import counted, report
from governed_cdk.ledger import ledger_of
from governed_cdk.progress import Progress
from governed_cdk.terminal import say
from governed_cdk.today import today_or

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from aspects.judge.rule import Rule
    from constructs_lib.kernel.level import Level
    from governed_cdk.formats.report import CheckReport


def check(
    paths: Annotated[list[Path] | None, typer.Argument(help="Templates, folders of them, cdk.out.")] = None,
    *,
    format_: Annotated[str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}.")] = "text",
    output: Annotated[Path | None, typer.Option(help="Write the report into this file.")] = None,
    audit: Annotated[bool, typer.Option("--audit", help="Report only: exit with 0 whatever is found.")] = False,
    rules: Annotated[Path | None, typer.Option(help="A folder with rules of your own, judged beside ours.")] = None,
    severity: Annotated[list[str] | None, typer.Option(help="RULE=warning or RULE=error; any number of times.")] = None,
    unknown: Annotated[str, typer.Option(help="warning or error: what no rule on exposure and keys can tell.")] = "",
    rules_as_of: Annotated[str, typer.Option(help="A version, such as 0.1.0: rules that came later only warn.")] = "",
    today: Annotated[str, typer.Option(help="YYYY-MM-DD that acceptances are held against; today if absent.")] = "",
    limit: Annotated[
        list[str] | None, typer.Option(help=f"NAME=NUMBER; any number of times. NAME: {', '.join(limit_names())}.")
    ] = None,
) -> None:
    """Judge templates. Exits with 0 when nothing fails a build, 3 on findings, 2 on bad input."""
    _refuse_bad_input(paths, format_, output)
    own = own_rules(rules) if rules else ()
    limits = Limits.of(limit or (), "--limit")
    with Progress() as progress:
        found, unread = checked(
            paths or [],
            severities=_severities(severity or ()),
            rules_as_of=_version(rules_as_of),
            today=today_or(today),
            own=own,
            unknown=_level(unknown),
            limits=limits,
            progress=progress,
        )
        progress.phase(f"writing {counted(len(found.findings), 'finding')}")
        _hand_over(found, format_, output)
    if unread:  # after all that the others hold: one bad file hides nothing
        raise ConfigurationError(*unread)
    if (found.errors or found.faults) and not audit:
        raise typer.Exit(EXIT_FINDINGS)


def _hand_over(found: CheckReport, format_: str, output: Path | None) -> None:
    if output:
        write_whole(output, pieces(found, format_))
        typer.echo(found.summary, err=True)
    else:
        _show(found, format_)


def _refuse_bad_input(paths: list[Path] | None, format_: str, output: Path | None) -> None:
    if not paths:
        raise ConfigurationError("PATH: given nothing; allowed: templates, folders of them, a cdk.out")
    if format_ not in FORMATS:
        raise invalid("--format", format_, f"one of {', '.join(FORMATS)}")
    if output and (output.is_dir() or not output.parent.is_dir()):
        raise invalid("--output", str(output), "a file in a folder that is there")


def checked(
    paths: Iterable[Path],
    *,
    severities: dict[str, Level],
    today: datetime.date,
    own: tuple[Rule, ...] = (),
    unknown: Level | None = None,
    rules_as_of: str = "",
    limits: Limits = DEFAULT,
    progress: Progress | None = None,
) -> tuple[CheckReport, list[str]]:
    """What the rules say of the templates at some paths, and a line for each file that cannot be read.

    Raises ConfigurationError where none can be read.
    """
    started = time.perf_counter()
    progress = progress or Progress()
    chosen = checked_severities(severities, "--severity", own, as_of=rules_as_of)
    progress.phase("reading templates")
    templates, unread = load_readable(paths, limits=limits, note=_note)
    if not templates:
        raise ConfigurationError(*unread)
    resources = counted(sum(len(template.resources) for template in templates), "resource")
    progress.phase(f"judging {resources} of {counted(len(templates), 'template')}")
    verdict = judge(templates, chosen, today=today, own=own, unknown=unknown)
    ledger = ledger_of(verdict, templates)
    told = report(
        verdict, templates, tally=ledger.tally(),
        ledger=[*reported_ledger(ledger, templates, today), *reported_assemblies(templates)],
        seconds=time.perf_counter() - started,
    )  # fmt: skip
    return told, unread


def _version(given: str) -> str:
    if given and not VERSION.fullmatch(given):
        raise invalid("--rules-as-of", given, "a version, such as 0.1.0")
    return given


def _level(given: str) -> Level | None:
    """What is given, or nothing: then the environment of an assembly says it."""
    if not given:
        return None
    if given not in LEVELS:
        raise invalid("--unknown", given, " or ".join(LEVELS))
    level: Level = given
    return level


def _note(text: str) -> None:
    say(f"note: {text}", stderr=True)


def _severities(given: Iterable[str]) -> dict[str, Level]:
    found: dict[str, Level] = {}
    for one in given:
        rule, _, severity = one.partition("=")
        if not rule or severity not in LEVELS:
            raise invalid("--severity", one, "RULE=warning or RULE=error")
        found[rule] = severity
    return found


def _show(report: CheckReport, format_: str) -> None:
    coloured = format_ == "text" and Console().is_terminal and "NO_COLOR" not in os.environ
    encoding = sys.stdout.encoding or "utf-8"
    try:
        for piece in as_text.pieces(report, colour=True) if coloured else pieces(report, format_):
            sys.stdout.write(piece.encode(encoding, "backslashreplace").decode(encoding))
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read it has read enough; how the check ends does not change
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
