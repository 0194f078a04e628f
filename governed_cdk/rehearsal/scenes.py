"""The scenes of a rehearsal, each on a session that an earlier one left."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from aspects.judge.template.assembly import read_assembly, stacks_of
from governed_cdk.rehearsal import grants, proof, questions, teardown
from governed_cdk.rehearsal.deploying import deployed
from governed_cdk.rehearsal.failure import RehearsalError, require
from governed_cdk.rehearsal.report import rows
from governed_cdk.rehearsal.settings import LOG_RETENTION, changed_project

if TYPE_CHECKING:
    from aspects.judge.template import Template
    from governed_cdk.rehearsal.cdk import Run
    from governed_cdk.rehearsal.session import Session


def deploy(session: Session) -> list[Template]:
    """Deploy, and look whether the contract came to be; returns the stacks that are there now."""
    with session.recorder.phase("deploy") as result:
        run = require(deployed(session, session.assembly), "deploy")
        seconds = run.seconds_by_stack()
        session.recorder.report.rows = rows(session.stacks, session.emulator.coverage(), seconds)
        result.append(f"{len(seconds)} stacks created")
    there = [stack for stack in session.stacks if stack.stack_name in seconds]
    _prove(session, there)
    return there


def change(session: Session) -> None:
    """Change a setting, deploy again and look whether it arrived; then deploy once more, which must do nothing."""
    with session.recorder.phase("change") as result:
        folder = session.folder / "project"
        days = changed_project(session.plan.project, session.plan.environment, folder)
        assembly = session.again(folder)
        run = require(deployed(session, assembly), "deploy of the change")
        result.append(f"{LOG_RETENTION} {days}: {_count(run, 'done')} stacks updated")
    changed = [stack for stack in stacks_of(read_assembly(assembly)) if stack.stack_name in run.seconds_by_stack()]
    _prove(session, changed)
    with session.recorder.phase("deploy again") as result:
        run = require(deployed(session, assembly), "deploy without a change")
        if run.stacks("done"):
            raise RehearsalError(f"deploy without a change: updated {', '.join(run.stacks('done'))}")
        result.append(f"nothing to do in {_count(run, 'unchanged')} stacks")


def destroy(session: Session, there: list[Template]) -> None:
    """Take everything down again: termination protection refuses it first, and is lifted then."""
    with session.recorder.phase("destroy") as result:
        protected = teardown.protected(session.emulator, there)
        if protected and session.cdk.destroy(session.assembly, session.chosen).exit_code == 0:
            raise RehearsalError("destroy: termination protection did not keep the stacks")
        teardown.unprotect(session.emulator, there)
        names = [stack.stack_path for stack in there] if session.plan.stacks else []
        require(session.cdk.destroy(session.assembly, names, hear=session.recorder.hear), "destroy")
        left = teardown.statuses(session.emulator, there)
        if left:
            raise RehearsalError(f"destroy: left behind: {', '.join(left)}")
        result.append(f"{len(there)} stacks" + (", refused while they were protected" if protected else ""))


def _prove(session: Session, stacks: list[Template]) -> None:
    with session.recorder.phase("prove") as result:
        calls, granted = (functools.partial(one, platform=session.platform) for one in (questions.calls, grants.grants))
        for what, prove in (
            ("parameters", proof.parameters), ("log groups", proof.log_groups), ("alarms", proof.alarms),
            ("grants", granted), ("calls", calls),
        ):  # fmt: skip
            good, findings = prove(session.emulator, stacks)
            session.recorder.report.proved[what] = good
            if findings:
                raise RehearsalError(
                    f"prove: {findings[0]}" + (f", and {len(findings) - 1} more" * (len(findings) > 1))
                )
            result.append(f"{good} {what}")


def _count(run: Run, state: str) -> int:
    return len(run.stacks(state))
