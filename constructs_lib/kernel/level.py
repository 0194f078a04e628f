"""What a finding weighs. Keys and options call it severity, as an alarm's tag does, which knows other words."""

from __future__ import annotations

from typing import Final, Literal, get_args

Level = Literal["error", "warning"]
"""An error fails a build, a warning is told."""

LEVELS: Final[tuple[Level, ...]] = get_args(Level)
"""Both of them."""
