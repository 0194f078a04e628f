"""What an item has to say, before it is put into a language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.kernel.language import Words


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of words.yaml, by its key, and what is filled in."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)

    def in_words(self, words: Words) -> str:
        """The sentence; what comes from the account is shown as text, whatever it holds."""
        return words(self.key, **{name: printable(str(value)) for name, value in self.values.items()})


def said(key: str, **values: object) -> Sentence:
    """A sentence, with what is filled in."""
    return Sentence(key, values)


class CannotTellError(Exception):
    """Nobody can know: the reason is a sentence of words.yaml."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(reason.key)
        self.reason = reason
