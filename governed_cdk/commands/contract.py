"""`governed-cdk contract`: who publishes what, who reads it, and in which order the stacks are deployed."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aspects.judge.template.assembly import read_assembly, stacks_of
from constructs_lib.kernel.errors import EXIT_FINDINGS, invalid
from constructs_lib.kernel.files import write_whole
from constructs_lib.kernel.naming import KEBAB, KEBAB_ALLOWED
from governed_cdk.contract.check import contract_findings
from governed_cdk.contract.graph import graph_of
from governed_cdk.contract.manifest import read_manifests, render_manifest, with_manifests
from governed_cdk.contract.names import name_findings
from governed_cdk.contract.project import project_manifest, project_of
from governed_cdk.contract.views import as_json, mermaid, text
from governed_cdk.terminal import console, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governed_cdk.contract.graph import Graph


class GraphFormat(StrEnum):
    """How the graph is shown."""

    TEXT = "text"
    MERMAID = "mermaid"
    JSON = "json"


def contract(
    folder: Annotated[Path, typer.Argument(help="The cloud assembly.")] = Path("cdk.out"),
    *,
    form: Annotated[GraphFormat, typer.Option("--format", help="How the graph is shown.")] = GraphFormat.TEXT,
    manifest: Annotated[
        list[Path] | None, typer.Option(help="What another repository reads; give it once for each repository.")
    ] = None,
    write_manifest: Annotated[Path | None, typer.Option(help="Write what this repository reads, to commit.")] = None,
    repository: Annotated[str, typer.Option(help="Its name in the manifest; without it the tag Project.")] = "",
) -> None:
    """Show the contract of an assembly as a graph; exit with 3 when it does not hold."""
    templates = read_assembly(folder)
    name = repository or project_of(templates)
    others = [found for found in read_manifests(manifest or ()) if found.repository != name]
    graph = with_manifests(graph_of(templates), others)
    findings = [*contract_findings(graph), *name_findings(graph, stacks_of(templates))]
    _show(graph, form, findings)
    if findings:
        raise typer.Exit(EXIT_FINDINGS)
    if write_manifest:
        _write(graph, write_manifest, name)


def _show(graph: Graph, form: GraphFormat, findings: Sequence[str]) -> None:
    if form is GraphFormat.TEXT:
        console().print(text(graph))
    else:
        typer.echo(mermaid(graph) if form is GraphFormat.MERMAID else as_json(graph, findings), nl=False)
    aside = form is not GraphFormat.TEXT
    for line in graph.unknown:
        say(f"unknown: {line}", "yellow", stderr=aside)
    for finding in findings:
        say(f"finding: {finding}", "red", stderr=aside)
    typer.echo(f"stacks: {len(graph.needs)}, findings: {len(findings)}", err=aside)


def _write(graph: Graph, path: Path, repository: str) -> None:
    if not KEBAB.fullmatch(repository):
        raise invalid("--repository", repository, f"the repository's name, {KEBAB_ALLOWED}")
    write_whole(path, render_manifest(project_manifest(graph, repository)))
