"""`make` looks at its command line before it does anything, and says last what it ended with."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

# What a target calls: each says with what, and ends as the test wants.
STAND_IN = '#!/bin/sh\necho "$(basename "$0") $*"\nexit ${EXIT:-0}\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy, set up by programs that only say how they are called, in a folder that is hard to quote."""
    folder = tmp_path / "내 폴더"
    folder.mkdir()
    for name in ("Makefile", "requirements.txt", "pyproject.toml", "package-lock.json"):
        shutil.copy(ROOT / name, folder / name)
    for name in ("environments", "tools"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("cdk", "governed-cdk", "python", "ruff", "mypy", "lint-imports", "pip-compile", "npm"):
        program = folder / ".venv/bin" / name
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(STAND_IN)
        program.chmod(0o755)
    (folder / "node_modules").mkdir()
    for stamp in re.findall(
        r"^\w+ := (\S+)$", make(folder, "--print-data-base", "--question", "help")[1], re.MULTILINE
    ):
        if "-" in stamp and stamp.startswith((".venv/p", "node_modules/cdk-")):
            (folder / stamp).touch()
    return folder


def shell() -> dict[str, str]:
    """The environment, without what a make around these tests says to those that it calls."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}


def make(folder: Path, *arguments: str, **variables: str) -> tuple[int, str]:
    """The exit code, and all that was said."""
    done = subprocess.run(
        ["make", *arguments], cwd=folder, env={**shell(), **variables}, check=False, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    return done.returncode, done.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("synth ENV=dev", "ENV=: no such variable; allowed: args base env "),
        ("synth ENV=dev", "; did you mean env?"),
        ("diff STACK=prod-kms", "; did you mean stack?"),
        ("synth environment=dev", "; did you mean env?"),
        ("synth evn=dev", "; did you mean env?"),
        ("diff stacks=prod-kms", "; did you mean stack?"),
        ("test arg=-k", "; did you mean args?"),
        ("synth colour=red", "colour=: no such variable; allowed: args base env "),
        ("synth env=prd", "env=prd: no environments/prd.yaml; allowed: dev prod stg; did you mean prod?"),
        ("synth env=Dev", "; did you mean dev?"),
        ("synth env=", "env=: no environments/.yaml; allowed: dev prod stg"),
        ("deploy", "make deploy: say where to: env=dev for example"),
        ("deploy stack=dev-kms", "make deploy: say where to: env=dev for example"),
    ],
)
def test_a_wrong_command_line_is_refused_before_anything_is_done(line: str, said: str, project: Path) -> None:
    shutil.rmtree(project / ".venv")
    code, output = make(project, *line.split())
    assert code == 2
    first, last = output.splitlines()
    assert first.startswith("error: ")
    assert said in first
    assert "exit 2: bad input" in last
    assert not (project / ".venv").exists()


def test_what_a_shell_happens_to_export_is_not_meant(project: Path) -> None:
    code, output = make(project, "synth", env="dev", args="--all", stack="x", path="/", today="never", only="y")
    assert code == 0, output
    assert output.startswith("cdk synth --quiet --context env=prod\n")


def test_two_environments_at_once_are_refused(project: Path) -> None:
    assert make(project, "synth", "env=dev stg")[0] == 2


@pytest.mark.parametrize(
    ("line", "calls"),
    [
        ("synth", ["cdk synth --quiet --context env=prod", "governed-cdk summary cdk.out --env prod"]),
        ("synth env=dev today=2030-01-02", [
            "cdk synth --quiet --context env=dev --context today=2030-01-02",
            "governed-cdk summary cdk.out --env dev",
        ]),
        ("diff env=dev stack=dev-kms", ["cdk diff --context env=dev dev-kms"]),
        ("deploy env=dev", ["cdk synth --quiet --context env=dev", "governed-cdk deploy cdk.out --env dev"]),
        (
            "deploy env=stg stack=stg-kms",
            ["cdk synth --quiet --context env=stg", "governed-cdk deploy cdk.out --env stg --stack stg-kms"],
        ),
        ("check", ["governed-cdk check cdk.out"]),
        ("acceptances today=2030-01-02", ["governed-cdk acceptances cdk.out --today 2030-01-02"]),
        ("preflight env=stg", ["governed-cdk preflight cdk.out --env stg"]),
    ],
)  # fmt: skip
def test_a_target_calls_what_its_name_says(line: str, calls: list[str], project: Path) -> None:
    code, output = make(project, *line.split())
    assert code == 0, output
    assert [" ".join(said.split()) for said in output.splitlines()] == calls


@pytest.mark.slow
@pytest.mark.parametrize(
    ("ended", "said"), [("2", "exit 2: bad input"), ("3", "exit 3: findings"), ("1", "exit 1"), ("130", "exit 130")]
)
@pytest.mark.parametrize("target", ["synth", "check", "acceptances", "contract", "preflight", "rehearse", "diff"])
def test_what_a_command_ended_with_is_the_last_word_before_makes_own(
    target: str, ended: str, said: str, project: Path
) -> None:
    code, output = make(project, target, EXIT=ended)
    assert code == 2
    *_, last, makes_own = output.splitlines()
    assert last == said
    assert re.fullmatch(rf"make: \*\*\* \[Makefile:\d+: {target}\] Error {ended}", makes_own)


def test_the_list_of_targets_has_straight_columns_and_every_target(project: Path) -> None:
    code, output = make(project)
    assert code == 0
    found = [re.fullmatch(r"  make (\S+) +(\S.*)", line) for line in output.splitlines()]
    assert all(found), output
    assert len({one.start(2) for one in found if one}) == 1
    phony = re.search(r"\.PHONY: (.*?)\n\S", (ROOT / "Makefile").read_text().replace("\\\n", ""), re.DOTALL)
    assert phony
    listed = [one[1] for one in found if one]
    assert sorted(listed) == sorted(set(phony[1].split()) - {"installed"})


@pytest.mark.parametrize("target", ["lint", "docs", "lock", "test", "integration", "snapshots", "bench"])
def test_what_takes_more_than_two_seconds_says_what_it_does(target: str, project: Path) -> None:
    assert not make(project, target)[1].startswith(("python ", "ruff ", "governed-cdk ", "pip-compile "))


@pytest.mark.parametrize(
    ("python", "said"),
    [("./old", "; given PYTHON=./old"), ("./none", "; given PYTHON=./none"), ("", ", and none is on the PATH")],
)
def test_a_python_that_is_too_old_or_not_there_is_told_before_anything_is_made(
    python: str, said: str, project: Path
) -> None:
    shutil.rmtree(project / ".venv")
    (project / "old").write_text("#!/bin/sh\nexit 1\n")
    (project / "old").chmod(0o755)
    code, output = make(project, "setup", f"PYTHON={python}")
    assert code == 2
    assert output.startswith(f"error: make needs Python 3.11 or later{said}\nmake: *** ")
    assert not (project / ".venv").exists()


def test_one_set_up_waits_for_the_other(project: Path) -> None:
    shutil.rmtree(project / ".venv")
    (project / "requirements.txt").write_text("")
    # The first one goes on only when the second has said that it waits.
    (project / "slow").write_text(
        '#!/bin/sh\ncase "$*" in *venv*) echo >> began; while [ ! -e go ]; do sleep 0.05; done; exit 7;; '
        f'*) exec {shlex.quote(sys.executable)} "$@";; esac\n'
    )
    (project / "slow").chmod(0o755)
    command = ["make", "setup", "PYTHON=./slow"]
    with subprocess.Popen(
        command, cwd=project, env=shell(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as first:
        while not (project / "began").exists():
            assert first.poll() is None
        with subprocess.Popen(command, cwd=project, env=shell(), stdout=subprocess.PIPE, text=True) as second:
            assert second.stdout
            assert second.stdout.readline() == "set-up: another one is at work in this folder; waiting for it\n"
            assert (project / "began").read_text() == "\n"
            (project / "go").touch()
            second.communicate()
    assert (project / "began").read_text() == "\n\n"
