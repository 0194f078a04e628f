"""What goes wrong by the user's making, said in one line each."""

from __future__ import annotations

import difflib
import itertools
import re
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

EXIT_BAD_INPUT = 2
EXIT_FINDINGS = 3

_LIBRARY = Path(__file__).parents[1]
_LONGEST = 100  # characters of a value in a message: a line, not a page
_USER = re.compile(r"://[^/\s]*@")  # of an address; what follows its colon is nobody's to read
_HUGE = 64  # bits; Python itself refuses to print a number of thousands of digits
_JSII_ERROR = re.compile(r"^(?:@jsii/kernel\.)?\w+: ")


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


def printable(text: str) -> str:
    """Text as one line that a terminal only shows: escape sequences, line breaks and text direction marks escaped."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


def shown(value: object) -> str:
    """A value as it stands in YAML, not in Python, and no longer than a message bears."""
    text = _shown(value, levels=3)
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
        case _:
            text = repr(value)
    return text


def closest(given: str, known: Iterable[str]) -> str:
    """What may have been meant, and what is allowed."""
    known = sorted(known)
    near = difflib.get_close_matches(given[:_LONGEST], known, n=1)
    hint = f" (did you mean {near[0]}?)" if near else ""
    return f"{hint}; allowed: {', '.join(known)}" if known else hint


def report_in_one_line() -> None:
    """Let errors of the user's making end the program in one line each, without a Python or JavaScript trace.

    A ConfigurationError, or a value that a CDK construct refuses, ends it with exit code 2. Findings of the
    validation, which CDK has printed by then, end it with exit code 3. Anything else is a fault of ours and keeps
    its trace.
    """
    sys.excepthook = _excepthook


def _excepthook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if isinstance(error, ConfigurationError):
        where = _place(trace)
        for mistake in error.mistakes:
            sys.stderr.write(f"error: {where}{mistake}\n")
        raise SystemExit(EXIT_BAD_INPUT)
    if isinstance(error, RuntimeError) and type(error.__cause__).__name__ == "JavaScriptError":
        text, *details = str(error).splitlines()
        if text.startswith("ValidationFailedWithErrors"):  # constructs say so of themselves; nobody printed it
            sys.stderr.write("".join(f"error: {printable(line.strip())}\n" for line in details))
            raise SystemExit(EXIT_BAD_INPUT)
        if text.startswith("ValidationFailed"):
            report = [_JSII_ERROR.sub("", text), *details] if details else []  # CDK has printed it, or put it in here
            sys.stderr.write("".join(f"{printable(line)}\n" for line in report))
            sys.stderr.write("error: findings above; fix them, or accept one with accept() and a reason\n")
            raise SystemExit(EXIT_FINDINGS)
        sys.stderr.write(f"error: {_place(trace)}{printable(_JSII_ERROR.sub('', text))}\n")
        raise SystemExit(EXIT_BAD_INPUT)
    sys.__excepthook__(kind, error, trace)


def _place(trace: TracebackType | None) -> str:
    """The user's own line that led to the error: the innermost one outside this library and installed packages."""
    own = [
        frame
        for frame in traceback.extract_tb(trace)
        if not Path(frame.filename).is_relative_to(_LIBRARY)
        and "site-packages" not in frame.filename
        and not frame.filename.startswith("<")  # generated code, such as the __init__ of a dataclass
    ]
    # A wrong environment file is named in the message itself; the line that loads it says nothing more.
    if not own or "from_context" in (own[-1].line or ""):
        return ""
    return f"{Path(own[-1].filename).name}:{own[-1].lineno}: "
