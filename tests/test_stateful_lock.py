"""The committed lock is that of the templates as they are: whatever holds data is in it, with what may not change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aspects.judge.lock import LOCK_FILE, advice, project_locks, read_lock, renewed
from aspects.judge.template.assembly import read_assembly
from constructs_lib.kernel.environment_names import environment_names
from tests.support import ROOT, environment, synthesize

if TYPE_CHECKING:
    from pathlib import Path

ENVIRONMENTS = environment_names(ROOT / "environments")
_SHARED = ("prod", "dev")  # synthesised for the whole session


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_the_lock_is_current(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    made = request.getfixturevalue(name) if name in _SHARED else synthesize(environment(name), tmp_path)
    renewal = renewed(read_lock(ROOT / LOCK_FILE), {name: read_assembly(made.folder)})
    assert [advice(one) for one in renewal.left] == [], "keep it, or: make relock only=STACK/LOGICAL_ID"
    assert renewal.changes == [], "run make accept"


def test_only_environments_that_have_a_file_are_locked() -> None:
    assert set(read_lock(ROOT / LOCK_FILE)) == set(ENVIRONMENTS)


def test_cdk_json_says_that_the_project_has_a_lock() -> None:
    assert project_locks(ROOT / "cdk.json") == [LOCK_FILE], "run make accept"
