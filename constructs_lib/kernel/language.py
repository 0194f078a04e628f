"""The language of what people read: notices, issues and reports. A room's texts stand in its `words.yaml`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import ConfigurationError, closest, shown
from constructs_lib.kernel.yaml_file import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Language(StrEnum):
    """A language that every text is there in."""

    EN = "en"
    KO = "ko"


class Words:
    """The texts of one room in one language: `words("title", service="api")` fills in what stands in braces."""

    def __init__(self, texts: Mapping[str, Mapping[str, str]], language: Language) -> None:
        """`texts` has each key's text by language."""
        self._texts = {key: both[language] for key, both in texts.items()}
        self.language = language

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key. Raises ConfigurationError for a key that the room does not have."""
        if key not in self._texts:
            raise ConfigurationError(f"words.yaml: given {shown(key)}{closest(key, self._texts)}")
        return self._texts[key].format_map({name: str(value) for name, value in values.items()})


def words_of(path: Path, language: Language) -> Words:
    """The texts of a `words.yaml`: by key, one in each language. Raises ConfigurationError for a file that is none."""
    return Words(read_yaml(path), language)
