"""A copy of the repository, in which pages are done as they stand.

What a page shows as a whole file is written, what it says to run is run. Where a page says `make test`, the tests that
a newcomer's slip turns red are run; all of them where GOVERNED_CDK_NIGHTLY says so (`make nightly`).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.markdown import tokens
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

NIGHTLY = os.environ.get("GOVERNED_CDK_NIGHTLY") == "1"
# What is red when a task is done by half: a page, a snapshot, the lock, a test file or a name that is missing.
QUICK = (
    "tests/test_docs.py tests/test_documented_stacks.py tests/test_generated_files.py tests/test_mirror.py"
    " tests/test_snapshots.py tests/test_stateful_lock.py"
)
FILE = re.compile(r"(?:#|<!--) ([\w./-]+\.(?:py|md))(?: -->)?")


class Project:
    """A copy of the repository, set up by the set-up of this one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
        for name in filter(lambda name: (ROOT / name).is_file(), names):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
        for command in (["init", "--quiet"], ["add", "--all"]):  # some tests ask git what the repository holds
            subprocess.run(["git", *command], cwd=folder, check=True)
        for installed in (".venv", "node_modules"):
            (folder / installed).symlink_to((ROOT / installed).resolve(), target_is_directory=True)

    def make(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`make` in the copy, without its set-up."""
        lent = ("PYTEST", "MAKE", "MFLAGS", "CDK_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(lent)}
        return subprocess.run(
            ["make", "--old-file=setup", *arguments], cwd=self.folder, env={**kept, "PYTHONPATH": str(self.folder)},
            capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def made(self, *arguments: str) -> str:
        """What `make` said, having ended well."""
        done = self.make(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def governed(self, *arguments: str) -> None:
        """`governed-cdk` in the copy."""
        command = [sys.executable, "-m", "governed_cdk", *arguments]
        subprocess.run(command, cwd=self.folder, env={**os.environ, "PYTHONPATH": str(self.folder)}, check=True)

    def do(self, page: str, heading: str) -> None:
        """Run what a page says below a heading, line by line."""
        for command in commands(page, heading):
            whole = command == ["make", "test"] and not NIGHTLY
            if command[0] == "make":
                self.made(*command[1:], *([f"args={QUICK}"] if whole else []))
            else:
                subprocess.run(command, cwd=self.folder, check=True)

    def write(self, page: str) -> None:
        """Write each file that a page shows whole; what is there already gets it at its end."""
        for token in tokens(ROOT / page):
            first, _, text = token.content.partition("\n") if token.type == "fence" else ("", "", "")
            if found := FILE.fullmatch(first):
                path = self.folder / found[1]
                path.parent.mkdir(parents=True, exist_ok=True)
                before = path.read_text(encoding="utf-8") + "\n" if path.exists() else ""
                path.write_text(before + text, encoding="utf-8")

    def insert(self, name: str, *, before: str, text: str) -> None:
        """Put a line of a guide into a file, before the first that begins so."""
        path = self.folder / name
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        index = next(number for number, line in enumerate(lines) if line.startswith(before))
        path.write_text("".join([*lines[:index], text, *lines[index:]]), encoding="utf-8")


def commands(page: str, heading: str) -> list[list[str]]:
    """The lines of the code blocks without a language below a heading, as words."""
    found, here = list[list[str]](), False
    for token in tokens(ROOT / page):
        if token.type == "heading_open":
            here = False
        elif token.type == "inline" and token.content == heading:
            here = True
        elif here and token.type == "fence" and not token.info:
            lines = [line.partition("#")[0].strip() for line in token.content.splitlines()]
            found += [re.findall(r'[\w./-]+="[^"]*"|\S+', line) for line in lines if line]
    assert found, f"{page}: nothing to run below {heading}"
    return [[word.replace('"', "") for word in command] for command in found]


def shown(page: str, beginning: str) -> str:
    """The code block of a page that begins so."""
    (text,) = [one.content for one in tokens(ROOT / page) if one.type == "fence" and one.content.startswith(beginning)]
    return text
