"""What can go wrong in a read. No message ever holds a value."""

from __future__ import annotations


class SettingsError(Exception):
    """What says which secrets and parameters are meant is missing or wrong."""


class ReadError(Exception):
    """Something could not be read: its path, and the code that AWS answered.

    Attributes:
        definite: AWS has answered that it is not there or not allowed; asking again changes nothing, and no earlier
            value stands in for it. Otherwise AWS could not be asked: throttled, unreachable, at fault itself.
    """

    def __init__(self, path: str, code: str, *, definite: bool = False) -> None:
        super().__init__(f"{path}: {code}")
        self.path, self.code, self.definite = path, code, definite

    def again(self) -> ReadError:
        """The same error for another caller, without the first one's traceback."""
        return type(self)(self.path, self.code, definite=self.definite)


class NotFoundError(ReadError):
    """There is nothing of that name."""


class FieldError(ReadError, KeyError):
    """A secret has no such field, or no fields at all."""

    __str__ = Exception.__str__  # KeyError's own would put quotes around the message
