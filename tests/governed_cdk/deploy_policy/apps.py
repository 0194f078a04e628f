"""Apps of a few resources, as templates."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aspects.judge.template import Template

if TYPE_CHECKING:
    from collections.abc import Mapping

ACCOUNT = "111122223333"
REGION = "ap-northeast-2"


def app(
    stack: str = "prod-orders", *, region: str = REGION, parameters: Mapping[str, Any] | None = None, **resources: Any
) -> list[Template]:
    """A stack of resources by logical id: (type, properties)."""
    made = {name: {"Type": type_, "Properties": given} for name, (type_, given) in resources.items()}
    body = json.loads(json.dumps({"Resources": made, "Parameters": parameters or {}}))
    return [Template(Path(f"{stack}.json"), body, account=ACCOUNT, region=region, stack_name=stack)]


def role(name: str | None = None, *, service: str = "lambda", **properties: Any) -> tuple[str, dict[str, Any]]:
    """A role that a service may take on."""
    trust = {"Effect": "Allow", "Principal": {"Service": f"{service}.amazonaws.com"}, "Action": "sts:AssumeRole"}
    named = {"RoleName": name} if name else {}
    return "AWS::IAM::Role", {"AssumeRolePolicyDocument": {"Statement": [trust]}, **named, **properties}


def function(name: str, role_id: str = "Role") -> tuple[str, dict[str, Any]]:
    """A function with a role of the same stack, and its code among CDK's assets."""
    code = {"S3Bucket": f"cdk-hnb659fds-assets-{ACCOUNT}-{REGION}", "S3Key": "x.zip"}
    return "AWS::Lambda::Function", {"FunctionName": name, "Role": {"Fn::GetAtt": [role_id, "Arn"]}, "Code": code}
