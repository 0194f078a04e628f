"""The function's settings, from its environment variables."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from .errors import RotationError

if TYPE_CHECKING:
    from collections.abc import Mapping

StrategyName = Literal["auto", "single-user", "alternating-users"]
STRATEGIES: tuple[StrategyName, ...] = get_args(StrategyName)
#: Certificate authorities of Amazon RDS in every region; the file's head says where they are from.
BUNDLED_CA_FILE = Path(__file__).with_name("rds-ca-bundle.pem")
#: RDS takes none of these in a master password.
FORBIDDEN_CHARACTERS = '/@" '
#: Shorter is weak; RDS for MySQL takes at most 41 characters as a master password.
PASSWORD_LENGTHS = range(16, 42)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How to rotate.

    Attributes:
        strategy: `single-user`: the login's own password changes. `alternating-users`: two logins, `<user>` and
            `<user>_clone`, take turns; needs `masterarn` in the secret. `auto`: alternating users where the secret
            has a `masterarn`, else single user. `single-user` with a `masterarn`: the master changes the login's
            password, for logins that lack the privilege to do it themselves.
        ca_file: PEM file of the authorities that may sign the database's certificate.
        password_length: Characters of a new password.
        exclude_characters: Characters that a new password never holds. Neither has a default: a new password is made
            as the first one was, and whoever made that one says how.
    """

    strategy: str = "auto"
    ca_file: Path = BUNDLED_CA_FILE
    password_length: int
    exclude_characters: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Read and check the variables; raises RotationError naming the wrong one and what is allowed."""
        strategy = environment.get("ROTATION_STRATEGY", "auto")
        if strategy not in STRATEGIES:
            raise RotationError(f"ROTATION_STRATEGY is {strategy!r}; allowed: {', '.join(STRATEGIES)}")
        ca_file = Path(environment.get("DATABASE_CA_FILE", str(BUNDLED_CA_FILE)))
        if not ca_file.is_file():
            raise RotationError(f"DATABASE_CA_FILE is {str(ca_file)!r}; no such file")
        length = environment.get("PASSWORD_LENGTH", "")
        if not length.isdecimal() or int(length) not in PASSWORD_LENGTHS:
            allowed = f"{PASSWORD_LENGTHS[0]} to {PASSWORD_LENGTHS[-1]}"
            raise RotationError(f"PASSWORD_LENGTH is {length!r}; allowed: {allowed}")
        excluded = environment.get("EXCLUDE_CHARACTERS", "")
        if absent := [sign for sign in FORBIDDEN_CHARACTERS if sign not in excluded]:
            raise RotationError(f"EXCLUDE_CHARACTERS lacks {', '.join(map(repr, absent))}: RDS takes none of them")
        return cls(
            strategy=strategy,
            ca_file=ca_file,
            password_length=int(length),
            exclude_characters=excluded,
        )
