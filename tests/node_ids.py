"""Tests by the names that pages give them: `tests/file.py::test_name`."""

from __future__ import annotations

import ast

from tests.support import ROOT


def is_test(node_id: str) -> bool:
    """Whether there is a test of that name in that file."""
    file, _, name = node_id.partition("::")
    path = ROOT / file
    if not path.is_file():
        return False
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == name.split("[")[0] for node in ast.walk(tree))
