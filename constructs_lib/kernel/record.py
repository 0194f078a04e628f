"""Record: what constructs are told, held against its annotations when it is made, and not where it is used."""

from __future__ import annotations

import dataclasses
import functools
import inspect
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.hints import fits, hint, unfit

if TYPE_CHECKING:
    from collections.abc import Callable


class Record:
    """Base of a frozen dataclass whose fields must be what their annotations say.

    One that is not raises ConfigurationError, before its own `__post_init__`. Python would take `health="curl"`, and
    what asks the health check for its command would fail, elsewhere and in other words.
    """

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        cls.__post_init__ = _checked(cls, cls.__post_init__)  # type: ignore[assignment,method-assign] # wrapped

    def __post_init__(self) -> None:
        """For subclasses."""


def _checked(cls: type[Record], own: Callable[[Any], None]) -> Callable[[Any], None]:
    @functools.wraps(own)
    def checked(self: Any) -> None:
        if type(self) is cls:  # once, and not again for each class that it is made of
            _check(self)
        own(self)

    return checked


def _check(record: Any) -> None:
    for field in dataclasses.fields(record):
        value = getattr(record, field.name)
        if value is field.default:
            continue
        wanted = _wanted(type(record), field.name)
        if not fits(value, wanted):
            raise unfit(f"{type(record).__name__}: {field.name}", value, wanted)


def _wanted(cls: type[Record], name: str) -> Any:
    stated = next(base for base in cls.__mro__ if name in inspect.get_annotations(base))
    return hint(stated.__module__, str(inspect.get_annotations(stated)[name]))
