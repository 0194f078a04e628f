"""`governed-cdk summary`: what each stack of a synth holds."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from aspects.judge.template.assembly import read_assembly, stacks_of
from constructs_lib.kernel.errors import EXIT_FINDINGS
from governed_cdk.validation_report import accepted_findings, open_findings

if TYPE_CHECKING:
    from aspects.judge.template import Template

_SHOWN = 5


def summary(folder: Annotated[Path, typer.Argument(help="The cloud assembly.")] = Path("cdk.out")) -> None:
    """Show a table of the stacks; exit with 3 when the validation report holds a finding."""
    stacks = stacks_of(read_assembly(folder))
    table = Table(title=f"{len(stacks)} stacks, {sum(len(stack.resources) for stack in stacks)} resources")
    for heading in ("Stack", "Region"):
        table.add_column(heading, no_wrap=True)
    table.add_column("Resources", justify="right")
    table.add_column("Holds")
    for stack in stacks:
        table.add_row(stack.stack_name, stack.region, str(len(stack.resources)), _holds(stack))
    console = Console(width=None if Console().is_terminal else 120, emoji=False)
    console.print(table)
    findings = open_findings(folder)
    for finding in findings:
        console.print(f"finding: {finding}", style="red", markup=False)
    console.print(f"{len(findings)} findings, {accepted_findings(folder)} accepted", highlight=False)
    if findings:
        raise typer.Exit(EXIT_FINDINGS)


def _holds(stack: Template) -> str:
    """The most frequent types, in words: `9 KMS Key, 17 SSM Parameter`."""
    counts = Counter(resource.type.removeprefix("AWS::").replace("::", " ") for resource in stack.resources.values())
    common = counts.most_common(_SHOWN)
    more = len(counts) - len(common)
    return ", ".join(f"{count} {kind}" for kind, count in common) + (f", {more} more types" if more else "")
