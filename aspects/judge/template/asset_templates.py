"""Templates that a stack of an assembly uploads, by their address in the bucket of assets: products, StackSets.

Source: AWS CDK, "cloud-assembly-schema": the manifest of a stack's assets, beside its template.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aspects.judge.template.model import Template
from aspects.judge.template.once import once
from aspects.judge.template.template_body import template_body
from constructs_lib.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST = 1_000_000  # bytes; CloudFormation takes no larger template


def asset_template(around: Template, address: str) -> Template | None:
    """The template that an address is of, where the assembly holds it and it can be read."""
    name = next((file for key, file in _uploaded(around).items() if address.endswith(f"/{key}")), "")
    path = around.path.parent / name
    if not name or path.name != name:  # a file of the assembly itself, and of no folder
        return None
    try:
        body = template_body(path, _json(path))
    except (ConfigurationError, OSError, ValueError, RecursionError):
        return None
    found = Template(path=path, body=body, origin=str(path), assembly=around.assembly, environment=around.environment)
    found.app = (found,)
    return found


@once
def _uploaded(template: Template) -> dict[str, str]:
    """The files that a stack uploads, by the key that they get."""
    manifest = template.path.with_name(template.path.name.removesuffix(".template.json") + ".assets.json")
    if template.assembly is None:
        return {}
    try:
        files = _json(manifest)["files"].values()
        return {to["objectKey"]: one["source"]["path"] for one in files for to in one["destinations"].values()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _json(path: Path) -> Any:
    if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST:
        raise OSError(path)
    return json.loads(path.read_bytes())
