"""Where the platform is that a service is rehearsed with."""

from __future__ import annotations

import os
import urllib.error
import urllib.request
from pathlib import Path
from typing import Final

from aspects.judge.template.assembly import MANIFEST
from constructs_lib.kernel.caches import home, kept_in
from constructs_lib.kernel.context import CDK_JSON, read_cdk_json
from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.files import write_whole
from constructs_lib.kernel.project import ADDRESS, NAME, version
from governed_cdk.platform_release.archive import file_name, unpack

SETTING: Final = "governed-cdk:platform-assembly"
"""In the context of `cdk.json`: an assembly folder or archive, `{env}` for the environment, beside `cdk.json`."""

_WAIT_S = 30
_MOST_FETCHED = 64 * 2**20


def platform_assembly(given: Path | None, project: Path, environment: str, folder: Path) -> Path:
    """The platform's assembly: given, else named in `cdk.json`, else of the release that is installed here.

    Args:
        given: an assembly folder, or an archive of one.
        project: the service's folder.
        environment: the one that is wanted.
        folder: where an archive is unpacked.

    Raises ConfigurationError for what is neither, and where a release cannot be had.
    """
    named = _named(project, environment)
    source = given or named or _of_release(environment)
    what = "--platform" if given else f"{CDK_JSON}: {SETTING}" if named else str(source)
    if source.is_dir():
        if (source / MANIFEST).is_file():
            return source.resolve()
        raise invalid(what, str(source), f"an assembly, which has a {MANIFEST}, or a {file_name(environment)}")
    if not source.is_file():
        raise invalid(what, str(source), f"an assembly folder or a {file_name(environment)} that is there")
    unpacked = folder / "platform"
    unpack(source, unpacked)
    if not (unpacked / MANIFEST).is_file():
        raise invalid(what, str(source), f"an archive of an assembly; it has no {MANIFEST}")
    return unpacked


def _named(project: Path, environment: str) -> Path | None:
    said = read_cdk_json(project / CDK_JSON).get("context", {}).get(SETTING)
    if said is None:
        return None
    if not isinstance(said, str) or not said:
        raise invalid(f"{CDK_JSON}: {SETTING}", said, "a path, such as platform-{env}.tar.gz")
    return project / said.replace("{env}", environment)


def _of_release(environment: str) -> Path:
    """The archive of the release that is installed: kept after the first time, since a release never changes."""
    tag, name = f"v{version()}", file_name(environment)
    caches = Path(os.environ.get("XDG_CACHE_HOME") or home() / ".cache")
    kept = kept_in(caches / NAME, NAME) / tag / name
    if not kept.is_file():
        _fetch(f"{ADDRESS}/releases/download/{tag}/{name}", kept, tag)
    return kept


def _fetch(address: str, target: Path, tag: str) -> None:
    repository = ADDRESS.removeprefix("https://github.com/")
    way = f"gh release download {tag} --repo {repository} --pattern {target.name}; then --platform {target.name}"
    try:
        with urllib.request.urlopen(address, timeout=_WAIT_S) as answer:  # noqa: S310 - ADDRESS is https
            data = answer.read(_MOST_FETCHED + 1)
    except OSError as error:
        said = error.reason if isinstance(error, urllib.error.URLError) and error.reason else error
        raise ConfigurationError(f"platform: {address}: {said}; get it by: {way}") from None
    if len(data) > _MOST_FETCHED:
        raise ConfigurationError(f"platform: {address}: more than {_MOST_FETCHED} bytes; allowed: what a release holds")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, data)
    except OSError as error:
        raise ConfigurationError(f"{target}: cannot be kept: {error.strerror}; get it by: {way}") from None
