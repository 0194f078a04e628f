"""What makes two failures the same: service, environment, cause, and the resource where nobody knows the cause."""

from __future__ import annotations

import hashlib
import re

# What differs from one run to the next: ids, digests, account numbers, dates, addresses, counts.
_VARIES = re.compile(
    r"arn:[\w:/.*-]+|sha256:\w+|\b[0-9a-f]{8}-[0-9a-f-]{20,}\b|\b(?:[a-z]+-)?[0-9a-f]{8,}\b|\d+|\s+", re.IGNORECASE
)
_LENGTH = 12


def fingerprint(service: str, environment: str, cause: str, *, resource: str = "", reason: str = "") -> str:
    """Twelve hexadecimal digits. `reason` counts where `cause` is none of the table's."""
    told = "" if cause else _VARIES.sub(" ", reason).strip().lower()
    return hashlib.sha256(f"{service}\n{environment}\n{cause}\n{resource}\n{told}".encode()).hexdigest()[:_LENGTH]
