"""docs/library.md: what a service repository may import, by room, each with the first words of its docstring."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKAGE = Path(__file__).parents[2] / "constructs_lib"
# What a room is called on the page, in the order in which a reader asks.
_ROOMS = {
    "compute": "Compute",
    "network": "Network and edges",
    "database": "Databases and caches",
    "storage": "Storage",
    "messaging": "Messages, events and workflows",
    "security": "Security",
    "observability": "Observability",
    "stack": "Stacks and what they read",
    "kernel": "Settings, names and the contract",
}
_INTRODUCTION = """# The library

Everything that `from constructs_lib import ...` has, by what it is for; generated from its docstrings (`make docs`).
Arguments, defaults, errors and where a fact comes from stand in the docstring of each, which an editor shows.
"""


def render_library() -> str:
    """The page."""
    lines = [_INTRODUCTION]
    found = list(_exported())
    for room, title in _ROOMS.items():
        lines += [f"## {title}", "", "| Name | What it is |", "|---|---|"]
        lines += [f"| `{name}` | {says} |" for where, name, says in found if where == room]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _exported() -> Iterator[tuple[str, str, str]]:
    """Room, name and first sentence of every class and function of the door, by name."""
    door = ast.parse((_PACKAGE / "__init__.pyi").read_text(encoding="utf-8"))
    named = {
        alias.name: node.module
        for node in door.body
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
        if alias.asname is None
    }
    for name, module in sorted(named.items(), key=lambda pair: pair[0].lower()):
        if says := _first_sentence(module, name):
            yield module.partition(".")[0], name, says.replace("|", "\\|")


def _first_sentence(module: str, name: str) -> str:
    path = _PACKAGE / Path(*module.split("."))
    file = path.with_suffix(".py") if path.with_suffix(".py").is_file() else path / "__init__.py"
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == name:
            return " ".join((ast.get_docstring(node) or "").partition("\n\n")[0].split())
    return ""
