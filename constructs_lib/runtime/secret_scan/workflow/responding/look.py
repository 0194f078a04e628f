"""The first step: what an event names, or the next part of what is old; a case for each that holds a secret."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..scanning.report import BY_NAME, report_on
from .cases import unfinished
from .errors import GONE, code_of
from .reading import read
from .subject import Subject, subjects_of
from .sweep import part_of

if TYPE_CHECKING:
    import datetime

    from .settings import Aws, Settings

CRITICAL, WARNING = "critical", "warning"


def look(event: dict[str, Any], *, aws: Aws, settings: Settings, key: str, today: datetime.date) -> dict[str, Any]:
    """Cases of what an event names, or of one part of a sweep, and where that goes on (`next`; null at its end)."""
    swept = event.get("sweep")
    if swept is None:
        subjects, following = list(subjects_of(event)), None
        cases = []
    else:
        cases = list(unfinished(aws, settings)) if not swept else []
        subjects, following = part_of(swept, aws, settings)
    told: list[str] = []
    for subject in subjects:
        if settings.quarantine in (subject.container, subject.name):
            continue
        case = _case(subject, told, aws=aws, settings=settings, key=key, today=today)
        if case:
            cases.append(case)
    return {"cases": cases, "next": following, "told": told[:100], "looked_at": len(subjects)}


def _case(
    subject: Subject, told: list[str], *, aws: Aws, settings: Settings, key: str, today: datetime.date
) -> dict[str, Any] | None:
    subject = _with_version(subject, aws)
    contents = read(subject, aws, settings)
    if contents is None:
        return None
    told += [f"{subject}: {one}" for one in contents.told]
    report = report_on(contents.texts, key=key, accepted=settings.accepted, today=today)
    if not report.kinds:
        return None
    weak = all(kind.endswith(BY_NAME) for kind in report.kinds)
    return {
        "id": subject.id,
        "subject": subject.as_document(),
        "severity": WARNING if weak and subject.kind == "object" else CRITICAL,
        "owner": contents.owner,
        **report.as_document(),
    }


def _with_version(subject: Subject, aws: Aws) -> Subject:
    """An object by its version also where the event does not name it; a bucket without versions has none."""
    if subject.kind != "object" or subject.version:
        return subject
    try:
        head = aws.client("s3").head_object(Bucket=subject.container, Key=subject.name)
    except Exception as error:
        if code_of(error) in GONE:
            return subject
        raise
    return replace(subject, version=head.get("VersionId", ""))
