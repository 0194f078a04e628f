"""A slip in the user's own Python, in words: a name that is not there, a wrong keyword, a value of a wrong type.

Nothing is checked beforehand, which would cost each construct of each synth: when an error ends the program, its trace
tells which call of ours was given what.
"""

from __future__ import annotations

import contextlib
import inspect
import re
from types import GenericAlias
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from constructs_lib.kernel.errors import did_you_mean
from constructs_lib.kernel.hints import fits, hint, unfit
from constructs_lib.kernel.setting_errors import sentence
from constructs_lib.kernel.user_frames import is_library, user_frame

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType, TracebackType

_SLIPS = (AttributeError, ImportError, NameError, TypeError, KeyError, IndexError)
_KEYWORD = re.compile(r"(?P<call>\w+)(?:\.__init__)?\(\) got an unexpected keyword argument '(?P<name>\w+)'")
_POSITION = re.compile(r"(?P<call>\w+)(?:\.__init__)?\(\) takes (?:from \d+ to )?\d+ positional arguments? but \d+ ")
_MISSING = re.compile(r"(?P<call>\w+)(?:\.__init__)?\(\) missing \d+ required [a-z-]+ arguments?: (?P<names>.+)")


def explained(error: BaseException, trace: TracebackType | None) -> str:
    """What the user did wrong; nothing where the error is a fault of the library's own."""
    own = user_frame(trace)
    if own is None:
        return ""
    if isinstance(error, ValidationError):
        model = _model(own.tb_next)
        return sentence(model, error) if model else ""
    if type(error.__cause__).__name__ == "JavaScriptError":
        return next(_wrong_arguments(own.tb_next), "")  # CDK has its own words for anything else
    return _slip(error, own) if isinstance(error, _SLIPS) else ""


def _slip(error: BaseException, own: TracebackType) -> str:
    said = _unfit_call(str(error), own.tb_frame) if isinstance(error, TypeError) else ""
    if said := said or next(_wrong_arguments(own.tb_next), ""):
        return said
    code = _last(own).tb_frame.f_code
    if is_library(code.co_filename) and code.co_name != "__getattr__":  # a name that one of our modules does not have
        return ""
    if isinstance(error, AttributeError) and error.name and not inspect.ismodule(error.obj):
        return f"{error}{did_you_mean(error.name, dir(error.obj))}"
    return str(error) if isinstance(error, (AttributeError, ImportError)) else f"{type(error).__name__}: {error}"


def _unfit_call(text: str, frame: FrameType) -> str:
    """A call with a keyword that it does not take, with values and no keywords, or without what it needs."""
    found = _KEYWORD.search(text) or _POSITION.search(text) or _MISSING.search(text)
    if found is None or text.endswith("'self'"):  # a class where one of its objects is due: told by its argument
        return ""
    called = _find(frame, found["call"])
    if called is None:
        return f"{found['call']}: missing {found['names'].replace(chr(39), '')}" if found.re is _MISSING else ""
    # Not of the class: jsii's metaclass hides what it takes.
    parameters = inspect.signature(called.__init__ if inspect.isclass(called) else called).parameters
    known = [name for name in parameters if name not in ("self", "scope", "id")]
    takes = f"allowed: {', '.join(known)}"
    if found.re is _KEYWORD:
        return f"{found['call']}: {found['name']}: no such argument{did_you_mean(found['name'], known)}; {takes}"
    if found.re is _MISSING:
        return f"{found['call']}: missing {found['names'].replace(chr(39), '')}; {takes}"
    return f"{found['call']}: given a value without its name; {takes}, each as name=value"


def _find(frame: FrameType, name: str) -> Any:
    scope = {**frame.f_globals, **frame.f_locals}
    inside = (vars(one).get(name) for one in scope.values() if inspect.ismodule(one))
    return scope.get(name) or next((one for one in inside if one is not None), None)


def _model(trace: TracebackType | None) -> type[BaseModel] | None:
    """The record of settings that was being made."""
    while trace is not None:
        made = trace.tb_frame.f_locals.get("self")
        if isinstance(made, BaseModel):
            return type(made)
        trace = trace.tb_next
    return None


def _wrong_arguments(trace: TracebackType | None) -> Iterator[str]:
    """What our own calls on the way to the error were given, where something else is asked for."""
    while trace is not None:
        frame = trace.tb_frame
        if is_library(frame.f_code.co_filename):
            with contextlib.suppress(Exception):  # what fails here must not hide the error that it would explain
                yield from _mistyped(frame)
        trace = trace.tb_next


def _mistyped(frame: FrameType) -> Iterator[str]:
    function = _running(frame)
    if function is None:
        return
    owner, name = frame.f_locals.get("self"), frame.f_code.co_name
    call = type(owner).__name__ if name == "__init__" else name
    for parameter in inspect.signature(function).parameters.values():
        told = isinstance(parameter.annotation, str) and parameter.kind is not parameter.VAR_KEYWORD
        if not told or parameter.name not in frame.f_locals:
            continue
        wanted, given = hint(function.__module__, parameter.annotation), frame.f_locals[parameter.name]
        wanted = GenericAlias(tuple, (wanted, ...)) if parameter.kind is parameter.VAR_POSITIONAL else wanted
        if given is not parameter.default and not fits(given, wanted):
            yield str(unfit(f"{call}: {parameter.name}", given, wanted))


def _running(frame: FrameType) -> Any:
    """The function that a frame runs: a method of whose object it is, or a function of its module."""
    owner, name = frame.f_locals.get("self", frame.f_locals.get("cls")), frame.f_code.co_name
    kinds = (owner if inspect.isclass(owner) else type(owner)).__mro__
    places = [*(vars(kind) for kind in kinds), frame.f_globals]
    found = [inspect.unwrap(getattr(place[name], "__func__", place[name])) for place in places if name in place]
    return next((one for one in found if getattr(one, "__code__", None) is frame.f_code), None)


def _last(trace: TracebackType) -> TracebackType:
    while trace.tb_next is not None:
        trace = trace.tb_next
    return trace
