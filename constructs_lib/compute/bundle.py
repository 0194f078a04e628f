"""Code of a Lambda function and the distributions it needs, in one folder with the same bytes on every machine."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import importlib.metadata
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.compute.wheels import PINNED, canonical, wheel_files
from constructs_lib.kernel.errors import ConfigurationError, invalid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_CACHE = Path("build") / "runtime"
_COMPILED = (".so", ".pyd", ".dylib", ".dll")


def bundle(code: Path, distributions: Sequence[str], packages: Sequence[Path] = ()) -> Path:
    """A folder with the code, the distributions, and packages of the library that another function's code has.

    What the library pins (see `wheels`) comes from its own wheels, anything else as it is installed in this
    environment: nothing is downloaded, and no container engine is needed. Only pure Python can travel so. The folder is
    made once, and made anew when anything in it was changed.

    Raises:
        ConfigurationError: a distribution that is not installed here, or not as its RECORD says, or that holds compiled
            code; two that bring one file; a folder that cannot be written.
    """
    files = _files(code, distributions) | {
        f"{package.name}/{name}": content for package in packages for name, content in _own(package).items()
    }
    digest = hashlib.sha256()
    for name, content in files.items():
        digest.update(f"{name}\0".encode() + hashlib.sha256(content).digest())
    target = _CACHE / f"{code.name}-{digest.hexdigest()[:16]}"
    try:
        if not _holds(target, files):
            _write(files, target)
    except OSError as error:
        raise ConfigurationError(f"{target}: cannot be written: {error}") from None
    return target.absolute()  # CDK's process stays where it began, wherever this one goes


def _files(code: Path, distributions: Sequence[str]) -> dict[str, bytes]:
    files = _own(code)
    for distribution in distributions:
        pinned = canonical(distribution) in PINNED
        more = wheel_files(canonical(distribution)) if pinned else dict(_installed(distribution))
        for name, content in more.items():
            if files.setdefault(name, content) != content:
                raise invalid("distributions", distribution, f"one that brings no {name}, which is there already")
    return dict(sorted(files.items()))


def _own(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".pyc" and path.name != "py.typed"
    }


def _installed(name: str) -> Iterator[tuple[str, bytes]]:
    try:
        listed = importlib.metadata.distribution(name).files or []
    except importlib.metadata.PackageNotFoundError:
        raise invalid("distributions", name, "distributions installed here; run make setup") from None
    own = [file for file in listed if _ships(file)]
    if not own:
        raise invalid("distributions", name, "one whose RECORD lists its files: not an editable one; install it anew")
    for file in own:
        if file.suffix in _COMPILED:
            raise invalid("distributions", name, "pure Python; it holds compiled code")
        path = Path(str(file.locate()))
        content = path.read_bytes() if path.is_file() else b""
        if not path.is_file() or (file.hash and not _is(content, file.hash)):
            raise invalid("distributions", name, f"one that is as it was installed; {file} is not. Install it anew")
        yield file.as_posix(), content


def _ships(file: importlib.metadata.PackagePath) -> bool:
    """Scripts lie elsewhere; what installers note and link differs from machine to machine, and nobody reads it."""
    notes = file.suffix in (".pyc", ".pth") or file.name.startswith("__editable__") or ".dist-info/" in file.as_posix()
    return not notes and ".." not in file.parts


def _is(content: bytes, recorded: importlib.metadata.FileHash) -> bool:
    digest = hashlib.new(recorded.mode, content).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == recorded.value


def _holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Whether a folder holds these files and no other, but for what Python compiled there; it never ships."""
    found = [path for path in folder.rglob("*") if path.is_file() and path.parent.name != "__pycache__"]
    return {path.relative_to(folder).as_posix() for path in found} == files.keys() and all(
        path.read_bytes() == files[path.relative_to(folder).as_posix()] for path in found
    )


def _write(files: Mapping[str, bytes], target: Path) -> None:
    """Write beside the target and move there at once: a killed synth leaves no half bundle behind."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bundle-", dir=target.parent) as work:
        new, old = Path(work, "new"), Path(work, "old")
        for name, content in files.items():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            (new / name).write_bytes(content)
        with contextlib.suppress(FileNotFoundError):
            target.rename(old)
        with contextlib.suppress(OSError):  # another synth was quicker with the same bytes
            new.rename(target)
    if not _holds(target, files):
        raise OSError("something else changes it")
