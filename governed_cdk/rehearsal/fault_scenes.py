"""The scenes of a rehearsal in which something fails, and of the way on from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governed_cdk.rehearsal import proof, scenes, teardown
from governed_cdk.rehearsal.deploying import deployed
from governed_cdk.rehearsal.failure import RehearsalError, require
from governed_cdk.rehearsal.settings import changed_project

if TYPE_CHECKING:
    from aspects.judge.template import Template
    from governed_cdk.rehearsal.fault import Fault
    from governed_cdk.rehearsal.session import Session

ROLLED_BACK = "ROLLBACK_COMPLETE"


def fail(session: Session, fault: Fault) -> list[Template]:
    """Let something fail, show what CloudFormation makes of it, then go on without the fault; what is there then."""
    if fault.verb == "create":
        return _on_creation(session, fault)
    there = scenes.deploy(session)
    if fault.verb == "update":
        _on_update(session, fault)
        return there
    return _on_deletion(session, fault, there)


def _on_creation(session: Session, fault: Fault) -> list[Template]:
    with session.recorder.phase(f"{fault} fails") as result:
        session.emulator.fail(fault.order)
        run = deployed(session, session.assembly)
        statuses = teardown.statuses(session.emulator, session.stacks)
        rolled_back = {name: status for name, status in statuses.items() if "ROLLBACK" in status}
        if run.exit_code == 0 or not rolled_back:
            raise RehearsalError(f"{fault} was to fail, and the deploy did not roll back: {run.error}")
        stuck = [f"{name} {status}" for name, status in rolled_back.items() if status != ROLLED_BACK]
        left = proof.left_over(session.emulator, [item for item in session.stacks if item.stack_name in rolled_back])
        if stuck or left:
            raise RehearsalError(f"rollback: {', '.join(stuck + left)} left behind")
        result.append(", ".join(f"{name} {status}, nothing left" for name, status in sorted(rolled_back.items())))
    session.emulator.fail()
    return scenes.deploy(session)


def _on_update(session: Session, fault: Fault) -> None:
    folder = session.folder / "project"
    changed_project(session.plan.project, session.plan.environment, folder, tagged=True)
    assembly = session.again(folder)
    with session.recorder.phase(f"{fault} fails") as result:
        session.emulator.fail(fault.order)
        run = deployed(session, assembly)
        status = teardown.statuses(session.emulator, session.stacks).get(fault.stack)
        if run.exit_code == 0 or status != "UPDATE_ROLLBACK_COMPLETE":
            raise RehearsalError(f"{fault} was to fail, and {fault.stack} is {status}: {run.error}")
        result.append(f"{fault.stack} {status}, as it was before")
    session.emulator.fail()
    with session.recorder.phase("change") as result:
        run = require(deployed(session, assembly), "deploy of the change")
        result.append(f"{len(run.stacks('done'))} stacks updated")


def _on_deletion(session: Session, fault: Fault, there: list[Template]) -> list[Template]:
    with session.recorder.phase(f"{fault} fails") as result:
        teardown.unprotect(session.emulator, there)
        session.emulator.fail(fault.order)
        run = session.cdk.destroy(session.assembly, hear=session.recorder.hear)
        status = teardown.statuses(session.emulator, session.stacks).get(fault.stack)
        if run.exit_code == 0 and status is None:
            result.append(f"{fault.what} is retained: nobody deletes it")
            return []
        if status != "DELETE_FAILED":
            raise RehearsalError(f"{fault} was to fail, and {fault.stack} is {status}: {run.error}")
        result.append(f"{fault.stack} {status}, with what it depends on; the rest is gone")
    session.emulator.fail()
    return [stack for stack in there if stack.stack_name in teardown.statuses(session.emulator, there)]
