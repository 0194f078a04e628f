"""A deploy in as many steps as it takes: what is new without protection, then everything as it is."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from governed_cdk.deployment import first_step

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aspects.judge.template import Template
    from governed_cdk.preflight.account import Account


def deploy(assembly: Path, new: Sequence[str], run: Callable[[Path], int], tell: Callable[[str], None]) -> int:
    """Deploy an assembly by `run`, which returns an exit code; the first that is not 0, or 0.

    `new` are the stacks that do not exist yet; `tell` is told of each step.
    """
    with tempfile.TemporaryDirectory(prefix="governed-cdk-") as folder:
        first = Path(folder, "assembly")
        changed = first_step.unprotected(assembly, first, new)
        if changed:
            tell(f"step 1 of 2: {', '.join(changed)} without protection, so that a failure can be rolled back")
            code = run(first)
            if code != 0:
                tell("what of these was made is not protected yet: put the failure right, and deploy again")
                return code
            tell("step 2 of 2: protection")
    return run(assembly)


def with_dependencies(assembly: Path, names: Sequence[str]) -> list[str]:
    """Named stacks and all that they depend on, which the command line deploys with them; none where none is named."""
    depends: dict[str, list[str]] = {}
    for path in assembly.rglob("manifest.json"):
        artifacts = json.loads(path.read_text(encoding="utf-8"))["artifacts"]
        called = {key: one.get("properties", {}).get("stackName", key) for key, one in artifacts.items()}
        for key, one in artifacts.items():
            if one["type"] == "aws:cloudformation:stack":
                depends[called[key]] = [called[other] for other in one.get("dependencies", ()) if other in called]
    found: list[str] = []
    left = list(names)
    while left:
        name = left.pop()
        if name not in found:
            found.append(name)
            left += [other for other in depends.get(name, ()) if other in depends]
    return found


def new_stacks(stacks: Sequence[Template], account: Account) -> list[str]:
    """The stacks that do not exist in their account and region, or of which nothing is left."""
    asked = {stack.stack_name: account.status(stack.stack_name, stack.region or account.region) for stack in stacks}
    return first_step.new({name: status for name, status in asked.items() if status}, stacks)
