"""What goes wrong in a rotation. No message ever holds a password or a statement."""

from __future__ import annotations


class RotationError(Exception):
    """The step cannot be done; the message says what to put right."""


class DatabaseError(RotationError):
    """The database refused something. `code` is MySQL's error number, 0 where there is none."""

    def __init__(self, message: str, *, code: int) -> None:
        super().__init__(message)
        self.code = code


class LoginRefusedError(DatabaseError):
    """The database answered, and does not accept this user name and password."""
