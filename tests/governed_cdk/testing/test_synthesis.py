from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.testing.synthesis import repository_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("at", "asked"), [(".", "."), (".", "tests"), ("infra", "."), ("infra", "tests")])
def test_the_app_is_here_above_or_in_infra(tmp_path: Path, at: str, asked: str) -> None:
    for name in (at, asked):
        (tmp_path / name).mkdir(exist_ok=True)
    (tmp_path / at / "cdk.json").touch()
    assert repository_of(tmp_path / asked) == tmp_path / at


def test_a_folder_without_an_app_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no cdk"):
        repository_of(tmp_path)
