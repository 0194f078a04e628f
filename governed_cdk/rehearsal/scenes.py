"""The scenes of a rehearsal, each on a session that an earlier one left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.template.assembly import read_assembly, stacks_of
from governed_cdk.rehearsal import proof, teardown
from governed_cdk.rehearsal.report import rows
from governed_cdk.rehearsal.session import RehearsalError, Session, require
from governed_cdk.rehearsal.settings import LOG_RETENTION, changed_project

if TYPE_CHECKING:
    from pathlib import Path

    from aspects.judge.template import Template
    from governed_cdk.rehearsal.cdk import Run


def deploy(session: Session) -> list[Template]:
    """Deploy, and look whether the contract came to be; returns the stacks that are there now."""
    with session.recorder.phase("deploy") as result:
        run = require(_deploy(session, session.assembly), "deploy")
        seconds = run.seconds_by_stack()
        session.recorder.report.rows = rows(session.stacks, session.emulator.coverage(), seconds)
        result.append(f"{len(seconds)} stacks created")
    deployed = [stack for stack in session.stacks if stack.stack_name in seconds]
    _prove(session, deployed)
    return deployed


def change(session: Session) -> None:
    """Change a setting, deploy again and look whether it arrived; then deploy once more, which must do nothing."""
    with session.recorder.phase("change") as result:
        folder = session.folder / "project"
        days = changed_project(session.plan.project, session.plan.environment, folder)
        assembly = session.again(folder)
        run = require(_deploy(session, assembly), "deploy of the change")
        result.append(f"{LOG_RETENTION} {days}: {_count(run, 'done')} stacks updated")
    changed = [stack for stack in stacks_of(read_assembly(assembly)) if stack.stack_name in run.seconds_by_stack()]
    _prove(session, changed)
    with session.recorder.phase("deploy again") as result:
        run = require(_deploy(session, assembly), "deploy without a change")
        if run.stacks("done"):
            raise RehearsalError(f"deploy without a change: updated {', '.join(run.stacks('done'))}")
        result.append(f"nothing to do in {_count(run, 'unchanged')} stacks")


def fail(session: Session, type_: str) -> list[Template]:
    """Let a type fail while it is created, show what CloudFormation makes of it, then deploy without the fault."""
    with session.recorder.phase(f"{type_} fails") as result:
        session.emulator.fail(f"create {type_}")
        run = _deploy(session, session.assembly)
        statuses = teardown.statuses(session.emulator, session.stacks)
        rolled_back = {name: status for name, status in statuses.items() if "ROLLBACK" in status}
        if run.exit_code == 0 or not rolled_back:
            raise RehearsalError(f"{type_} was to fail, and the deploy did not roll back: {run.error}")
        stuck = [name for name, status in rolled_back.items() if status != "ROLLBACK_COMPLETE"]
        left = proof.left_over(session.emulator, [item for item in session.stacks if item.stack_name in rolled_back])
        if stuck or left:
            raise RehearsalError(f"rollback: {', '.join(stuck + left)} left behind")
        result.append(", ".join(f"{name} {status}, nothing left" for name, status in sorted(rolled_back.items())))
    session.emulator.fail()
    # The next deploy deletes what was rolled back, and CDK has protected it before it was created.
    teardown.unprotect(session.emulator, [stack for stack in session.stacks if stack.stack_name in rolled_back])
    return deploy(session)


def destroy(session: Session, deployed: list[Template]) -> None:
    """Take everything down again: termination protection refuses it first, and is lifted then."""
    with session.recorder.phase("destroy") as result:
        protected = teardown.protected(session.emulator, deployed)
        if protected and session.cdk.destroy(session.assembly, session.chosen).exit_code == 0:
            raise RehearsalError("destroy: termination protection did not keep the stacks")
        teardown.unprotect(session.emulator, deployed)
        names = [stack.stack_path for stack in deployed] if session.plan.stacks else []
        require(session.cdk.destroy(session.assembly, names, hear=session.recorder.hear), "destroy")
        left = teardown.statuses(session.emulator, deployed)
        if left:
            raise RehearsalError(f"destroy: left behind: {', '.join(left)}")
        result.append(f"{len(deployed)} stacks" + (", refused while they were protected" if protected else ""))


def _prove(session: Session, stacks: list[Template]) -> None:
    with session.recorder.phase("prove") as result:
        for what, prove in (("parameters", proof.parameters), ("log groups", proof.log_groups)):
            good, findings = prove(session.emulator, stacks)
            if findings:
                raise RehearsalError(
                    f"prove: {findings[0]}" + (f", and {len(findings) - 1} more" * (len(findings) > 1))
                )
            result.append(f"{good} {what}")


def _deploy(session: Session, assembly: Path) -> Run:
    return session.cdk.deploy(assembly, session.chosen, hear=session.recorder.hear)


def _count(run: Run, state: str) -> int:
    return len(run.stacks(state))
