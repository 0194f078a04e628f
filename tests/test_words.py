from __future__ import annotations

from pathlib import Path
from string import Formatter

import pytest

from constructs_lib.kernel.language import Language
from constructs_lib.kernel.yaml_file import read_yaml

ROOT = Path(__file__).parents[1]
FILES = sorted(path for room in ("constructs_lib", "governed_cdk") for path in (ROOT / room).rglob("words.yaml"))


def braces(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_there_are_words() -> None:
    assert ROOT / "governed_cdk" / "github" / "words.yaml" in FILES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_every_text_is_there_in_every_language_and_fills_in_the_same(path: Path) -> None:
    for key, texts in read_yaml(path).items():
        assert set(texts) == set(Language), key
        assert len({frozenset(braces(text)) for text in texts.values()}) == 1, key
        assert all(text.strip() for text in texts.values()), key
