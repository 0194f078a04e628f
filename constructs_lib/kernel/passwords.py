"""What generated passwords are made of, the first and each that replaces it, and how long one lives."""

from __future__ import annotations

from typing import Literal, get_args

PASSWORD_LENGTH = 32
"""Characters of a password."""
EXCLUDED_CHARACTERS = " %+~`#$&*()|[]{}:;<>?!'/@\"\\^,="
"""What no password holds: what MySQL clients, shells and connection strings stumble over."""

RotationDays = Literal[30, 60, 90]
"""Days between the rotations of a secret."""
ROTATION_DAYS: tuple[int, ...] = get_args(RotationDays)
