from __future__ import annotations

import ast
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import constructs_lib
import constructs_lib.platform
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

DOORS = (constructs_lib, constructs_lib.platform)
USERS = sorted([*ROOT.glob("stacks/*.py"), *ROOT.glob("examples/**/*.py"), ROOT / "app.py"])


def _modules(door: ModuleType) -> dict[str, str]:
    """The module that each name of a door comes from."""
    stub = ast.parse(Path(str(door.__file__)).with_suffix(".pyi").read_text(encoding="utf-8"))
    return {
        alias.asname or alias.name: f"{door.__name__}.{node.module}"
        for node in stub.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def _annotations(node: ast.stmt) -> Iterator[ast.expr]:
    """The annotations that a user of a class or function meets: fields to fill in, arguments of what is public."""
    if isinstance(node, ast.FunctionDef):
        yield from (one.annotation for one in (*node.args.args, *node.args.kwonlyargs) if one.annotation)
    elif (
        isinstance(node, ast.AnnAssign)
        and not ast.unparse(node.target).startswith("_")
        and not ast.unparse(node.annotation).startswith("ClassVar")
    ):
        yield node.annotation
    elif isinstance(node, ast.ClassDef) and "StrEnum" not in map(ast.unparse, node.bases):
        for inner in node.body:
            if not isinstance(inner, ast.FunctionDef) or inner.name == "__init__" or not inner.name.startswith("_"):
                yield from _annotations(inner)


def _argument_types(module: str, name: str) -> set[str]:
    """The names of our own types among the annotations of one class or function."""
    path = ROOT / f"{module.replace('.', '/')}.py"
    if not path.is_file():
        return set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    ours = {node.name for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("constructs_lib"):
            ours |= {alias.name for alias in node.names}
    shown = next((node for node in tree.body if getattr(node, "name", "") == name), None)
    found = _annotations(shown) if shown else ()
    return {
        part.id for one in found for part in ast.walk(one) if isinstance(part, ast.Name) and part.id[0].isupper()
    } & ours


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_every_name_of_a_door_is_there(door: ModuleType) -> None:
    assert door.__all__ == sorted(door.__all__)
    assert all(getattr(door, name) is not None for name in door.__all__)


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_the_types_of_arguments_come_with_what_takes_them(door: ModuleType) -> None:
    known = {name for one in DOORS for name in one.__all__}
    modules = _modules(door)
    missing = {
        f"{name} takes {type_}" for name in door.__all__ for type_ in _argument_types(modules[name], name) - known
    }
    assert not missing


@pytest.mark.parametrize("path", USERS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_stacks_and_services_come_in_by_a_door(path: Path) -> None:
    imported = {
        node.module
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("constructs_lib")
    }
    service = {"constructs_lib"}
    assert imported <= (service if "examples" in path.parts else {*service, "constructs_lib.platform"})


def test_what_moved_away_is_still_there_with_a_warning() -> None:
    moved = set(_modules(constructs_lib)) - set(constructs_lib.__all__)
    assert {"GovernedTrail", "Rule", "Kind"} <= moved
    for name in moved:
        vars(constructs_lib).pop(name, None)  # the first look at a name keeps it
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            assert getattr(constructs_lib, name) is not None
        assert name in str(caught[0].message)
        assert caught[0].category is DeprecationWarning


def test_what_never_was_there_is_not() -> None:
    with pytest.raises(AttributeError):
        constructs_lib.GovernedMainframe  # type: ignore[attr-defined]  # noqa: B018 - the slip that is told
