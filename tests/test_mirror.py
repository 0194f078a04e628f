"""tests/ mirrors the source: a module has its test file at the same place, or stands in the one list of exceptions."""

from __future__ import annotations

import ast
import functools
from fnmatch import fnmatch
from typing import TYPE_CHECKING

import pytest

from tests.elsewhere import ELSEWHERE
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PACKAGES = ("aspects", "constructs_lib", "governed_cdk", "governed_runtime", "stacks")


@functools.cache
def modules() -> list[Path]:
    """Every module that does something; a package's `__init__` that only names what it exports does nothing."""
    found = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return [path.relative_to(ROOT) for path in found if path.name != "__init__.py" or has_code(path)]


def has_code(path: Path) -> bool:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in body)


def mirror(module: Path) -> Path:
    """The test file of a module; of a package's own code, the one that is called like the package."""
    name = module.parent.name if module.name == "__init__.py" else module.stem
    return ROOT / "tests" / module.parent / f"test_{name}.py"


def listed(module: Path) -> list[str]:
    return [pattern for pattern in ELSEWHERE if fnmatch(str(module), pattern)]


def test_every_module_has_its_test_file_or_is_tested_elsewhere() -> None:
    missing = [module for module in modules() if not mirror(module).is_file() and not listed(module)]
    told = [f"{module}: write {mirror(module).relative_to(ROOT)}" for module in missing]
    assert not told, "\n".join(told)


def test_the_list_names_only_modules_without_a_test_file_of_their_own() -> None:
    told = [
        f"{module}: has {mirror(module).relative_to(ROOT)}; take it from the list"
        for module in modules()
        if mirror(module).is_file() and [pattern for pattern in listed(module) if not pattern.endswith("*")]
    ]
    told += [
        f"{pattern}: no such module any more; take it from the list"
        for pattern in ELSEWHERE
        if not any(fnmatch(str(module), pattern) for module in modules())
    ]
    assert not told, "\n".join(told)


@pytest.mark.parametrize("pattern", ELSEWHERE)
def test_what_is_tested_elsewhere_is_tested_there_for_a_reason(pattern: str) -> None:
    where, reason = ELSEWHERE[pattern]
    assert (ROOT / where).exists(), where
    assert len(reason) > 15


def test_every_folder_of_tests_is_one_of_the_source() -> None:
    folders = {path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")}
    mirrored = [folder for folder in folders if folder.parts and folder.parts[0] in PACKAGES]
    assert len(mirrored) > 30
    assert [str(folder) for folder in sorted(mirrored) if not (ROOT / folder).is_dir()] == []
