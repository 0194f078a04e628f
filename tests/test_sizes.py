"""A file is read at one sitting, a function at one glance."""

from __future__ import annotations

import ast

from tests.support import ROOT

# Fewer than these. What is generated is no Python here but JSON, YAML and stubs.
FILE_LINES = 200
FUNCTION_LINES = 40

FOLDERS = (
    "aspects", "constructs_lib", "docker", "examples", "governed_cdk", "stacks", "tools",
    "tests/bench", "tests/breaks", "tests/constructs_lib", "tests/docker", "tests/integration", "tests/stacks",
)  # fmt: skip
FOUND = [
    ROOT / "app.py",
    *sorted(ROOT.glob("tests/*.py")),
    *(path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))),
]
FILES = [str(path.relative_to(ROOT)) for path in FOUND]


def functions(source: str) -> list[tuple[str, int]]:
    """Name and length of each function, from its `def` to its last line."""
    found = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return [(node.name, (node.end_lineno or 0) - node.lineno + 1) for node in found]


def test_no_file_and_no_function_is_longer_than_it_should_be() -> None:
    sources = {name: (ROOT / name).read_text(encoding="utf-8") for name in FILES}
    assert {name: found for name in FILES if (found := len(sources[name].splitlines())) >= FILE_LINES} == {}
    long = {name: [one for one in functions(source) if one[1] >= FUNCTION_LINES] for name, source in sources.items()}
    assert {name: found for name, found in long.items() if found} == {}


def test_a_function_is_counted_with_its_signature_and_what_is_in_it() -> None:
    assert len(FILES) > 900
    assert functions("def a(\n    b: int,\n) -> None:\n    def c() -> None:\n        pass\n") == [("a", 5), ("c", 2)]
