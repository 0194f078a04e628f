"""What a template asks of CloudFormation beside its resources: parameters, dynamic references, assets, custom ones.

Sources: https://github.com/aws/aws-cdk/issues/20959 (a parameter of type `AWS::SSM::Parameter::Value` is read with the
deploy's own permissions, `ssm:GetParameters`, also CDK's own `/cdk-bootstrap/.../version`);
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from governed_cdk.deploy_policy.names import at_deploy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource, Template
    from governed_cdk.deploy_policy.arns import Arns
    from governed_cdk.deploy_policy.texts import Texts

_SSM = "AWS::SSM::Parameter::"
_DYNAMIC = re.compile(r"\{\{resolve:(ssm|ssm-secure|secretsmanager):(arn(?::[^:}]*){6}|[^:}]+)")
_ASSETS = re.compile(r"cdk-[a-z0-9]+-assets-\d{12}-[a-z0-9-]+")
_TOKEN = "ServiceToken"  # noqa: S105 - the property of a custom resource
_PARTS = 3


def parameters(template: Template, arns: Arns) -> Iterator[tuple[str, str]]:
    """Action and ARN for each parameter that the template reads as it begins."""
    for one in template.parameters.values():
        name = one.get("Default") if isinstance(one, dict) and str(one.get("Type", "")).startswith(_SSM) else None
        if isinstance(name, str):
            yield "ssm:GetParameters", arns.arn(f"ssm:{{region}}:{{account}}:parameter/{_group(name)}")


def _group(name: str) -> str:
    """`/prod/kms/rds-key-arn` with all that the same stack publishes."""
    words = name.strip("/").split("/")
    grouped = len(words) == _PARTS and not words[0].startswith("cdk-")
    return "/".join([*words[:2], "*"] if grouped else words)


def dynamic_references(resource: Resource, texts: Texts, arns: Arns) -> Iterator[tuple[str, str]]:
    """Action and ARN for each `{{resolve:...}}` in a resource."""
    for service, name in (found for text in texts.of(resource) for found in _DYNAMIC.findall(text)):
        if service == "secretsmanager":
            arn = (
                name if name.startswith("arn:") else arns.arn(f"secretsmanager:{{region}}:{{account}}:secret:{name}-*")
            )
            yield "secretsmanager:GetSecretValue", at_deploy(arn)
        else:
            yield "ssm:GetParameters", arns.arn(f"ssm:{{region}}:{{account}}:parameter/{at_deploy(name).strip('/')}")


def asset_buckets(template: Template) -> set[str]:
    """The buckets that CDK keeps the code of functions in."""
    return set(_ASSETS.findall(json.dumps(template.body)))


def called(resource: Resource, texts: Texts, arns: Arns) -> Iterator[tuple[str, str]]:
    """Action and ARN of whom a custom resource is handed to; any function where that is known at the deploy only."""
    tokens = texts.of_property(resource, _TOKEN)
    for token in tokens or [arns.arn("lambda:{region}:{account}:function:*")]:
        arn = at_deploy(token)
        if ":sns:" in arn:
            yield "sns:Publish", arn
        else:
            yield (
                "lambda:InvokeFunction",
                arn if arn.startswith("arn:") else arns.arn("lambda:{region}:{account}:function:*"),
            )
