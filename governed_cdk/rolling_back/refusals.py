"""What speaks against going back to a release: data that would go, images that are gone, a migration in between."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from aspects.judge.lock import broken
from aspects.judge.template.assembly import read_assembly, stacks_of
from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.yaml_file import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from aspects.judge.lock import Lock
    from governed_cdk.git import Git
    from governed_cdk.preflight.account import Account
    from governed_cdk.rolling_back.release import OldRelease

BARRIERS = "rollback.yaml"
_IMAGE = re.compile(r"\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.[^/]*/(?P<name>[a-z0-9][a-z0-9._/-]*)(?P<tag>[@:][\w.:-]+)")
_IMAGES = {"AWS::ECS::TaskDefinition", "AWS::Lambda::Function"}


def lost_data(release: OldRelease, environment: str, lock: Lock) -> Iterator[str]:
    """What holds data and would be deleted, or replaced by something empty, by the lock as it is today."""
    for one in broken(lock, read_assembly(release.assembly), environment):
        if not one.was.named:
            yield f"{one.address} ({one.was.type}) holds data, and would be {one.kind}"


def gone_images(release: OldRelease, account: Account) -> Iterator[str]:
    """Images that the release names and their repository no longer has, by digest or tag."""
    for image, where in sorted(_images(release.assembly).items()):
        found = _IMAGE.search(image)
        if not found:
            continue
        kind = {"imageDigest": found["tag"][1:]} if found["tag"][0] == "@" else {"imageTag": found["tag"][1:]}
        _, code = account.ask("ecr", found["region"], "describe_images", repositoryName=found["name"], imageIds=[kind])
        if code in ("ImageNotFoundException", "RepositoryNotFoundException"):
            yield f"{where}: the image {found['name']}{found['tag']} is gone ({code})"
        elif code:
            raise ConfigurationError(f"AWS: ecr describe_images of {found['name']}: {code}")


def barriers(release: OldRelease, file: Path, git: Git) -> Iterator[str]:
    """Releases in between that nobody goes back behind: `barriers: [{tag: v1.3.0, reason: ...}]` in rollback.yaml.

    Raises ConfigurationError for a file of another shape.
    """
    if not file.is_file():
        return
    listed = read_yaml(file).get("barriers")
    if not isinstance(listed, list) or not all(map(_is_barrier, listed)):
        raise ConfigurationError(f"{file}: barriers: a list, each with tag and reason, and nothing else")
    for one in listed:
        if not git.contains(release.commit, str(one["tag"])):
            yield f"{one['tag']} is in between: {one['reason']}"


def _is_barrier(value: object) -> bool:
    return isinstance(value, dict) and value.keys() == {"tag", "reason"}


def _images(assembly: Path) -> dict[str, str]:
    """Every image by its address, with a resource that names it; what is joined is put together, but for references."""
    found: dict[str, str] = {}
    for stack in stacks_of(read_assembly(assembly)):
        for name, template in stack.with_nested():
            body = json.loads(template.path.read_text(encoding="utf-8"))
            for logical_id, resource in body.get("Resources", {}).items():
                if resource.get("Type") in _IMAGES:
                    found |= dict.fromkeys(_named(resource.get("Properties", {})), f"{name}/{logical_id}")
    return found


def _named(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            if key in ("Image", "ImageUri"):
                yield _text(one)
            else:
                yield from _named(one)
    elif isinstance(value, list):
        for one in value:
            yield from _named(one)


def _text(value: Any) -> str:
    if isinstance(value, dict) and "Fn::Join" in value:
        between, parts = value["Fn::Join"]
        return str(between).join(map(_text, parts))
    if isinstance(value, dict) and "Fn::Sub" in value:
        return _text(value["Fn::Sub"])
    if isinstance(value, list) and value:
        return _text(value[0])
    return value if isinstance(value, str) else ""
