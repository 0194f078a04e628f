"""Which line of what a program has said tells why it failed."""

from __future__ import annotations

import re

# Lines that only announce a cause, and what stands before one on its line. Source: `formatErrorMessage` of the pinned
# command line, which puts `AggregateError: ` before the messages of several errors, even where the first is empty.
_NAMES_NOTHING = re.compile(
    r"(?:‣\s*)?(?:\w*Error|Failed resources)\s*:?|❌\s+\S+ failed(?: to deploy)?:?"
    r"|(?:‣\s*)?DeploymentError: Resource updates failed:"
)
_HEADING = re.compile(r"^(?:‣\s*)?AggregateError: (?=\S)")
# What is said whether something fails or not, though it may speak of errors: a note by its level, as the command line,
# Python and the emulators write it, and a resource that came along, `Errors` for one.
_WHEN = r"(?:\d[\d:.,/TZ+ -]*(?:[AP]M)?\W*)?(?:[\w.-]{1,60}\s-\s)?"
_NOTE = re.compile(
    rf"^\W*{_WHEN}(?:INFO|DEBUG|TRACE|NOTICES?|WARN(?:ING)?)\b|\blevel[\"']?\s*[=:]\s*[\"']?(?:info|debug|notice|warn)"
    r"|\|\s*\w+_(?:IN_PROGRESS|COMPLETE)\s*\|",
    re.IGNORECASE,
)
# CloudFormation cancels what was still going on when one resource failed.
_RESOURCE_FAILED = r"\b(?:CREATE|UPDATE)_FAILED (?!.*[Cc]ancelled)"
_REASON = r"❌|(?i:error)|[Ff]ail|[Dd]enied|[Rr]efuse|[Cc]annot|[Cc]an't|[Nn]ot "


def reason(output: str) -> str:
    """The line that says why something failed, or the last one. A heading names no cause, and a note is none."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    said = [line for line in lines if not _NOTE.search(line)]
    named = [_HEADING.sub("", line) for line in said if not _NAMES_NOTHING.fullmatch(line)]
    for pattern in (r"^error: ", _RESOURCE_FAILED, r"_FAILED ", _REASON):
        found = next((line for line in named if re.search(pattern, line)), None)
        if found:
            return found
    return (named or said or ["it said no reason" if lines else "it said nothing"])[-1]
