"""The archive of an assembly: the same bytes each time, and nothing that leads out of where it is unpacked."""

from __future__ import annotations

import io
import os
import tarfile
from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.platform_release import archive

if TYPE_CHECKING:
    from pathlib import Path


def assembly(folder: Path, day: int) -> Path:
    (folder / "asset.1").mkdir(parents=True)
    for name in ("manifest.json", "asset.1/run.sh", "tree.json", "validation-report.json", "read.1.lock"):
        path = folder / name
        path.write_text(name)
        path.chmod(0o700 if name.endswith(".sh") else 0o600 + day)
        os.utime(path, (day, day))
    return folder


def test_an_assembly_gives_the_same_bytes_and_comes_out_as_it_was(tmp_path: Path) -> None:
    for number in (1, 2):
        archive.pack(assembly(tmp_path / f"of {number}", number), {"a/b.json": b"{}"}, tmp_path / f"{number}.tar.gz")
    assert (tmp_path / "1.tar.gz").read_bytes() == (tmp_path / "2.tar.gz").read_bytes()
    archive.unpack(tmp_path / "1.tar.gz", tmp_path / "out")
    found = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    assert found == {"manifest.json", "asset.1/run.sh", "a/b.json"}
    assert (tmp_path / "out/asset.1/run.sh").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "out/a/b.json").read_bytes() == b"{}"


def packed(path: Path, *entries: tarfile.TarInfo) -> Path:
    with tarfile.open(path, "w:gz") as made:
        for entry in entries:
            entry.size = 1 if entry.isreg() else 0
            made.addfile(entry, io.BytesIO(b"x"))
    return path


def entry(name: str, kind: bytes = tarfile.REGTYPE, to: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, to
    return made


@pytest.mark.parametrize(
    "wrong",
    [
        entry("../outside"), entry("a/../../outside"), entry("/outside"), entry("a\\..\\b"), entry("."),
        entry("link", tarfile.SYMTYPE, "/etc/passwd"), entry("link", tarfile.LNKTYPE, "fine"),
        entry("pipe", tarfile.FIFOTYPE), entry("disk", tarfile.BLKTYPE),
    ],
)  # fmt: skip
def test_a_link_a_device_and_a_place_outside_are_refused_in_one_line(wrong: tarfile.TarInfo, tmp_path: Path) -> None:
    given = packed(tmp_path / "platform-dev.tar.gz", entry("fine"), wrong)
    with pytest.raises(ConfigurationError, match=r"a link, a device or a place outside; allowed: files$") as refused:
        archive.unpack(given, tmp_path / "out")
    assert len(refused.value.mistakes) == 1
    assert not (tmp_path / "outside").exists()
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["fine"]


def test_a_name_that_comes_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be unpacked"):
        archive.unpack(packed(tmp_path / "x", entry("one"), entry("one")), tmp_path / "out")


@pytest.mark.parametrize("bytes_", [b"", b"no archive", b"\x1f\x8b\x08\x00rubbish"])
def test_what_is_no_archive_is_refused_in_one_line(bytes_: bytes, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(bytes_)
    with pytest.raises(ConfigurationError, match=r"x: cannot be unpacked: .*; allowed: a platform-<env>\.tar\.gz$"):
        archive.unpack(tmp_path / "x", tmp_path / "out")


def test_more_than_a_release_holds_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = packed(tmp_path / "x", *(entry(str(number)) for number in range(5)))
    monkeypatch.setattr(archive, "MOST_FILES", 4)
    with pytest.raises(ConfigurationError, match="more than 4 files"):
        archive.unpack(given, tmp_path / "files")
    monkeypatch.setattr(archive, "MOST_BYTES", 2048)
    with pytest.raises(ConfigurationError, match="more than 2048 bytes"):
        archive.unpack(given, tmp_path / "bytes")
