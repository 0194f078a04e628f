"""Systems Manager: tickets of OpsCenter, one for what says that it is the same, and what they say for whoever asks.

Source: Systems Manager API reference, CreateOpsItem, and the User Guide, "Reducing duplicate OpsItems" (2026-11-30).
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from ministack.core.responses import error_response_json, json_response
from ministack.services import ssm

from governed_cdk.rehearsal.extension.api import new_id

_items: dict[str, dict[str, Any]] = {}


def keep_tickets() -> None:
    """Let the emulator take CreateOpsItem and answer DescribeOpsItems, which it does not know."""
    handle = ssm.handle_request

    async def with_tickets(*request: Any) -> Any:
        _method, _path, headers, body, _query = request
        action = headers.get("x-amz-target", "").rpartition(".")[2]
        if action == "CreateOpsItem":
            return _create(json.loads(body))
        if action == "DescribeOpsItems":
            return json_response({"OpsItemSummaries": list(_items.values())})
        return await handle(*request)

    ssm.handle_request = with_tickets


def _create(given: dict[str, Any]) -> Any:
    same = given.get("OperationalData", {}).get("/aws/dedup", {}).get("Value") or new_id("")
    if same in _items:
        return error_response_json(
            "OpsItemAlreadyExistsException", "The OpsItem already exists.", HTTPStatus.BAD_REQUEST
        )
    kept: dict[str, Any] = {key: given[key] for key in ("Title", "Source", "Severity", "Category") if key in given}
    _items[same] = {"OpsItemId": new_id("oi-"), "Status": "Open", **kept}
    return json_response({"OpsItemId": _items[same]["OpsItemId"]})
