"""Taking a rehearsed deploy down again."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from constructs_lib.kernel.facts.refusals import protections
from governed_cdk.deployment.bootstrap import KEPT
from governed_cdk.rehearsal import proof, way_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aspects.judge.template import Template
    from governed_cdk.rehearsal.emulator import Emulator


def protected(emulator: Emulator, stacks: Iterable[Template]) -> list[str]:
    """The stacks that termination protection keeps."""
    return [stack.stack_name for stack, found in _found(emulator, stacks) if found.get("EnableTerminationProtection")]


def unprotect(emulator: Emulator, stacks: Iterable[Template]) -> None:
    """Lift the protection of stacks, and of what they delete, as an operator does who means it."""
    let_delete(emulator)
    for stack, found in _found(emulator, stacks):
        if found.get("EnableTerminationProtection"):
            cloudformation = emulator.client("cloudformation", stack.region)
            cloudformation.update_termination_protection(StackName=stack.stack_name, EnableTerminationProtection=False)
        _lift(emulator, stack)


def let_delete(emulator: Emulator) -> None:
    """Let CDK's deploy roles delete stacks, which the platform's bootstrap template keeps them from."""
    iam = emulator.client("iam")
    for role in iam.list_roles()["Roles"]:
        if "-deploy-role-" in role["RoleName"]:
            with contextlib.suppress(iam.exceptions.NoSuchEntityException):
                iam.delete_role_policy(RoleName=role["RoleName"], PolicyName=KEPT)


def _lift(emulator: Emulator, stack: Template) -> None:
    """Take the protection off what goes with its stack, by the command that people are told."""
    physical = proof.physical_ids(emulator, stack)
    for resource in stack.resources.values():
        row = protections().get(resource.type)
        kept = str(resource.body.get("DeletionPolicy", "")).startswith("Retain")
        if row and not kept and row.protects(resource.properties) and physical.get(resource.logical_id):
            command = row.way_out.format(id=physical[resource.logical_id])
            way_out.call(command, lambda service: emulator.client(service, stack.region))


def statuses(emulator: Emulator, stacks: Iterable[Template]) -> dict[str, str]:
    """The status of each stack that exists."""
    return {stack.stack_name: str(found["StackStatus"]) for stack, found in _found(emulator, stacks)}


def _found(emulator: Emulator, stacks: Iterable[Template]) -> Iterator[tuple[Template, dict[str, object]]]:
    listed: dict[str, dict[str, dict[str, object]]] = {}
    for stack in stacks:
        if stack.region not in listed:
            answer = emulator.client("cloudformation", stack.region).describe_stacks()["Stacks"]
            listed[stack.region] = {item["StackName"]: item for item in answer}
        if stack.stack_name in listed[stack.region]:
            yield stack, listed[stack.region][stack.stack_name]
