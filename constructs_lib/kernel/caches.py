"""Where what is fetched or unpacked is kept for the next time, also of a user without a home."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_JSII = ("Library/Caches", "com.amazonaws.jsii") if sys.platform == "darwin" else (".cache", "aws", "jsii")
"""Below the home folder, as `defaultCacheRoot` of jsii's own runtime has it, which asks no XDG_CACHE_HOME."""


def home() -> Path:
    """The home folder of the user; one that nobody can make for a user who has none."""
    try:
        return Path.home()
    except RuntimeError:
        return Path(os.devnull, "home")


def kept_in(users: Path, name: str) -> Path:
    """A folder of the user's, or where it can be neither written nor made, one beside the packages of this Python.

    The user's as well where that cannot be written either: whoever writes there says what is wrong.
    """
    beside = Path(sys.prefix) / name
    return users if _writable(users) or not _writable(beside) else beside


def jsii_cache() -> Path:
    """Where jsii unpacks its packages: where it does so by itself, if that can be."""
    return kept_in(jsii_s_own_cache(), "jsii-cache")


def jsii_s_own_cache() -> Path:
    """Where jsii unpacks its packages by itself, and asks first whether nobody else can write there."""
    return home().joinpath(*_JSII, "package-cache")


def _writable(folder: Path) -> bool:
    """Whether a folder can be made and filled, as far as the nearest one says that is there."""
    there = next(one for one in (folder, *folder.parents) if os.path.lexists(one))
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)
