"""A failed deploy to report."""

from __future__ import annotations

import datetime
from typing import Any

from constructs_lib.kernel.language import Language
from governed_cdk.diagnosis.budget import within
from governed_cdk.diagnosis.causes import recognised
from governed_cdk.diagnosis.evidence import Evidence, Weight
from governed_cdk.diagnosis.failure import DeployRun, FailedDeploy

DENIED = Evidence(
    "cloudformation",
    "CREATE_FAILED: User: arn:aws:sts::111122223333:assumed-role/x/y is not authorized to perform: sqs:createqueue",
    Weight.CAUSE,
    "AWS::SQS::Queue prod-orders/Queue",
)
UNKNOWN = Evidence(
    "cloudformation", "CREATE_FAILED: The widget is of another colour", Weight.CAUSE, "AWS::X::Y prod-orders/Widget"
)
LOG = Evidence("logs", "listening on 8080", Weight.CONTEXT, "AWS::ECS::Service orders")


def deploy(**changes: Any) -> DeployRun:
    given: dict[str, Any] = {
        "service": "orders", "environment": "prod", "language": Language.EN,
        "moment": datetime.datetime(2026, 11, 30, 12, 34, tzinfo=datetime.UTC), "stacks": ("prod-orders",),
        "commit": "a" * 40, "branch": "main", "run": "https://github.com/example-org/orders/actions/runs/7",
        "owners": ("@ann", "@example-org/payments"),
    }  # fmt: skip
    return DeployRun(**{**given, **changes})


def failure(*evidence: Evidence, characters: int = 24_000, of: DeployRun | None = None, **more: Any) -> FailedDeploy:
    lines = evidence or (DENIED, LOG)
    return FailedDeploy(deploy=of or deploy(), chosen=within(lines, characters), match=recognised(lines), **more)
