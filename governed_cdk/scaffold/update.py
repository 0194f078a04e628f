"""What the templates of a later release bring to a repository that an earlier one has written."""

from __future__ import annotations

import dataclasses
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.files import write_whole
from governed_cdk.scaffold.service import MADE, RECORD, digest, read_record

if TYPE_CHECKING:
    from governed_cdk.scaffold.library import Library

_MOST_CONFLICTS = 127  # what git merge-file ends with; above that it has failed


@dataclass
class Updated:
    """What was taken over, and where somebody has to decide."""

    changes: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _File:
    """One file: as it was written, as it is now, and as it would be written today; None where it is not there."""

    base: str | None
    current: str | None
    new: str | None


def update(folder: Path, library: Library) -> Updated:
    """Merge what the templates say today into a repository, three ways; nothing is written before all is merged.

    Raises ConfigurationError where there is no record, or something is not committed.
    """
    service, written = read_record(folder / RECORD)
    _refuse_uncommitted(folder)
    files = dataclasses.replace(service, library=library).files()
    record = files.pop(RECORD)
    result, merged = Updated(), {RECORD: record}
    for name in sorted(files.keys() | written.keys()):
        text = _merged(name, _File(written.get(name), _read(folder / name), files.get(name)), result)
        if text is not None:
            merged[name] = text
    for name in [one for one in written if one not in files and written[one] == _read(folder / one)]:
        (folder / name).unlink()
        result.changes.append(f"{name}: taken away")
    for name, text in merged.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_whole(folder / name, text)
    return result


def _merged(name: str, file: _File, result: Updated) -> str | None:
    """What to write; None where the file stays as it is."""
    if file.new is None or file.new == file.current or file.base in (file.new, digest(file.new)):
        return None
    if file.current is None:
        if file.base is not None:
            result.changes.append(f"{name}: improved, but it was deleted here; stays away")
            return None
        result.changes.append(f"{name}: new")
        return file.new
    if file.base in (file.current, digest(file.current)):
        result.changes.append(f"{name}: improved")
        return file.new
    if name in MADE:
        result.changes.append(f"{name}: changed here, and stays; make lock")
        return None
    text, conflicts = _three_ways(file.current, file.base or "", file.new)
    if conflicts:
        result.conflicts.append(f"{name}: {conflicts}, between <<<<<<< and >>>>>>>")
    else:
        result.changes.append(f"{name}: merged")
    return text


def _three_ways(current: str, base: str, new: str) -> tuple[str, int]:
    """The merged text, and the number of conflicts in it."""
    with tempfile.TemporaryDirectory(prefix="governed-cdk-update-") as name:
        paths = [Path(name) / one for one in ("here", "as written", "release")]
        for path, text in zip(paths, (current, base, new), strict=True):
            write_whole(path, text)
        labels = [word for path in paths for word in ("-L", path.name)]
        done = _git("merge-file", "-p", *labels, *map(str, paths), folder=Path(name))
    if done.returncode > _MOST_CONFLICTS or done.returncode < 0:
        raise ConfigurationError(f"git merge-file: {done.stderr.strip()}")
    return done.stdout, done.returncode


def _refuse_uncommitted(folder: Path) -> None:
    done = _git("status", "--porcelain", folder=folder)
    if done.returncode:
        raise ConfigurationError(f"new --update: {done.stderr.strip()}")
    if done.stdout:
        raise ConfigurationError(
            "new --update: commit or put aside first what git status shows, so that it can be undone"
        )


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _git(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(  # noqa: S603 - git, on files of ours
            ["git", *arguments],  # noqa: S607 - wherever it is installed
            cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip
    except OSError:
        raise ConfigurationError("git: not installed; new --update needs it") from None
