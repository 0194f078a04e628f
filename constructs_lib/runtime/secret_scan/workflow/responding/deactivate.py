"""The third step: an AWS access key of this account is made inactive; a person rotates what else there is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ..scanning.contents import Bounds, texts
from .errors import GONE, REFUSED, code_of
from .reading import read, read_object
from .subject import Subject

if TYPE_CHECKING:
    from .settings import Aws, Settings

ACCESS_KEY = "AWS access key"
_KEY = re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b")
_MOST = 20  # access keys of one place


def deactivate(case: dict[str, Any], *, aws: Aws, settings: Settings) -> dict[str, Any]:
    """The case with what became of each access key, by its user and never by itself, and the kinds that are left."""
    keys = sorted(_keys(case, aws, settings))[:_MOST] if ACCESS_KEY in case["kinds"] else []
    users = [_inactive(aws.client("iam"), key) for key in keys]
    left = [kind for kind in sorted(case["kinds"]) if kind != ACCESS_KEY or "" in users or not users]
    return {**case, "deactivated": sorted({user for user in users if user}), "to_rotate": left}


def _keys(case: dict[str, Any], aws: Aws, settings: Settings) -> set[str]:
    """Read anew, from the copy where the version is gone: no secret goes from step to step."""
    subject = Subject(**case["subject"])
    if subject.kind == "object":
        where = {"bucket": settings.quarantine, "key": f"copies/{case['id']}", "version": ""}
        try:
            content, _ = read_object(aws.client("s3"), **where, most_bytes=settings.most_bytes)
            found = list(texts(content, Bounds()))
        except Exception as error:
            if code_of(error) not in GONE:
                raise
            contents = read(subject, aws, settings)
            found = contents.texts if contents else []
    else:
        contents = read(subject, aws, settings)
        found = contents.texts if contents else []
    return {key for text in found for key in _KEY.findall(text)}


def _inactive(iam: Any, key: str) -> str:
    """The user whose key it is, which is inactive now; empty for a key that is no user's of this account."""
    try:
        user = str(iam.get_access_key_last_used(AccessKeyId=key)["UserName"])
        iam.update_access_key(UserName=user, AccessKeyId=key, Status="Inactive")
    except Exception as error:
        if code_of(error) in {*GONE, *REFUSED, "NoSuchEntity", "ValidationError"}:
            return ""
        raise
    return user
