from __future__ import annotations

import io
import os
import tarfile
from pathlib import Path

import pytest
from atlantis_workflow import archive
from atlantis_workflow.errors import Refused


def holding(path: Path, *members: tarfile.TarInfo) -> Path:
    with tarfile.open(path, "w:gz") as opened:
        for member in members:
            opened.addfile(member, io.BytesIO(b"\0" * member.size))
    return path


def member(name: str, type_: bytes = tarfile.REGTYPE, link: str = "", size: int = 0) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size = type_, link, size
    return info


NEITHER_SOURCE_NOR_RESULT = [
    member("a", tarfile.LNKTYPE, "b"),
    member("a", tarfile.FIFOTYPE),
    member("a", tarfile.CHRTYPE),
    member("../a"),
    member("/../../etc/a"),
    member("/a"),
]


@pytest.mark.parametrize(
    "given",
    [*NEITHER_SOURCE_NOR_RESULT, member("a", tarfile.SYMTYPE, "/proc/self/environ"), member("a", tarfile.SYMTYPE, "b")],
    ids=lambda given: f"{given.name}-{given.type!r}",
)
def test_a_result_holds_files_and_folders_only_and_inside_only(tmp_path: Path, given: tarfile.TarInfo) -> None:
    target = tmp_path / "target"
    target.mkdir()
    with pytest.raises(Refused, match="result: "):
        archive.unpack_result(holding(tmp_path / "a.tar.gz", given), target)
    assert list(target.iterdir()) == []


@pytest.mark.parametrize("given", NEITHER_SOURCE_NOR_RESULT, ids=lambda given: f"{given.name}-{given.type!r}")
def test_a_checkout_holds_nothing_from_outside(tmp_path: Path, given: tarfile.TarInfo) -> None:
    target = tmp_path / "target"
    target.mkdir()
    with pytest.raises(Refused, match="source: "):
        archive.unpack_source(holding(tmp_path / "a.tar.gz", given), target)
    assert list(target.iterdir()) == []


@pytest.mark.parametrize(
    "links",
    [
        {"a": "/etc/passwd"},
        {"a": "../outside"},
        {"a": "b", "b": "../outside"},
        {"folder/a": "../../outside"},
        {"a": "s/../outside", "s": "."},
        {"a": "/outside", "a/b": "c"},
        {"a": "s/../../outside", "s": "folder", "a/b": "c"},
    ],
    ids=str,
)
def test_no_link_of_a_checkout_leads_out_of_it(tmp_path: Path, links: dict[str, str]) -> None:
    target, outside = tmp_path / "target", tmp_path / "outside"
    for folder in (target, outside):
        folder.mkdir()
    given = [member(name, tarfile.SYMTYPE, link) for name, link in links.items()]
    with pytest.raises(Refused, match=r"source: '.*' leads out of it"):
        archive.unpack_source(holding(tmp_path / "a.tar.gz", member("folder/x", size=1), *given), target)
    assert list(outside.iterdir()) == []


def test_no_file_of_a_checkout_is_written_through_a_link(tmp_path: Path) -> None:
    target, outside = tmp_path / "target", tmp_path / "outside"
    for folder in (target, outside):
        folder.mkdir()
    given = holding(tmp_path / "a.tar.gz", member("a", tarfile.SYMTYPE, str(outside)), member("a/file", size=1))
    with pytest.raises(Refused, match="source: "):
        archive.unpack_source(given, target)
    assert list(outside.iterdir()) == []


def test_a_checkout_comes_back_as_it_was_packed(tmp_path: Path) -> None:
    checkout, target = tmp_path / "checkout", tmp_path / "target"
    (checkout / "sub" / "empty").mkdir(parents=True)
    target.mkdir()
    (checkout / "sub" / "text").write_text("text")
    (checkout / "run").write_text("#!/bin/sh\n")
    (checkout / "run").chmod(0o775)
    (checkout / "link").symlink_to("sub/text")
    (checkout / "sub" / "up").symlink_to("../run")
    archive.pack_checkout(checkout, tmp_path / "a.tar.gz")
    archive.unpack_source(tmp_path / "a.tar.gz", target)
    assert sorted(str(path.relative_to(target)) for path in target.rglob("*")) == [
        "link", "run", "sub", "sub/empty", "sub/text", "sub/up",
    ]  # fmt: skip
    assert (target / "link").readlink() == Path("sub/text")
    assert (target / "link").read_text() == "text"
    assert {path.name: path.stat().st_mode & 0o777 for path in (target / "run", target / "sub" / "text")} == {
        "run": 0o755,
        "text": 0o644,
    }


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
