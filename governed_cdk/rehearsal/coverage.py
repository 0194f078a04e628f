"""How far a rehearsal goes with a resource."""

from __future__ import annotations

from enum import StrEnum


class Coverage(StrEnum):
    """What comes of a resource in the emulator. The values are the words of the report."""

    REAL = "created"
    """The service's own API shows it afterwards, with its properties."""
    RECORDED = "recorded"
    """The emulator has no such service: its properties are kept, and Cloud Control shows them."""
    NONE = "not rehearsed"
    """Neither: CloudFormation is told that it exists, and nothing is kept."""
