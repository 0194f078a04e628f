"""What git knows of two commits: which files and lines differ, what a file is in one of them, and a tree of its own."""

from __future__ import annotations

import contextlib
import datetime
import re
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import ConfigurationError, invalid

if TYPE_CHECKING:
    from collections.abc import Iterator

_HUNK = re.compile(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@")
_REVISION = re.compile(r"[0-9A-Za-z][\w./@{}^~-]{0,200}")


class Git:
    """A repository, seen from the app's folder. Methods raise ConfigurationError, in one line, for what git refuses."""

    def __init__(self, folder: Path = Path()) -> None:
        self._folder = folder

    def commit(self, revision: str) -> str:
        """The full name of a commit. Raises ConfigurationError for what is no revision."""
        if not _REVISION.fullmatch(revision):
            raise invalid("revision", revision, "a branch, a tag or a commit")
        return self._run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").strip()

    def day(self, commit: str) -> datetime.date:
        """The day on which a commit was made."""
        return datetime.date.fromisoformat(self._run("show", "--no-patch", "--format=%cs", commit).strip())

    def contains(self, commit: str, earlier: str) -> bool:
        """Whether a commit comes after another one, or is it. Raises ConfigurationError for what is no revision."""
        done = self._call("merge-base", "--is-ancestor", self.commit(earlier), commit)
        return done.returncode == 0

    def last_tag(self) -> str | None:
        """The tag that is nearest before what is checked out; None without any."""
        done = self._call("describe", "--tags", "--abbrev=0")
        return done.stdout.strip() if done.returncode == 0 else None

    def last_change(self, path: str) -> datetime.date | None:
        """The day of the last commit that changed a file, by its path from the app's folder; None without one."""
        done = self._call("log", "-1", "--format=%cs", "--", path)
        said = done.stdout.strip()
        return datetime.date.fromisoformat(said) if done.returncode == 0 and said else None

    def merge_base(self, base: str, head: str) -> str:
        """The commit that two have in common."""
        return self._run("merge-base", base, head).strip()

    def changed(self, base: str, head: str) -> list[str]:
        """The files that differ, by name."""
        return [one for one in self._run("diff", "--name-only", "-z", base, head).split("\0") if one]

    def added(self, base: str, head: str) -> Iterator[tuple[str, int, str]]:
        """Each line that comes, with its file and its number."""
        return self._added(base, head)

    def staged(self) -> Iterator[tuple[str, int, str]]:
        """Each line that the next commit brings."""
        return self._added("--cached")

    def _added(self, *what: str) -> Iterator[tuple[str, int, str]]:
        file, number, left = "", 0, 0
        text = self._run("diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-renames", *what)
        for line in text.split("\n"):
            if left and line.startswith("+"):
                yield file, number, line[1:]
                number, left = number + 1, left - 1
            elif found := _HUNK.match(line):
                number, left = int(found[1]), int(found[2] or 1)
            elif not left and line.startswith("+++ "):
                file = line[4:].rstrip("\t").strip('"').removeprefix("b/")

    def text(self, commit: str, path: str, *, of_app: bool = True) -> str | None:
        """A file as it is in a commit, by its path from the app's folder or from the repository's; None without one."""
        done = self._call("show", f"{commit}:./{path}" if of_app else f"{commit}:{path}")
        return done.stdout if done.returncode == 0 else None

    @contextlib.contextmanager
    def tree(self, commit: str) -> Iterator[Path]:
        """The folder of the app as it is in a commit, in a tree of its own, which goes again."""
        within = self._run("rev-parse", "--show-prefix").strip()
        with tempfile.TemporaryDirectory(prefix="governed-cdk-git-") as folder:
            path = Path(folder, "tree")
            self._run("worktree", "add", "--quiet", "--detach", str(path), commit)
            try:
                yield path / within
            finally:
                self._call("worktree", "remove", "--force", str(path))

    def _run(self, *arguments: str) -> str:
        done = self._call(*arguments)
        if done.returncode:
            why = " ".join(done.stderr.split()) or "it is not in this repository"
            raise ConfigurationError(f"git {arguments[0]} {arguments[-1]}: {why}")
        return done.stdout

    def _call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = ["git", "-C", str(self._folder), "-c", "core.quotepath=off", *arguments]
        try:
            return subprocess.run(  # noqa: S603 - revisions are checked, and follow no dash
                command, capture_output=True, text=True, check=False, errors="replace"
            )
        except FileNotFoundError:
            raise ConfigurationError("git: not on the PATH; commits are compared by it") from None
