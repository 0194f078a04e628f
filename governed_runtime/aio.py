"""The same calls to be awaited: a value that is known is there at once, one that is not is read in a thread.

Tasks that want one name share one read.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar, cast, overload
from weakref import WeakKeyDictionary

from governed_runtime.calls import default

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from governed_runtime.cache import Cache
    from governed_runtime.outputs import Output
    from governed_runtime.secret import Secret

T = TypeVar("T")
_under_way: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[Hashable, asyncio.Future[Any]]] = WeakKeyDictionary()


async def secret(name: str) -> Secret:
    """As `Runtime.secret`; its `alogin` is the twin of `login`."""
    return await _get(default().secret_cache, name)


async def secrets(*names: str) -> dict[str, Secret]:
    """As `Runtime.secrets`."""
    return await asyncio.to_thread(default().secrets, *names)


@overload
async def parameter(name: str) -> str: ...


@overload
async def parameter(name: str, *, to: Callable[[str], T]) -> T: ...


async def parameter(name: str, *, to: Callable[[str], Any] = str) -> Any:
    """As `Runtime.parameter`."""
    return to(await _get(default().parameter_cache, name))


async def parameters(branch: str) -> dict[str, str]:
    """As `Runtime.parameters`."""
    known = await _get(default().branch_cache, branch)
    return dict(known)


async def output(what: Output[T]) -> T:
    """As `Runtime.output`."""
    text = await _get(default().output_cache, what)
    return what.value(text) if text is not None else cast("T", text)


async def _get(cache: Cache[T], name: Hashable) -> T:
    found = cache.hit(name)
    if found is not None:
        return found.value
    reads = _under_way.setdefault(asyncio.get_running_loop(), {})
    key = (id(cache), name)
    read = reads.get(key)
    if read is None:
        read = reads[key] = asyncio.ensure_future(asyncio.to_thread(cache.get, name))
        read.add_done_callback(lambda _: reads.pop(key, None))
    # One task that is cancelled takes nothing from the others.
    return cast("T", await asyncio.shield(read))
