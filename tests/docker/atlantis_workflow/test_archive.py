from __future__ import annotations

import io
import os
import tarfile
from typing import TYPE_CHECKING

import pytest
from atlantis_workflow import archive
from atlantis_workflow.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path


def holding(path: Path, *members: tarfile.TarInfo) -> Path:
    with tarfile.open(path, "w:gz") as opened:
        for member in members:
            opened.addfile(member, io.BytesIO(b"\0" * member.size))
    return path


def member(name: str, type_: bytes = tarfile.REGTYPE, link: str = "", size: int = 0) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size = type_, link, size
    return info


@pytest.mark.parametrize(
    "given",
    [
        member("a", tarfile.SYMTYPE, "/proc/self/environ"),
        member("a", tarfile.LNKTYPE, "b"),
        member("a", tarfile.FIFOTYPE),
        member("a", tarfile.CHRTYPE),
        member("../a"),
        member("/../../etc/a"),
    ],
    ids=lambda given: f"{given.name}-{given.type!r}",
)
def test_a_result_holds_files_and_folders_only_and_inside_only(tmp_path: Path, given: tarfile.TarInfo) -> None:
    target = tmp_path / "target"
    target.mkdir()
    with pytest.raises(Refused, match="result: "):
        archive.unpack_result(holding(tmp_path / "a.tar.gz", given), target)
    assert list(target.iterdir()) == []


def test_what_is_no_archive_or_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "no").write_bytes(b"no archive")
    with pytest.raises(Refused, match="no archive"):
        archive.unpack_result(tmp_path / "no", tmp_path)
    monkeypatch.setattr(archive, "MOST_BYTES", 9)
    with pytest.raises(Refused, match="more than 9 bytes"):
        archive.unpack_result(holding(tmp_path / "a", member("a", size=10)), tmp_path)


def test_a_checkout_is_packed_without_gits_token_and_no_link_is_followed(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    for name in (".git/config", "sub/.git/config", "default.tfplan", ".venv/x", "app.py"):
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).write_text("x")
    (checkout / "link").symlink_to("/etc/passwd")
    os.mkfifo(checkout / "pipe")
    archive.pack_checkout(checkout, tmp_path / "a.tar.gz")
    with tarfile.open(tmp_path / "a.tar.gz") as opened:
        members = {one.name: one for one in opened}
    assert set(members) == {".", "./app.py", "./sub", "./link"}
    assert members["./link"].issym()
