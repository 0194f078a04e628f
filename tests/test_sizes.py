"""A file is read at one sitting, a function at one glance."""

from __future__ import annotations

import ast

from tests.repository import own_files
from tests.support import ROOT

# Fewer than these. What is generated is no Python here but JSON, YAML and stubs.
FILE_LINES = 200
FUNCTION_LINES = 40

SOURCES = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in own_files(".py")}


def functions(source: str) -> list[tuple[str, int]]:
    """Name and length of each function, from its `def` to its last line."""
    found = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return [(node.name, (node.end_lineno or 0) - node.lineno + 1) for node in found]


def test_no_file_and_no_function_is_longer_than_it_should_be() -> None:
    files = {name: len(source.splitlines()) for name, source in SOURCES.items()}
    assert {name: lines for name, lines in files.items() if lines >= FILE_LINES} == {}
    long = {name: [one for one in functions(source) if one[1] >= FUNCTION_LINES] for name, source in SOURCES.items()}
    assert {name: found for name, found in long.items() if found} == {}


def test_a_function_is_counted_with_its_signature_and_what_is_in_it() -> None:
    assert functions("def a(\n    b: int,\n) -> None:\n    def c() -> None:\n        pass\n") == [("a", 5), ("c", 2)]


def test_every_room_is_counted() -> None:
    rooms = {"app.py", "aspects", "constructs_lib", "docker", "examples", "governed_cdk", "governed_runtime", "stacks"}
    rooms |= {"tests", "tools"}
    assert rooms <= {name.partition("/")[0] for name in SOURCES}
    assert len(SOURCES) > 1300
