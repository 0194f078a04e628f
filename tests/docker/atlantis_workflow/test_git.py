from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from atlantis_workflow.errors import Refused
from atlantis_workflow.git import base_of

if TYPE_CHECKING:
    from pathlib import Path


def git(root: Path, *arguments: str) -> str:
    who = ("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "init.defaultBranch=main")
    asked = subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True, text=True)
    return asked.stdout.strip()


def test_the_base_is_what_the_head_was_merged_into_and_anything_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no merge of"):
        base_of(tmp_path, "a" * 40)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "commit", "--quiet", "--allow-empty", "--message=base")
    base = git(tmp_path, "rev-parse", "HEAD")
    git(tmp_path, "checkout", "--quiet", "-b", "change")
    git(tmp_path, "commit", "--quiet", "--allow-empty", "--message=change")
    head = git(tmp_path, "rev-parse", "HEAD")
    with pytest.raises(Refused, match="ATLANTIS_CHECKOUT_STRATEGY must be merge"):
        base_of(tmp_path, head)
    git(tmp_path, "checkout", "--quiet", "main")
    git(tmp_path, "merge", "--quiet", "--no-ff", "--message=merge", "change")
    assert base_of(tmp_path, head) == base
    with pytest.raises(Refused, match=f"no merge of {'b' * 40}"):
        base_of(tmp_path, "b" * 40)
