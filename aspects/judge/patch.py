"""A fix as a change of the template itself, or of the environment's file: what stands at a path, to paste or to apply.

Whoever writes templates by hand is shown it as YAML; `<...>` in it stands for what only they know.
"""

from __future__ import annotations

import copy
import functools
import itertools
import re
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Literal

from aspects.judge.written_yaml import block, dumped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from aspects.judge.template import Resource

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_PLACEHOLDER = re.compile(r"<([a-z][a-z0-9 -]*)>")


class _Gone(Enum):
    GONE = "gone"


GONE: Final = _Gone.GONE
"""In place of a value: what stands there is taken away."""


@dataclass(frozen=True, slots=True)
class Patch:
    """One change: the value at a path from the template's root, whatever is missing on the way made as mappings.

    A step is a key, or the index of an item; an index behind the end of the list appends to it. `file` is another one
    that it is a change of, as its repository calls it: `environments/prod.yaml`.
    """

    path: tuple[str | int, ...]
    value: Any = field(hash=False)
    file: str = ""

    @property
    def placeholders(self) -> tuple[str, ...]:
        """What its reader has to fill in, in order."""
        return tuple(dict.fromkeys(_PLACEHOLDER.findall(str(self.value))))

    def data(self) -> dict[str, Any]:
        """It as plain data, for a program; without a value, what stands there is taken away."""
        value = {} if self.value is GONE else {"value": self.value}
        file = {"file": self.file} if self.file else {}
        return {**file, "path": list(self.path), **value, "placeholders": list(self.placeholders)}


def on(resource: Resource, at: str, value: Any | Literal[_Gone.GONE]) -> Patch:
    """What a property of a resource should be; `at` is its place as in `Breach.at`: `Rules[0].CidrIp`."""
    return Patch(("Resources", resource.logical_id, "Properties", *steps(at)), value)


def beside(resource: Resource, attribute: str, value: Any) -> Patch:
    """What an attribute of a resource beside its properties should be: `DeletionPolicy`, `Metadata`."""
    return Patch(("Resources", resource.logical_id, *steps(attribute)), value)


def new(logical_id: str, body: Mapping[str, Any]) -> Patch:
    """A further resource."""
    return Patch(("Resources", logical_id), dict(body))


@functools.lru_cache(maxsize=1024)
def steps(at: str) -> tuple[str | int, ...]:
    """The steps of a place: keys, and indices in brackets."""
    return tuple(key or int(index) for key, index in _STEP.findall(at))


def applied(body: Mapping[str, Any], patches: Iterable[Patch]) -> dict[str, Any]:
    """A template's body with some changes made, the given one left as it is: what no change goes into is of both."""
    made = dict(body)
    own = {id(made): made}
    for patch in patches:
        _make_own(made, patch.path, own)
        _apply(made, patch.path, patch.value)
    return made


def _make_own(node: Any, path: Sequence[str | int], own: dict[int, Any]) -> None:
    """Copy what a path leads through, where that is not a copy yet: `own` holds them."""
    for step in path[:-1]:
        there = node.get(step) if isinstance(node, dict) else node[step] if step in range(len(node)) else None
        if not isinstance(there, dict | list):
            return
        if id(there) not in own:
            there = there.copy()
            own[id(there)] = node[step] = there
        node = there


def _apply(node: Any, path: Sequence[str | int], value: Any) -> None:
    for step, following in itertools.pairwise(path):
        if isinstance(step, int) and step >= len(node):
            node.append({} if isinstance(following, str) else [])
            node = node[-1]
            continue
        if isinstance(step, str) and node.get(step) is None:  # `Properties:` with nothing below it, too
            node[step] = {} if isinstance(following, str) else []
        node = node[step]
    last = path[-1]
    value = copy.deepcopy(value) if isinstance(value, dict | list) else value  # a later change may go into it
    if value is GONE:
        if isinstance(last, int) or last in node:
            del node[last]
    elif isinstance(last, int) and last >= len(node):
        node.append(value)
    else:
        node[last] = value


def as_yaml(patches: Iterable[Patch]) -> str:
    """The changes as YAML to be pasted: one piece of a template, and what is in an item of a list by its place.

    What belongs into another file stands below the name of that, from its first key on.
    """
    pieces: dict[tuple[str | int, ...], Any] = {(): {}}
    gone: list[str] = []
    elsewhere: list[str] = []
    for patch in patches:
        if patch.file:
            elsewhere.append(f"# {patch.file}\n{dumped(nested(patch.path, patch.value))}")
            continue
        if patch.value is GONE:
            gone.append(f"# take away {place(patch.path)}")
            continue
        items = [index for index, step in enumerate(patch.path, 1) if isinstance(step, int)]
        item, inside = patch.path[: max(items, default=0)], patch.path[max(items, default=0) :]
        piece = pieces.setdefault(item, {} if inside else [])
        _apply(piece, inside if isinstance(piece, dict) else (0, *inside), patch.value)
    said = [f"# {place(item)}\n{dumped(piece)}" if item else block(piece) for item, piece in pieces.items() if piece]
    return "\n".join([*said, *gone, *elsewhere])


def nested(path: Sequence[str | int], value: Any) -> Any:
    """A value below some steps, where nothing is yet: an index makes a list of one item."""
    for step in reversed(path):
        value = [value] if isinstance(step, int) else {step: value}
    return value


def in_words(patches: Iterable[Patch]) -> str:
    """The changes of one resource's properties on one line: `ClusterEndpointEncryptionType: TLS; no Public`."""
    said = []
    for patch in patches:
        at, gone = place(patch.path[3:]), patch.value is GONE
        said.append(f"no {at}" if gone else f"{at}: {dumped(patch.value, flow=True)}")
    return "; ".join(said)


def place(path: Iterable[str | int]) -> str:
    """A path as one text: `Resources.Group.Properties.SecurityGroupIngress[0].CidrIp`."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")
