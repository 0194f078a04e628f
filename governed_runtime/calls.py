"""The client of this process, made with the first read, and its calls as plain functions."""

from __future__ import annotations

import atexit
import functools
import os
from typing import TYPE_CHECKING, Any, TypeVar, overload

from governed_runtime.runtime import Runtime
from governed_runtime.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from governed_runtime.outputs import Output
    from governed_runtime.secret import Secret

T = TypeVar("T")


@functools.cache
def default() -> Runtime:
    """The client whose settings are in the environment; one a process. Raises SettingsError."""
    made = Runtime(Settings.from_environment(os.environ))
    atexit.register(made.flush)
    return made


# A forked worker has locks that other threads of its parent may hold, and counts that its parent writes.
os.register_at_fork(after_in_child=default.cache_clear)


def secret(name: str) -> Secret:
    """As `Runtime.secret`."""
    return default().secret(name)


def secrets(*names: str) -> dict[str, Secret]:
    """As `Runtime.secrets`."""
    return default().secrets(*names)


@overload
def parameter(name: str) -> str: ...


@overload
def parameter(name: str, *, to: Callable[[str], T]) -> T: ...


def parameter(name: str, *, to: Callable[[str], Any] = str) -> Any:
    """As `Runtime.parameter`."""
    return default().parameter(name, to=to)


def parameters(branch: str) -> dict[str, str]:
    """As `Runtime.parameters`."""
    return default().parameters(branch)


def output(what: Output[T]) -> T:
    """As `Runtime.output`."""
    return default().output(what)


def flush() -> None:
    """As `Runtime.flush`."""
    default().flush()
