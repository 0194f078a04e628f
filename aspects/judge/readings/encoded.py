"""What a text hides from the eye: Base64, as user data and lifecycle scripts are by definition, gzip, and MIME parts.

Source: Amazon EC2 User Guide, "Run commands when you launch an EC2 instance with user data input" (Base64, 16 KB, gzip
and MIME by cloud-init), SageMaker API Reference, "NotebookInstanceLifecycleHook" and "CreateStudioLifecycleConfig",
EC2 Image Builder API Reference, "AdditionalInstanceConfiguration", Amazon MQ REST API Reference, "Configurations".
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import email
import re
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ENCODED = frozenset({"Content", "Data", "StudioLifecycleConfigContent", "UserData", "UserDataOverride"})
"""Properties that hold Base64, in every type that has one by this name, or in some."""

_BASE64 = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}")
_GZIP = b"\x1f\x8b"
_LONGEST = 1 << 20  # of what comes out; user data itself has 16 KB, and a template 1 MB
_DEEPEST = 3


def readable(text: str, depth: int = 0) -> Iterator[str]:
    """A text, and whatever it holds encoded, as far as that is text; at most a megabyte of each."""
    yield text
    if depth == _DEEPEST or len(text) > _LONGEST:
        return
    for data in (_decoded(text), *_parts(text)):
        shown = _unpacked(data).decode("utf-8", "replace") if data else ""
        if shown and shown.count("\ufffd") * 10 < len(shown):  # else it is no text, or was no Base64
            yield from readable(shown, depth + 1)


def _decoded(text: str) -> bytes:
    """What Base64 stands for; nothing for other text."""
    joined = "".join(text.split())
    if not _BASE64.fullmatch(joined):
        return b""
    try:
        return base64.b64decode(joined, validate=True)
    except binascii.Error:
        return b""


def _unpacked(data: bytes) -> bytes:
    """Data, out of gzip where it is in it, and no more of it than anybody would write."""
    if not data.startswith(_GZIP):
        return data[:_LONGEST]
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, _LONGEST)
    except zlib.error:
        return b""


def _parts(text: str) -> Iterator[bytes]:
    """The encoded parts of a MIME message, as cloud-init takes several scripts."""
    if "content-transfer-encoding" not in text.lower():
        return
    with contextlib.suppress(LookupError, RecursionError, ValueError):  # what is no message holds no parts
        for part in email.message_from_string(text).walk():
            encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
            data = part.get_payload(decode=True) if encoding in ("base64", "quoted-printable") else None
            if isinstance(data, bytes):
                yield data
