"""A cloud assembly that was made by a pull request's code: data only, or it is refused.

The CDK command line runs what an assembly names: `executable` of an asset's source ("Cloud Assembly Schema",
FileSource and DockerImageSource), and a Dockerfile of an image asset. It also reads the files that it names, and
publishes them: a path outside the assembly could be /proc/self/environ. What this module does not know, it refuses.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from atlantis_workflow.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_STACK, _ASSETS, _NESTED = "aws:cloudformation:stack", "cdk:asset-manifest", "cdk:cloud-assembly"
_FILE_OF = {_STACK: "templateFile", _ASSETS: "file", _NESTED: "directoryName", "cdk:tree": "file"}
# Read by nobody but people: no file of it is opened and nothing of it is run by `diff` and `deploy`.
_INERT = {"cdk:feature-flag-report"}
_DEEPEST = 10
Mapped = dict[str, Any]


def stacks_of(folder: Path) -> list[str]:
    """The stacks of an assembly, as CloudFormation calls them, each once and sorted.

    Raises Refused for whatever could run code, read a file outside the folder, or is not known.
    """
    for path in folder.rglob("*"):
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise Refused(f"assembly: {path.relative_to(folder)} is neither a file nor a folder")
    return sorted(set(_stacks(folder, folder, 0)))


def _stacks(root: Path, folder: Path, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        raise Refused(f"assembly: nested deeper than {_DEEPEST}")
    manifest = _read(folder / "manifest.json")
    if manifest.get("missing"):
        raise Refused("assembly: context is missing; commit cdk.context.json, since no look-up is made here")
    for name, artifact in _mapping(manifest.get("artifacts") or {}, "artifacts").items():
        kind, properties = artifact.get("type"), artifact.get("properties") or {}
        if kind in _INERT:
            continue
        if kind not in _FILE_OF:
            raise Refused(f"assembly: artifact {name!r} is of type {kind!r}, which is not known here")
        path = _inside(root, folder, properties.get(_FILE_OF[kind]), name)
        if kind == _STACK:
            _called(artifact.get("displayName") or name)
            yield _called(properties.get("stackName") or name)
        elif kind == _ASSETS:
            _check_assets(root, path)
        elif kind == _NESTED:
            yield from _stacks(root, path, depth + 1)


def _called(stack: object) -> str:
    """A stack's name as an argument: it must be no option and no pattern of the command line."""
    text = str(stack)
    if text.startswith("-") or any(sign in text for sign in "*?[]{}!()\0") or not text:
        raise Refused(f"assembly: {text!r} is no name of a stack")
    return text


def _check_assets(root: Path, manifest: Path) -> None:
    read = _read(manifest)
    if read.get("dockerImages"):
        raise Refused(f"assembly: {manifest.name} builds container images; push them from a pipeline of their own")
    if unknown := set(read) - {"version", "files", "dockerImages"}:
        raise Refused(f"assembly: {manifest.name} has {', '.join(sorted(unknown))}, which is not known here")
    for name, asset in _mapping(read.get("files") or {}, manifest.name).items():
        source = asset.get("source") or {}
        if unknown := set(source) - {"path", "packaging"}:
            raise Refused(f"assembly: asset {name} has {', '.join(sorted(unknown))}: an asset is a file, not a program")
        _inside(root, manifest.parent, source.get("path"), name)


def _inside(root: Path, folder: Path, name: object, whose: str) -> Path:
    """The file or folder that an assembly names; in the assembly itself, for no link stands in it."""
    if not isinstance(name, str) or not name or Path(name).is_absolute() or "\0" in name:
        raise Refused(f"assembly: {whose} names {name!r}, which is no file of the assembly")
    path = (folder / name).resolve()
    if not path.is_relative_to(root.resolve()) or not path.exists():
        raise Refused(f"assembly: {whose} names {name!r}, which is no file of the assembly")
    return path


def _read(path: Path) -> Mapped:
    try:
        return _mapping({"": json.loads(path.read_bytes())}, path.name)[""]
    except (OSError, ValueError, RecursionError) as error:
        raise Refused(f"assembly: {path.name} cannot be read ({type(error).__name__})") from error


def _mapping(value: object, where: str) -> Mapping[str, Mapped]:
    """A mapping of mappings."""
    if not isinstance(value, dict) or not all(isinstance(part, dict) for part in value.values()):
        raise Refused(f"assembly: {where} is not what the schema says")
    return value
