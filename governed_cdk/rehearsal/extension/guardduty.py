"""GuardDuty: whether a detector is on, asked and set. The emulator has no such service; its types are only recorded.

Nobody's permissions are asked here: who may call GuardDuty, a rehearsal does not tell.
"""

from __future__ import annotations

import json
import os
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from ministack import app
from ministack.core.responses import request_scope
from ministack.services import cloudcontrol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    Message = MutableMapping[str, Any]

_TYPE = "AWS::GuardDuty::Detector"
_DETECTOR = re.compile(r"/detector/(?P<id>\w+)")
_SCOPE = re.compile(rb"Credential=\w+/\d+/(?P<region>[\w-]+)/guardduty/")


def answer_of_detectors() -> None:
    """Answer GetDetector and UpdateDetector (GuardDuty API Reference): `status` and `enable`, nothing else."""
    served = app.app

    async def answering(
        scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        asked = _DETECTOR.fullmatch(scope.get("path", "")) if scope["type"] == "http" else None
        signed = _SCOPE.search(dict(scope["headers"]).get(b"authorization", b"")) if asked else None
        if not asked or not signed:
            await served(scope, receive, send)
            return
        body = (await receive()).get("body", b"") if scope["method"] == "POST" else b""
        with request_scope(os.environ["MINISTACK_ACCOUNT_ID"], signed["region"].decode()):
            status, answer = _answer(asked["id"], json.loads(body or b"{}"))
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(answer).encode()})

    app.app = answering


def _answer(detector: str, wanted: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    kept = cloudcontrol._resources.get(cloudcontrol._resource_key(_TYPE, detector))  # noqa: SLF001 - see handler.py
    if kept is None:
        said = "The request is rejected because the input detectorId is not owned by the current account."
        return HTTPStatus.BAD_REQUEST, {"__type": "InvalidInputException", "message": said}
    properties = json.loads(kept["Properties"])
    if "enable" in wanted:
        properties["Enable"] = wanted["enable"]
        kept["Properties"] = json.dumps(properties)
        return HTTPStatus.OK, {}
    return HTTPStatus.OK, {"status": "ENABLED" if properties.get("Enable") else "DISABLED"}
