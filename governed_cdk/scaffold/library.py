"""Which wheel of the library a new repository pins, by address and hash."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from importlib.metadata import distribution
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.project import NAME

if TYPE_CHECKING:
    from pathlib import Path

_WHEEL = re.compile(rf"{NAME.replace('-', '_')}-(?P<version>[0-9][^-]*)-py3-none-any\.whl")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Library:
    """A wheel: its version, where it is fetched from, and its SHA-256."""

    version: str
    url: str
    sha256: str


def library(wheel: Path | None) -> Library:
    """The wheel that is given, or the one that this program was installed from, as pip has noted it (PEP 610).

    Raises ConfigurationError for what is no wheel of ours, and where pip has noted none.
    """
    if wheel is None:
        return _installed()
    named = _WHEEL.fullmatch(wheel.name)
    if not named or not wheel.is_file():
        raise invalid(
            "--library", str(wheel), f"a wheel of {NAME}, such as {NAME.replace('-', '_')}-0.1.0-py3-none-any.whl"
        )
    return Library(named["version"], wheel.resolve().as_uri(), hashlib.sha256(wheel.read_bytes()).hexdigest())


def _installed() -> Library:
    try:
        noted = json.loads(distribution(NAME).read_text("direct_url.json") or "{}")
        url, sha256 = noted["url"], noted["archive_info"]["hashes"]["sha256"]
    except (ValueError, KeyError, TypeError):
        url, sha256 = "", ""
    named = _WHEEL.fullmatch(url.rpartition("/")[2])
    if not named or not _SHA256.fullmatch(sha256):
        raise ConfigurationError(
            f"{NAME} was not installed from a wheel here, so nobody knows which to pin; say it: --library WHEEL"
        )
    return Library(named["version"], url, sha256)
