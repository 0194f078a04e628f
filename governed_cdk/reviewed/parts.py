"""What a deploy of an assembly consists of, part by part, each as a digest that is the same just where the part is.

- `template prod-kms`: the template, whatever the order of its keys; of a nested stack `template prod-app/Part`
- `parameters prod-kms`: the values that the assembly gives to the template's parameters
- `target prod-kms`: account, region, name, roles, tags, protection, and what is deployed before it
- `asset 02b5...`: what an asset holds, and where it is published; also the template of a nested stack

A template is published under the SHA-256 of its bytes, and whatever lies under that name is deployed; so the name is a
part of the target, unless it is the right one. Source: AWS CDK, "cloud-assembly-schema", `stackTemplateAssetObjectUrl`.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from aspects.judge.template.assembly import read_assembly, stacks_of
from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.comparing.assets import content_digest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_STACK = "aws:cloudformation:stack"
_URL = "stackTemplateAssetObjectUrl"
# Of an artifact's properties, what has a part of its own or is not deployed.
_NOT_TARGET = ("additionalMetadataFile", "parameters", "templateFile", "validateOnSynth")
# The CDK command line writes them into resources when it is asked to; CloudFormation makes nothing of them.
_CDK_METADATA = ("aws:cdk:", "aws:asset:")

Parts = dict[str, str]
"""Digests by the name of a part."""


def assembly_parts(assembly: Path) -> Parts:
    """The parts of an assembly. Raises ConfigurationError where it cannot be read."""
    stacks = [pair for stack in stacks_of(read_assembly(assembly)) for pair in stack.with_nested()]
    found = {f"template {name}": template_digest(_read(one.path)) for name, one in stacks}
    whole: set[Path] = set()
    for manifest in sorted(assembly.rglob("manifest.json")):
        found |= dict(_of_manifest(manifest, whole))
    for listing in sorted(assembly.rglob("*.assets.json")):
        found |= dict(_of_assets(listing, whole))
    return found


def template_digest(body: Any) -> str:
    """The digest of a template, as it stands in an assembly or as CloudFormation hands it out."""
    return digest_of(_deployed(body))


def digest_of(value: Any) -> str:
    """The SHA-256 of plain data, whatever the order of its keys."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _deployed(body: Any) -> Any:
    if not isinstance(body, dict) or not isinstance(body.get("Resources"), dict):
        return body
    resources = {name: _resource(one) for name, one in body["Resources"].items()}
    return {**body, "Resources": resources}


def _resource(body: Any) -> Any:
    metadata = body.get("Metadata") if isinstance(body, dict) else None
    if not isinstance(metadata, dict):
        return body
    kept = {key: value for key, value in metadata.items() if not key.startswith(_CDK_METADATA)}
    without = {key: value for key, value in body.items() if key != "Metadata"}
    return {**without, "Metadata": kept} if kept else without


def _of_manifest(path: Path, whole: set[Path]) -> Iterator[tuple[str, str]]:
    """The parts of each stack; what is published as its template, and rightly so, enters `whole`."""
    for key, artifact in _read(path).get("artifacts", {}).items():
        if artifact.get("type") != _STACK:
            continue
        properties = artifact["properties"]
        name = properties.get("stackName", key)
        yield f"parameters {name}", digest_of(properties.get("parameters") or {})
        target = {one: value for one, value in properties.items() if one not in _NOT_TARGET}
        if _is_right(path.parent, properties):
            target[_URL] = target[_URL].rpartition("/")[0]
            whole.add(path.parent / properties["templateFile"])
        after = sorted(artifact.get("dependencies", ()))
        yield f"target {name}", digest_of([name, artifact.get("environment"), target, after])


def _is_right(folder: Path, properties: dict[str, Any]) -> bool:
    """Whether the template is published under the digest of what stands in its file."""
    if _URL not in properties:
        return False
    content = hashlib.sha256((folder / properties["templateFile"]).read_bytes()).hexdigest()
    return str(properties[_URL]).rpartition("/")[2] == f"{content}.json"


def _of_assets(path: Path, whole: set[Path]) -> Iterator[tuple[str, str]]:
    found = _read(path)
    for name, entry in (found.get("files", {}) | found.get("dockerImages", {})).items():
        source = entry.get("source", {})
        file = path.parent / str(source.get("path") or source.get("directory") or "")
        if file in whole:
            continue  # it has parts of its own, and its name changes with each byte
        said = {key: value for key, value in entry.items() if key != "displayName"}
        yield f"asset {name}", digest_of([content_digest(file) if file.exists() else "", said])


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{path}: no assembly that can be read: {error}") from None
