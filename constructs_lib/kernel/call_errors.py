"""A slip in the user's own Python, in words: a name that is not there, a wrong keyword, a value of a wrong type.

Nothing is checked beforehand, which would cost each construct of each synth: when an error ends the program, its trace
tells which call of ours was given what.
"""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import did_you_mean
from constructs_lib.kernel.user_frames import is_library, user_frame

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType, TracebackType

_SLIPS = (AttributeError, ImportError, NameError, TypeError, KeyError, IndexError)
_KEYWORD = re.compile(r"(?P<call>\w+)(?:\.__init__)?\(\) got an unexpected keyword argument '(?P<name>\w+)'")
_PLAIN: dict[str, type] = {"int": int, "str": str, "bool": bool, "float": float}
_WORDS = {int: "a whole number", str: "text, in quotes", bool: "True or False", float: "a number"}


def explained(error: BaseException, trace: TracebackType | None) -> str:
    """What the user did wrong; nothing where the error is a fault of the library's own."""
    own = user_frame(trace)
    if own is not None and type(error.__cause__).__name__ == "JavaScriptError":
        return next(_wrong_arguments(own.tb_next), "")  # CDK has its own words for anything else
    if own is None or not isinstance(error, _SLIPS):
        return ""
    if isinstance(error, TypeError) and (keyword := _KEYWORD.search(str(error))):
        return _unknown_keyword(error, own, keyword)
    if isinstance(error, TypeError) and (said := next(_wrong_arguments(own.tb_next), "")):
        return said
    innermost = _last(own)
    code = innermost.tb_frame.f_code
    if is_library(code.co_filename) and code.co_name != "__getattr__":  # a name that one of our modules does not have
        return ""
    return str(error) if isinstance(error, (AttributeError, ImportError)) else f"{type(error).__name__}: {error}"


def _unknown_keyword(error: TypeError, own: TracebackType, keyword: re.Match[str]) -> str:
    """A call with a keyword that it does not take: which, what was meant, what it takes."""
    called = _find(own.tb_frame, keyword["call"])
    if called is None:
        return str(error)
    # Not of the class: jsii's metaclass hides what it takes.
    parameters = inspect.signature(called.__init__ if inspect.isclass(called) else called).parameters
    known = [name for name in parameters if name not in ("self", "scope", "id")]
    given = keyword["name"]
    return f"{keyword['call']}: {given}: no such argument{did_you_mean(given, known)}; allowed: {', '.join(known)}"


def _find(frame: FrameType, name: str) -> Any:
    scope = {**frame.f_globals, **frame.f_locals}
    inside = (vars(one).get(name) for one in scope.values() if inspect.ismodule(one))
    return scope.get(name) or next((one for one in inside if one is not None), None)


def _wrong_arguments(trace: TracebackType | None) -> Iterator[str]:
    """What our own calls on the way to the error were given, where a plain type is asked for and another one came."""
    while trace is not None:
        frame = trace.tb_frame
        if is_library(frame.f_code.co_filename):
            yield from _mistyped(frame)
        trace = trace.tb_next


def _mistyped(frame: FrameType) -> Iterator[str]:
    owner = frame.f_locals.get("self")
    function = getattr(type(owner), frame.f_code.co_name, None) if owner is not None else None
    function = function or frame.f_globals.get(frame.f_code.co_name)
    if function is None:
        return
    call = type(owner).__name__ if frame.f_code.co_name == "__init__" else frame.f_code.co_name
    for name, parameter in inspect.signature(function).parameters.items():
        allowed = [_PLAIN[part] for part in str(parameter.annotation).split(" | ") if part in _PLAIN]
        others = [part for part in str(parameter.annotation).split(" | ") if part not in _PLAIN and part != "None"]
        given = frame.f_locals.get(name)
        if not allowed or others or given is None or _is_one_of(given, allowed):
            continue
        yield f"{call}: {name}: given {given!r}; allowed: {' or '.join(_WORDS[type_] for type_ in allowed)}"


def _is_one_of(value: object, allowed: list[type]) -> bool:
    if isinstance(value, bool):
        return bool in allowed
    return isinstance(value, tuple(allowed)) or (isinstance(value, int) and float in allowed)


def _last(trace: TracebackType) -> TracebackType:
    while trace.tb_next is not None:
        trace = trace.tb_next
    return trace
