"""What was found in one place: kinds, lines and fingerprints, and never a secret."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from constructs_lib.kernel.secret_text import secrets_in

from .detectors import also
from .fingerprints import fingerprint, is_accepted

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping

BY_NAME = "by its name"
MOST = 50  # fingerprints that are told of one place


class Report(NamedTuple):
    """The kinds found, each as often as it is there, their fingerprints, and how many were accepted."""

    kinds: dict[str, int]
    fingerprints: list[str]
    accepted: int

    def as_document(self) -> dict[str, Any]:
        """As JSON."""
        return {"kinds": self.kinds, "fingerprints": self.fingerprints[:MOST], "accepted": self.accepted}


def report_on(texts: Iterable[str], *, key: str, accepted: Mapping[str, datetime.date], today: datetime.date) -> Report:
    """What is in some texts, without what somebody answers for."""
    kinds: Counter[str] = Counter()
    prints: dict[str, None] = {}
    passed = 0
    for text in texts:
        for found in secrets_in(text, also()):
            print_ = fingerprint(key, found.value)
            if is_accepted(print_, accepted, today):
                passed += 1
            else:
                kinds[found.kind] += 1
                prints[print_] = None
    return Report(dict(kinds), list(prints), passed)
