"""A secret with a replica in the other region: its value is read there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from governed_cdk.checkup.said import said
from governed_cdk.drilling.outcome import ComeBack, Footing
from governed_cdk.drilling.trial import TwoRegions, refused

if TYPE_CHECKING:
    from governed_cdk.checkup.said import Sentence
    from governed_cdk.drilling.outcome import Steps
    from governed_cdk.drilling.stores import DataStore

_VALUE = "written by a drill"


@dataclass
class SecretTrial:
    """`name` is the secret's, the same in both regions."""

    store: DataStore
    regions: TwoRegions
    name: str

    def write(self) -> None:
        """Give it a known value, at home."""
        self.regions.client("secretsmanager", self.regions.home).put_secret_value(
            SecretId=self.name, SecretString=_VALUE
        )

    def copy(self) -> None:
        """Secrets Manager has done it."""

    def write_late(self) -> None:
        """Nothing: the embedded AWS copies a value at once, and AWS promises no time."""

    def come_back(self, steps: Steps) -> ComeBack:
        """Read the value of the replica."""
        problem: Sentence | None = None
        with steps.step(said("step-secret", secret=self.name), Footing.REAL):
            try:
                found = self.regions.client("secretsmanager", self.regions.left).get_secret_value(SecretId=self.name)
                if found.get("SecretString") != _VALUE:
                    problem = said("problem-other-value")
            except ClientError as error:
                problem = refused(error)
        return ComeBack("values", 1, 0, 0 if problem else 1, Footing.REAL, problem)
