"""A database whose backups are copied: a server really runs, is dumped, and is restored into another one."""

from __future__ import annotations

import contextlib
import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from governed_cdk.checkup.said import said
from governed_cdk.drilling import mariadb, rows
from governed_cdk.drilling.outcome import ComeBack, Footing
from governed_cdk.drilling.trial import TwoRegions, refused
from governed_cdk.rehearsal.failure import RehearsalError

if TYPE_CHECKING:
    from pathlib import Path

    from governed_cdk.checkup.said import Sentence
    from governed_cdk.drilling.mariadb import MariaDb
    from governed_cdk.drilling.outcome import Steps
    from governed_cdk.drilling.stores import DataStore
    from governed_cdk.drilling.vault import Vaults

ENGINES = ("aurora-mysql", "mariadb", "mysql")
"""Engines that a MariaDB server stands for."""
_WRITTEN, _LATE = 50, 20


@dataclass
class DatabaseTrial:
    """`arn` is the database's, `vault` the name of the one that its backups are copied into.

    `home` is closed when the region is lost, `undo` when the drill ends; `folder` is for the servers' files.
    """

    store: DataStore
    regions: TwoRegions
    arn: str
    vault: str
    vaults: Vaults
    folder: Path
    home: contextlib.ExitStack
    undo: contextlib.ExitStack
    _server: MariaDb | None = None
    _day: datetime.date = field(default_factory=lambda: datetime.datetime.now(datetime.UTC).date())

    def write(self) -> None:
        """Start the server, mark it, and let an application write."""
        self._server = self.home.enter_context(mariadb.running(self._made("home"), master=rows.MASTER))
        rows.begin(self._server, day=self._day, rows=_WRITTEN)

    def copy(self) -> None:
        """Dump the server, and let the deployed plans copy that; a copy job that fails shows at the end."""
        if self._server is not None:
            dumped = rows.dump(self._server)
            with contextlib.suppress(ClientError):
                self.vaults.copy(self.arn, dumped, home=self.regions.home, region=self.regions.left)

    def write_late(self) -> None:
        """Let the application write more."""
        if self._server is not None:
            rows.add(self._server, _LATE)

    def come_back(self, steps: Steps) -> ComeBack:
        """Open the newest recovery point with the vault's key, restore it into a new server, and look at that."""
        try:
            problem, back = self._restored(steps)
        except ClientError as error:
            problem, back = refused(error), 0
        except RehearsalError as error:
            problem, back = said("problem-restore", error=error), 0
        return ComeBack("rows", _WRITTEN, _LATE, back, Footing.MODELLED, problem)

    def _restored(self, steps: Steps) -> tuple[Sentence | None, int]:
        with steps.step(said("step-point", vault=self.vault), Footing.MODELLED):
            points = self.vaults.points(self.arn, self.regions.left, self.vault)
        if not points:
            return said("problem-no-point", vault=self.vault), 0
        with steps.step(said("step-open", vault=self.vault), Footing.MODELLED):
            content = self.vaults.opened(points[-1], self.regions.left)
        with steps.step(said("step-server"), Footing.REAL):
            server = self.undo.enter_context(mariadb.running(self._made("restored"), master=rows.MASTER))
        with steps.step(said("step-restore"), Footing.REAL):
            rows.restore(server, content)
        with steps.step(said("step-validate"), Footing.REAL):
            wrong = rows.findings(server, made=self._day)
            back = rows.count(server)
        if wrong:
            return said("problem-marker", finding=wrong[0]), back
        return (said("problem-rows", back=back, written=_WRITTEN) if back < _WRITTEN else None), back

    def _made(self, name: str) -> Path:
        made = self.folder / name
        made.mkdir(parents=True)
        return made
