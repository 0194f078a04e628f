"""What stands for a secret where it is told or accepted: a keyed hash, from which nobody finds it by trying."""

from __future__ import annotations

import datetime
import hashlib
import hmac
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LENGTH = 32  # hexadecimal digits


def fingerprint(key: str, value: str) -> str:
    """The fingerprint of a secret, the same wherever it is found with the same key. HMAC-SHA-256, 128 bits of it."""
    return hmac.new(key.encode(), value.strip().encode(errors="replace"), hashlib.sha256).hexdigest()[:LENGTH]


def read_accepted(text: str) -> dict[str, datetime.date]:
    """Accepted fingerprints by their last day, of `<fingerprint>:<YYYY-MM-DD>` with commas between."""
    rows = (row.partition(":") for row in text.split(",") if row)
    return {print_.strip(): datetime.date.fromisoformat(until.strip()) for print_, _, until in rows}


def is_accepted(print_: str, accepted: Mapping[str, datetime.date], today: datetime.date) -> bool:
    """Whether somebody answers for a fingerprint today."""
    until = accepted.get(print_)
    return until is not None and today <= until
