"""`governed-cdk deploy`: ask the account, judge every change set, and let nothing that holds data be replaced."""

from __future__ import annotations

import functools
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

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
from governed_cdk.deployment.unjudged import refuse_unjudged
from governed_cdk.deployment.waves import in_waves
from governed_cdk.preflight.account import Account
from governed_cdk.preflight.check import checked
from governed_cdk.reviewed.emergency import declare
from governed_cdk.reviewed.record import RECORD
from governed_cdk.reviewed.review import Review
from governed_cdk.terminal import say
from governed_cdk.today import today_or

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aspects.judge.lock import Lock
    from aspects.judge.template import Template


_Named = Annotated[
    list[str] | None, typer.Option(help="A stack, with those that it depends on; again for each. Without it, all.")
]
_LeftOut = Annotated[
    list[str] | None,
    typer.Option(help="A stack that stays as it is; again for each. What others read of it must be there."),
]
_Rules = Annotated[
    list[str] | None,
    typer.Option(help="STACK/RULE of a production rule that may be set to its template's weights; again for each."),
]


def deploy(
    folder: Annotated[Path, typer.Argument(help="The cloud assembly.")] = Path("cdk.out"),
    *,
    env: Annotated[str, typer.Option(help="The environment that is deployed.")],
    stack: _Named = None,
    leave_out: _LeftOut = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nobody before rights are widened.")] = False,
    file: Annotated[Path, typer.Option(help="The lock.")] = Path(LOCK_FILE),
    reset_traffic: _Rules = None,
    reviewed: Annotated[str, typer.Option(help="The digest of the gate's comment: nothing else is deployed.")] = "",
    record: Annotated[Path, typer.Option(help="What the gate wrote beside that digest.")] = Path(RECORD),
    base: Annotated[str, typer.Option(help="The commit of the base branch now; a review of another one is none.")] = "",
    emergency: Annotated[str, typer.Option(help="A reason to go past the review: an issue and an alarm tell it.")] = "",
    endpoint_url: Annotated[str | None, typer.Option(help="Where AWS is asked, such as a local one.")] = None,
) -> None:
    """Deploy an assembly, wave by wave; exit with 3 where the account would refuse it, or data would be replaced.

    So it ends, before AWS is asked anything, for an assembly that nobody governed or that changed after it was judged;
    and with --reviewed for anything but what was reviewed, which is said part by part.
    """
    named = steps.with_dependencies(folder, stack or ())
    refuse_unjudged(folder)
    stacks = _chosen(folder, env, named, leave_out or ())
    if leave_out and not stacks:
        return
    lifted = _lifted(stacks, reset_traffic or ())
    account = Account(endpoint_url)
    if reviewed or emergency:
        _hold_to_review(Review(folder, env, reviewed, record, base), emergency, account)
    asking = reader(account, folder, stacks[0].region or account.region) if stacks else account
    _refuse_against(folder, env, [one.stack_name for one in stacks] if leave_out else named, asking)
    told = Stacks(folder, account, _lock(file), today=today_or(""), tell=_note, lifted=lifted)
    if code := _waves(folder, env, stacks, told=told, asking=asking, approved=yes):
        raise typer.Exit(code)


def _waves(folder: Path, env: str, stacks: Sequence[Template], *, told: Stacks, asking: Account, approved: bool) -> int:
    """Deploy wave by wave; the first exit code that is not 0, or 0."""
    return steps.Deploy(
        assembly=folder,
        new=steps.new_stacks(stacks, asking),
        run=_run,
        stacks=told,
        ask=lambda wave: _lines(folder, env, [one.stack_name for one in wave], asking),
        tell=lambda line: say(line, stderr=True),
        find=lambda line: say(line, "red", stderr=True),
        approved=approved,
    ).waves(in_waves(stacks))


def _run(*arguments: str) -> int:
    return subprocess.run([*find().command, *arguments], check=False).returncode  # noqa: S603 - the pinned program


def _chosen(folder: Path, env: str, named: Sequence[str], left_out: Sequence[str]) -> list[Template]:
    """The stacks of an environment, or those that are named, without what is left out; what stays behind is told.

    Raises ConfigurationError for one to leave out that the environment does not have.
    """
    every = stacks_of(read_assembly(folder))
    own = {one.stack_name: one for one in every if stack_environment(one) == env}
    for name in left_out:
        if name not in own:
            raise invalid("--leave-out", name, ", ".join(own) or "none")
        _note(f"{name} is left out")
    for one in every if own and not named else ():
        if one.stack_name not in own:
            _note(f"{one.stack_name} is of {stack_environment(one)}, and is not deployed with {env}")
    return [one for name, one in own.items() if name not in left_out and (not named or name in named)]


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


def _hold_to_review(review: Review, emergency: str, account: Account) -> None:
    """End with 3 where this is not what was reviewed; in an emergency, tell somebody first, and go on."""
    found = review.against(account)
    for line in found:
        say(line, "red", stderr=True)
    if emergency:
        declare(emergency, review.environment, found, account, tell=_note)
    elif found:
        raise typer.Exit(EXIT_FINDINGS)


def _refuse_against(folder: Path, env: str, names: Sequence[str], account: Account) -> None:
    """End with 3, and say why, where the account has something against the whole deploy."""
    found = _lines(folder, env, names, account)
    for line in found:
        say(line, "red", stderr=True)
    if found:
        raise typer.Exit(EXIT_FINDINGS)


def _lines(folder: Path, env: str, names: Sequence[str], account: Account) -> Sequence[str]:
    result = checked(folder, env, names, account)
    for line in result.unknown:
        _note(f"unknown: {line}")
    return result.findings


@functools.cache  # a wave is asked about what was unknown before
def _note(line: str) -> None:
    say(line, "yellow", stderr=True)
