"""Archives between the tasks: a checkout on its way out, an assembly or a saved plan on its way back."""

from __future__ import annotations

import tarfile
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
    """Unpack a checkout where its code runs anyway; its links may lead inside only (PEP 706, `data`)."""
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")


def unpack_result(archive: Path, folder: Path) -> None:
    """Unpack what a pull request's code made.

    Raises Refused for anything but folders and files inside `folder`, and for too many or too large ones.
    """
    try:
        with tarfile.open(archive) as opened:
            members = _members(opened)
            opened.extractall(folder, members=members, filter="data")
    except (tarfile.TarError, EOFError, OSError) as error:
        raise Refused(f"result: no archive that can be read ({type(error).__name__})") from error


def _members(opened: tarfile.TarFile) -> list[tarfile.TarInfo]:
    found: list[tarfile.TarInfo] = []
    size = 0
    for member in opened:
        if not (member.isfile() or member.isdir()):
            raise Refused(f"result: {member.name!r} is neither a file nor a folder")
        size += member.size
        found.append(member)
        if size > MOST_BYTES or len(found) > _MOST_FILES:
            raise Refused(f"result: more than {MOST_BYTES:,} bytes or {_MOST_FILES:,} files")
    return found
