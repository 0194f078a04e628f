"""A deploy in a rehearsal: the one of `governed-cdk deploy`, of all stacks at once, by the rehearsal's command line.

What differs: the account is not asked before (a rehearsal wants to see what AWS refuses), and the command line itself
keeps the order of the stacks, so that it is started once for all waves. What passes the judgement is prepared anew by
that call; `governed-cdk deploy` executes the change sets that it judged.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aspects.judge.lock import LOCK_FILE
from aspects.judge.template.assembly import read_assembly, stacks_of
from governed_cdk.deployment import steps
from governed_cdk.deployment.project_lock import project_lock
from governed_cdk.deployment.stacks import Stacks
from governed_cdk.preflight.account import Account
from governed_cdk.rehearsal.cdk import Run
from governed_cdk.rehearsal.emulator import SECRET, require_loopback
from governed_cdk.today import today_or

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from governed_cdk.rehearsal.cdk import Step
    from governed_cdk.rehearsal.session import Session


def deployed(session: Session, assembly: Path) -> Run:
    """Deploy as `governed-cdk deploy` does; everything that the command line was started for, as one run."""
    runs: list[Run] = []
    said: list[str] = []

    def run(*arguments: str) -> int:
        # Preparing ends no stack.
        hear = None if "prepare-change-set" in arguments else session.recorder.hear
        runs.append(session.cdk.run(*arguments, hear=hear))
        return runs[-1].exit_code

    emulator = session.emulator
    account = Account(
        require_loopback(emulator.endpoint),
        aws_access_key_id=emulator.account, aws_secret_access_key=SECRET, region_name=emulator.region,
    )  # fmt: skip
    wanted = steps.with_dependencies(assembly, session.plan.stacks)
    stacks = [one for one in stacks_of(read_assembly(assembly)) if not wanted or one.stack_name in wanted]
    code = steps.Deploy(
        assembly=assembly,
        new=steps.new_stacks(stacks, account),
        run=run,
        stacks=Stacks(
            assembly, account, project_lock(session.plan.project / LOCK_FILE), today=today_or(""), tell=said.append
        ),
        ask=lambda _: (),
        tell=lambda _: None,
        find=lambda line: said.append(f"error: {line}"),
        approved=True,
        together=True,
    ).waves([stacks])
    return _as_one(runs, said, code)


def _as_one(runs: Iterable[Run], said: Iterable[str], code: int) -> Run:
    """Several runs as one, one after the other. What only protects what was made before is no step of its own."""
    steps_: list[Step] = []
    arguments: tuple[str, ...] = ()
    output, seconds = "", 0.0
    for run in runs:
        prepared = "prepare-change-set" in run.arguments
        known = {step.stack for step in steps_}
        steps_ += [
            replace(step, seconds=step.seconds + seconds)
            for step in run.steps
            if step.stack not in known and (step.state == "unchanged" or not prepared)
        ]
        output, seconds, arguments = output + run.output, seconds + run.seconds, (*arguments, *run.arguments)
    return Run(arguments, code, "\n".join((output, *said)), seconds, tuple(steps_))
