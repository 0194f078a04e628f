"""Taking a rehearsed deploy down again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aspects.judge.template import Template
    from governed_cdk.rehearsal.emulator import Emulator


def protected(emulator: Emulator, stacks: Iterable[Template]) -> list[str]:
    """The stacks that termination protection keeps."""
    return [stack.stack_name for stack, found in _found(emulator, stacks) if found.get("EnableTerminationProtection")]


def unprotect(emulator: Emulator, stacks: Iterable[Template]) -> None:
    """Lift the termination protection, as an operator does who means it."""
    for stack, found in _found(emulator, stacks):
        if found.get("EnableTerminationProtection"):
            cloudformation = emulator.client("cloudformation", stack.region)
            cloudformation.update_termination_protection(StackName=stack.stack_name, EnableTerminationProtection=False)


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
