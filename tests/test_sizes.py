"""A file is read at one sitting, a function at one glance."""

from __future__ import annotations

import ast

import pytest

from tests.support import ROOT

FILE_LINES = 200
FUNCTION_LINES = 40

FOLDERS = ("aspects", "constructs_lib", "examples", "governed_cdk", "stacks", "tools")

FILES = [
    "app.py",
    *(str(path.relative_to(ROOT)) for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))),
]


def functions(source: str) -> list[tuple[str, int]]:
    """Name and length of each function, from its `def` to its last line."""
    found = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return [(node.name, (node.end_lineno or 0) - node.lineno + 1) for node in found]


@pytest.mark.parametrize("name", FILES)
def test_no_file_and_no_function_is_longer_than_it_should_be(name: str) -> None:
    source = (ROOT / name).read_text(encoding="utf-8")
    assert len(source.splitlines()) <= FILE_LINES
    assert [found for found in functions(source) if found[1] > FUNCTION_LINES] == []


def test_a_function_is_counted_with_its_signature_and_what_is_in_it() -> None:
    assert len(FILES) > 300
    assert functions("def a(\n    b: int,\n) -> None:\n    def c() -> None:\n        pass\n") == [("a", 5), ("c", 2)]
