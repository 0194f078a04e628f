from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.kernel.yaml_file import read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# What may stand where a file is expected, and what is said of it.
PLACES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a pipe that nobody writes to": (os.mkfifo, "no regular file"),
    "a device that never ends": (lambda path: path.symlink_to("/dev/zero"), "no regular file"),
    "a folder": (lambda path: path.mkdir(), "no regular file"),
    "a link to nothing": (lambda path: path.symlink_to("/nowhere"), "cannot be read: No such file"),
    "a link to itself": (lambda path: path.symlink_to(path), "cannot be read: Too many levels"),
    "more than 1 MB": (lambda path: path.write_bytes(b"\n" * 1_000_001), "larger than 1 MB"),
}  # fmt: skip
BYTES = {
    b"\xff\xfea\x00:\x00 \x001\x00": ":1: not UTF-8 text",
    b"a: 1\nb: \xe9\n": ":2: not UTF-8 text",
    b"a: 1\nb: \x00\n": ":2: holds the control character U+0000",
    b"a:\x00 \x001\x00": ":1: holds the control character U+0000",
    b"a: 1\n# \x1b[2J\n": ":2: holds the control character U+001B",
    b"": ": is empty",
    b"# nothing\n---\n": ": is empty",
    b"- a\n": ": given ['a']; allowed: a mapping of settings",
    b"text\n": ": given 'text'; allowed: a mapping of settings",
}


@pytest.mark.parametrize("place", PLACES)
def test_only_a_regular_file_of_at_most_1_mb_is_read(tmp_path: Path, place: str) -> None:
    path = tmp_path / "prod.yaml"
    make, said = PLACES[place]
    make(path)
    with pytest.raises(ConfigurationError) as caught:
        read_yaml(path)
    (mistake,) = caught.value.mistakes
    assert mistake.startswith(f"{path}: {said}")


def test_a_file_that_the_user_may_not_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:  # tests may run as root, who may read everything
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.open", refuse)
    with pytest.raises(ConfigurationError, match=r"prod\.yaml: cannot be read: Permission denied$"):
        read_yaml(tmp_path / "prod.yaml")


@pytest.mark.parametrize("content", BYTES, ids=repr)
def test_what_is_no_text_or_no_mapping_is_told_with_its_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "prod.yaml"
    path.write_bytes(content)
    with pytest.raises(ConfigurationError) as caught:
        read_yaml(path)
    (mistake,) = caught.value.mistakes
    assert mistake.startswith(f"{path}{BYTES[content]}")


def test_a_link_to_a_file_a_byte_order_mark_and_windows_lines_are_read(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"\xef\xbb\xbfa: 1\r\nb: [2]\r\n")
    (tmp_path / "prod.yaml").symlink_to("real")
    settings = read_yaml(tmp_path / "prod.yaml")
    assert settings == {"a": 1, "b": [2]}
    assert settings.source.at(("b", 0)) == f"{tmp_path}/prod.yaml:2"
