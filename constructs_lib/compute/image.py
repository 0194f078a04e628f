"""Which images may run: tags that stay what they are, and digests."""

from __future__ import annotations

import re

from constructs_lib.kernel.errors import invalid

_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_ADDRESS = re.compile(r"[a-z0-9.-]+\.[a-z]+(/[a-z0-9._-]+)+(:[^@]+|@.+)")
_MOVING_TAGS = ("latest", "stable", "main", "master", "dev")


def check_image(what: str, image: str) -> None:
    """Refuse an image that is neither an immutable tag nor a digest. Raises ConfigurationError."""
    if not (_DIGEST.fullmatch(image) or (_TAG.fullmatch(image) and image not in _MOVING_TAGS)):
        raise invalid(what, image, "an immutable tag or sha256:<digest>")


def check_address(what: str, address: str) -> None:
    """Refuse an image of another registry that is not named whole, with such a tag or digest.

    Raises ConfigurationError.
    """
    if not _ADDRESS.fullmatch(address):
        raise invalid(what, address, "<registry>/<name>:<tag> or <registry>/<name>@sha256:<digest>")
    name, at, digest = address.partition("@")
    check_image(what, digest if at else name.rpartition(":")[2])
