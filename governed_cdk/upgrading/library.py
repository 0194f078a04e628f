"""A Python with another version of the library, beside the one that the app has: its dependencies are the same ones."""

from __future__ import annotations

import sysconfig
import tomllib
import venv
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.project import NAME
from governed_cdk.pip_run import pip, run_pip

if TYPE_CHECKING:
    from pathlib import Path

_DISTRIBUTION = NAME.replace("-", "_")


def python_with(library: Path | str, folder: Path) -> Path:
    """An environment in `folder` with one version of the library, and all else from the environment of this program.

    Args:
        library: a wheel, a folder with the sources, or the address of a wheel.
        folder: an empty one, or one that is not there yet.

    Returns the folder with its `python`. Raises ConfigurationError for what is no library, cannot be fetched, or needs
    a package that is not there and cannot be fetched either.
    """
    venv.create(folder, with_pip=False, symlinks=True)
    (packages,) = folder.glob("lib/python3*/site-packages")
    installed = {sysconfig.get_paths()[name] for name in ("purelib", "platlib")}
    # Read in the order of their names, after what stands in the folder itself.
    (packages / "zz-dependencies.pth").write_text("".join(f"{path}\n" for path in sorted(installed)), encoding="utf-8")
    python = folder / "bin" / "python"
    if isinstance(library, str) or library.is_file():
        pip(python, "install", "--no-deps", "--ignore-installed", str(library), what=str(library))
    else:
        _lay_sources(library, packages)
    _complete(python)
    return folder / "bin"


def _lay_sources(sources: Path, packages: Path) -> None:
    """Put sources on the path, and say which version they are: nothing is built."""
    project = sources / "pyproject.toml"
    try:
        said = tomllib.loads(project.read_text(encoding="utf-8"))["project"]
        name, version, needs = said["name"], said["version"], said["dependencies"]
    except (OSError, KeyError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        name = ""
    if name != NAME:
        raise invalid("--library", str(sources), f"a wheel of {NAME}, or the folder with its pyproject.toml")
    (packages / "aa-library.pth").write_text(f"{sources.resolve()}\n", encoding="utf-8")
    metadata = packages / f"{_DISTRIBUTION}-{version}.dist-info"
    metadata.mkdir()
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {name}",
        f"Version: {version}",
        *(f"Requires-Dist: {one}" for one in needs),
    ]
    (metadata / "METADATA").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _complete(python: Path) -> None:
    """Fetch what this version needs and the app's environment lacks, beside that; nothing in the usual case."""
    checked = run_pip(python, "check")
    if checked.returncode == 0:
        return
    lacking = [line for line in checked.stdout.splitlines() if line.startswith(f"{NAME} ")]
    wanted = [_requirement(line) for line in lacking]
    if wanted:
        pip(python, "install", *wanted, what="; ".join(lacking))


def _requirement(line: str) -> str:
    """What to ask pip for, by a line of `pip check`: `x 1.0 has requirement y<2, but you have y 3.0.` and the like."""
    said = line.partition(" has requirement ")[2].partition(", but you have ")[0]
    return said or line.partition(" requires ")[2].partition(", which is not installed")[0]
