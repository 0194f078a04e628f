"""Lifecycle hooks of a deployment: functions that are called as the role that the service names, and what they say."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError
from ministack.core.responses import get_account_id, get_region

from governed_cdk.rehearsal.extension import trial_listener
from governed_cdk.rehearsal.extension.api import client, new_id
from governed_cdk.rehearsal.extension.service_calls import AskedCall, allowed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from governed_cdk.rehearsal.extension.shift_record import Release

_USUAL_DELAY_S = 30.0
_log = logging.getLogger("rehearsal.deployments")


class UndoneError(Exception):
    """The deployment goes no further; why."""


def require_allowed(role: str, action: str, resource: str) -> None:
    """Raise UndoneError where a role that ECS works as may not do something."""
    if not allowed(AskedCall(role, action, resource, get_region(), get_account_id(), {})):
        raise UndoneError(f"{role} may not {action} on {resource}")


def call_hooks(release: Release, faults: Path, wait: Callable[[float], None]) -> None:
    """Call what is to be called at the stage, until each has succeeded. `wait` waits, in minutes.

    Raises UndoneError where one does not, and whatever `wait` raises.
    """
    for hook in release.configuration.get("lifecycleHooks") or ():
        if release.stage in hook.get("lifecycleStages", ()):
            _call(release, hook, faults, wait)


def _call(release: Release, hook: dict[str, Any], faults: Path, wait: Callable[[float], None]) -> None:
    function, event = hook["hookTargetArn"], _event(release)
    if hook.get("hookDetails"):
        event["hookDetails"] = hook["hookDetails"]
    answer: dict[str, Any] = {"hookStatus": "IN_PROGRESS", "callBackDelay": 0}
    while answer.get("hookStatus") == "IN_PROGRESS":
        wait(float(answer.get("callBackDelay", _USUAL_DELAY_S)) / 60)
        require_allowed(hook["roleArn"], "lambda:InvokeFunction", function)
        answer = _answer(function, event, faults)
        _log.info("%s of %s: %s", release.stage, release.service["serviceName"], answer)
    if answer.get("hookStatus") != "SUCCEEDED":
        raise UndoneError(f"{function.rpartition(':')[2]} at {release.stage} answered {json.dumps(answer)}")


def _event(release: Release) -> dict[str, Any]:
    """What ECS hands over (ECS Developer Guide, "Lambda hooks for Amazon ECS service deployments")."""
    new = release.revision(release.target)
    details = {
        "serviceArn": release.service["serviceArn"],
        "targetServiceRevisionArn": new,
        "testTrafficWeights": {new: release.test} if release.test else {},
        "productionTrafficWeights": {new: release.production} if release.production else {},
        **({"sourceServiceRevisionArn": release.revision(release.source)} if release.source else {}),
    }
    return {
        "executionDetails": details,
        "executionId": new_id(digits=32),
        "lifecycleStage": release.stage,
        "resourceArn": release.arn,
    }


def _answer(function: str, event: dict[str, Any], faults: Path) -> dict[str, Any]:
    try:
        if trial_listener.asks_it(function):
            answer = trial_listener.call(function, event, faults)
        else:
            called = client("lambda").invoke(FunctionName=function, Payload=json.dumps(event))
            answer = json.loads(called["Payload"].read() or b"null")
            answer = {"error": answer} if called.get("FunctionError") else answer
    except (BotoCoreError, ClientError, ValueError) as error:
        answer = {"error": str(error)}
    return answer if isinstance(answer, dict) else {"error": answer}
