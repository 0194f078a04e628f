"""What befalls a region, as orders to a running emulator; its side is `extension/lost_regions.py` and `replication.py`.

They are files of its folder, which it looks at with every call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.kernel.files import write_whole

if TYPE_CHECKING:
    from governed_cdk.rehearsal.emulator import Emulator

LOST = "lost"
"""The regions that are lost, a line each."""
HELD = "copies-held"
"""While it is there, S3 copies nothing."""


def hold_copies(emulator: Emulator) -> None:
    """Let S3 copy nothing from now on: what is written then waits, as it does for a while in AWS."""
    write_whole(emulator.folder / HELD, "")


def lose(emulator: Emulator, region: str) -> None:
    """Let every call that is signed for a region be refused from now on."""
    write_whole(emulator.folder / LOST, region)
