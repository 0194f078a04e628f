"""What goes wrong by the user's making, said in one line each."""

from __future__ import annotations

import json
import re
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

EXIT_BAD_INPUT = 2
EXIT_FINDINGS = 3

_LIBRARY = Path(__file__).parents[1]
# A mistake that says its own file and line: the line that found it would send people astray.
_PLACED = re.compile(r"[^:\n]+:[0-9]+: ")
_REPORT = re.compile(r"A copy of this report can be found in: (.+)")
_JSII_ERROR = re.compile(r"^(?:@jsii/kernel\.)?\w+: ")


class ConfigurationError(ValueError):
    """A wrong setting or argument. Its text is one line for each mistake: where, what was given, what is allowed."""

    def __init__(self, *mistakes: str) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


def invalid(what: str, given: object, allowed: str) -> ConfigurationError:
    """The error for one wrong value: what it is, what was given, what is allowed."""
    return ConfigurationError(f"{what}: given {given!r}; allowed: {allowed}")


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
            sys.stderr.write(f"error: {'' if _PLACED.match(mistake) else where}{mistake}\n")
        raise SystemExit(EXIT_BAD_INPUT)
    if isinstance(error, RuntimeError) and type(error.__cause__).__name__ == "JavaScriptError":
        text, *details = str(error).splitlines()
        if text.startswith("ValidationFailedWithErrors"):  # constructs say so of themselves; nobody printed it
            sys.stderr.write("".join(f"error: {line.strip()}\n" for line in details))
            raise SystemExit(EXIT_BAD_INPUT)
        if text.startswith("ValidationFailed"):
            report = [_JSII_ERROR.sub("", text), *details] if details else []  # CDK has printed it, or put it in here
            sys.stderr.write("".join(f"{line}\n" for line in report))
            sys.stderr.write(f"error: findings above; {_way_out(str(error))}\n")
            raise SystemExit(EXIT_FINDINGS)
        sys.stderr.write(f"error: {_place(trace)}{_JSII_ERROR.sub('', text)}\n")
        raise SystemExit(EXIT_BAD_INPUT)
    sys.__excepthook__(kind, error, trace)


def _way_out(said: str) -> str:
    """What can be done about the findings of the report that CDK names: what is fatal nobody can accept."""
    named = _REPORT.search(said)
    try:
        report = json.loads(Path(named[1]).read_text(encoding="utf-8")) if named else {}
        found = {one["severity"] for plugin in report["pluginReports"] for one in plugin["violations"]}
    except (OSError, ValueError, LookupError, TypeError):
        found = set()
    if found & {"error", "fatal"} == {"fatal"}:
        return "mend them: nobody can accept these"
    return "mend them, or accept() what is no FATAL by its id, with a reason"


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
