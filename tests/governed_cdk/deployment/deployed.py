"""A deploy of `prod-rds` that is played: what its stacks and the command line were told."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from aspects.judge.template import Template
from governed_cdk.deployment import steps
from tests.governed_cdk.deployment.one_stack import assembly, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governed_cdk.deployment.stacks import Stacks


@dataclass
class Kept:
    """Stacks that write down what they were told; `would` is what change sets say, `no` what is refused of them."""

    would: dict[str, dict[str, Any]] = field(default_factory=dict)
    no: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    meant: bool = False
    told: list[str] = field(default_factory=list)

    def changes(self, stack: Template, _change_set: str) -> dict[str, Any]:
        return self.would.get(stack.stack_name, {})

    def refused(self, _stack: Template, _changes: object) -> list[str]:
        return self.no

    def emptied(self, _stack: Template) -> list[str]:
        return self.empty

    def clear(self, stack: Template) -> None:
        self.told.append(f"clear {stack.stack_name}")

    def discard(self, stack: Template, _change_set: str) -> None:
        self.told.append(f"discard {stack.stack_name}")

    def keep(self, stack: Template, *, replacing: bool = False) -> None:
        self.told.append(f"keep {stack.stack_name}{' replacing' if replacing else ''}")

    def replaces(self, _stack: Template) -> bool:
        return self.meant

    def protect(self, stack: Template) -> None:
        self.told.append(f"protect {stack.stack_name}")


class Deployed:
    """What a deploy of an assembly of `prod-rds` did, its calls of the command line among what the stacks were told."""

    def __init__(
        self, folder: Path, kept: Kept, *, new: bool = False, codes: tuple[int, ...] = (), **more: Any
    ) -> None:
        given = assembly(folder / "given", **more)
        self.seen: list[object] = []
        self.arguments: list[tuple[str, ...]] = []
        self.said: list[str] = []
        self.found: list[str] = []
        self.asked: list[list[str]] = []
        self.code: int | None = None
        left = list(codes)

        def run(*arguments: str) -> int:
            self.arguments.append(arguments)
            kept.told.append(next((word for word in arguments if word.endswith("-change-set")), "deploy"))
            template = read(Path(arguments[arguments.index("--app") + 1]), "prod-rds.template.json")
            self.seen.append(template["Resources"].get("Database", {}).get("Properties", {}).get("DeletionProtection"))
            return left.pop(0) if left else 0

        def ask(wave: Sequence[Template]) -> list[str]:
            self.asked.append([stack.stack_name for stack in wave])
            return ["the account has something against it"] * ("later" in self.asked[-1])

        self.deploy = steps.Deploy(
            assembly=given, new=["prod-rds"] if new else [], run=run, stacks=cast("Stacks", kept), ask=ask,
            tell=self.said.append, find=self.found.append, approved=False,
        )  # fmt: skip

    def waves(self, *waves: str) -> int:
        return self.deploy.waves([[Template(Path(), {}, stack_name=name, stack_path=name)] for name in waves])
