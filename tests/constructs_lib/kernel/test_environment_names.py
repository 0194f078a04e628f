from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.kernel.environment_names import environment_names

if TYPE_CHECKING:
    from pathlib import Path


def test_every_yaml_file_is_an_environment_and_nothing_else_is(tmp_path: Path) -> None:
    for name in ("qa.yaml", "dev.yaml", "schema.json", "notes.txt"):
        (tmp_path / name).touch()
    assert environment_names(tmp_path) == ["dev", "qa"]
    assert environment_names(tmp_path / "none") == []
