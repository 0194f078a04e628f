"""What goes wrong by the user's making, said in one line each."""

from __future__ import annotations

import difflib
import itertools
import math
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

EXIT_BAD_INPUT = 2
EXIT_FINDINGS = 3

_LONGEST = 100  # characters of a value in a message: a line, not a page
_USER = re.compile(r"://[^/\s]*@")  # of an address; what follows its colon is nobody's to read
_COMMAND = re.compile(r"(#)#(?=[a-zA-Z]*\[)")
_COMMAND_FIRST = re.compile(r"\A(\s*)::(?=[a-zA-Z])")
_HUGE = 64  # bits; Python itself refuses to print a number of thousands of digits


class ConfigurationError(ValueError):
    """A wrong setting or argument. Its text is one line for each mistake: where, what was given, what is allowed.

    Whatever a mistake repeats of a file, it reaches the terminal as text and not as a command to it: see `printable`.
    """

    def __init__(self, *mistakes: str) -> None:
        self.mistakes = tuple(map(printable, mistakes))
        super().__init__("\n".join(self.mistakes))


def invalid(what: str, given: object, allowed: str) -> ConfigurationError:
    """The error for one wrong value: what it is, what was given, what is allowed."""
    return ConfigurationError(f"{what}: given {shown(given)}; allowed: {allowed}")


def bounded(where: str, low: float, high: float | None = None, /, unit: str = "", **values: float | None) -> None:
    """Check that numbers lie between two, both allowed; `high` None has no end, a value None is one not given.

    Raises ConfigurationError for the first that does not, called `<where>: <name>`.
    """
    for name, value in values.items():
        if value is not None and not low <= value <= (math.inf if high is None else high):
            allowed = f"{low} or more" if high is None else f"{low} to {high}"
            raise invalid(f"{where}: {name}", value, f"{allowed} {unit}".rstrip())


def switched(where: str, **values: object) -> None:
    """Check that switches are True or False: any text would do for True. Raises ConfigurationError, called as above."""
    for name, value in values.items():
        if not isinstance(value, bool):
            raise invalid(f"{where}: {name}", value, "True or False")


def printable(text: str) -> str:
    """Text as one line that a terminal, and the log of a pipeline, only shows.

    Escape sequences, line breaks and text direction marks are escaped, and so is what begins a workflow command: GitHub
    obeys `::error ...::` at the begin of a line and `##[error]` anywhere in it, Azure `##vso[`, TeamCity `##teamcity[`.
    """
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)
    if "##" in text or text.lstrip().startswith("::"):
        return _COMMAND.sub(r"\1\\x23", _COMMAND_FIRST.sub(r"\1\\x3a:", text))
    return text


def shown(value: object) -> str:
    """A value as it stands in YAML, not in Python, and no longer than a message bears."""
    return brief(_shown(value, levels=3))


def brief(text: str) -> str:
    """A text that somebody else wrote, a key for one, no longer than a message bears."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def _shown(value: object, levels: int) -> str:
    match value:
        case None | bool():
            text = {None: "nothing", True: "true", False: "false"}[value]
        case int() if value.bit_length() > _HUGE:
            text = "a huge number"
        case str():
            text = repr(_USER.sub("://...@", value[:_LONGEST]))
        case list() | tuple() | dict() if not levels:
            text = "..."
        case list() | tuple():
            text = f"[{', '.join(_shown(item, levels - 1) for item in value[:_LONGEST])}]"
        case dict():
            few = itertools.islice(value.items(), _LONGEST)
            text = f"{{{', '.join(f'{_shown(key, 0)}: {_shown(item, levels - 1)}' for key, item in few)}}}"
        case type():
            text = f"the class {value.__name__}"
        case _ if type(value).__repr__ is object.__repr__:  # an address in memory tells nobody anything
            text = type(value).__name__
        case _:
            text = repr(value)
    return text


def closest(given: str, known: Iterable[str]) -> str:
    """What may have been meant, and what is allowed."""
    known = sorted(known)
    hint = did_you_mean(given[:_LONGEST], known)
    return f"{hint}; allowed: {', '.join(known)}" if known else hint


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """` (did you mean <the closest>?)`, or nothing where nothing known is close."""
    known, words = sorted(known), set(_words(given))
    # A word left out is likelier than a word mistaken: KMS_S3_KEY_ARN is KMS_S3_DATA_KEY_ARN, not KMS_EBS_KEY_ARN.
    longer = [one for one in known if len(words) > 1 and words < set(_words(one))]
    near = difflib.get_close_matches(given, longer or known, n=1)
    return f" (did you mean {near[0]}?)" if near else ""


def _words(name: str) -> list[str]:
    return re.split(r"[-_]", name)
