from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.language import Language, words_of

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "words.yaml"
    file.write_text(
        'failed:\n  en: "{service} failed {count} times"\n  ko: "{service}: {count}번 실패"\n', encoding="utf-8"
    )
    return file


def test_a_text_is_filled_in_in_the_language_asked_for(path: Path) -> None:
    assert words_of(path, Language.EN)("failed", service="orders", count=2) == "orders failed 2 times"
    assert words_of(path, Language.KO)("failed", service="orders", count=2) == "orders: 2번 실패"


def test_what_is_filled_in_is_no_format_itself(path: Path) -> None:
    assert (
        words_of(path, Language.EN)("failed", service="{count.__class__}", count=2)
        == "{count.__class__} failed 2 times"
    )


def test_a_key_that_is_not_there_says_what_may_have_been_meant(path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"words.yaml: given 'faild' \(did you mean failed\?\)"):
        words_of(path, Language.EN)("faild")
