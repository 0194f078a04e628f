"""Templates that a stack of an assembly uploads, by their address in the bucket of assets: products, StackSets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.template.files import Files
from aspects.judge.template.model import Template
from aspects.judge.template.nested_stacks import assets_of, body_of
from aspects.judge.template.once import once
from constructs_lib.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path


def asset_template(around: Template, address: str) -> Template | None:
    """The template that an address is of, where the assembly holds it and it can be read."""
    files = Files(around.path.parent)
    name = next((file for key, file in _uploaded(around).items() if address.endswith(f"/{key}")), "")
    path = files.beside(files.root, name)
    try:
        body = body_of(files, path) if path else None
    except (ConfigurationError, OSError):
        return None
    return _found(around, path, body) if path and body else None


def _found(around: Template, path: Path, body: dict[str, object]) -> Template:
    found = Template(path=path, body=body, origin=str(path), assembly=around.assembly, environment=around.environment)
    found.app = (found,)
    return found


@once
def _uploaded(template: Template) -> dict[str, str]:
    """The files that a stack uploads, by the key that they get."""
    if template.assembly is None:
        return {}
    try:
        return assets_of(Files(template.path.parent), template.path)
    except (ConfigurationError, OSError, KeyError, TypeError, AttributeError):
        return {}
