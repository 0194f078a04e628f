from __future__ import annotations

import base64
import hashlib
import sys
from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.compute.bundle import bundle

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MODULE = "x = 1\n"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def code(tmp_path: Path) -> Path:
    folder = tmp_path / "rotation"
    (folder / "inner/__pycache__").mkdir(parents=True)
    (folder / "handler.py").write_text("def handler(event, context): ...\n")
    (folder / "inner/logic.py").write_text("X = 1\n")
    (folder / "inner/__pycache__/logic.pyc").write_bytes(b"compiled")
    return folder


def test_a_package_of_another_function_stands_beside_the_code_and_counts(code: Path, tmp_path: Path) -> None:
    package = tmp_path / "shared"
    package.mkdir()
    (package / "__init__.py").write_text(MODULE)
    made = bundle(code, [], [package])
    assert (made / "shared/__init__.py").read_text() == MODULE
    assert (made / "handler.py").is_file()
    (package / "__init__.py").write_text("x = 2\n")
    assert bundle(code, [], [package]) != made


def test_code_and_distributions_stand_side_by_side(code: Path) -> None:
    made = bundle(code, ["PyMySQL"])
    assert (made / "handler.py").is_file()
    assert (made / "inner/logic.py").is_file()
    assert (made / "pymysql/__init__.py").is_file()


def test_nothing_compiled_and_no_installers_note_is_shipped(code: Path) -> None:
    names = [path.name for path in bundle(code, ["PyMySQL"]).rglob("*")]
    assert not [name for name in names if name.endswith((".pyc", ".so")) or name in ("RECORD", "INSTALLER")]


def test_the_same_content_gives_the_same_folder_and_another_content_another(code: Path) -> None:
    first = bundle(code, [])
    assert bundle(code, []) == first
    (code / "inner/logic.py").write_text("X = 2\n")
    assert bundle(code, []) != first


def test_a_distribution_that_is_not_installed_is_refused(code: Path) -> None:
    with pytest.raises(ConfigurationError, match="distributions: given 'no-such-thing'"):
        bundle(code, ["no-such-thing"])


def test_compiled_code_is_refused(code: Path) -> None:
    with pytest.raises(ConfigurationError, match="pure Python"):
        bundle(code, ["pydantic_core"])


def edit(made: Path) -> None:
    (made / "handler.py").write_text("def handler(event, context): steal()\n")


def lose(made: Path) -> None:
    (made / "inner/logic.py").unlink()


def add(made: Path) -> None:
    (made / "sitecustomize.py").write_text("steal()\n")


def replace(made: Path) -> None:
    made.rename(made.with_name("away"))
    made.write_text("no folder")


@pytest.mark.parametrize("spoil", [edit, lose, add, replace])
def test_a_bundle_that_somebody_changed_is_made_anew(code: Path, spoil: Callable[[Path], None]) -> None:
    made = bundle(code, [])
    before = contents(made)
    spoil(made)
    assert bundle(code, []) == made
    assert contents(made) == before


def test_what_python_compiled_in_a_bundle_is_no_change(code: Path) -> None:
    made = bundle(code, [])
    (made / "inner/__pycache__").mkdir()
    (made / "inner/__pycache__/logic.cpython-314.pyc").write_bytes(b"compiled")
    at = made.stat().st_ino
    assert bundle(code, []).stat().st_ino == at


def test_nothing_is_left_beside_the_bundles(code: Path) -> None:
    made = bundle(code, [])
    edit(made)
    bundle(code, [])
    assert [path.name for path in made.parent.iterdir()] == [made.name]


def test_a_folder_that_cannot_be_written_is_told_in_one_line(code: Path, tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file")
    with pytest.raises(ConfigurationError, match=r"build/runtime/rotation-\w+: cannot be written"):
        bundle(code, [])


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place to install distributions by hand, first on the path."""
    place = tmp_path / "site-packages"
    monkeypatch.setattr(sys, "path", [str(place), *sys.path])
    return place


def install(place: Path, record: str | None) -> None:
    """A distribution `odd` with one module and this RECORD; None for none."""
    notes = place / "odd-1.0.dist-info"
    notes.mkdir(parents=True)
    (notes / "METADATA").write_text("Metadata-Version: 2.1\nName: odd\nVersion: 1.0\n")
    (place / "odd.py").write_text(MODULE)
    if record is not None:
        (notes / "RECORD").write_text(record)


def test_a_distribution_that_is_as_it_was_installed_is_shipped(code: Path, installed: Path) -> None:
    install(installed, f"odd.py,sha256={hashed(MODULE)},6\nodd-1.0.dist-info/RECORD,,\n")
    assert (bundle(code, ["odd"]) / "odd.py").read_text() == MODULE


@pytest.mark.parametrize(
    "record",
    [None, "", "odd-1.0.dist-info/RECORD,,\n", "__editable___odd_finder.py,,\n", "../../bin/odd,,\n", "odd.pth,,\n"],
    ids=["none", "empty", "notes only", "editable", "scripts only", "a link"],
)
def test_a_distribution_of_which_nothing_would_ship_is_refused(code: Path, installed: Path, record: str | None) -> None:
    install(installed, record)
    with pytest.raises(ConfigurationError, match="given 'odd'; allowed: one whose RECORD lists its files"):
        bundle(code, ["odd"])


@pytest.mark.parametrize(
    "record", ["odd.py,sha256=AAAA,6\n", "odd.py,,\ngone.py,,\n"], ids=["another hash", "a file that is gone"]
)
def test_a_distribution_that_was_changed_since_is_refused(code: Path, installed: Path, record: str) -> None:
    install(installed, record)
    with pytest.raises(ConfigurationError, match="as it was installed"):
        bundle(code, ["odd"])


def test_two_that_bring_one_file_are_refused(code: Path, installed: Path) -> None:
    install(installed, "odd.py,,\n")
    (code / "odd.py").write_text("x = 2\n")
    with pytest.raises(ConfigurationError, match=r"brings no odd\.py"):
        bundle(code, ["odd"])


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def hashed(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
