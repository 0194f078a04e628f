"""What is written is there whole or not at all, and a killed write leaves nothing that git sees."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.files import write_whole
from tests.support import ROOT

# Writes half of what it shall write, and is killed.
KILLED = """
import os, signal, sys
from pathlib import Path
from constructs_lib.kernel.files import write_whole

real = Path.write_text
def half(self, text, **rest):
    if text.startswith("new"):
        real(self, text[:3], **rest)
        os.kill(os.getpid(), signal.SIGKILL)
    return real(self, text, **rest)

Path.write_text = half
write_whole(Path(sys.argv[1]), "new text")
"""


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=x", "-c", "user.email=x@example.com", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


def test_a_killed_write_leaves_the_old_text_and_nothing_that_git_sees(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    path = tmp_path / "page.md"
    write_whole(path, "old text")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "x")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], env=environment, check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.read_text() == "old text"
    assert len(list(tmp_path.iterdir())) > 2, "the write was not killed half-way"
    assert git(tmp_path, "status", "--porcelain", "--untracked-files=all") == ""


def test_a_written_file_stands_alone_and_is_as_readable_as_any_other(tmp_path: Path) -> None:
    write_whole(tmp_path / "page.md", "한글\n")
    (tmp_path / "other").write_text("")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other", "page.md"]
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == "한글\n"
    assert (tmp_path / "page.md").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_link_stays_one_and_what_it_leads_to_is_written(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    write_whole(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_what_is_no_file_is_written_to_rather_than_replaced() -> None:
    write_whole(Path("/dev/null"), "text")
    assert Path("/dev/null").is_char_device()


def test_what_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError) as caught:
        write_whole(tmp_path / "file" / "page.md", "text")
    assert len(caught.value.mistakes) == 1
    assert "cannot be written: Not a directory" in str(caught.value)


def test_no_code_writes_a_file_in_place() -> None:
    rooms = ("aspects", "constructs_lib", "governed_cdk", "stacks")
    own = {ROOT / "constructs_lib/kernel/files.py"}
    # Into a temporary folder of its own, which goes with it.
    own |= {ROOT / "governed_cdk/cdk_cli/beside.py", ROOT / "constructs_lib/compute/bundle.py"}
    own |= {ROOT / "governed_cdk/deployment/first_step.py", ROOT / "governed_cdk/upgrading/library.py"}
    own.add(ROOT / "governed_cdk/drilling/vault.py")
    own |= set((ROOT / "governed_cdk/rehearsal").rglob("*.py"))
    found = [
        str(path.relative_to(ROOT))
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
        if path not in own and (".write_text(" in path.read_text() or ".write_bytes(" in path.read_text())
    ]
    assert found == []
