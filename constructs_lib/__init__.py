"""Governed constructs for AWS CDK: right by default, and clear about it when they are not.

This is the only door: what a stack or a service repository needs is here by name. `__init__.pyi` lists the names; a
module is loaded when something of it is first used, so that commands which need no CDK start without it. What only the
platform's own stacks use has a door of its own, `constructs_lib.platform`.
"""

import warnings
from typing import Any

import lazy_loader

from constructs_lib import platform

_RENAMED = {
    "GovernedRule": "GovernedEventRule",
    "Kind": "OutputKind",
    "Rule": "SecurityGroupRule",
    "Target": "EventTarget",
    "Text": "EventText",
}
_load, _, _names = lazy_loader.attach_stub(__name__, __file__)
_MOVED = frozenset(_names).intersection(platform.__all__)
__all__ = sorted(set(_names) - _MOVED)  # noqa: PLE0605 - the stub has the names, a type checker reads them there


def __dir__() -> list[str]:
    return list(__all__)


def __getattr__(name: str) -> Any:
    """A name of this door; one that was renamed or has moved to `constructs_lib.platform`, with a warning."""
    if name in _RENAMED:
        _warn(name, f"{__name__}.{_RENAMED[name]}")
        return _load(_RENAMED[name])
    if name in _MOVED:
        _warn(name, f"{__name__}.platform.{name}")
    return _load(name)


def _warn(name: str, now: str) -> None:
    text = f"constructs_lib.{name} is {now} now; the old name goes with 0.3"
    warnings.warn(text, DeprecationWarning, stacklevel=3)
