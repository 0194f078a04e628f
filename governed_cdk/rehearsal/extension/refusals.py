"""What AWS refuses and the emulator does not: deletion, a second singleton, more than a quota, a name that is taken.

The facts are those of `constructs_lib.kernel.facts.refusals`. The account is as new: `account.json` in the emulator's
folder says what else is in it, and which quotas are higher.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ministack.services import ssm

from aspects.judge.catalogue import facts
from constructs_lib.kernel.facts.refusals import names, protections, quotas, singletons
from governed_cdk.rehearsal.extension import held

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from governed_cdk.rehearsal.extension.lifecycle import Operation

PARAMETER = "AWS::SSM::Parameter"
# IAM and S3 know no region; CloudFormation's other types are one in each.
_GLOBAL = ("AWS::IAM::", "AWS::S3::", "AWS::CE::", "AWS::Route53::")

Place = tuple[str, str, str]
"""Region (none for what is global), type, stack and logical id in one."""


class Deletion:
    """The guard of what is protected, or holds something."""

    def before(self, step: Operation) -> None:
        """Refuse to delete what the service refuses to delete."""
        row = protections().get(step.type)
        if step.verb != "delete" or row is None:
            return
        protected = row.protects(held.flags(step.type, step.physical_id))
        if protected or (row.holds and held.something(step.type, step.physical_id)):
            raise ValueError(
                f"{row.says.format(id=step.physical_id)} To lift it: {row.way_out.format(id=step.physical_id)}"
            )

    def after(self, step: Operation) -> None:
        """What is gone needs no guard."""


class AccountGuard:
    """The guard of an account's room: what is in it, by whom whatever."""

    def __init__(self, folder: Path) -> None:
        said = json.loads((folder / "account.json").read_text(encoding="utf-8"))
        self._exists: frozenset[str] = frozenset(said["exists"])
        self._quotas: Mapping[str, int] = said["quotas"]
        self._made: dict[Place, Mapping[str, Any]] = {}

    def before(self, step: Operation) -> None:
        """Refuse to create what has no room in the account."""
        if step.verb == "create":
            self._name(step)
            self._singleton(step)
        if step.verb in ("create", "update"):
            self._quota(step)

    def after(self, step: Operation) -> None:
        """Remember what the account holds now. What a stack retains stays."""
        if step.verb == "delete":
            self._made.pop(_place(step), None)
        else:
            self._made[_place(step)] = dict(step.properties)

    def _name(self, step: Operation) -> None:
        name = _name_of(step.type, step.properties)
        if name is None or (step.type not in names() and step.type != PARAMETER):
            return
        taken = name in self._exists or any(_name_of(step.type, mine) == name for mine in self._alike(step))
        if taken or (step.type == PARAMETER and name in ssm._parameters):  # noqa: SLF001 - see handler.py
            raise ValueError(f"{name} already exists")

    def _singleton(self, step: Operation) -> None:
        for row in singletons():
            if row.counts(step.type, step.properties):
                value = step.properties.get(row.alike)
                others = [mine for mine in self._alike(step) if row.counts(step.type, mine)]
                there = sum(1 for mine in others if mine.get(row.alike) == value)
                if there + (row.at_most if step.type in self._exists else 0) >= row.at_most:
                    raise ValueError(row.says.format(value=value, region=step.region))

    def _quota(self, step: Operation) -> None:
        for row in quotas():
            if row.type != step.type or (row.property and not step.properties.get(row.property)):
                continue
            used = sum(int(mine.get(row.property) or 0) if row.property else 1 for mine in self._alike(step))
            wanted = int(step.properties[row.property]) if row.property else int(step.verb == "create")
            quota = self._quotas.get(step.type, row.quota)
            if wanted > row.room(quota, used):
                raise ValueError(row.says.format(spare=min(row.spare, quota)))

    def _alike(self, step: Operation) -> Iterator[Mapping[str, Any]]:
        """The properties of what is there of the same type, in the same place, but for the resource itself."""
        own = _place(step)
        for place, properties in self._made.copy().items():  # other threads make resources meanwhile
            if place[:2] == own[:2] and place != own:
                yield properties


def _place(step: Operation) -> Place:
    region = "" if step.type.startswith(_GLOBAL) else step.region
    return (region, step.type, step.place)


def _name_of(type_: str, properties: Mapping[str, Any]) -> str | None:
    known = facts(type_).name
    value: Any = properties
    for part in known.path if known else ():
        value = value.get(part) if isinstance(value, dict) else None
    return value if isinstance(value, str) else None
