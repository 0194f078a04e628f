"""`python -m tests.corpus record|compare|sample|page`: see each one's `--help`."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import Annotated

import typer
import yaml

from constructs_lib.kernel.errors import EXIT_BAD_INPUT, ConfigurationError
from constructs_lib.kernel.files import write_whole
from tests.corpus import comparing, recording, sampling
from tests.corpus.reviewed import page as page_of
from tests.corpus.reviewed import read_reviewed, read_rows
from tests.support import ROOT

app = typer.Typer(no_args_is_help=True, add_completion=False)
Records = Annotated[Path, typer.Argument(help="What `record` wrote.")]


@app.command()
def record(
    folders: Annotated[list[Path], typer.Argument(help="Folders with templates, such as checkouts.")],
    *,
    out: Annotated[Path, typer.Option(help="The file to write.")] = Path("build/corpus.jsonl.gz"),
) -> None:
    """Judge every template below some folders, and write down what each rule says."""
    found = recording.recorded(folders, today=datetime.datetime.now(tz=datetime.UTC).date())
    recording.write(found, out)
    typer.echo(
        f"{found.files:,} templates, {found.resources:,} resources, {found.seconds} s, {found.peak_mb} MB, "
        f"{len(found.refused)} refused, {len(found.faults)} faults: {out}"
    )
    for rule, count in found.counts.items():
        typer.echo(f"{count:7,} {rule}")


@app.command()
def compare(before: Records, after: Records, *, shown: Annotated[int, typer.Option()] = 5) -> None:
    """Say which findings are gone and which are new, by rule."""
    for line in comparing.told(recording.read(before), recording.read(after), shown=shown):
        typer.echo(line)


@app.command()
def sample(
    of: Records,
    *,
    out: Annotated[Path, typer.Option(help="The YAML file to write.")],
    size: Annotated[int, typer.Option(min=1)] = 300,
    but: Annotated[Path | None, typer.Option(help="A list of files, FOLDER/FILE a line, to draw none from.")] = None,
) -> None:
    """Draw findings to be judged by hand, by the commit that the record was made at."""
    found = recording.read(of)
    known = set(but.read_text(encoding="utf-8").split()) if but else set()
    drawn = sampling.sampled(found, seed=found.commit, size=size, but=known)
    head = {
        "seed": found.commit, "day": found.day, "commits": found.commits, "files": found.files,
        "resources": found.resources, "refused": len(found.refused), "seconds": found.seconds,
        "peak_mb": found.peak_mb, "found": found.counts,
    }  # fmt: skip
    rows = [
        {"rule": one.rule, "file": f"{one.folder}/{one.file}", "logical_id": one.logical_id, "message": one.message}
        for one in drawn
    ]
    write_whole(out, yaml.safe_dump({**head, "judged": rows}, sort_keys=False, width=120, allow_unicode=True))
    typer.echo(f"{len(drawn)} findings of {len({one.rule for one in drawn})} rules: {out}")


@app.command()
def page() -> None:
    """Write docs/precision.md from the reviewed sample."""
    write_whole(ROOT / "docs/precision.md", page_of(read_reviewed(), read_rows()))


if __name__ == "__main__":
    try:
        app()
    except ConfigurationError as error:
        typer.echo("\n".join(f"error: {line}" for line in error.mistakes), err=True)
        sys.exit(EXIT_BAD_INPUT)
