"""A contract graph as text, as Mermaid and as JSON."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Group
from rich.markup import escape
from rich.table import Table
from rich.tree import Tree

from constructs_lib.kernel.errors import printable
from governed_cdk.contract.check import external
from governed_cdk.contract.graph import declared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from governed_cdk.contract.graph import Graph

FORMAT = "governed-cdk.contract-graph/1"


@dataclass(frozen=True)
class ParameterRow:
    """One parameter: its SSM type, who publishes it and who reads it; external when another repository does."""

    parameter: str
    wire: str
    published_by: tuple[str, ...]
    read_by: tuple[str, ...]
    external: bool


def rows(graph: Graph) -> list[ParameterRow]:
    """Every contract path that is published and everything that is read, sorted."""
    publishers: dict[str, set[str]] = {}
    readers: dict[str, set[str]] = {}
    wires: dict[str, str] = {}
    for use in graph.publications:
        if graph.in_contract(use.parameter):
            publishers.setdefault(use.parameter, set()).add(use.owner)
            wires[use.parameter] = use.wire
    outside: set[str] = set()
    for read in graph.contract_reads:
        readers.setdefault(read.parameter, set()).add(read.owner)
        publishers.setdefault(read.parameter, set()).update(use.owner for use in graph.producers(read))
        wires[read.parameter] = wires.get(read.parameter) or read.wire
        if external(graph, read):
            outside.add(read.parameter)
    return [
        ParameterRow(name, wires[name], tuple(sorted(owners)), tuple(sorted(readers.get(name, ()))), name in outside)
        for name, owners in sorted(publishers.items())
    ]


def text(graph: Graph) -> RenderableType:
    """The waves as a tree, and a table of the parameters."""
    tree = Tree(f"deploy waves: {len(graph.waves) or 'none'}")
    for number, wave in enumerate(graph.waves, 1):
        branch = tree.add(f"wave {number}")
        for stack in wave:
            needed = ", ".join(sorted(graph.needs[stack]))
            branch.add(_marked(stack) + (f"  [dim]after {_marked(needed)}[/dim]" if needed else ""))
    table = Table(title=f"parameters: {len(rows(graph))}")
    for heading in ("Parameter", "Type"):
        table.add_column(heading, no_wrap=True)
    table.add_column("Published by")
    table.add_column("Read by")
    for row in rows(graph):
        producers = _marked(", ".join(row.published_by)) or (_outside(row) if row.external else "[red]nobody[/red]")
        table.add_row(_marked(row.parameter), _marked(row.wire) or "any", producers, _marked(", ".join(row.read_by)))
    return Group(tree, table)


def _marked(text: str) -> str:
    """Text inside of rich's mark-up: neither taken for some itself nor for a command to the terminal."""
    return escape(printable(text))


def _outside(row: ParameterRow) -> str:
    """Who publishes what is not published here: a stack of the platform, or, for a SecureString, somebody by hand."""
    output = declared(row.parameter)
    return f"platform/{output.producer}" if output else "by hand"


def mermaid(graph: Graph) -> str:
    """A flowchart: a box for each wave, an arrow for each producer and consumer, dotted where only the order counts."""
    lines = ["flowchart LR"]
    for number, wave in enumerate(graph.waves or [sorted(graph.needs)], 1):
        lines += [f'  subgraph wave{number}["{f"wave {number}" if graph.waves else "cycle"}"]']
        lines += [f'    {_id(stack)}["{_label(stack)}"]' for stack in wave]
        lines += ["  end"]
    outside: dict[tuple[str, str], set[str]] = {}
    for row in rows(graph):
        for reader in row.read_by if row.external else ():
            outside.setdefault((_outside(row), reader), set()).add(row.parameter)
    lines += [f'  {_id(name)}(["{_label(name)}"])' for name in sorted({name for name, _ in outside})]
    for (producer, consumer), parameters in [*graph.edges.items(), *sorted(outside.items())]:
        label = "<br>".join(_label(parameter.rpartition("/")[2]) for parameter in sorted(parameters))
        lines += [f'  {_id(producer)} -->|"{label}"| {_id(consumer)}']
    for stack, needed in graph.needs.items():
        lines += [f"  {_id(other)} -.-> {_id(stack)}" for other in sorted(needed) if (other, stack) not in graph.edges]
    return "\n".join(lines) + "\n"


def _label(text: str) -> str:
    """Text inside of Mermaid's quotation marks, where HTML and its own signs count: each is written as its number."""
    return re.sub(r"[^\w ./:-]", lambda sign: f"#{ord(sign[0])};", printable(text))


def _id(name: str) -> str:
    """A name that Mermaid takes for a node; the first letter keeps it clear of its own words, such as `end`."""
    return "s_" + re.sub(r"\W", "_", name)


def as_json(graph: Graph, findings: Sequence[str]) -> str:
    """The graph for programs: the same input gives the same bytes."""
    document = {
        "format": FORMAT,
        "waves": graph.waves,
        "stacks": {
            name: {
                "account": graph.stacks.get(name, ("", ""))[0],
                "region": graph.stacks.get(name, ("", ""))[1],
                "after": sorted(needed),
            }
            for name, needed in graph.needs.items()
        },
        "parameters": [
            {
                "name": row.parameter,
                "type": row.wire or None,
                "kind": output.kind.value if (output := declared(row.parameter)) else None,
                "published_by": row.published_by,
                "read_by": row.read_by,
                "external": row.external,
            }
            for row in rows(graph)
        ],
        "unknown": graph.unknown,
        "findings": findings,
    }
    return json.dumps(document, indent=2) + "\n"
