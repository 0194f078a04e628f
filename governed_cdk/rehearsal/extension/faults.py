"""Faults on order: while the faults file names a type, making or changing such a resource fails.

Each line of the file is `create <type>` or `update <type>`. It is read anew each time, so that a rehearsal can turn a
fault on and off while the emulator runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from governed_cdk.rehearsal.extension.handler import Made, table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def obey(file: Path) -> None:
    """Put every handler under the orders of the faults file."""
    for type_, entry in table().items():
        changed = dict(entry)
        for verb in ("create", "update"):
            if verb in entry:
                changed[verb] = _obedient(entry[verb], f"{verb} {type_}", file)
        table()[type_] = changed


def _obedient(call: Callable[..., Made], order: str, file: Path) -> Callable[..., Made]:
    def checked(*arguments: Any) -> Made:
        if file.is_file() and order in file.read_text(encoding="utf-8").splitlines():
            raise ValueError(f"the rehearsal was told to fail: {order}")
        return call(*arguments)

    return checked
