"""`governed-cdk access`: who may do what to keys, buckets, secrets, topics, queues and roles, from templates alone."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from aspects.judge.access.world import world_of
from aspects.judge.template.assembly import read_assembly
from constructs_lib.kernel.errors import EXIT_FINDINGS, invalid
from constructs_lib.kernel.files import write_whole
from governed_cdk.access.asking import ask
from governed_cdk.access.settings import read_access
from governed_cdk.access.table import table_of
from governed_cdk.access.views import AccessReport, as_json, as_markdown, as_text
from governed_cdk.formats.view_format import ViewFormat

DEFAULT = Path("access.yaml")
_VIEWS = {ViewFormat.TEXT: as_text, ViewFormat.JSON: as_json, ViewFormat.MARKDOWN: as_markdown}


def access(
    folder: Annotated[Path, typer.Argument(help="The cloud assembly.")] = Path("cdk.out"),
    *,
    form: Annotated[ViewFormat, typer.Option("--format", help="How it is shown.")] = ViewFormat.TEXT,
    who: Annotated[str, typer.Option(help="Principals, by name or kind: service, 'role *-atlantis-*'.")] = "*",
    what: Annotated[str, typer.Option(help="Resources, by name or kind: key, 'bucket *-terraform-*'.")] = "*",
    statements: Annotated[Path | None, typer.Option(help="What must be true; access.yaml if there is one.")] = None,
    output: Annotated[Path | None, typer.Option(help="Write it into this file.")] = None,
) -> None:
    """Show who may do what; exit with 3 when a statement of access.yaml does not hold."""
    if output and (output.is_dir() or not output.parent.is_dir()):
        raise invalid("--output", str(output), "a file in a folder that is there")
    file = statements or (DEFAULT if DEFAULT.is_file() else None)
    stated = read_access(file) if file else None
    world = world_of(read_assembly(folder))
    report = AccessReport(table_of(world, who, what), ask(world, stated) if stated else None)
    shown = _VIEWS[form](report)
    if output:
        write_whole(output, shown)
        typer.echo(report.summary, err=True)
    else:
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.write(shown.encode(encoding, "backslashreplace").decode(encoding))
    if report.findings:
        raise typer.Exit(EXIT_FINDINGS)
