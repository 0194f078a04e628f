"""A machine with Python, make and git, and nothing else: no Node, no CDK, no settings of anybody's, no home."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

# What a developer's shell, or the run of these tests, would lend it.
OURS = ("PYTHON", "PYTEST", "VIRTUAL_ENV", "JSII_", "CDK_", "XDG_", "MAKE", "MFLAGS", "NO_COLOR", "GOVERNED_CDK_")
# Nobody, not even root, can make a folder there.
NO_HOME = "/dev/null/home"

_SYSTEM = ("awk", "git", "make", "sed", "sh")
_COREUTILS = (
    "basename", "cat", "chmod", "cksum", "cp", "cut", "date", "dirname", "echo", "env", "expr", "false", "head", "id",
    "ln", "ls", "mkdir", "mktemp", "mv", "printf", "pwd", "readlink", "rm", "sleep", "sort", "stat", "tail", "tee",
    "test", "touch", "tr", "true", "uname", "wc",
)  # fmt: skip
# GitHub's command line, with a folder in the place of GitHub: what is asked of it, and what it would say.
_GH = """#!/bin/sh
set -eu
echo "$@" >>"$GH_CALLED"
case "$*" in
"repo create "*" --push")
    git init --quiet --bare --initial-branch=main "$GH_FOLDER"
    git remote add origin "$GH_FOLDER"
    git push --quiet --set-upstream origin main ;;
"api repos/example-org/orders --jq "*) echo "github_ids: [1, 2]" ;;
esac
"""
# Who commits: the one thing of git's settings that nobody can do without.
_WHO = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Newcomer"), ("EMAIL", "newcomer@set-of.com"))
}


class BareMachine:
    """Its programs, and a folder with an odd name in which commands are typed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "내 폴더" / "work"
        self.folder.mkdir(parents=True)
        self._programs = folder / "programs"
        self._programs.mkdir()
        for name in (*_SYSTEM, *_COREUTILS):
            found = shutil.which(name, path=os.defpath)
            assert found, f"{name}: not on this machine"
            (self._programs / name).symlink_to(found)
        # A link would make a venv of the folder that it stands in.
        version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
        python = f'exec {shlex.quote(str(Path(sys.base_prefix, "bin", version)))} "$@"'
        for name in (version, "python3"):
            self.install(name, f"#!/bin/sh\n{python}\n")
        self.install("gh", _GH)
        (folder / "tmp").mkdir()
        # The rest says how this machine reaches the registries.
        kept = {name: value for name, value in os.environ.items() if not name.startswith((*OURS, "GIT_", "npm_"))}
        self.gh_called = folder / "gh-called"
        self._environment = {
            **kept, **_WHO, "PATH": str(self._programs), "HOME": NO_HOME, "TMPDIR": str(folder / "tmp"),
            "GH_CALLED": str(self.gh_called), "GH_FOLDER": str(folder / "github.git"), "GIT_CONFIG_NOSYSTEM": "1",
        }  # fmt: skip

    def install(self, name: str, script: str) -> Path:
        """Put a program onto its PATH."""
        path = self._programs / name
        path.write_text(script, encoding="utf-8")
        path.chmod(0o755)
        return path

    def remove(self, name: str) -> None:
        """Take a program away."""
        (self._programs / name).unlink()

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        """Type a command. What it says, on whichever stream, is its stdout."""
        if command.startswith("cd "):
            self.folder /= command.removeprefix("cd ")
            return subprocess.CompletedProcess(command, 0, "", "")
        return subprocess.run(
            ["sh", "-c", command], cwd=self.folder, env=self._environment, text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def does(self, command: str) -> str:
        """What a command says, having ended well."""
        done = self.run(command)
        assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout}"
        return done.stdout
