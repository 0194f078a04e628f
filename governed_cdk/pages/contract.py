"""docs/contract.md: every output, who reads it, and the deploy waves that follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.kernel import contract
from constructs_lib.kernel.deploy_order import deploy_waves

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.kernel.output import Output

_INTRODUCTION = """# The contract

Values pass between stacks only as SSM parameters `/<env>/<stack>/<name>`. This page is generated from
`constructs_lib/kernel/contract.py` and the `reads` of the stacks (`make docs`).

A consumer's template names the parameter by its type `AWS::SSM::Parameter::Value<...>`: CloudFormation reads it when
the stack is deployed, and refuses the deployment if it is not there.
"""


def reads_by_stack() -> dict[str, frozenset[str]]:
    """The producers that each stack of the platform reads from."""
    return {slug: frozenset(output.producer for output in reads) - {slug} for slug, reads in _declared_reads().items()}


def _declared_reads() -> dict[str, tuple[Output[Any], ...]]:
    from stacks import discover  # noqa: PLC0415 - the wheel ships without stacks; only this repository documents them

    return {stack.slug: stack.reads or () for stack in discover()}


def render_contract() -> str:
    """The page."""
    graph = reads_by_stack()
    lines = [_INTRODUCTION, "## Deploy waves", ""]
    lines += [f"{number}. {', '.join(wave)}" for number, wave in enumerate(deploy_waves(graph), 1)]
    lines += ["", "`cdk deploy --all` follows them by itself: reading an output makes a stack dependency.", ""]
    lines += ["```mermaid", "flowchart LR"]
    lines += [f"  {producer} --> {stack}" for stack in sorted(graph) for producer in sorted(graph[stack])]
    lines += ["```", ""]
    declared = _declared_reads()
    for producer in dict.fromkeys(output.producer for output in contract.ALL):
        lines += _table(producer, declared)
    return "\n".join(lines).rstrip() + "\n"


def _table(producer: str, declared: Mapping[str, tuple[Output[Any], ...]]) -> list[str]:
    lines = [f"## {producer}", "", "| Output | Wire type | Python type | Meaning | Read by | Legacy path |"]
    lines += ["|---|---|---|---|---|---|"]
    for output in contract.ALL:
        if output.producer == producer:
            legacy = "<br>".join(f"`{path}`" for path in output.legacy)
            by = ", ".join(sorted(slug for slug, reads in declared.items() if output in reads))
            meaning = f"{output.meaning}{' (optional)' if output.optional else ''}"
            lines.append(
                f"| `/<env>/{producer}/{output.name}` | {output.wire} | `{output.kind}` | {meaning} | {by} | {legacy} |"
            )
    return [*lines, ""]
