from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError
from governed_cdk.scaffold.writing import new_folder, write_files

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("there", [["orders"], []])
def test_a_folder_is_there_when_all_of_it_is(there: list[str], tmp_path: Path) -> None:
    wanted = tmp_path / "orders"
    for name in there:
        (tmp_path / name).mkdir()
    with new_folder(wanted) as made:
        write_files(made, {"a/b.txt": "b\n"})
        assert not wanted.exists() or not any(wanted.iterdir())
    assert (wanted / "a/b.txt").read_text() == "b\n"
    assert [path.name for path in tmp_path.iterdir()] == ["orders"]


def test_nothing_is_there_when_something_goes_wrong(tmp_path: Path) -> None:
    def write() -> None:
        with new_folder(tmp_path / "orders") as made:
            write_files(made, {"a.txt": "a"})
            raise ConfigurationError("no")

    with pytest.raises(ConfigurationError, match="no"):
        write()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "kept").touch()
    with (
        pytest.raises(ConfigurationError, match=r"--folder: given .* allowed: a folder that is empty"),
        new_folder(tmp_path),
    ):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
