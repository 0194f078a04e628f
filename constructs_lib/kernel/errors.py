"""What goes wrong by the user's making, said in one line each."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

EXIT_BAD_INPUT = 2
EXIT_FINDINGS = 3


class ConfigurationError(ValueError):
    """A wrong setting or argument. Its text is one line for each mistake: where, what was given, what is allowed."""

    def __init__(self, *mistakes: str) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


def invalid(what: str, given: object, allowed: str) -> ConfigurationError:
    """The error for one wrong value: what it is, what was given, what is allowed."""
    return ConfigurationError(f"{what}: given {given!r}; allowed: {allowed}")


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """` (did you mean <the closest>?)`, or nothing where nothing known is close."""
    known, words = sorted(known), set(_words(given))
    # A word left out is likelier than a word mistaken: KMS_S3_KEY_ARN is KMS_S3_DATA_KEY_ARN, not KMS_EBS_KEY_ARN.
    longer = [one for one in known if len(words) > 1 and words < set(_words(one))]
    near = difflib.get_close_matches(given, longer or known, n=1)
    return f" (did you mean {near[0]}?)" if near else ""


def _words(name: str) -> list[str]:
    return re.split(r"[-_]", name)
