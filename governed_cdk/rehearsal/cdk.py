"""The pinned CDK command line, run against an emulator and nothing else."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from governed_cdk.cdk_cli.programs import find
from governed_cdk.deployment.bootstrap import template_options
from governed_cdk.rehearsal.emulator import stop
from governed_cdk.rehearsal.reasons import reason

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

CONCURRENCY = 8

# Every stack, also those inside stages, which `--all` leaves out.
_EVERY = ("**",)

# How the command line begins and ends the deploy of a stack, and how it destroys one. Inside a stage it says the path
# and, in parentheses, the name: `Prod/prod-orders (Prod-prod-orders)`.
_PATH = r"(?:[^\s:]+/[^\s:]+ \()?"
_LINE = re.compile(
    rf"^\s*(?:{_PATH}(?P<begun>[\w-]+)\)?: (?:deploying|destroying)\.\.\."
    rf"|(?P<mark>[✅❌])\s+{_PATH}(?P<done>[\w-]+)\)?(?P<rest>.*))"
)


@dataclass(frozen=True)
class Step:
    """A stack that the command line begins with, or is done with."""

    stack: str
    state: str
    """`begun`, `done`, `unchanged` or `failed`."""
    seconds: float
    """Since the command line was started."""


@dataclass(frozen=True)
class Run:
    """One finished run of the command line."""

    arguments: tuple[str, ...]
    exit_code: int
    output: str
    seconds: float
    steps: tuple[Step, ...]

    def seconds_by_stack(self) -> dict[str, float]:
        """How long each stack took, from its beginning to its end."""
        begun = {step.stack: step.seconds for step in self.steps if step.state == "begun"}
        return {
            step.stack: step.seconds - begun.get(step.stack, step.seconds)
            for step in self.steps
            if step.state != "begun"
        }

    def stacks(self, state: str) -> list[str]:
        """The stacks that came to a state, in that order."""
        return [step.stack for step in self.steps if step.state == state]

    @property
    def error(self) -> str:
        """The line that says why it failed, or the last one."""
        return reason(self.output)


class Cdk:
    """The command line of one project.

    `project` is the folder with cdk.json, `home` one for what it writes, `variables` the whole environment that it
    gets, as an emulator says it.

    Raises ConfigurationError where the command line, or a Node to run it, is not installed.
    """

    def __init__(self, project: Path, home: Path, variables: Mapping[str, str]) -> None:
        self.project = project
        self.home = home
        self.variables = variables
        self.command = find(project).command

    def bootstrap(
        self,
        account: str,
        regions: Iterable[str],
        policies: Iterable[str] = (),
        *more: str,
        template_of: Path | None = None,
    ) -> Run:
        """`cdk bootstrap` of regions by the project's template, from an empty folder: it takes nothing from an app.

        `policies` are the ARNs of what CloudFormation may do; without any it is an administrator. `more` are further
        options, `template_of` a folder that has the template in the project's place.
        """
        empty = self.home / "empty"
        empty.mkdir(exist_ok=True)
        places, given = (f"aws://{account}/{region}" for region in regions), ",".join(policies)
        options = ("--cloudformation-execution-policies", given) if given else ()
        template = template_options(template_of or self.project)
        return self.run("bootstrap", *places, *template, *options, *more, cwd=empty)

    def deploy(
        self, assembly: Path, stacks: Sequence[str] = (), *options: str, hear: Callable[[Step], None] | None = None
    ) -> Run:
        """`cdk deploy`, what is independent at the same time; `hear` is told of each stack."""
        chosen = ("--require-approval", "never", "--concurrency", str(CONCURRENCY), *options)
        return self.run("deploy", *(stacks or _EVERY), *chosen, "--app", str(assembly), hear=hear)

    def diff(self, assembly: Path, *stacks: str) -> Run:
        """`cdk diff`; exit code 1 where there is a difference."""
        return self.run("diff", *(stacks or _EVERY), "--fail", "--app", str(assembly))

    def destroy(self, assembly: Path, stacks: Sequence[str] = (), *, hear: Callable[[Step], None] | None = None) -> Run:
        """`cdk destroy`, consumers first."""
        chosen = ("--force", "--concurrency", str(CONCURRENCY))
        return self.run("destroy", *(stacks or _EVERY), *chosen, "--app", str(assembly), hear=hear)

    def run(self, *arguments: str, cwd: Path | None = None, hear: Callable[[Step], None] | None = None) -> Run:
        """Run it to its end; `hear` is told of each stack as it begins and ends."""
        steps: list[Step] = []
        lines: list[str] = []
        start = time.monotonic()
        with started([*self.command, *arguments], cwd or self.home, self._environment) as process:
            for line in process.stdout or ():
                lines.append(line)
                for step in _steps(line, time.monotonic() - start):
                    steps.append(step)
                    if hear:
                        hear(step)
        return Run(arguments, process.returncode, "".join(lines), time.monotonic() - start, tuple(steps))

    def started(self, *arguments: str) -> contextlib.AbstractContextManager[subprocess.Popen[str]]:
        """The running command line, which ends with the block at the latest."""
        return started([*self.command, *arguments], self.home, self._environment)

    @property
    def _environment(self) -> Mapping[str, str]:
        own = ("CDK_DISABLE_CLI_TELEMETRY", "CDK_DISABLE_VERSION_CHECK", "CI")
        return {**self.variables, "NO_COLOR": "1", **dict.fromkeys(own, "true")}


@contextlib.contextmanager
def started(command: Sequence[str], cwd: Path, variables: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A running program, which ends with the block at the latest, with all that it started."""
    process = subprocess.Popen(  # noqa: S603 - the pinned program, or the project's own
        command, cwd=cwd, env=variables,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, encoding="utf-8", start_new_session=True,
    )  # fmt: skip
    try:
        yield process
        process.wait()
    finally:
        if process.poll() is None:
            stop(process)
        if process.stdout:
            process.stdout.close()


def kill(process: subprocess.Popen[str]) -> None:
    """End the command line as a lost machine would: at once, with all that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, 9)
    process.wait()


def _steps(line: str, seconds: float) -> list[Step]:
    found = _LINE.match(line)
    if not found:
        return []
    if found["begun"]:
        return [Step(found["begun"], "begun", seconds)]
    state = "failed" if found["mark"] == "❌" else "unchanged" if "(no changes)" in found["rest"] else "done"
    return [Step(found["done"].rstrip(":"), state, seconds)]
