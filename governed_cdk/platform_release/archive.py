"""`platform-<env>.tar.gz`: an assembly with the contract's manifest and the template of its bootstrap, as one file.

The same assembly gives the same bytes: nothing of the machine, the user or the clock is in it.
"""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from constructs_lib.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTRACT: Final = "contract.json"
"""The contract's manifest, within it."""

MOST_BYTES: Final = 512 * 2**20
"""The most that an archive may hold, unpacked, with its headers. Ours hold some 10 MB."""
MOST_FILES: Final = 50_000

# Of use to whoever synthesised: CDK's tree of constructs, and what has paths of that machine or is about them; locks.
_LEFT_OUT = ("tree.json", "validation-report.json", "governed-cdk.judged.json", "synth.lock", "read.*.lock")
_METADATA = ".metadata.json"
_STACK_TRACE = "aws:cdk:creationStack"


def file_name(environment: str) -> str:
    """What the archive of an environment is called."""
    return f"platform-{environment}.tar.gz"


def pack(assembly: Path, more: Mapping[str, bytes], target: Path) -> None:
    """Write an assembly, and more files by their names, into an archive. Links are followed: none is in it."""
    files = {
        path.relative_to(assembly).as_posix(): path
        for path in assembly.rglob("*")
        if path.is_file() and not any(path.match(pattern) for pattern in _LEFT_OUT)
    }
    with (
        target.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for name in sorted({*files, *more}):
            data = more[name] if name in more else _content(files[name])
            entry = tarfile.TarInfo(name)
            executable = name not in more and files[name].stat().st_mode & 0o100
            entry.size, entry.mode = len(data), 0o755 if executable else 0o644
            archive.addfile(entry, io.BytesIO(data))


def _content(path: Path) -> bytes:
    """A file; of metadata without the traces, which have a folder in them that jsii makes anew for each run."""
    if not path.name.endswith(_METADATA):
        return path.read_bytes()
    found: dict[str, list[dict[str, Any]]] = json.loads(path.read_bytes())
    kept = {
        place: [{key: one[key] for key in one if key != "trace"} for one in many if one["type"] != _STACK_TRACE]
        for place, many in found.items()
    }
    return json.dumps(kept, indent=1).encode()


def unpack(archive: Path, folder: Path) -> None:
    """Unpack an archive into a folder that is not there yet.

    Raises ConfigurationError for what is none, for a link or a name that leads out of the folder, and for more than
    MOST_FILES files or MOST_BYTES.
    """
    folder.mkdir()
    try:
        with gzip.open(archive) as raw, tarfile.open(fileobj=_Bounded(raw), mode="r|") as entries:
            for number, entry in enumerate(entries):
                _judge(entry, number, archive)
                _write(entries, entry, folder)
    except ConfigurationError:
        raise
    except (EOFError, OSError, tarfile.TarError, ValueError) as error:
        raise ConfigurationError(f"{archive}: cannot be unpacked: {error}; allowed: a {file_name('<env>')}") from None


class _Bounded(io.BufferedIOBase):
    """What is read of a stream, until it is more than an archive may hold."""

    def __init__(self, stream: gzip.GzipFile) -> None:
        self._stream, self._left = stream, MOST_BYTES

    def read(self, size: int | None = -1, /) -> bytes:
        """As of any stream. Raises ValueError at the bound."""
        most = self._left + 1
        data = self._stream.read(most if size is None or size < 0 else min(size, most))
        self._left -= len(data)
        if self._left < 0:
            raise ValueError(f"more than {MOST_BYTES} bytes")
        return data


def _judge(entry: tarfile.TarInfo, number: int, archive: Path) -> None:
    if number >= MOST_FILES:
        raise ConfigurationError(f"{archive}: more than {MOST_FILES} files; allowed: what a release holds")
    name = PurePosixPath(entry.name)
    inside = not name.is_absolute() and ".." not in name.parts and name.parts and "\\" not in entry.name
    if not inside or not (entry.isreg() or entry.isdir()):
        raise ConfigurationError(f"{archive}: {entry.name}: given a link, a device or a place outside; allowed: files")


def _write(entries: tarfile.TarFile, entry: tarfile.TarInfo, folder: Path) -> None:
    path = folder / entry.name
    if entry.isdir():
        path.mkdir(parents=True, exist_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    content = entries.extractfile(entry)
    with path.open("xb") as target:  # a name that comes twice is refused
        while content and (data := content.read(2**20)):
            target.write(data)
    path.chmod(0o755 if entry.mode & 0o100 else 0o644)
