"""`governed-cdk summary`: what each stack of a synth holds."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from aspects.judge.judgement import judge
from aspects.judge.template.assembly import read_assembly, stacks_of
from aspects.judge.traits import template_environments
from constructs_lib.kernel.errors import EXIT_FINDINGS, ConfigurationError
from governed_cdk.ledger import ledger_of
from governed_cdk.terminal import console, plain, say
from governed_cdk.validation_report import open_findings

if TYPE_CHECKING:
    from aspects.judge.template import Template

_SHOWN = 5


def summary(
    folder: Annotated[Path, typer.Argument(help="The cloud assembly.")] = Path("cdk.out"),
    *,
    env: Annotated[str, typer.Option(help="The environment that it is expected to be of.")] = "",
) -> None:
    """Show a table of the stacks; exit with 3 when the validation report holds a finding."""
    templates = read_assembly(folder)
    _check_environment(env, templates, folder)
    stacks = stacks_of(templates)
    table = Table(title=f"{len(stacks)} stacks, {sum(len(stack.resources) for stack in stacks)} resources")
    for heading in ("Stack", "Region"):
        table.add_column(heading, no_wrap=True)
    table.add_column("Resources", justify="right")
    table.add_column("Holds")
    for stack in stacks:
        table.add_row(*map(plain, (stack.stack_name, stack.region, str(len(stack.resources)), _holds(stack))))
    console().print(table)
    findings = open_findings(folder)
    for finding in findings:
        say(f"finding: {finding}", "red")
    say(f"{len(findings)} findings, {ledger_of(judge(templates), templates).tally()}")
    if findings:
        raise typer.Exit(EXIT_FINDINGS)


def _check_environment(env: str, templates: list[Template], folder: Path) -> None:
    """Refuse what another synth has put in place meanwhile."""
    made = {name for template in templates for name in template_environments(template)}
    if env and made and env not in made:
        raise ConfigurationError(f"{folder}: holds {', '.join(sorted(made))}, not {env}: another synth has run since")


def _holds(stack: Template) -> str:
    """The most frequent types, in words: `9 KMS Key, 17 SSM Parameter`."""
    counts = Counter(resource.type.removeprefix("AWS::").replace("::", " ") for resource in stack.resources.values())
    common = counts.most_common(_SHOWN)
    more = len(counts) - len(common)
    return ", ".join(f"{count} {kind}" for kind, count in common) + (f", {more} more types" if more else "")
