"""Which Python line made which construct, and in which stack: a finding can then say where to mend it.

Importing this module makes jsii tell it of each construct that Python creates. That costs some microseconds a
construct; CDK's own way (`JSII_HOST_STACK_TRACES=1`) costs a tenth of the synth, and writes the machine's folders into
the assembly.
"""

from __future__ import annotations

import functools
import os
import sys
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import jsii
from constructs import Construct

_ROOT = Path(__file__).parents[2]
_LIBRARY = tuple(f"{_ROOT / folder}{os.sep}" for folder in ("constructs_lib", "aspects"))
_PLACE = "_governed_cdk_place"
_create = jsii.create


def recorded(app: Any) -> dict[str, str]:
    """`file:line` by construct path, of every construct of an app that Python made."""
    found: dict[str, str] = app.__dict__.get(_PLACE, ("", {}, None))[1]
    return found


def stack_of(construct: Any) -> Any:
    """As `cdk.Stack.of`, without a call into JavaScript for what Python has made."""
    stack = construct.__dict__.get(_PLACE, ("", {}, None))[2]
    return cdk.Stack.of(construct) if stack is None else stack


def user_line() -> str:
    """The line of the user that runs now, as `stacks/rds.py:86`, relative to the working directory."""
    frame = sys._getframe(1)  # noqa: SLF001 - traceback.extract_stack reads every source file on the way
    innermost = ""
    while frame is not None:
        file = frame.f_code.co_filename
        if not _is_installed(file):
            place = f"{_shown(file)}:{frame.f_lineno}"
            if not file.startswith(_LIBRARY):
                return place
            innermost = innermost or place
        if frame.f_back is None:
            break
        frame = frame.f_back
    return innermost


def library_line() -> str:
    """The line of this library that asks its caller's line, as `constructs_lib/storage/bucket.py:117`.

    Nothing where it is not this library that does. It is the same wherever the library is installed.
    """
    frame = sys._getframe(2)  # noqa: SLF001 - as above
    file = frame.f_code.co_filename
    return f"{Path(file).relative_to(_ROOT).as_posix()}:{frame.f_lineno}" if file.startswith(_LIBRARY) else ""


@functools.cache
def _is_installed(file: str) -> bool:
    return file.startswith("<") or "site-packages" in file or file == __file__


@functools.cache
def _shown(file: str) -> str:
    path = Path(file)
    return path.relative_to(Path.cwd()).as_posix() if path.is_relative_to(Path.cwd()) else path.name


def _recording_create(class_: Any, instance: Any, args: Any = None) -> Any:
    reference = _create(class_, instance, args)
    # Not by isinstance: its first look at a class that is none asks each of CDK's thousands of construct classes.
    bases = type(instance).__mro__
    if cdk.App in bases:
        instance.__dict__[_PLACE] = ("", {}, None)
    elif Construct in bases and args and len(args) > 1 and isinstance(args[1], str):
        _record(instance, args[0], args[1])
    return reference


def _record(instance: Construct, scope: Any, construct_id: str) -> None:
    known = scope.__dict__.get(_PLACE)
    if known is None:  # made by JavaScript, or before this module was there
        root = scope.node.root
        lines = root.__dict__.setdefault(_PLACE, ("", {}, None))[1]
        known = (scope.node.path, lines, cdk.Stack.of(scope) if scope is not root else None)
    path, lines, stack = known
    own = f"{path}/{construct_id}" if path else construct_id
    kinds = type(instance).__mro__
    instance.__dict__[_PLACE] = (own, lines, instance if cdk.Stack in kinds else None if cdk.Stage in kinds else stack)
    lines[own] = user_line()


jsii.create = _recording_create  # type: ignore[assignment]  # its arguments are typed more loosely here
