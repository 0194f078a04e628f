"""`governed-cdk secrets`: secrets in files or in a change, by the patterns that the account is searched with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from constructs_lib.kernel.errors import EXIT_FINDINGS, ConfigurationError, invalid
from governed_cdk.git import Git
from governed_cdk.secrets.accepted import FILE, read_file
from governed_cdk.secrets.as_sarif import as_sarif
from governed_cdk.secrets.lines import lines_of
from governed_cdk.secrets.scan import found_in
from governed_cdk.terminal import say
from governed_cdk.today import today_or

if TYPE_CHECKING:
    from collections.abc import Iterator

_FORMATS = ("text", "sarif")


def secrets(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files, or folders of a repository; . if absent.")] = None,
    *,
    range_: Annotated[str, typer.Option("--range", help="The lines that come with BASE..HEAD instead.")] = "",
    staged: Annotated[bool, typer.Option("--staged", help="The lines that the next commit brings instead.")] = False,
    format_: Annotated[str, typer.Option("--format", help=f"One of {', '.join(_FORMATS)}.")] = "text",
    accepted: Annotated[Path, typer.Option(help="What is found and is none.")] = FILE,
    today: Annotated[str, typer.Option(help="YYYY-MM-DD that it is held against; today if absent.")] = "",
) -> None:
    """Find secrets where they do not belong; exit with 3 when there is one. None is ever shown."""
    if format_ not in _FORMATS:
        raise invalid("--format", format_, f"one of {', '.join(_FORMATS)}")
    if bool(paths) + bool(range_) + staged > 1:
        raise ConfigurationError("paths, --range, --staged: give one of them")
    left_out: list[str] = []
    if staged:
        lines = Git().staged()
    elif range_:
        lines = _of_range(range_)
    else:
        lines = lines_of(paths or [Path()], left_out)
    findings = list(found_in(lines, read_file(accepted, today_or(today))))
    if format_ == "sarif":
        typer.echo(as_sarif(findings))
    else:
        for one in findings:
            say(f"{one.file}:{one.line}: {one.text}", "red")
        say(f"{len(findings)} secrets found" if findings else "no secret found")
    for line in left_out:
        say(f"not read: {line}", "yellow", stderr=True)
    if findings:
        raise typer.Exit(EXIT_FINDINGS)


def _of_range(text: str) -> Iterator[tuple[str, int, str]]:
    base, dots, head = text.partition("..")
    if not base or not dots or head.startswith("."):
        raise invalid("--range", text, "BASE..HEAD, two commits; HEAD may be left out")
    git = Git()
    newest = git.commit(head or "HEAD")
    return git.added(git.merge_base(git.commit(base), newest), newest)
