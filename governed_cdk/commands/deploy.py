"""`governed-cdk deploy`: ask the account, judge every change set, and let nothing that holds data be replaced."""

from __future__ import annotations

import functools
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aspects.judge.assembly_rules import AS_JUDGED, GOVERNED, assembly_findings
from aspects.judge.lock import LOCK_FILE
from aspects.judge.template.assembly import read_assembly, stacks_of
from aspects.judge.traits import stack_environment
from constructs_lib.kernel.errors import EXIT_FINDINGS, invalid
from governed_cdk.cdk_cli.programs import find
from governed_cdk.deployment import steps
from governed_cdk.deployment.project_lock import project_lock
from governed_cdk.deployment.reader import reader
from governed_cdk.deployment.stacks import Stacks
from governed_cdk.deployment.traffic import production_rules
from governed_cdk.deployment.waves import in_waves
from governed_cdk.preflight.account import Account
from governed_cdk.preflight.check import checked
from governed_cdk.terminal import say
from governed_cdk.today import today_or

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aspects.judge.lock import Lock
    from aspects.judge.template import Template


def deploy(
    folder: Annotated[Path, typer.Argument(help="The cloud assembly.")] = Path("cdk.out"),
    *,
    env: Annotated[str, typer.Option(help="The environment that is deployed.")],
    stack: Annotated[
        list[str] | None, typer.Option(help="A stack, with those that it depends on; again for each. Without it, all.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nobody before rights are widened.")] = False,
    file: Annotated[Path, typer.Option(help="The lock.")] = Path(LOCK_FILE),
    reset_traffic: Annotated[
        list[str] | None,
        typer.Option(help="STACK/RULE of a production rule that may be set to its template's weights; again for each."),
    ] = None,
    endpoint_url: Annotated[str | None, typer.Option(help="Where AWS is asked, such as a local one.")] = None,
) -> None:
    """Deploy an assembly, wave by wave; exit with 3 where the account would refuse it, or data would be replaced.

    So it ends, before AWS is asked anything, for an assembly that nobody governed or that changed after it was judged.
    """
    wanted = steps.with_dependencies(folder, stack or ())
    _refuse_unjudged(folder)
    account = Account(endpoint_url)
    stacks = _stacks(folder, env, wanted)
    asking = reader(account, folder, stacks[0].region or account.region) if stacks else account
    lifted = _lifted(stacks, reset_traffic or ())
    if _against(folder, env, wanted, asking):
        raise typer.Exit(EXIT_FINDINGS)
    code = steps.Deploy(
        assembly=folder,
        new=steps.new_stacks(stacks, asking),
        run=_run,
        stacks=Stacks(folder, account, _lock(file), today=today_or(""), tell=_note, lifted=lifted),
        ask=lambda wave: _lines(folder, env, [one.stack_name for one in wave], asking),
        tell=lambda line: say(line, stderr=True),
        find=lambda line: say(line, "red", stderr=True),
        approved=yes,
    ).waves(in_waves(stacks))
    if code:
        raise typer.Exit(code)


def _run(*arguments: str) -> int:
    return subprocess.run([*find().command, *arguments], check=False).returncode  # noqa: S603 - the pinned program


def _stacks(folder: Path, env: str, wanted: Sequence[str]) -> list[Template]:
    """The stacks of an environment, those that are wanted where any are named."""
    found = [one for one in stacks_of(read_assembly(folder)) if stack_environment(one) == env]
    return [one for one in found if not wanted or one.stack_name in wanted]


def _lock(file: Path) -> Lock | None:
    lock = project_lock(file)
    if lock is None:
        _note(f"{file}: no such lock; what the templates hold is kept, what has left them is not known")
    return lock


def _lifted(stacks: Sequence[Template], given: Sequence[str]) -> Sequence[str]:
    """The rules that were named. Raises ConfigurationError for one of a stack that is not deployed."""
    for one in given:
        if not any(one.startswith(f"{stack.stack_name}/") for stack in stacks):
            known = sorted(rule for stack in stacks for rule in production_rules(stack))
            raise invalid("--reset-traffic", one, f"<stack>/<logical id>: {', '.join(known) or 'no stack has one'}")
    return given


def _refuse_unjudged(folder: Path) -> None:
    """End with 3, and say why, where nobody governed the assembly, or it is not what the rules saw."""
    found = [one for one in assembly_findings(folder) if one.rule in (GOVERNED, AS_JUDGED)]
    for one in found:
        say(f"{folder}: {one.text} {one.rule.fix}", "red", stderr=True)
    if found:
        raise typer.Exit(EXIT_FINDINGS)


def _against(folder: Path, env: str, names: Sequence[str], account: Account) -> bool:
    """Whether the account has something against the whole deploy, which is said."""
    found = _lines(folder, env, names, account)
    for line in found:
        say(line, "red", stderr=True)
    return bool(found)


def _lines(folder: Path, env: str, names: Sequence[str], account: Account) -> Sequence[str]:
    result = checked(folder, env, names, account)
    for line in result.unknown:
        _note(f"unknown: {line}")
    return result.findings


@functools.cache  # a wave is asked about what was unknown before
def _note(line: str) -> None:
    say(line, "yellow", stderr=True)
