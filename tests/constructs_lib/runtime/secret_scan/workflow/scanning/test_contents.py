from __future__ import annotations

import gzip
import io
import tarfile
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.runtime.secret_scan.workflow.scanning.contents import Bounds, texts

LINE = b"token=k3Xw9"


def zipped(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def tarred(content: bytes, mode: str) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:  # type: ignore[call-overload]  # one of the modes
        info = tarfile.TarInfo("a")
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        LINE,
        gzip.compress(LINE, mtime=0),
        zipped({"a": LINE}),
        zipped({"a": gzip.compress(LINE, mtime=0)}),
        tarred(LINE, "w:xz"),
        tarred(LINE, "w:bz2"),
        tarred(LINE, "w:gz"),
        tarred(LINE, "w"),
        LINE.decode().encode("utf-16"),
        b"\0\1\2" + LINE + b"\0\3",
    ],
)
def test_a_line_is_there_however_it_is_packed(content: bytes) -> None:
    bounds = Bounds()
    assert any(LINE.decode() in one for one in texts(content, bounds))
    assert bounds.told == []


def test_what_a_bound_leaves_out_is_told() -> None:
    bomb = Bounds(unpacked_bytes=1_000_000)
    assert sum(map(len, texts(gzip.compress(b"\0" * 50_000_000), bomb))) <= 1_000_000
    many = Bounds(members=3)
    assert len(list(texts(zipped({str(number): LINE for number in range(9)}), many))) == 3
    deep, nested = Bounds(), LINE
    for _ in range(5):
        nested = gzip.compress(nested)
    assert list(texts(nested, deep)) == []
    assert [len(one.told) for one in (bomb, many, deep)] == [1, 1, 1]


def test_a_broken_archive_is_told_and_still_looked_at() -> None:
    bounds = Bounds()
    assert any(LINE.decode() in one for one in texts(b"PK\x03\x04" + b"\0" * 40 + LINE, bounds))
    assert bounds.told == ["an archive is broken, or locked by a password: the rest of it was not read"]


@given(st.sampled_from([b"", b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ\0", b"\xff\xfe"]), st.binary(max_size=400))
def test_no_bytes_end_it(head: bytes, rest: bytes) -> None:
    assert all(isinstance(one, str) for one in texts(head + rest, Bounds()))
