"""CloudFormation acts as the role that was handed to it, and is refused what that role may not do.

Each operation on a resource makes the requests of its handler (`handler_requests.py`), which the policies and the
boundary of the role are asked about. A stack without a role is worked on as the account, as `cdk bootstrap` is. Source:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html (whoever hands a role over
needs iam:PassRole; the role is kept for what follows).
"""

from __future__ import annotations

import functools
import json
import logging
import re
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.core.router import extract_access_key_id
from ministack.services import cloudformation, iam
from ministack.services.cloudformation.helpers import _error

from governed_cdk.rehearsal.extension.handler_requests import SOMEWHERE, Context, requests

if TYPE_CHECKING:
    from collections.abc import Mapping

    from governed_cdk.rehearsal.extension.lifecycle import Operation

_SERVICE = "cloudformation.amazonaws.com"
_log = logging.getLogger("rehearsal.permissions")


class Execution:
    """The guard that judges each operation by the role of its stack."""

    def __init__(self) -> None:
        self.roles: dict[tuple[str, str], str] = {}
        """The name of the role by region and stack."""

    def before(self, step: Operation) -> None:
        """Refuse the step where the role may not make one of its requests."""
        role = self._role(step.region, step.place.partition(":")[0])
        if role is None or not step.changes:
            return
        for action, arn, context in requests(step):
            if not may(role, action, arn, region=step.region, context=context):
                raise ValueError(_refusal(role, action, arn))

    def after(self, step: Operation) -> None:
        """It was allowed."""

    def hear(self) -> None:
        """Keep the role of each stack, and refuse it where whoever hands it over may not pass it."""
        handle = cloudformation.handle_request

        async def with_role(*request: Any) -> Any:
            _method, _path, headers, body, query = request
            given = _parameters(headers, body, query)
            role = given.get("RoleARN")
            if role:
                refused = _may_pass(extract_access_key_id(headers, query), role)
                if refused:
                    return _error("AccessDenied", refused, HTTPStatus.FORBIDDEN)
                stack = given.get("StackName", "").rpartition(":stack/")[2].partition("/")[0]
                self.roles[get_region(), stack or given["StackName"]] = role.rpartition("/")[2]
            return await handle(*request)

        cloudformation.handle_request = with_role

    def _role(self, region: str, stack: str) -> str | None:
        """The role of a stack, or of the one that it is nested in."""
        found = self.roles.get((region, stack))
        if found:
            return found
        known = list(self.roles)  # a copy at once: stacks come and go on other threads
        parents = [name for place, name in known if place == region and stack.startswith(f"{name}-")]
        return self.roles[region, max(parents, key=len)] if parents else None


def may(role: str, action: str, arn: str, *, region: str, context: Context) -> bool:
    """Whether a role may make a request."""
    account = get_account_id()
    asked = iam_evaluator.EvalContext(
        principal_arn=f"arn:aws:sts::{account}:assumed-role/{role}/AWSCloudFormation", principal_type="AssumedRole",
        principal_account=account, action=action, resource_arn=arn or "*", region=region, secure_transport=True,
        service_context=context,
    )  # fmt: skip
    known = iam._roles.get(role) or {}  # noqa: SLF001 - see handler.py
    documents = tuple(_documents(known))
    limits = iam_evaluator._permissions_boundary(iam._roles, role, account)  # noqa: SLF001 - see handler.py
    applying = [_anywhere(one) if arn == SOMEWHERE else one for one in _about(documents, action)]
    return bool(iam_evaluator.evaluate(asked, [applying], *limits).decision == "Allow")


def _documents(role: Mapping[str, Any]) -> list[str]:
    inline = list((role.get("InlinePolicies") or {}).values())
    resolve = iam_evaluator._resolve_managed_policy_document  # noqa: SLF001 - see handler.py
    managed = [resolve(arn, get_account_id()) for arn in role.get("AttachedPolicies") or []]
    return [one if isinstance(one, str) else json.dumps(one) for one in (*inline, *managed) if one]


@functools.lru_cache(maxsize=4096)
def _about(documents: tuple[str, ...], action: str) -> list[Any]:
    """The statements about an action."""
    matches = iam_evaluator._action_matches  # noqa: SLF001 - see handler.py
    return [one for document in documents for one in _parsed(document) if matches(action, one.actions, one.not_actions)]


@functools.lru_cache(maxsize=256)
def _parsed(document: str) -> list[Any]:
    return list(iam_evaluator.parse_policy_document(document))


def _anywhere(statement: Any) -> Any:
    return replace(statement, resources=["*"], not_resources=[]) if statement.effect == "Allow" else statement


def _may_pass(access_key: str, role: str) -> str:
    """Why whoever asks may not hand a role to CloudFormation; nothing where he may."""
    found = iam._roles.get(role.rpartition("/")[2])  # noqa: SLF001 - see handler.py
    if found is None or _SERVICE not in json.dumps(found.get("AssumeRolePolicyDocument", "")):
        return f"Role {role} is invalid or cannot be assumed"
    refused = iam_evaluator.enforce(
        access_key, "iam:PassRole", "iam", get_region(), resource_arn=role,
        service_context={"iam:PassedToService": _SERVICE},
    )  # fmt: skip
    if refused is None:
        return ""
    who = getattr(refused, "principal_arn", "") or access_key
    return f"User: {who} is not authorized to perform: iam:PassRole on resource: {role}"


def _refusal(role: str, action: str, arn: str) -> str:
    on = f" on resource: {arn}" if arn else ""
    who = f"arn:aws:sts::{get_account_id()}:assumed-role/{role}/AWSCloudFormation"
    said = f"User: {who} is not authorized to perform: {action}{on} because no identity-based policy allows it"
    _log.warning(said)
    return said


def _parameters(headers: Mapping[str, str], body: bytes, query: Mapping[str, list[str]]) -> dict[str, str]:
    """The texts of a request, in any of the protocols that the emulator takes."""
    found = {key: values[0] for key, values in query.items() if values}
    if "amz-json" in headers.get("content-type", ""):
        given = json.loads(body or b"{}")
        return found | {key: value for key, value in given.items() if isinstance(value, str)}
    if not re.search(rb"(^|&)RoleARN=", body or b""):
        return found
    return found | {key: values[0] for key, values in parse_qs(body.decode()).items()}
