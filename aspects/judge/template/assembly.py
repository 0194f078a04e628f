"""A synthesised cloud assembly (`cdk.out`) as templates: no aws_cdk, no Node.

Source: AWS CDK, "cloud-assembly-schema": the manifest, its artifacts, their metadata.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from aspects.judge.template.assembly_metadata import accepted, construct_paths
from aspects.judge.template.digest import JUDGED
from aspects.judge.template.files import Files, unheard
from aspects.judge.template.limits import DEFAULT
from aspects.judge.template.model import Template
from aspects.judge.template.nested_stacks import MOST_WITHIN, assets_of, body_of, nested_stacks
from constructs_lib.kernel.environment_traits import EnvironmentTraits
from constructs_lib.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from aspects.judge.template.limits import Limits

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
    """What `govern()` wrote beside the templates of an app, which holds for its stages too.

    `files` may be read, `stages` are the folders that hold each other down to here.
    """

    files: Files
    stages: tuple[Path, ...] = ()
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


def read_assembly(folder: Path, limits: Limits = DEFAULT, note: Callable[[str], None] = unheard) -> list[Template]:
    """The templates of an assembly, of its stages, and of their nested stacks; parents before what is nested in them.

    Nothing is read that lies outside of the folder. Raises ConfigurationError when the folder holds no assembly, half
    of one, or one that holds itself.
    """
    found = _read(folder, _Beside(Files(folder, limits, note)))
    app = tuple(found)
    for template in found:
        template.app, template.assembly = app, folder  # also what is in a stage is of the one app
    return found


def _read(folder: Path, above: _Beside) -> list[Template]:
    """As `read_assembly`; `above` is of the assembly that this one is a stage of."""
    manifest = folder / MANIFEST
    if not manifest.is_file():
        raise no_assembly(folder)
    real = folder.resolve()
    if real in above.stages or len(above.stages) > MOST_WITHIN:
        raise ConfigurationError(f"{manifest}: a stage that holds itself; run cdk synth again")
    try:
        return _templates(
            folder, above.files.mapping(manifest), _beside(folder, replace(above, stages=(*above.stages, real)))
        )
    except ConfigurationError:
        raise
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        wrong = f"{error} is missing" if isinstance(error, KeyError) else "a value of another kind"
        raise ConfigurationError(f"{manifest}: not what cdk synth writes ({wrong}); run cdk synth again") from None


def stacks_of(templates: Iterable[Template]) -> list[Template]:
    """The templates of whole stacks: those that are not nested in another."""
    return [template for template in templates if not template.callers]


def _beside(folder: Path, above: _Beside) -> _Beside:
    sources, environment = folder / SOURCES, folder / ENVIRONMENT
    return replace(
        above,
        sources=_texts(above.files.mapping(sources)) if sources.is_file() else above.sources,
        environment=EnvironmentTraits.read(above.files.mapping(environment))
        if environment.is_file()
        else above.environment,
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
        metadata = {**metadata, **beside.files.mapping(folder / artifact["additionalMetadataFile"])}
    path, name = folder / properties["templateFile"], str(properties.get("stackName", artifact_id))
    template = Template(
        path=path,
        body=body_of(beside.files, path),
        origin=str(path),
        account="" if account.startswith("unknown") else account,
        region="" if region.startswith("unknown") else region,
        stack_name=name,
        stack_path=str(artifact.get("displayName", name)),
        assembly=folder,
        depends_on=tuple(map(str, artifact.get("dependencies", ()))),
        tags=_texts(properties.get("tags") or {}),
        sources=beside.sources,
        environment=beside.environment,
        accepted=accepted(metadata),
        construct_paths=construct_paths(metadata, ""),
    )
    return [template, *nested_stacks(beside.files, template, metadata, assets_of(beside.files, path))]


def _texts(found: dict[str, Any]) -> dict[str, str]:
    """What is said of names, as text, whatever it is."""
    return {name: str(said) for name, said in found.items()}
