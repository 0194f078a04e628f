"""Regions that are lost: every call that is signed for one is refused, from the moment that the file `lost` names it.

The answer is a 503 without a word, as from a front end whose service is gone. What is global goes on (IAM, Route 53),
asked from another region. A bucket belongs to its region, wherever it is asked from: S3 leads to it, and there is none.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from ministack import app
from ministack.core.router import extract_signed_region

from governed_cdk.rehearsal.disaster import LOST

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping
    from pathlib import Path

    Message = MutableMapping[str, Any]


def refuse(folder: Path) -> None:
    """Refuse what is signed for a region that a line of the file in `folder` names."""
    served = app.app

    async def answering(
        scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        if scope["type"] != "http" or _region(scope) not in _lost(folder):
            await served(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": HTTPStatus.SERVICE_UNAVAILABLE, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    app.app = answering


def _region(scope: Message) -> str | None:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope.get("headers", [])}
    found: str | None = extract_signed_region(headers, parse_qs(scope.get("query_string", b"").decode("latin-1")))
    return found


def _lost(folder: Path) -> frozenset[str]:
    file = folder / LOST
    return frozenset(file.read_text(encoding="utf-8").split()) if file.is_file() else frozenset()
