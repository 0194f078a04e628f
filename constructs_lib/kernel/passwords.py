"""What generated passwords are made of, the first and each that replaces it, and how long a secret lives."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args

from constructs_lib.kernel.data_class import DataClass

if TYPE_CHECKING:
    from collections.abc import Mapping

PASSWORD_LENGTH = 32
"""Characters of a password."""
EXCLUDED_CHARACTERS = " %+~`#$&*()|[]{}:;<>?!'/@\"\\^,="
"""What no password holds: what MySQL clients, shells and connection strings stumble over."""

RotationDays = Literal[30, 60, 90]
"""Days between the rotations of a secret."""
ROTATION_DAYS: tuple[int, ...] = get_args(RotationDays)

SecretClass = Literal["internal", "confidential", "highly-confidential"]
"""What a secret may be of; what everybody may read is none."""
AGE_DAYS: Mapping[DataClass, int] = MappingProxyType(
    {DataClass.INTERNAL: 90, DataClass.CONFIDENTIAL: 60, DataClass.HIGHLY_CONFIDENTIAL: 30}
)
"""Days after which a secret that no function rotates has to be replaced, by its class."""
