"""The first of two steps that a new stack is deployed in: as it is, but for what would refuse to be rolled back.

A protected database, table or load balancer refuses deletion when the creation of its stack fails, and a stack with
termination protection refuses to be deleted afterwards: ROLLBACK_FAILED, which nobody gets out of without taking the
protection off by hand. So a stack that does not exist yet is created without protection, and is protected by a second
deploy of the same assembly, which changes nothing else. A failed creation then leaves ROLLBACK_COMPLETE, and CDK makes
the stack anew. The templates that are judged, reviewed and kept are those of the second step.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.facts.refusals import protections

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from aspects.judge.template import Template

_MANIFEST = "manifest.json"
_STACK = "aws:cloudformation:stack"


# In these nothing of a stack is there yet, or nothing any more: CDK deletes what failed creation, and makes it anew.
_NEW = (None, "REVIEW_IN_PROGRESS", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED")


def new(statuses: Mapping[str, str], stacks: Iterable[Template]) -> list[str]:
    """The stacks whose resources are not there yet. `statuses` are those of the stacks that exist, by name."""
    return [stack.stack_name for stack in stacks if statuses.get(stack.stack_name) in _NEW]


def unprotected(assembly: Path, folder: Path, stacks: Collection[str]) -> dict[str, bool]:
    """Make `folder` the assembly without protection of these stacks; returns those that it changes, by name.

    True stands for a changed template, which takes a second deploy; False for termination protection alone.
    Everything else is a link to the assembly's own. Templates of stacks that are nested in a stack stay as they are.
    Raises ConfigurationError where the assembly cannot be read.
    """
    folder.mkdir()
    changed: dict[str, bool] = {}
    for entry in assembly.iterdir():
        if entry.is_dir() and (entry / _MANIFEST).is_file():  # of a stage
            changed |= unprotected(entry, folder / entry.name, stacks)
        elif entry.name != _MANIFEST:
            (folder / entry.name).symlink_to(entry.resolve())
    manifest = _read(assembly / _MANIFEST)
    for name, artifact in manifest["artifacts"].items():
        if artifact["type"] == _STACK and artifact["properties"].get("stackName", name) in stacks:
            lifted = _without_protection(folder, artifact)
            if lifted or artifact["properties"].pop("terminationProtection", False):
                called = artifact["properties"].get("stackName", name)
                changed[called] = lifted or changed.get(called, False)
            artifact["properties"].pop("terminationProtection", None)
    (folder / _MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    return changed


def _without_protection(folder: Path, artifact: dict[str, Any]) -> bool:
    """Write the template of a stack without its flags, and its assets under the name that this content has."""
    path = folder / artifact["properties"]["templateFile"]
    template = _read(path)
    lifted = False
    for resource in template.get("Resources", {}).values():
        row = protections().get(resource["Type"])
        if row and row.protects(resource.get("Properties", {})):
            resource["Properties"] = row.lifted(resource["Properties"])
            lifted = True
    if lifted:
        text = json.dumps(template, indent=1)
        _replace(path, text)
        _rename(folder, artifact, path.name, hashlib.sha256(text.encode()).hexdigest())
    return lifted


def _rename(folder: Path, artifact: dict[str, Any], template: str, digest: str) -> None:
    """Publish the template under another name: the command line publishes no asset whose name is there already."""
    for path in folder.glob("*.assets.json"):
        assets = _read(path)
        for old, asset in assets.get("files", {}).items():
            if asset["source"].get("path") == template:
                _replace(path, json.dumps(assets).replace(old, digest))
                url = artifact["properties"].get("stackTemplateAssetObjectUrl", "")
                artifact["properties"]["stackTemplateAssetObjectUrl"] = url.replace(old, digest)


def _replace(link: Path, text: str) -> None:
    link.unlink()
    link.write_text(text, encoding="utf-8")


def _read(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{path}: no assembly that can be read: {error}") from None
    return found
