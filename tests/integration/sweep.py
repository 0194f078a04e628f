"""One life after the other in one account: which resources, in which stacks, and what came of each."""

from __future__ import annotations

import contextlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aspects.judge.template.assembly import read_assembly, stacks_of
from governed_cdk.rehearsal.fault import VERBS
from tests.integration.account import Account
from tests.integration.life import Life, needed, version
from tests.integration.support import rehearsed

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from aspects.judge.template import Template


@dataclass
class Found:
    """What came of some lives, by the verb that failed."""

    tried: int = 0
    ends: dict[str, Counter[str]] = field(default_factory=lambda: {verb: Counter() for verb in VERBS})
    stuck: dict[str, dict[str, str]] = field(default_factory=lambda: {verb: {} for verb in VERBS})


class Sweep:
    """Lives in one account, and in a new one after a stack that is stuck."""

    def __init__(self, assembly: Path, changed: Path) -> None:
        self.stacks = stacks_of(read_assembly(assembly))
        self._assembly = assembly
        self._changed = {stack.stack_name: stack.body for stack in stacks_of(read_assembly(changed))}
        self._made: list[str] = []
        self._account: Account | None = None
        self._undo = contextlib.ExitStack()

    def live(self, found: Found, stack: Template, what: str, also: str = "", *, whole: bool = False) -> None:
        """Let a resource fail each time that it can; where there is no way on, the rest of its life is left out."""
        account = self._account_for(stack)
        names = stack.body["Resources"] if whole else needed(stack.body, what)
        versions = (version(stack.body, names), version(self._changed[stack.stack_name], names, changed=what))
        life = Life(account, stack, versions=versions, what=what, also=also)
        found.tried += 1
        for verb, step in life.steps:
            try:
                found.ends[verb][step()] += 1
            except Exception as error:  # noqa: BLE001 - whatever it is, the next one is tried
                place = f"{stack.stack_name}:{what} {also}".strip()
                found.stuck[verb][place] = f"{type(error).__name__}: {error}"
                self.close()
                return

    def rollbacks(self, stack: Template) -> dict[str, list[str]]:
        """What the change does something to, so that going back does too, and by what: whatever needs it and fails."""
        old, new = (body["Resources"] for body in (stack.body, self._changed[stack.stack_name]))
        found: dict[str, list[str]] = {}
        for what in old:
            for also in needed(stack.body, what):
                if also != what and old[also]["Properties"] != new[also]["Properties"]:
                    found.setdefault(also, []).append(what)
        return found

    def close(self) -> None:
        """Give the account up."""
        self._undo.close()
        self._account = None

    def _account_for(self, stack: Template) -> Account:
        """An account in which all stacks before this one are, as a deploy makes them."""
        if self._account is None:
            self._account, self._made = Account(self._undo.enter_context(rehearsed(self._assembly))), []
            self._account.publish()
        for one in self.stacks[: self.stacks.index(stack)]:
            if one.stack_name not in self._made:
                assert self._account.create(one, version(one.body, one.body["Resources"])) == "CREATE_COMPLETE", one
                self._made.append(one.stack_name)
        return self._account


def one_of_each_type(stacks: Sequence[Template], chance: random.Random) -> Iterator[tuple[str, str]]:
    """Stack and logical id of a resource of each type there is, drawn by chance."""
    by_type: dict[str, list[tuple[str, str]]] = {}
    for stack in stacks:
        for logical_id, resource in stack.resources.items():
            by_type.setdefault(resource.type, []).append((stack.stack_name, logical_id))
    for places in by_type.values():
        yield chance.choice(places)
