"""What a resource may be called, where its name is wrong or taken."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from aspects.judge.catalogue.spelling import spellings_of
from aspects.judge.template import as_bool
from aspects.judge.template.world import remembered_while_judged

if TYPE_CHECKING:
    from aspects.judge.template import Resource

_OWN_PART = re.compile(r"<(kind|name|purpose)>")


def name_to_choose(resource: Resource, *, another: bool = False) -> str:
    """A name that the resource's type may have, with placeholders; `another` one than it has, or that is taken."""
    shape = spellings_of(resource.type)[0].shape
    if remembered_while_judged((_may_be_fifo, resource), lambda: _may_be_fifo(resource)):
        shape += ".fifo"
    return _another(shape) if another else shape


@functools.lru_cache(maxsize=256)
def _another(shape: str) -> str:
    return _OWN_PART.sub(r"<another \1>", shape)


def _may_be_fifo(resource: Resource) -> bool:
    return any(as_bool(value) for name in ("FifoQueue", "FifoTopic") for value in resource.values(name))
