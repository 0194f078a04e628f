"""Calls at run time, judged by the policies that are deployed: of services, of roles, of the account.

The emulator judges requests. What a service does by itself, with a role of ours or as itself, is no request here: it is
put as a question, over the loopback, and judged by the same evaluator as a request is.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from ministack import app
from ministack.core import iam_evaluator
from ministack.core.responses import request_scope
from ministack.services import cloudwatch_logs, efs, iam

from governed_cdk.rehearsal.questions import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, MutableMapping

    Message = MutableMapping[str, Any]

_CONSENT = ("kms", "sts")  # nobody reaches a key or a role without an allow of its own policy


@dataclass(frozen=True, slots=True)
class AskedCall:
    """A call: a service principal, the ARN of a role or an account, what it does, and the keys that come along."""

    principal: str
    action: str
    resource: str
    region: str
    account: str
    context: Mapping[str, tuple[str, ...]]


def allowed(asked: AskedCall) -> bool:
    """Whether the policies as they are deployed let a call through."""
    with request_scope(asked.account, asked.region):
        policy = _policy_of(asked)
        if asked.principal.endswith(".amazonaws.com"):
            found = iam_evaluator.evaluate_resource_policy(policy, _context(asked, "*", "Service"), asked.principal)
            return bool(found.decision == "Allow")
        if not asked.principal.startswith("arn:"):
            who = next(iter(asked.context.get("aws:principalarn", ())), f"arn:aws:iam::{asked.account}:root")
            return _of_account(asked, _context(asked, who, "AssumedRole"), policy)
        return _of_role(asked, policy)


def _of_account(asked: AskedCall, context: iam_evaluator.EvalContext, policy: dict[str, Any]) -> bool:
    """Of any principal of the account, whose own policies allow it."""
    yes = iam_evaluator.EvalResult("Allow")
    return _combined(asked, context, policy, yes, limits=())


def _of_role(asked: AskedCall, policy: dict[str, Any]) -> bool:
    name = asked.principal.rpartition("/")[2]
    context = _context(asked, f"arn:aws:sts::{asked.account}:assumed-role/{name}/rehearsal", "AssumedRole")
    own = iam_evaluator._gather_role_policies(name, asked.account)  # noqa: SLF001 - see handler.py
    limits = iam_evaluator._permissions_boundary(iam._roles, name, asked.account)  # noqa: SLF001 - see handler.py
    return _combined(asked, context, policy, iam_evaluator.evaluate(context, own, *limits), limits=tuple(limits))


def _combined(asked: AskedCall, context: Any, policy: dict[str, Any], own: Any, *, limits: tuple[Any, ...]) -> bool:
    required = asked.action.partition(":")[0] in _CONSENT
    if not policy["Statement"] and not required:
        return bool(own.decision == "Allow")
    found = iam_evaluator.combine_resource_policy(
        own, context, policy, asked.account, required=required, limits=limits
    )  # fmt: skip
    return bool(found.decision == "Allow")


def _context(asked: AskedCall, arn: str, kind: str) -> iam_evaluator.EvalContext:
    given = {key: values[0] if len(values) == 1 else list(values) for key, values in asked.context.items() if values}
    return iam_evaluator.EvalContext(
        principal_arn=arn, principal_type=kind, principal_account="" if kind == "Service" else asked.account,
        action=asked.action, resource_arn=asked.resource, region=asked.region, service_context=given,
        secure_transport=True,
    )  # fmt: skip


def _policy_of(asked: AskedCall) -> dict[str, Any]:
    """The policy of what is called, as one document; without statements where there is none."""
    service = asked.action.partition(":")[0]
    if service == "sts":
        found = [iam._roles[asked.resource.rpartition("/")[2]]["AssumeRolePolicyDocument"]]  # noqa: SLF001 - see handler.py
    elif service == "logs":
        found = [one["policyDocument"] for one in cloudwatch_logs._resource_policies.values()]  # noqa: SLF001 - see handler.py
    elif service == "elasticfilesystem":
        found = [efs._file_systems[asked.resource.rpartition("/")[2]].get("FileSystemPolicy") or ""]  # noqa: SLF001 - see handler.py
    else:
        looked_up = iam_evaluator._resource_policy(service, asked.resource)  # noqa: SLF001 - see handler.py
        found = [looked_up[0]] if looked_up else []
    documents = [json.loads(one) if isinstance(one, str) else one for one in found if one]
    statements = [one["Statement"] for one in documents]
    return {"Statement": [one for many in statements for one in (many if isinstance(many, list) else [many])]}


def answer_questions() -> None:
    """Answer, at an address of the emulator, whether calls are allowed: a JSON list of booleans for a list of calls."""
    served = app.app

    async def answering(
        scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        if scope["type"] != "http" or scope["path"] != ADDRESS:
            await served(scope, receive, send)
            return
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        answers = [allowed(AskedCall(**one)) for one in json.loads(body)]
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": HTTPStatus.OK, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(answers).encode()})

    app.app = answering
