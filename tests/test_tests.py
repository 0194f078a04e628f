"""What holds of the tests themselves."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import hypothesis
import pytest

from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = sorted((ROOT / "tests").rglob("test_*.py"))
# Calls that fail a test; a helper that asserts, its own or one of another file, is seen through.
CLAIMS = {"raises", "fail", "deprecated_call", "warns"}


def written(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node


def functions(tree: ast.Module) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def imported(tree: ast.Module) -> dict[str, ast.FunctionDef]:
    """The functions that a file of tests takes from another one."""
    found: dict[str, ast.FunctionDef] = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tests."):
            path = (ROOT / (node.module or "").replace(".", "/")).with_suffix(".py")
            there = functions(ast.parse(path.read_text(encoding="utf-8"))) if path.is_file() else {}
            found |= {one.name: there[one.name] for one in node.names if one.name in there}
    return found


def claims(function: ast.FunctionDef, helpers: dict[str, ast.FunctionDef]) -> bool:
    """Whether a function states something that can be false, itself or by a helper of its file."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            helper = helpers.get(name)
            if name in CLAIMS or (helper is not None and helper is not function and claims(helper, helpers)):
                return True
    return False


def test_every_test_states_something() -> None:
    silent = []
    for path in FILES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        helpers = functions(tree) | imported(tree)
        silent += [f"{path.relative_to(ROOT)}::{test.name}" for test in written(tree) if not claims(test, helpers)]
    assert silent == [], "a test that only does not raise: say what is true afterwards"


def test_examples_are_drawn_anew_in_every_run_and_the_seed_is_known(pytestconfig: pytest.Config) -> None:
    assert hypothesis.settings.default is not None
    assert hypothesis.settings.default.derandomize is False
    assert int(pytestconfig.getoption("hypothesis_seed")) >= 0
    fixed = [path for path in FILES if path.name != "test_tests.py" and "derandomize" in path.read_text("utf-8")]
    assert fixed == []


@pytest.mark.parametrize(
    ("body", "states"),
    [
        ("call()", False),
        ("for one in many: call(one)", False),
        ("assert call()", True),
        ("with pytest.raises(ValueError): call()", True),
        ("helper()", True),
        ("silent()", False),
    ],
)
def test_a_test_that_states_nothing_is_seen(body: str, states: bool) -> None:  # noqa: FBT001 - a case of the table
    source = f"def test_it():\n    {body}\ndef helper():\n    assert 1\ndef silent():\n    call()\n"
    tree = ast.parse(source)
    helpers = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    (test,) = written(tree)
    assert claims(test, helpers) is states
