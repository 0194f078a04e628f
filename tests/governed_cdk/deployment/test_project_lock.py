from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.deployment.project_lock import project_lock

if TYPE_CHECKING:
    from pathlib import Path


def test_no_lock_and_an_empty_one_are_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "stateful.lock.json"
    assert project_lock(file) is None
    file.write_text("{}", encoding="utf-8")
    assert project_lock(file) == {}


def test_a_lock_that_the_project_says_it_has_may_not_be_missing(tmp_path: Path) -> None:
    said = '{"context": {"governed-cdk:locks": ["stateful.lock.json"]}}'
    (tmp_path / "cdk.json").write_text(said, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="missing"):
        project_lock(tmp_path / "stateful.lock.json")
