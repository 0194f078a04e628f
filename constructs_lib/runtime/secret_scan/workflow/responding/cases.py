"""The journal of the cases, in the quarantine bucket: opened, told, closed. What it holds is never a secret.

Whatever is killed between two steps is found again by its journal: a case that is open and not closed goes on.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .errors import GONE, code_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .settings import Aws, Settings

OPEN, TOLD, CLOSED = "open", "told", "closed"
_FOLDER = "cases"


def note(aws: Aws, settings: Settings, case: dict[str, Any], mark: str) -> None:
    """Write a mark of a case, once."""
    key = _key(case["id"], mark)
    if noted(aws, settings, case["id"], mark) is None:
        body = json.dumps(case, sort_keys=True).encode()
        aws.client("s3").put_object(Bucket=settings.quarantine, Key=key, Body=body, ContentType="application/json")


def noted(aws: Aws, settings: Settings, case_id: str, mark: str) -> dict[str, Any] | None:
    """A mark of a case; None where it was not made."""
    try:
        found = aws.client("s3").get_object(Bucket=settings.quarantine, Key=_key(case_id, mark))
    except Exception as error:
        if code_of(error) in GONE:
            return None
        raise
    document: dict[str, Any] = json.loads(found["Body"].read())
    return document


def unfinished(aws: Aws, settings: Settings) -> Iterator[dict[str, Any]]:
    """Each case that was opened and not closed."""
    marks: dict[str, set[str]] = {}
    pages = aws.client("s3").get_paginator("list_objects_v2")
    for page in pages.paginate(Bucket=settings.quarantine, Prefix=f"{_FOLDER}/"):
        for item in page.get("Contents", ()):
            _, case_id, name = item["Key"].split("/")
            marks.setdefault(case_id, set()).add(name.removesuffix(".json"))
    for case_id in sorted(marks):
        if CLOSED not in marks[case_id] and (case := noted(aws, settings, case_id, OPEN)):
            yield case


def _key(case_id: str, mark: str) -> str:
    return f"{_FOLDER}/{case_id}/{mark}.json"
