"""Which Python line made which construct, and in which stack: a finding can then say where to mend it.

`record_lines` makes jsii tell of each construct that Python creates. That costs some microseconds a construct; CDK's
own way (`JSII_HOST_STACK_TRACES=1`) costs a tenth of the synth, and writes the machine's folders into the assembly.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import jsii
from constructs import Construct

from constructs_lib.kernel.user_frames import is_installed, is_library, library_place, place_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLACE = "_governed_cdk_place"
_create = jsii.create


def record_lines() -> Sequence[cdk.App]:
    """Note the line of every construct from here on, and every app that is made, which are returned as they come.

    It changes jsii for the whole process: `start()` calls it.
    """
    apps: list[cdk.App] = []

    def create(class_: Any, instance: Any, args: Any = None) -> Any:
        reference = _create(class_, instance, args)
        # Not by isinstance: its first look at a class that is none asks each of CDK's thousands of construct classes.
        bases = type(instance).__mro__
        if cdk.App in bases:
            instance.__dict__[_PLACE] = ("", {}, None)
            apps.append(instance)
        elif Construct in bases and args and len(args) > 1 and isinstance(args[1], str):
            _record(instance, args[0], args[1])
        return reference

    jsii.create = create  # type: ignore[assignment]  # its arguments are typed more loosely here
    return apps


def recorded(app: Any) -> dict[str, str]:
    """`file:line` by construct path, of every construct of an app that Python made."""
    found: dict[str, str] = app.__dict__.get(_PLACE, ("", {}, None))[1]
    return found


def stack_of(construct: Any) -> Any:
    """As `cdk.Stack.of`, without a call into JavaScript for what Python has made."""
    stack = construct.__dict__.get(_PLACE, ("", {}, None))[2]
    return cdk.Stack.of(construct) if stack is None else stack


def whole_stack_of(construct: Any) -> Any:
    """The stack that is deployed by itself: that of a construct, or the one that it is nested in, at any depth."""
    stack = stack_of(construct)
    while (parent := stack.nested_stack_parent) is not None:
        stack = parent
    return stack


def user_line() -> str:
    """The line of the user that runs now, as `stacks/rds.py:86`, relative to the working directory."""
    frame = sys._getframe(1)  # noqa: SLF001 - traceback.extract_stack reads every source file on the way
    innermost = ""
    while frame is not None:
        file = frame.f_code.co_filename
        if not is_installed(file) and file != __file__:
            place = place_of(file, frame.f_lineno)
            if not is_library(file):
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
    return library_place(frame.f_code.co_filename, frame.f_lineno)


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
