"""What the image of Atlantis holds, made of this checkout: a release, and no package but those that its pins name."""

from __future__ import annotations

import hashlib
import re
import venv
import zipfile
from importlib.metadata import packages_distributions
from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name

from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

VERSION = "9.9.9"


def pin(folder: Path) -> str:
    """A line that pins a release by its wheel, which this writes: the same bytes each time, without a command."""
    wheel, about = folder / f"governed_cdk-{VERSION}-py3-none-any.whl", f"governed_cdk-{VERSION}.dist-info"
    with zipfile.ZipFile(wheel, "w") as opened:
        for name, text in (
            ("governed_cdk/__init__.py", "PINNED = True\n"),
            (f"{about}/METADATA", f"Metadata-Version: 2.1\nName: governed-cdk\nVersion: {VERSION}\n"),
            (f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"),
            (f"{about}/RECORD", ""),
        ):
            opened.writestr(zipfile.ZipInfo(name), text)
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return f"governed-cdk @ {wheel.as_uri()} --hash=sha256:{digest}"


def held(folder: Path) -> Path:
    """A folder as `/opt/governed-cdk`: the table, and in the place of the release of `pin` this checkout."""
    own = folder / VERSION
    venv.create(own, symlinks=True)
    packages = next(own.glob("lib/python*/site-packages"))
    (folder / "releases.txt").write_text(f"{pin(folder)}\n")
    pins = (ROOT / "governed_cdk/deployment/pins.txt").read_text()
    named = {canonicalize_name(name) for name in re.findall(r"^([\w.-]+)==", pins, re.MULTILINE)}
    for module, distributions in packages_distributions().items():
        if named & {canonicalize_name(one) for one in distributions}:
            _link(packages, module)
    for name in ("aspects", "constructs_lib", "governed_cdk"):
        (packages / name).symlink_to(ROOT / name)
    return folder


def _link(packages: Path, module: str) -> None:
    theirs = next((ROOT / ".venv/lib").glob("python*/site-packages"))
    for path in (theirs / module, *theirs.glob(f"{module}.*")):
        if path.exists() and not (packages / path.name).exists():
            (packages / path.name).symlink_to(path.resolve())
