"""An assembly held against the digest that was approved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aspects.judge.template.assembly import read_assembly
from constructs_lib.kernel.environment_traits import EnvironmentTraits
from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.reviewed.account_parts import account_parts
from governed_cdk.reviewed.parts import assembly_parts
from governed_cdk.reviewed.record import ReviewRecord, against, read_record, refuse_unless_a_digest

if TYPE_CHECKING:
    from pathlib import Path

    from governed_cdk.preflight.account import Account


@dataclass(frozen=True)
class Review:
    """What is deployed, the digest that was approved (none, in an emergency), and the record beside it."""

    assembly: Path
    environment: str
    digest: str
    record: Path
    base: str

    def against(self, account: Account) -> list[str]:
        """Why this is not what was reviewed, a line each; nothing where it is, or where no digest is given.

        Raises ConfigurationError for a digest or a record that is none.
        """
        if not self.digest:
            return []
        refuse_unless_a_digest(self.digest)
        if not self.record.is_file():
            raise ConfigurationError(f"--record: {self.record}: no such file; the gate wrote it beside the digest")
        record = read_record(self.record)
        there = account_parts(self.assembly, self.environment, account) if record.account is not None else None
        now = ReviewRecord(self.environment, self.base, assembly_parts(self.assembly), there)
        return against(record, self.digest, now, production=self._production())

    def _production(self) -> bool:
        made = next((one.environment for one in read_assembly(self.assembly) if one.environment), None)
        return (made or EnvironmentTraits.by_name(self.environment)).production
