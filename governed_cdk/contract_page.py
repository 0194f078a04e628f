"""docs/contract.md: every output, who reads it, and the deploy waves that follow."""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

from constructs_lib import contract

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_INTRODUCTION = """# The contract

Values pass between stacks only as SSM parameters `/<env>/<stack>/<name>`. This page is generated from
`constructs_lib/contract.py` and the `reads` of the stacks (`make docs`).

A consumer's template names the parameter by its type `AWS::SSM::Parameter::Value<...>`: CloudFormation reads it when
the stack is deployed, and refuses the deployment if it is not there.
"""


def reads_by_stack() -> dict[str, frozenset[str]]:
    """The producers that each stack of the platform reads from."""
    from stacks import discover  # noqa: PLC0415 - the wheel ships without stacks; only this repository documents them

    return {stack.slug: frozenset(output.producer for output in stack.reads) - {stack.slug} for stack in discover()}


def waves(graph: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Stacks by deploy wave: those of one wave need only earlier ones and may be deployed side by side."""
    sorter = TopologicalSorter(graph)
    sorter.prepare()
    found = []
    while sorter.is_active():
        wave = sorted(sorter.get_ready())
        found.append(wave)
        sorter.done(*wave)
    return found


def render_contract() -> str:
    """The page."""
    graph = reads_by_stack()
    lines = [_INTRODUCTION, "## Deploy waves", ""]
    lines += [f"{number}. {', '.join(wave)}" for number, wave in enumerate(waves(graph), 1)]
    lines += ["", "`cdk deploy --all` follows them by itself: reading an output makes a stack dependency.", ""]
    lines += ["```mermaid", "flowchart LR"]
    lines += [f"  {producer} --> {stack}" for stack in sorted(graph) for producer in sorted(graph[stack])]
    lines += ["```", ""]
    for producer in dict.fromkeys(output.producer for output in contract.ALL):
        lines += _table(producer)
    return "\n".join(lines).rstrip() + "\n"


def _table(producer: str) -> list[str]:
    from stacks import discover  # noqa: PLC0415 - see reads_by_stack

    readers = {
        output.constant: [stack.slug for stack in discover() if output in stack.reads] for output in contract.ALL
    }
    lines = [f"## {producer}", "", "| Output | Wire type | Python type | Meaning | Read by | Legacy path |"]
    lines += ["|---|---|---|---|---|---|"]
    for output in contract.ALL:
        if output.producer == producer:
            legacy = "<br>".join(f"`{path}`" for path in output.legacy)
            by = ", ".join(sorted(readers[output.constant]))
            meaning = f"{output.meaning}{' (optional)' if output.optional else ''}"
            lines.append(
                f"| `/<env>/{producer}/{output.name}` | {output.wire} | `{output.kind}` | {meaning} | {by} | {legacy} |"
            )
    return [*lines, ""]
