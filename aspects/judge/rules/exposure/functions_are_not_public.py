"""Functions are not public.

No function URL, and no endpoint of a web function, whose callers need not sign their requests. Permissions of functions
and layers are judged with every other resource policy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.readings.switches import switched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.rule import Breach
    from aspects.judge.template import Resource

_PATHS = {
    "AWS::Lambda::Url": "AuthType",
    "AWS::Lambda::WebFunctionEndpoint": "AuthType",
    "AWS::Serverless::Function": "FunctionUrlConfig.AuthType",
    "AWS::Serverless::WebFunction": "AuthType",
}
# Lambda Developer Guide, "Control access to Lambda function URLs" and "Lambda Web Function endpoint access control".
_FOUND = "Anybody may call it without a signature"
_UNSIGNED = frozenset({"none", "applicationmanaged"})

TYPES = tuple(_PATHS)
SINCE = "0.1.0"
WHY = "Without a signature anybody runs the function, at our cost and with its rights."
FIX = "fn.add_function_url(auth_type=lambda_.FunctionUrlAuthType.AWS_IAM); or a load balancer in front of it"

BAD = """
Url:
  Type: AWS::Lambda::Url
  Properties: {TargetFunctionArn: prod-orders-hook, AuthType: NONE}
"""
GOOD = """
Url:
  Type: AWS::Lambda::Url
  Properties: {TargetFunctionArn: prod-orders-hook, AuthType: AWS_IAM}
"""


def check(resource: Resource) -> Iterator[Breach]:
    """Judge who may call a function by its URL."""
    fits = resource.type == "AWS::Lambda::Url"
    yield from switched(resource, _PATHS[resource.type], _UNSIGNED, _FOUND, to="AWS_IAM", fits=fits)
