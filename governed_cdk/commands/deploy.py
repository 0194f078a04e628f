"""`governed-cdk deploy`: ask the account, deploy what is new without protection, then protect it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Annotated

import typer

from aspects.judge.template.assembly import read_assembly, stacks_of
from aspects.judge.traits import stack_environment
from constructs_lib.kernel.errors import EXIT_FINDINGS
from governed_cdk.cdk_cli.programs import find
from governed_cdk.deployment import steps
from governed_cdk.preflight.account import Account
from governed_cdk.preflight.check import checked
from governed_cdk.terminal import say


def deploy(
    folder: Annotated[Path, typer.Argument(help="The cloud assembly.")] = Path("cdk.out"),
    *,
    env: Annotated[str, typer.Option(help="The environment that is deployed.")],
    stack: Annotated[
        list[str] | None, typer.Option(help="A stack, with those that it depends on; again for each. Without it, all.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nobody before rights are widened.")] = False,
    endpoint_url: Annotated[
        str | None, typer.Option(help="Where AWS is for the questions, such as a local one.")
    ] = None,
) -> None:
    """Deploy an assembly so that nothing gets stuck; exit with 3 where the account would refuse it."""
    account = Account(endpoint_url)
    wanted = steps.with_dependencies(folder, stack or ())
    result = checked(folder, env, wanted, account)
    for line in result.unknown:
        say(f"unknown: {line}", "yellow", stderr=True)
    for finding in result.findings:
        say(finding, "red", stderr=True)
    if result.findings:
        raise typer.Exit(EXIT_FINDINGS)
    stacks = [one for one in stacks_of(read_assembly(folder)) if stack_environment(one) == env]
    stacks = [one for one in stacks if not wanted or one.stack_name in wanted]
    names = [one.stack_path for one in stacks if one.stack_name in (stack or ())]
    options = [*(names or ["**"]), *(["--require-approval", "never"] if yes else [])]

    def run(assembly: Path) -> int:
        command = [*find().command, "deploy", *options, "--app", str(assembly.resolve())]
        return subprocess.run(command, check=False).returncode  # noqa: S603 - the pinned program

    code = steps.deploy(folder, steps.new_stacks(stacks, account), run, lambda line: say(line, stderr=True))
    if code:
        raise typer.Exit(code)
