"""A synthesised cloud assembly (`cdk.out`) as templates: no aws_cdk, no Node.

Source: AWS CDK, "cloud-assembly-schema": the manifest, its artifacts, their metadata.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aspects.judge.template.assembly_metadata import accepted, construct_paths
from aspects.judge.template.digest import JUDGED
from aspects.judge.template.model import Template
from aspects.judge.template.template_body import template_body
from constructs_lib.kernel.environment_traits import EnvironmentTraits
from constructs_lib.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_STACK = "aws:cloudformation:stack"
_STAGE = "cdk:cloud-assembly"

SOURCES = "governed-cdk.sources.json"
"""What `govern()` writes beside the templates: the Python line that made each construct, by construct path."""

ENVIRONMENT = "governed-cdk.environment.json"
"""What `govern()` writes beside the templates: the environment that they are for."""

OUTPUT = "cdk.out"
"""Where `cdk synth` writes unless told otherwise. A file of that name marks an assembly, too."""

MANIFEST = "manifest.json"
"""What a synth writes last: without it, a folder is no assembly."""

# What CDK and its command line write and nobody else does.
_TRACES = ("cdk.out", "synth.lock", "*.assets.json", SOURCES, ENVIRONMENT, JUDGED)


@dataclass(frozen=True, slots=True)
class _Beside:
    """What `govern()` wrote beside the templates of an app, which holds for its stages too."""

    sources: dict[str, str] = field(default_factory=dict)
    environment: EnvironmentTraits | None = None


def is_assembly(folder: Path) -> bool:
    """Whether a synth wrote into this folder. Raises ConfigurationError where it did not come to its end."""
    if folder.name != OUTPUT and not any(next(folder.glob(trace), None) for trace in _TRACES):
        return False
    if not (folder / MANIFEST).is_file():
        raise no_assembly(folder)
    return True


def no_assembly(folder: Path) -> ConfigurationError:
    """The error for a folder that should hold an assembly and does not."""
    wrong = "no manifest: an unfinished synth?" if folder.is_dir() else "no cloud assembly here;"
    return ConfigurationError(f"{folder}: {wrong} run make synth first (in a service repository: cdk synth)")


def read_assembly(folder: Path) -> list[Template]:
    """The templates of an assembly, of its stages, and of their nested stacks; parents before what is nested in them.

    Raises ConfigurationError when the folder holds no assembly, or half of one.
    """
    found = _read(folder, _Beside())
    app = tuple(found)
    for template in found:
        template.app, template.assembly = app, folder  # also what is in a stage is of the one app
    return found


def _read(folder: Path, above: _Beside) -> list[Template]:
    """As `read_assembly`; `above` is of the assembly that this one is a stage of."""
    manifest = folder / MANIFEST
    if not manifest.is_file():
        raise no_assembly(folder)
    try:
        return _templates(folder, _json(manifest), _beside(folder, above))
    except ConfigurationError:
        raise
    except (AttributeError, LookupError, TypeError, ValueError, RecursionError) as error:
        raise ConfigurationError(f"{manifest}: not what cdk synth writes ({error!r}); run cdk synth again") from None


def stacks_of(templates: Iterable[Template]) -> list[Template]:
    """The templates of whole stacks: those that are not nested in another."""
    return [template for template in templates if not template.callers]


def _beside(folder: Path, above: _Beside) -> _Beside:
    sources, environment = folder / SOURCES, folder / ENVIRONMENT
    return _Beside(
        _json(sources) if sources.is_file() else above.sources,
        EnvironmentTraits.read(_json(environment)) if environment.is_file() else above.environment,
    )


def _templates(folder: Path, manifest: dict[str, Any], beside: _Beside) -> list[Template]:
    found: list[Template] = []
    for artifact_id, artifact in manifest.get("artifacts", {}).items():
        if artifact.get("type") == _STAGE:
            found += _read(folder / artifact["properties"]["directoryName"], beside)
        elif artifact.get("type") == _STACK:
            found += _stack(folder, artifact_id, artifact, beside)
    return found


def _stack(folder: Path, artifact_id: str, artifact: dict[str, Any], beside: _Beside) -> list[Template]:
    properties = artifact["properties"]
    account, region = artifact.get("environment", "//").removeprefix("aws://").split("/", 1)
    metadata = artifact.get("metadata") or {}
    if "additionalMetadataFile" in artifact:
        metadata = {**metadata, **_json(folder / artifact["additionalMetadataFile"])}
    path, name = folder / properties["templateFile"], properties.get("stackName", artifact_id)
    template = Template(
        path=path,
        body=template_body(path, _json(path), of_cdk=True),
        origin=str(path),
        account="" if account.startswith("unknown") else account,
        region="" if region.startswith("unknown") else region,
        stack_name=name,
        stack_path=artifact.get("displayName", name),
        assembly=folder,
        depends_on=tuple(artifact.get("dependencies", ())),
        tags=dict(properties.get("tags") or {}),
        sources=beside.sources,
        environment=beside.environment,
        accepted=accepted(metadata),
        construct_paths=construct_paths(metadata, ""),
    )
    return [template, *_nested(template, metadata, _assets(path))]


def _nested(parent: Template, metadata: dict[str, Any], assets: dict[str, str]) -> list[Template]:
    found: list[Template] = []
    for resource in parent.of_type("AWS::CloudFormation::Stack"):
        url = json.dumps(resource.properties.get("TemplateURL"))
        # The CDK CLI alone has the path written into the resource.
        file = resource.metadata.get("aws:asset:path") or next((assets[key] for key in assets if key in url), None)
        path = parent.path.parent / file if isinstance(file, str) else None
        if path is None or not path.is_file():
            continue
        passed = resource.properties.get("Parameters")
        child = Template(
            path=path,
            body=template_body(path, _json(path), of_cdk=True),
            origin=str(path),
            account=parent.account,
            region=parent.region,
            stack_path=parent.stack_path,
            assembly=parent.assembly,
            callers=[(parent, passed if isinstance(passed, dict) else {})],
            sources=parent.sources,
            environment=parent.environment,
            # The resource of the nested stack `App/Part` is `App/Part.NestedStack/Part.NestedStackResource`.
            construct_paths=construct_paths(metadata, f"{resource.construct_path.rpartition('.NestedStack/')[0]}/"),
        )
        parent.nested[resource.logical_id] = child
        found += [child, *_nested(child, metadata, assets)]
    return found


def _assets(template: Path) -> dict[str, str]:
    """The files that a stack uploads, by the key that they get in the bucket of assets."""
    manifest = template.with_name(template.name.removesuffix(".template.json") + ".assets.json")
    files = _json(manifest).get("files", {}) if manifest.is_file() else {}
    return {
        destination["objectKey"]: file["source"]["path"]
        for file in files.values()
        for destination in file["destinations"].values()
        if "path" in file["source"]
    }


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigurationError(f"{path}: missing from the assembly; run cdk synth again") from None
    except json.JSONDecodeError as error:
        raise ConfigurationError(f"{path}:{error.lineno}: not JSON: {error.msg}") from None
    if not isinstance(found, dict):
        raise ConfigurationError(f"{path}: not what cdk synth writes; run cdk synth again")
    return found
