"""The stack policy: CloudFormation itself refuses to replace or delete what holds data, whoever updates the stack.

A policy counts for updates, not for the deletion of a stack; once set it can be changed, never taken away; without an
`Allow` it denies everything. Source: CloudFormation User Guide, "Prevent updates to stack resources",
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html. The CDK command line sets
none: https://github.com/aws/aws-cdk/issues/1697.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import invalid

if TYPE_CHECKING:
    from collections.abc import Iterable

# SetStackPolicy, StackPolicyBody: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_SetStackPolicy.html
_MAX_BYTES = 16_384


def stack_policy(logical_ids: Iterable[str]) -> str:
    """The policy that keeps these resources; with none, the one that allows all.

    Raises ConfigurationError where CloudFormation would not take it.
    """
    kept = sorted(set(logical_ids))
    statements: list[dict[str, object]] = [
        {"Effect": "Allow", "Principal": "*", "Action": "Update:*", "Resource": "*"},
    ]
    if kept:
        resources = [f"LogicalResourceId/{one}" for one in kept]
        denied = ["Update:Replace", "Update:Delete"]
        statements.append({"Effect": "Deny", "Principal": "*", "Action": denied, "Resource": resources})
    text = json.dumps({"Statement": statements}, separators=(",", ":"))
    if len(text) > _MAX_BYTES:
        raise invalid("stack policy", f"{len(text)} bytes for {len(kept)} resources", f"{_MAX_BYTES} bytes at most")
    return text
