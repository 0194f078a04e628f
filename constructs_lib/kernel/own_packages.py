"""The names of our packages on Python's path, which a service repository must leave to them."""

from __future__ import annotations

from importlib.machinery import PathFinder
from pathlib import Path

from constructs_lib.kernel.errors import ConfigurationError

PACKAGES = ("aspects", "constructs_lib", "governed_cdk")
_OURS = Path(__file__).resolve().parents[2]


def refuse_namesakes(folder: Path) -> None:
    """Refuse a folder of an app that holds a package or module by one of our names: Python would take that one.

    Python looks beside `app.py` first. A folder without `__init__.py` hides nothing, nor does a link to the package
    itself. Raises ConfigurationError.
    """
    found = {name: PathFinder.find_spec(name, [str(folder)]) for name in PACKAGES}
    mistakes = [
        f"{Path(spec.origin).relative_to(folder)}: hides the package {name} of governed-cdk; rename it"
        for name, spec in found.items()
        if spec and spec.origin and not Path(spec.origin).resolve().is_relative_to(_OURS / name)
    ]
    if mistakes:
        raise ConfigurationError(*mistakes)
