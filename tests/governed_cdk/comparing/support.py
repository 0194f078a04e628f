"""Two assemblies written by hand, and what is said of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from governed_cdk.comparing.stacks import compared
from tests.governed_cdk.assemblies import Stack, write

if TYPE_CHECKING:
    from pathlib import Path

    from governed_cdk.comparing.difference import Difference

Resources = dict[str, Any]


def resource(type_: str, /, properties: dict[str, Any] | None = None, **body: Any) -> dict[str, Any]:
    return {"Type": type_, "Properties": properties or {}, **body}


def both(folder: Path, base: Resources, head: Resources) -> tuple[Path, Path]:
    """Two assemblies of one stack, `prod-app`, with these resources."""
    return (
        write(folder / "base", {"prod-app": Stack(resources=base)}),
        write(folder / "head", {"prod-app": Stack(resources=head)}),
    )


def differences(folder: Path, base: Resources, head: Resources) -> list[Difference]:
    return compared(*both(folder, base, head))


def said(found: list[Difference]) -> list[str]:
    """Each as `LOST Database is deleted, with its data`."""
    return [f"{one.kind.name} {one.logical_id} {one.says}" for one in found]
