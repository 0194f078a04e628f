"""Which governed-cdk deploys: a release that this image holds, which the repository's own pin chooses, read as data.

What a repository pins is never installed where there are credentials: the image brings the releases that are allowed,
each in a virtual environment of its own, and whoever pins another one is told which there are.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from atlantis_workflow.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path("/opt/governed-cdk")
"""Where the image has them: the table, and a virtual environment for each version."""
TABLE = "releases.txt"
_NAME = "governed-cdk"
_PINNED = "requirements.txt"
# What is beside the release itself, by hashes: `make lock` writes it, and each release ships its own.
_PINS = "lib/python*/site-packages/governed_cdk/deployment/pins.txt"
# A name as PEP 503 compares it, its extras, and whatever version or address follows.
_LINE = re.compile(rf"{_NAME.replace('-', '[-_.]')}\s*(?:\[[^\]]*\])?\s*(?P<rest>[=@].*)", re.IGNORECASE)
_VERSION = re.compile(r"^==\s*(?P<exact>[^\s;]+)|/governed_cdk-(?P<wheel>\d[^-/\s]*)-py3-none-any\.whl")
_SHA256 = re.compile(r"sha256[:=](?P<digest>[0-9a-f]{64})")
_MOST_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True)
class Pin:
    """A line of requirements: a version of governed-cdk, the SHA-256 of the files that it admits, and all of it."""

    version: str
    digests: frozenset[str]
    line: str


def pins(text: str) -> list[Pin]:
    """The lines that pin governed-cdk, in the form that pip reads."""
    found = []
    for line in re.sub(r"\\\r?\n", " ", text).splitlines():
        if match := _LINE.match(line.strip()):
            version = _VERSION.search(match["rest"])
            said = (version["exact"] or version["wheel"]) if version else "of no version"
            found.append(Pin(said, frozenset(_SHA256.findall(line)), line.strip()))
    return found


def python_of(project: Path, folder: Path = FOLDER) -> Path:
    """The Python whose governed-cdk deploys a project. Raises Refused where the image does not hold what it pins."""
    held = pins(_text(folder / TABLE)) if (folder / TABLE).is_file() else []
    there = ", ".join(one.version for one in held) or "none yet"
    if _is_own(project):
        if not held:
            raise Refused(
                "governed-cdk: this image holds no release, so nothing can deploy; see docker/atlantis/README.md"
            )
        return _python(folder, max(held, key=lambda one: _order(one.version)))
    pinned = pins(_text(project / _PINNED)) if (project / _PINNED).is_file() else []
    if len(pinned) != 1:
        raise Refused(f"{_PINNED}: pins governed-cdk {len(pinned)} times; allowed: once, as one of {there}")
    for one in held:
        if one.digests & pinned[0].digests:
            return _python(folder, one)
    (digest, *_) = (*sorted(pinned[0].digests), "no hash")
    raise Refused(
        f"{_PINNED}: governed-cdk {pinned[0].version} ({digest[:12]}) is no release that this image holds: {there}; "
        "pin one of them by its hash, or let the platform add yours"
    )


def install(folder: Path, call: Callable[..., object] = subprocess.run) -> list[str]:
    """Make the virtual environments of the table, of wheels and by hashes only; returns the versions.

    Raises Refused for a line that is none of a release.
    """
    held = pins(_text(folder / TABLE))
    for one in held:
        if not re.fullmatch(r"\d+\.\d+\.\d+", one.version) or len(one.digests) != 1:
            raise Refused(f"{TABLE}: {one.line!r}; allowed: governed-cdk @ <a wheel's address> --hash=sha256:...")
        own = folder / one.version
        call([sys.executable, "-m", "venv", own], check=True)
        release = own / "release.txt"
        release.write_text(f"{one.line}\n")
        call([own / "bin/python", *_PIP, "--requirement", release], check=True)
        call([own / "bin/python", *_PIP, "--requirement", next(own.glob(_PINS))], check=True)
    return [one.version for one in held]


_PIP = (
    "-Im", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-cache-dir",
    "--no-deps", "--require-hashes", "--only-binary", ":all:",
)  # fmt: skip


def _is_own(project: Path) -> bool:
    """Whether this is the repository of governed-cdk itself, which pins no release of its own."""
    try:
        found = tomllib.loads(_text(project / "pyproject.toml"))
    except (OSError, tomllib.TOMLDecodeError, RecursionError):
        return False
    about = found.get("project")
    return isinstance(about, dict) and about.get("name") == _NAME


def _python(folder: Path, release: Pin) -> Path:
    return folder / release.version / "bin/python"


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _text(path: Path) -> str:
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise Refused(f"{path.name}: more than {_MOST_BYTES:,} bytes")
    return data.decode(errors="replace")
