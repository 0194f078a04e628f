"""Calls that services and roles make at run time, of resources written as a template's JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.access.evaluation import decide
from tests.aspects.judge.access.support import world

if TYPE_CHECKING:
    from aspects.judge.access.calls import RunTimeCall
    from aspects.judge.iam.truth import Truth

ARN = {"Fn::GetAtt": ["Key", "Arn"]}


def calls(resources: dict[str, tuple[str, dict[str, Any]]]) -> list[RunTimeCall]:
    """The calls that resources of one stack make."""
    return list(world({"prod-app": resources}).calls)


def said(call: RunTimeCall) -> tuple[str, str, str]:
    """Who calls what on which resource."""
    return call.request.who.name, call.request.action, call.request.what.resource.logical_id


def given(call: RunTimeCall) -> dict[str, tuple[str, ...]]:
    """What a call sends along."""
    return {key: values for key, values in call.request.context.items() if values}


def answers(found: list[RunTimeCall]) -> list[Truth]:
    """Whether each call is allowed."""
    return [decide(one.request).answer for one in found]


def role(name: str, *statements: dict[str, Any], service: str = "lambda") -> tuple[str, dict[str, Any]]:
    """A role for a service."""
    trust = {"Effect": "Allow", "Principal": {"Service": f"{service}.amazonaws.com"}, "Action": "sts:AssumeRole"}
    return "AWS::IAM::Role", {
        "RoleName": name,
        "AssumeRolePolicyDocument": {"Statement": [trust]},
        "Policies": [{"PolicyName": "use", "PolicyDocument": {"Statement": list(statements)}}],
    }


def allow(*actions: str, on: Any = "*", **elements: Any) -> dict[str, Any]:
    """A statement that allows."""
    return {"Effect": "Allow", "Action": [*actions], "Resource": on, **elements}


def key(*statements: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """A key with a policy."""
    return "AWS::KMS::Key", {"KeyPolicy": {"Statement": list(statements)}}
