from __future__ import annotations

from typing import TYPE_CHECKING

from governed_cdk.diagnosis.owners import owners
from governed_cdk.git import Git
from tests.governed_cdk.gate.project import commit, repository

if TYPE_CHECKING:
    from pathlib import Path

RULES = "* @example-org/platform\n/infra/ @ann\n"


def test_who_owns_what_changed_answers_for_it(tmp_path: Path) -> None:
    folder, _ = repository(tmp_path / "repository")
    base = commit(folder, {".github/CODEOWNERS": RULES})
    commit(folder, {"infra/app.py": "two\n"})
    assert owners(Git(folder), base) == ("@ann",)
    commit(folder, {"README.md": "x\n"})
    assert owners(Git(folder), base) == ("@ann", "@example-org/platform")


def test_where_no_change_is_known_the_owners_of_everything_do(tmp_path: Path) -> None:
    folder, _ = repository(tmp_path / "repository")
    commit(folder, {".github/CODEOWNERS": RULES})
    assert owners(Git(folder)) == ("@example-org/platform",)


def test_nobody_without_rules_repository_or_such_a_commit(tmp_path: Path) -> None:
    folder, base = repository(tmp_path / "repository")
    assert owners(Git(folder), "never-was") == ()
    commit(folder, {".github/CODEOWNERS": "# nobody\n"})
    assert owners(Git(folder), base) == ()
    (tmp_path / "plain").mkdir()
    assert owners(Git(tmp_path / "plain")) == ()
