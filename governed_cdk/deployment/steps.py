"""A deploy in as many steps as it takes: wave by wave, what is new without protection, and what is there judged first.

For each wave the command line is called once for what is new and once to prepare the change sets of what is there
(`--method prepare-change-set`). Those that pass are executed as they were judged, each by a call of its own, side by
side: `--method execute-change-set` takes one stack.
"""

from __future__ import annotations

import secrets
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from constructs_lib.kernel.errors import EXIT_FINDINGS
from governed_cdk.deployment import first_step
from governed_cdk.deployment.artifacts import artifacts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from aspects.judge.template import Template
    from governed_cdk.deployment.stacks import Stacks
    from governed_cdk.preflight.account import Account

CONCURRENCY = 8
_EXECUTING = 4  # each is a process of its own


class CommandLine(Protocol):
    """The CDK command line."""

    def __call__(self, *arguments: str) -> int:
        """Run it; the exit code."""


@dataclass
class Deploy:
    """One deploy of an assembly.

    Args:
        assembly: where it is.
        new: the stacks that do not exist yet, by name.
        run: the command line.
        stacks: what is asked and told of the stacks.
        ask: what the account says against a wave, in a line each; called before each but the first.
        tell: is told of each step.
        find: is told why something is refused.
        approved: whether nobody is asked before rights are widened; the command line asks for one stack at a time.
        together: what passes is deployed by one more call, which keeps the order of the stacks and prepares them anew:
            for a rehearsal, which has all waves in one, and starts no process for each stack.
    """

    assembly: Path
    new: Collection[str]
    run: CommandLine
    stacks: Stacks
    ask: Callable[[Sequence[Template]], Sequence[str]]
    tell: Callable[[str], None]
    find: Callable[[str], None]
    approved: bool
    together: bool = False
    _change_set: str = field(default_factory=lambda: f"governed-cdk-{secrets.token_hex(4)}")

    def waves(self, waves: Sequence[Sequence[Template]]) -> int:
        """Deploy one wave after the other; the first exit code that is not 0, or 0. 3 is for what is refused."""
        with tempfile.TemporaryDirectory(prefix="governed-cdk-") as folder:
            first = Path(folder, "assembly")
            lifted = first_step.unprotected(self.assembly, first, self.new)
            for number, wave in enumerate(waves):
                found = [line for stack in wave for line in self.stacks.emptied(stack)]
                found += self.ask(wave) if number else ()
                if self._refuse(found):
                    return EXIT_FINDINGS
                code = self._wave(wave, first, lifted)
                if code:
                    return code
        return 0

    def _wave(self, wave: Sequence[Template], first: Path, lifted: Mapping[str, bool]) -> int:
        new = [stack for stack in wave if stack.stack_name in self.new]
        if code := self._create(new, first, lifted) if new else 0:
            return code
        again = [stack for stack in wave if stack not in new or lifted.get(stack.stack_name)]
        return self._update(again) if again else 0

    def _create(self, new: Sequence[Template], first: Path, lifted: Mapping[str, bool]) -> int:
        """Make what is new without protection; then let the stack policy keep it, and protect what needs no update."""
        open_ = [stack.stack_name for stack in new if stack.stack_name in lifted]
        if open_:
            self.tell(f"{', '.join(open_)}: new, without protection first, so that a failure can be rolled back")
        for stack in new:
            self.stacks.clear(stack)
        if code := self.run(*self._deploy(first, new)):
            if open_:
                self.tell("what of these was made is not protected yet: put the failure right, and deploy again")
            return code
        for stack in new:
            self.stacks.keep(stack)
            if not lifted.get(stack.stack_name):
                self.stacks.protect(stack)
        return 0

    def _update(self, there: Sequence[Template]) -> int:
        """Prepare, judge, execute. Whatever happens, no change set is left, and every stack is kept again."""
        open_ = list(there)
        try:
            code = self.run(*self._deploy(self.assembly, there), *self._prepared("prepare"))
            if code:
                return code
            changes = {stack.stack_name: self.stacks.changes(stack, self._change_set) for stack in there}
            found = [line for stack in there for line in self.stacks.refused(stack, changes[stack.stack_name])]
            if self._refuse(found):
                return EXIT_FINDINGS
            changing = [stack for stack in there if changes[stack.stack_name]]
            for stack in there:
                self.stacks.keep(stack, replacing=stack in changing)
            open_ = [stack for stack in there if self.together or stack not in changing]
            return self._execute(changing) if changing else 0
        finally:
            for stack in open_:
                self.stacks.discard(stack, self._change_set)

    def _execute(self, changing: Sequence[Template]) -> int:
        def one(stack: Template) -> int:
            never = ("--require-approval", "never", "--progress", "events")
            return self.run(
                "deploy", stack.stack_path, *never, "--app", str(self.assembly.resolve()), *self._prepared("execute")
            )

        try:
            if self.together:
                return self.run(*self._deploy(self.assembly, changing))
            with ThreadPoolExecutor(_EXECUTING) as pool:
                codes = list(pool.map(one, changing))
        finally:
            for stack in changing:
                if self.stacks.replaces(stack):
                    self.stacks.keep(stack)
        return next(filter(None, codes), 0)

    def _deploy(self, assembly: Path, stacks: Sequence[Template]) -> list[str]:
        options = ["--require-approval", "never", "--concurrency", str(CONCURRENCY)] if self.approved else []
        paths = [stack.stack_path for stack in stacks]
        return ["deploy", *paths, "--exclusively", *options, "--app", str(assembly.resolve())]

    def _prepared(self, verb: str) -> list[str]:
        return ["--method", f"{verb}-change-set", "--change-set-name", self._change_set]

    def _refuse(self, found: Sequence[str]) -> bool:
        for line in found:
            self.find(line)
        return bool(found)


def with_dependencies(assembly: Path, names: Sequence[str]) -> list[str]:
    """Named stacks and all that they depend on, which the command line deploys with them; none where none is named."""
    depends = {name: one.after for name, one in artifacts(assembly).items()}
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
