"""`governed-cdk accept`: what is new in any environment, put into the lock."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from aspects.judge.lock import LOCK_FILE, renewed
from constructs_lib.kernel.errors import EXIT_FINDINGS
from governed_cdk.app_run import project_environments
from governed_cdk.locking.lock_file import begun, old_lock, tell_broken, write_lock
from governed_cdk.locking.synth import synthesised
from governed_cdk.today import today_or


def accept(*, file: Annotated[Path, typer.Option(help="The lock.")] = Path(LOCK_FILE)) -> None:
    """Synthesise every environment, and put into the lock what holds data and is new.

    The files in environments/ are the environments. Exits with 3, and writes nothing, when a locked resource would be
    lost or replaced: governed-cdk relock lets it go.
    """
    with begun(file):
        old = old_lock(file)
        renewal = renewed(old, synthesised(sorted({*project_environments(), *old})), today=today_or(""))
        if renewal.left:
            tell_broken(renewal.left, file)
            raise typer.Exit(EXIT_FINDINGS)
        write_lock(file, renewal)
