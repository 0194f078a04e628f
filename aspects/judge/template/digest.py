"""What was judged, by its digest: an assembly that changed afterwards is not the one that the rules have seen.

It guards against accidents, and against whatever runs after the rules. Who can write the assembly can write the digest
too: a gate that trusts nobody synthesises by itself (docs/governance.md, "What a synth cannot stop").
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.files import write_whole
from constructs_lib.kernel.project import NAME, version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

JUDGED = "governed-cdk.judged.json"
"""What `govern()` writes beside the templates: the SHA-256 of each file of the assembly, as the rules saw it."""

# What CDK and its command line write after the rules, or while they work: none of it is deployed.
_AFTER = (
    "validation-report.json", "policy-validation-report.json", "cdk.out", "tree.json", "synth.lock", "error.txt",
    "performance-counters.json",
)  # fmt: skip
_NOT_HELD = (JUDGED, *_AFTER)


def write_digest(folder: Path) -> None:
    """Write down what an assembly is made of. Raises ConfigurationError where that cannot be written."""
    written = {"version": 1, "by": f"{NAME} {version()}", "files": _digests(folder)}
    write_whole(folder / JUDGED, json.dumps(written, indent=1, sort_keys=True) + "\n")


def changed(folder: Path) -> list[str]:
    """The files of an assembly that are not as the rules saw them, each with what became of it, by name.

    Raises ConfigurationError where the digest is none.
    """
    was = _read(folder / JUDGED)
    now = _digests(folder)
    return [
        *(
            f"{name} changed" if name in now else f"{name} is gone"
            for name in sorted(was)
            if now.get(name) != was[name]
        ),
        *(f"{name} was added" for name in sorted(now.keys() - was.keys()) if name.endswith(".json")),
    ]


def _digests(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): _digest(path) for path in _files(folder)}


def _files(folder: Path) -> Iterator[Path]:
    """Regular files at any depth; no link is followed, and what begins with a dot belongs to a program at work."""
    for path in sorted(folder.iterdir()):
        if path.is_symlink() or path.name.startswith("."):
            continue
        if path.is_dir():
            yield from _files(path)
        elif path.is_file() and path.name not in _NOT_HELD and not path.name.endswith(".lock"):
            yield path


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read(path: Path) -> dict[str, str]:
    wrong = ConfigurationError(f"{path}: not what govern() writes; run cdk synth again")
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        raise wrong from None
    files = written.get("files") if isinstance(written, dict) else None
    if not isinstance(files, dict) or not all(isinstance(value, str) for value in files.values()):
        raise wrong
    return files
