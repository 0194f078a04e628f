"""The texts in the bytes of an object: as they are, unpacked, or the readable stretches of what is no text; bounded."""

from __future__ import annotations

import gzip
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_READABLE = re.compile(rb"[\x20-\x7e\t]{8,}")
_LOOKED_AT = 8_192  # bytes that say whether it is a text
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_PIECE = 1_048_576


@dataclass
class Bounds:
    """How much is looked at of one object, and what was left out, in words for a person.

    Args:
        unpacked_bytes: of all that archives hold, together.
        members: files in archives, together.
        depth: archives in archives.
    """

    unpacked_bytes: int = 200 * 1_048_576
    members: int = 2_000
    depth: int = 3
    told: list[str] = field(default_factory=list)

    def tell(self, text: str) -> None:
        """Say once what was left out."""
        if text not in self.told:
            self.told.append(text)


def texts(content: bytes, bounds: Bounds, depth: int = 0) -> Iterator[str]:
    """Each text in the bytes; what a bound left out is told there. Bytes that are broken are told, and no error."""
    packed = _opened(content)
    if packed is None:
        yield _text(content)
        return
    if depth >= bounds.depth:
        bounds.tell(f"an archive {bounds.depth} deep was not opened")
        return
    try:
        for member in packed(content, bounds):
            yield from texts(member, bounds, depth + 1)
    except (OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zlib.error, lzma.LZMAError,
            tarfile.TarError, zipfile.BadZipFile):  # fmt: skip
        bounds.tell("an archive is broken, or locked by a password: the rest of it was not read")
        yield _text(content)


def _text(content: bytes) -> str:
    if content.startswith(_UTF_16):
        return content.decode("utf-16", errors="replace")
    if b"\0" not in content[:_LOOKED_AT]:
        return content.decode("utf-8", errors="replace")
    return "\n".join(found.decode("ascii") for found in _READABLE.findall(content))


def _opened(content: bytes):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a reader below, or None
    if content.startswith(b"\x1f\x8b"):
        return _gzip
    if content.startswith(b"PK\x03\x04"):
        return _zip
    if content[257:262] == b"ustar" or content.startswith((b"BZh", b"\xfd7zXZ\0")):
        return _tar
    return None


def _taken(stream: IO[bytes] | gzip.GzipFile, bounds: Bounds) -> bytes:
    """What a stream holds, as far as the bound goes."""
    parts, left = [], bounds.unpacked_bytes
    while left > 0 and (part := stream.read(min(_PIECE, left))):
        parts.append(part)
        left -= len(part)
    if left <= 0:
        bounds.tell("more was packed than is unpacked: the rest was not read")
    bounds.unpacked_bytes = left
    return b"".join(parts)


def _gzip(content: bytes, bounds: Bounds) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
        yield _taken(stream, bounds)


def _zip(content: bytes, bounds: Bounds) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            if not entry.is_dir() and _counted(bounds):
                with archive.open(entry) as stream:
                    yield _taken(stream, bounds)


def _tar(content: bytes, bounds: Bounds) -> Iterator[bytes]:
    with tarfile.open(fileobj=io.BytesIO(content), mode="r|*") as archive:
        for entry in archive:
            if entry.isfile() and _counted(bounds) and (stream := archive.extractfile(entry)):
                yield _taken(stream, bounds)


def _counted(bounds: Bounds) -> bool:
    if bounds.members <= 0 or bounds.unpacked_bytes <= 0:
        bounds.tell("an archive holds more files than are looked at: the rest was not read")
        return False
    bounds.members -= 1
    return True
