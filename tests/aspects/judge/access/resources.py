"""Resources as templates have them: roles, statements and keys."""

from __future__ import annotations

from typing import Any


def role(name: str, *statements: dict[str, Any], service: str = "lambda") -> tuple[str, dict[str, Any]]:
    trust = {"Effect": "Allow", "Principal": {"Service": f"{service}.amazonaws.com"}, "Action": "sts:AssumeRole"}
    return "AWS::IAM::Role", {
        "RoleName": name,
        "AssumeRolePolicyDocument": {"Statement": [trust]},
        "Policies": [{"PolicyName": "use", "PolicyDocument": {"Statement": list(statements)}}],
    }


def allow(*actions: str, on: Any = "*", **elements: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": [*actions], "Resource": on, **elements}


def key(*statements: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return "AWS::KMS::Key", {"KeyPolicy": {"Statement": list(statements)}}
