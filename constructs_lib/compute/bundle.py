"""Code of a Lambda function and the distributions it needs, in one folder with the same bytes on every machine."""

from __future__ import annotations

import hashlib
import importlib.metadata
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import invalid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CACHE = Path("build") / "runtime"


def bundle(code: Path, distributions: Sequence[str]) -> Path:
    """A folder with the code and the distributions, as they are installed in this environment.

    Nothing is downloaded: what `requirements.txt` pinned is what ships, so no container engine is needed and the
    asset's hash follows from the pins. Only pure Python can travel so.

    Raises:
        ConfigurationError: a distribution that is not installed here, or that holds compiled code.
    """
    files = dict(sorted(_files(code, distributions)))
    digest = hashlib.sha256()
    for name, path in files.items():
        digest.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    target = _CACHE / f"{code.name}-{digest.hexdigest()[:16]}"
    if not target.is_dir():
        _write(files, target)
    return target


def _files(code: Path, distributions: Sequence[str]) -> Iterator[tuple[str, Path]]:
    for path in code.rglob("*"):
        if path.is_file() and path.suffix != ".pyc" and path.name != "py.typed":
            yield path.relative_to(code).as_posix(), path
    for name in distributions:
        try:
            found = importlib.metadata.distribution(name).files or []
        except importlib.metadata.PackageNotFoundError:
            raise invalid("distributions", name, "distributions installed here; run make setup") from None
        for file in found:
            posix = file.as_posix()
            if posix.endswith(".so"):
                raise invalid("distributions", name, "pure Python; it holds compiled code")
            # Installers leave notes in .dist-info, which differ from machine to machine and which nobody reads.
            if not posix.startswith("..") and not posix.endswith(".pyc") and ".dist-info/" not in posix:
                yield posix, Path(str(file.locate()))


def _write(files: dict[str, Path], target: Path) -> None:
    """Write beside the target and move there at once: a killed synth leaves no half bundle behind."""
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="bundle-", dir=target.parent))
    for name, path in files.items():
        (work / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, work / name)
    try:
        work.replace(target)
    except OSError:  # another synth was quicker with the same bytes
        shutil.rmtree(work)
