"""What an assembly's manifests say of its stacks beside their templates, stages included."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_STACK = "aws:cloudformation:stack"


@dataclass(frozen=True)
class Artifact:
    """One stack of an assembly: the roles that it is deployed as and that read for it.

    Their ARNs may have `${AWS::Partition}` and the like in them.
    """

    name: str
    role: str
    lookup: str
    protected: bool
    after: tuple[str, ...]


def artifacts(assembly: Path) -> Mapping[str, Artifact]:
    """The stacks by name."""
    return {one.name: one for path in sorted(assembly.rglob("manifest.json")) for one in _of(path)}


def _of(path: Path) -> Iterator[Artifact]:
    found = json.loads(path.read_text(encoding="utf-8"))["artifacts"]
    stacks = {key: one.get("properties", {}) for key, one in found.items() if one["type"] == _STACK}
    names = {key: properties.get("stackName", key) for key, properties in stacks.items()}
    for key, properties in stacks.items():
        yield Artifact(
            name=names[key],
            role=properties.get("assumeRoleArn", ""),
            lookup=properties.get("lookupRole", {}).get("arn", ""),
            protected=bool(properties.get("terminationProtection")),
            after=tuple(names[other] for other in found[key].get("dependencies", ()) if other in names),
        )
