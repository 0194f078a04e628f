"""What `rehearse --keep` does with Ctrl-C; the command as a whole runs in tests/integration."""

from __future__ import annotations

from collections import defaultdict
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
import typer

from governed_cdk.commands import rehearse

if TYPE_CHECKING:
    from governed_cdk.rehearsal.session import Session


@pytest.mark.parametrize("lines", range(1, 6))
def test_ctrl_c_ends_what_is_kept_as_soon_as_the_first_line_is_out(lines: int, monkeypatch: pytest.MonkeyPatch) -> None:
    told = []

    def tell(line: str, **_: object) -> None:
        told.append(line)
        if len(told) == lines:
            raise KeyboardInterrupt

    emulator = SimpleNamespace(variables=defaultdict(str), process=SimpleNamespace(poll=lambda: None))
    monkeypatch.setattr(typer, "echo", tell)
    rehearse._keep(cast("Session", SimpleNamespace(emulator=emulator)))
    assert len(told) == lines
