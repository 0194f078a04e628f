"""Lines of a log, weighed: what speaks of an error before what does not, and the last lines before the others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from governed_cdk.diagnosis.evidence import Weight

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_TIME = re.compile(r"^\d{4}-\d\d-\d\dT[\d:.]+Z\s")  # GitHub's own, at the begin of each line of a job's log
_ERROR = re.compile(
    r"\b(?:error|exception|failed|failure|fatal|panic|denied|refused|cannot|traceback|killed|unauthorized|timed out|"
    r"no space left|EADDRINUSE|toomanyrequests|CREATE_FAILED|UPDATE_FAILED|DELETE_FAILED)\b|❌|"
    r"not (?:found|authorized)|rate limit|Rate exceeded|DO NOT MATCH THE HASHES|exec format",
    re.IGNORECASE,
)
_FINE = re.compile(
    r"\b(?:0 (?:errors?|failures?|failed)|no errors?|error[-_ ]?(?:rate|budget|page)s?)\b", re.IGNORECASE
)
_LAST = 100
_MOST = 5_000


def weighed(lines: Sequence[str]) -> Iterator[tuple[str, Weight]]:
    """Each line that says something, with its weight: of long logs the last thousands, and the errors among them."""
    kept = [_plain(line) for line in lines[-_MOST:]]
    for number, line in enumerate(kept):
        if not line:
            continue
        if _ERROR.search(line) and not _FINE.search(line):
            yield line, Weight.FAILURE
        elif number >= len(kept) - _LAST:
            yield line, Weight.CONTEXT


def _plain(line: str) -> str:
    return _TIME.sub("", _ESCAPE.sub("", line)).strip()
