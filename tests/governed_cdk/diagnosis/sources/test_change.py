from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.diagnosis.evidence import Weight
from governed_cdk.diagnosis.sources import change
from governed_cdk.git import Git
from tests.governed_cdk.gate.project import commit, repository

if TYPE_CHECKING:
    from pathlib import Path


def test_files_weigh_more_than_lines_and_locks_are_only_named(tmp_path: Path) -> None:
    folder, base = repository(tmp_path / "repository")
    commit(folder, {"infra/app.py": "one\n\ntwo\n", "uv.lock": "x\n"})
    assert [(one.text, one.weight) for one in change.collect(Git(folder), base)] == [
        ("changed: infra/app.py", Weight.CHANGE), ("changed: uv.lock", Weight.CHANGE),
        ("infra/app.py:3: + two", Weight.CONTEXT),
    ]  # fmt: skip


def test_a_huge_change_is_told_in_part(tmp_path: Path) -> None:
    folder, base = repository(tmp_path / "repository")
    commit(folder, {f"f/{number:03}.txt": "a\nb\nc\n" for number in range(130)})
    found = [one.text for one in change.collect(Git(folder), base)]
    assert found[100] == "and 30 files more"
    assert len(found) == 301


def test_a_commit_that_is_not_there_is_told(tmp_path: Path) -> None:
    folder, _ = repository(tmp_path / "repository")
    with pytest.raises(ConfigurationError):
        change.collect(Git(folder), "never-was")
