from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.git import Git
from tests.governed_cdk.gate.project import commit, git, repository

if TYPE_CHECKING:
    from pathlib import Path


def test_it_tells_what_comes_with_a_change(tmp_path: Path) -> None:
    folder, base = repository(tmp_path / "repository")
    head = commit(folder, {"infra/app.py": "one\ntwo\nthree\n", "new file.txt": "++ x\n"})
    found = Git(folder)
    assert found.changed(base, head) == ["infra/app.py", "new file.txt"]
    assert list(found.added(base, head)) == [
        ("infra/app.py", 2, "two"), ("infra/app.py", 3, "three"), ("new file.txt", 1, "++ x"),
    ]  # fmt: skip
    assert found.text(base, "infra/app.py") == "one\n"
    assert found.text(base, "nothing") is None


def test_an_app_in_a_folder_of_its_own_is_found_there(tmp_path: Path) -> None:
    folder, base = repository(tmp_path / "repository")
    head = commit(folder, {"infra/app.py": "two\n", ".github/CODEOWNERS": "* @org/team\n"})
    found = Git(folder / "infra")
    assert found.text(base, "app.py") == "one\n"
    assert found.text(head, ".github/CODEOWNERS") is None
    assert found.text(head, ".github/CODEOWNERS", of_app=False) == "* @org/team\n"
    assert found.changed(base, head) == [".github/CODEOWNERS", "infra/app.py"]
    with found.tree(head) as tree:
        assert (tree / "app.py").read_text() == "two\n"


def test_a_tree_is_a_commit_and_goes_again(tmp_path: Path) -> None:
    folder, base = repository(tmp_path / "repository")
    commit(folder, {"infra/app.py": "two\n"})
    with Git(folder).tree(base) as tree:
        assert (tree / "infra/app.py").read_text() == "one\n"
    assert not tree.exists()
    assert git(folder, "worktree", "list").count("\n") == 0


def test_two_branches_have_a_commit_in_common(tmp_path: Path) -> None:
    folder, base = repository(tmp_path / "repository")
    git(folder, "checkout", "--quiet", "-b", "change")
    head = commit(folder, {"a": "a"})
    git(folder, "checkout", "--quiet", "main")
    main = commit(folder, {"b": "b"})
    assert Git(folder).merge_base(main, head) == base
    assert Git(folder).commit("change") == head


@pytest.mark.parametrize("revision", ["nowhere", "--help", "-o", "a b", "", "main; rm"])
def test_what_is_no_commit_is_bad_input(tmp_path: Path, revision: str) -> None:
    folder, _ = repository(tmp_path / "repository")
    with pytest.raises(ConfigurationError):
        Git(folder).commit(revision)


def test_a_folder_without_a_repository_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="git rev-parse"):
        Git(tmp_path).commit("main")
