"""The states of the secret scan: look, and for each case quarantine, deactivate, notify, record; each tried again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from aws_cdk import aws_stepfunctions as sfn
from aws_cdk import aws_stepfunctions_tasks as tasks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aws_cdk import aws_lambda as lambda_
    from constructs import Construct

STEPS = ("quarantine", "deactivate", "notify", "record")
_AT_ONCE = 5  # cases
# What is still being replicated settles within a quarter of an hour: S3 User Guide, "Replicating objects".
_TRIES, _FIRST_SECONDS, _RATE = 6, 15, 2


def states(
    scope: Construct, *, scanner: lambda_.IFunction, responder: lambda_.IFunction, words: Mapping[str, str]
) -> sfn.IChainable:
    """Begin with an event, or with `{"sweep": {}}` for all that is there, part by part."""
    telling = sfn.Pass(scope, "NotLooked", parameters={"error": sfn.JsonPath.object_at("$.error")})
    not_looked = telling.next(_call(scope, "TellNotLooked", responder, _payload("failed", words))).next(
        sfn.Fail(scope, "LookFailed", error="SecretScan", cause="It could not look; a notice was sent")
    )
    look = _call(scope, "Look", scanner, {"step": "look", "event": sfn.JsonPath.object_at("$")})
    _again(look).add_catch(not_looked, result_path="$.error")
    each = sfn.Map(
        scope, "Cases", items_path="$.cases", max_concurrency=_AT_ONCE, result_path="$.ended",
        result_selector={"failed.$": "States.ArrayContains($[*].failed, true)"},
    )  # fmt: skip
    each.item_processor(_case(scope, responder, words))
    more = sfn.Choice(scope, "More")
    more.when(
        sfn.Condition.is_not_null("$.next"),
        sfn.Pass(scope, "NextPart", parameters={"sweep": sfn.JsonPath.object_at("$.next")}).next(look),
    )
    more.when(
        sfn.Condition.boolean_equals("$.ended.failed", True),
        sfn.Fail(scope, "CaseFailed", error="SecretScan", cause="A case could not be ended; a notice was sent"),
    )
    return look.next(each).next(more.otherwise(sfn.Succeed(scope, "Done")))


def _case(scope: Construct, responder: lambda_.IFunction, words: Mapping[str, str]) -> sfn.IChainable:
    told = _call(scope, "TellFailed", responder, _payload("failed", words))
    steps = [_call(scope, name.capitalize(), responder, _payload(name, words)) for name in STEPS]
    for one in steps:
        _again(one).add_catch(told, result_path="$.error")
    chain = sfn.Chain.start(steps[0])
    for one in steps[1:]:
        chain = chain.next(one)
    return chain


def _payload(step: str, words: Mapping[str, str]) -> dict[str, Any]:
    payload: dict[str, Any] = {"step": step, "case": sfn.JsonPath.object_at("$")}
    return {**payload, "words": dict(words)} if step in ("notify", "failed") else payload


def _call(scope: Construct, id_: str, function: lambda_.IFunction, payload: Mapping[str, Any]) -> tasks.LambdaInvoke:
    return tasks.LambdaInvoke(
        scope, id_, lambda_function=function, payload=sfn.TaskInput.from_object(dict(payload)),
        payload_response_only=True, retry_on_service_exceptions=False,
    )  # fmt: skip


def _again(task: tasks.LambdaInvoke) -> tasks.LambdaInvoke:
    task.add_retry(
        errors=["States.ALL"], max_attempts=_TRIES, interval=cdk.Duration.seconds(_FIRST_SECONDS), backoff_rate=_RATE,
        jitter_strategy=sfn.JitterType.FULL,
    )  # fmt: skip
    return task
