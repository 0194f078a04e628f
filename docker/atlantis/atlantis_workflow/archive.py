"""Archives between the tasks: a checkout on its way out, an assembly or a saved plan on its way back."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from atlantis_workflow.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 500 * 1024 * 1024
"""What an archive may hold, unpacked."""
_MOST_FILES = 50_000
# Git's folder holds the token that Atlantis cloned with; the others are made anew, or are another run's.
_NEVER_PACKED = {".git", ".terraform", ".venv", "node_modules", "cdk.out"}


def pack(folder: Path, target: Path, *, leave_out: frozenset[str] = frozenset()) -> None:
    """Pack a folder. A link is packed as a link, never followed: the checkout is the pull request's.

    Args:
        folder: what is packed.
        target: the archive, outside the folder.
        leave_out: names that are not packed, wherever they stand.
    """

    def kept(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
        name = member.name.rsplit("/", 1)[-1]
        if name in leave_out or name.endswith(".tfplan") or not (member.isfile() or member.isdir() or member.issym()):
            return None
        member.uid = member.gid = 0
        member.uname = member.gname = ""
        return member

    with tarfile.open(target, "w:gz", dereference=False) as archive:
        archive.add(folder, arcname=".", filter=kept)


def pack_checkout(folder: Path, target: Path) -> None:
    """Pack a checkout without Git's folder and without what is made anew."""
    pack(folder, target, leave_out=frozenset(_NEVER_PACKED))


def unpack_source(archive: Path, folder: Path) -> None:
    """Unpack a checkout: folders, files and links that lead to somewhere inside `folder`.

    Raises Refused for anything else, and for too many or too large ones.
    """
    _unpack("source", archive, folder, links=True)


def unpack_result(archive: Path, folder: Path) -> None:
    """Unpack what a pull request's code made: folders and files inside `folder`.

    Raises Refused for anything else, and for too many or too large ones.
    """
    _unpack("result", archive, folder, links=False)


def _unpack(what: str, archive: Path, folder: Path, *, links: bool) -> None:
    """Write what is allowed, by hand: `extractall` has its filters only from Python 3.11.4 on."""
    try:
        with tarfile.open(archive) as opened:
            members = _members(what, opened, links=links)
            for member in members:
                if not member.issym():
                    _write(opened, member, folder / member.name)
        _link(what, [member for member in members if member.issym()], folder)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise Refused(f"{what}: no archive that can be read ({type(error).__name__})") from error


def _members(what: str, opened: tarfile.TarFile, *, links: bool) -> list[tarfile.TarInfo]:
    found: list[tarfile.TarInfo] = []
    size = 0
    for member in opened:
        name = PurePosixPath(member.name)
        if name.is_absolute() or ".." in name.parts:
            raise Refused(f"{what}: {member.name!r} leads out of it")
        if not (member.isfile() or member.isdir() or (links and member.issym())):
            raise Refused(f"{what}: {member.name!r} is neither a file nor a folder")
        size += member.size
        found.append(member)
        if size > MOST_BYTES or len(found) > _MOST_FILES:
            raise Refused(f"{what}: more than {MOST_BYTES:,} bytes or {_MOST_FILES:,} files")
    return found


def _write(opened: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> None:
    data = opened.extractfile(member)
    if data is None:
        path.mkdir(parents=True, exist_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with data, path.open("xb") as file:
        shutil.copyfileobj(data, file)
    path.chmod(0o755 if member.mode & 0o100 else 0o644)


def _link(what: str, members: list[tarfile.TarInfo], folder: Path) -> None:
    """Make the links when all files are written, so that none is written through one.

    Where each leads is asked at the end: one that is made later can turn one that was made before.
    """
    for member in members:
        path = folder / member.name
        _hold(what, member, path.parent, folder)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(member.linkname)
    for member in members:
        _hold(what, member, folder / member.name, folder)


def _hold(what: str, member: tarfile.TarInfo, path: Path, folder: Path) -> None:
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
    except (RuntimeError, OSError):  # a loop, up to Python 3.12
        inside = False
    if not inside:
        raise Refused(f"{what}: {member.name!r} leads out of it")
