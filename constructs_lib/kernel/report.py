"""Errors of the user's making, told in one line each with the user's own line, rather than by a trace."""

from __future__ import annotations

import errno
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from constructs_lib.kernel.call_errors import explained
from constructs_lib.kernel.errors import EXIT_BAD_INPUT, EXIT_FINDINGS, ConfigurationError, printable
from constructs_lib.kernel.user_frames import place_of, user_frame

if TYPE_CHECKING:
    from types import TracebackType

_JSII_ERROR = re.compile(r"^(?:@jsii/kernel\.)?\w+: ")
_DISK_FULL = re.compile(r"\b(?:ENOSPC|EDQUOT): ")  # Node.js, "Common system errors"
_UNUSABLE = "Cannot use the jsii package cache in "  # jsii's own PackageCacheError, which says the ways out
_REPORT = re.compile(r"A copy of this report can be found in: (.+)")
_HAS_A_PLACE = re.compile(r"[^\s:]+\.(py|ya?ml|json)\b|-c ")  # a message that begins with its file needs no other


def report_in_one_line() -> None:
    """Let errors of the user's making end the program in one line each, without a Python or JavaScript trace.

    A ConfigurationError, a slip in the user's own files (a name that is not there, a wrong argument, a syntax error),
    or a value that a CDK construct refuses, ends it with exit code 2. Findings of the validation, which CDK has printed
    by then, end it with exit code 3. Anything else is a fault of ours and keeps its trace.
    """
    sys.excepthook = _excepthook


def _excepthook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if isinstance(error, ConfigurationError):
        _end(EXIT_BAD_INPUT, *(_with_place(mistake, trace) for mistake in error.mistakes))
    if isinstance(error, RuntimeError) and type(error.__cause__).__name__ == "JavaScriptError":
        _end_as_cdk_says(error, trace)
    if type(error).__name__ == "JSIIError" and str(error).startswith(_UNUSABLE):
        _end(EXIT_BAD_INPUT, str(error))
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        _end(EXIT_BAD_INPUT, f"the disk is full: {error}")
    if isinstance(error, SyntaxError):
        line = (error.text or "").strip()
        place = place_of(error.filename or "", error.lineno or 1)
        _end(EXIT_BAD_INPUT, f"{place}: not Python: {error.msg}{f': {line}' if line else ''}")
    if sentence := explained(error, trace):
        _end(EXIT_BAD_INPUT, _with_place(sentence, trace))
    sys.__excepthook__(kind, error, trace)


def _end_as_cdk_says(error: RuntimeError, trace: TracebackType | None) -> NoReturn:
    text, *details = str(error).splitlines()
    if _DISK_FULL.search(text):  # whichever line of a stack happened to write then
        _end(EXIT_BAD_INPUT, f"the disk is full: {_JSII_ERROR.sub('', text)}")
    if text.startswith("ValidationFailedWithErrors"):  # constructs say so of themselves; nobody printed it
        _end(EXIT_BAD_INPUT, *(line.strip() for line in details))
    if text.startswith("ValidationFailed"):
        report = [_JSII_ERROR.sub("", text), *details] if details else []  # CDK has printed it, or put it in here
        sys.stderr.write("".join(f"{printable(line)}\n" for line in report))
        _end(EXIT_FINDINGS, f"findings above; {_way_out(str(error))}")
    _end(EXIT_BAD_INPUT, _with_place(explained(error, trace) or _JSII_ERROR.sub("", text), trace))


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


def _end(exit_code: int, *lines: str) -> NoReturn:
    sys.stderr.write("".join(f"error: {printable(line)}\n" for line in lines))
    raise SystemExit(exit_code)


def _with_place(text: str, trace: TracebackType | None) -> str:
    """The text behind the user's own line that led to it, unless it says by itself where."""
    frame = user_frame(trace)
    if _HAS_A_PLACE.match(text) or frame is None:
        return text
    return f"{place_of(frame.tb_frame.f_code.co_filename, frame.tb_lineno)}: {text}"
