"""Where the CDK command line is, and the Node that runs it."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.node import installed_node

if TYPE_CHECKING:
    from collections.abc import Iterator

_HERE = Path(__file__).parents[2]
_PACKAGE = Path("node_modules/aws-cdk")
_SCRIPT = Path("bin/cdk")


@dataclass(frozen=True)
class Program:
    """The command line: the folder of its npm package, and the Node that runs it."""

    package: Path
    node: str

    @property
    def command(self) -> list[str]:
        """What starts it."""
        return [self.node, str(self.package / _SCRIPT)]

    def table(self) -> dict[str, Any] | None:
        """Its own table of commands and options; None where its version has none."""
        try:
            found: dict[str, Any] = json.loads((self.package / "lib/cli/cli-type-registry.json").read_bytes())
        except (OSError, ValueError):
            return None
        return found


def find(project: Path | None = None) -> Program:
    """The command line of this repository, of the project (the one that we are in), or of the PATH, in that order.

    Raises ConfigurationError where there is none, or no Node to run it.
    """
    package = next(_packages((project or Path.cwd()).resolve()), None)
    if package is None:
        raise ConfigurationError("cdk: not set up yet; run: make setup (in a service repository: npm install aws-cdk)")
    node = _node()
    if node is None:
        raise ConfigurationError('cdk: no Node here; run: pip install "governed-cdk[node]"')
    return Program(package, node)


def _packages(project: Path) -> Iterator[Path]:
    for folder in (_HERE, project, *project.parents):
        if (folder / _PACKAGE / _SCRIPT).is_file():
            yield folder / _PACKAGE
    script = Path(shutil.which("cdk") or "").resolve()
    if script.parts[-3:] == ("aws-cdk", *_SCRIPT.parts):  # and not one of ours, or somebody else's
        yield script.parents[1]


def _node() -> str | None:
    """The Node of the installed packages rather than one of the system, which may be too old."""
    found = installed_node()
    return str(found) if found else shutil.which("node")
