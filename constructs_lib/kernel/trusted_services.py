"""Which services say, when they take on a role, on whose behalf: `aws:SourceAccount` and `aws:SourceArn`; pure."""

from __future__ import annotations

from typing import Final

# The page "Cross-service confused deputy prevention" of each service's guide shows a role's trust with the condition.
SENDS_SOURCE: Final = frozenset({
    "amplify", "appsync", "autoscaling", "bedrock", "cloudformation", "cloudtrail", "codebuild", "comprehend", "config",
    "databrew", "dlm", "dms", "ecs-tasks", "elasticmapreduce", "fis", "gamelift", "glue", "grafana", "imagebuilder",
    "iot", "kendra", "kinesisanalytics", "logs", "monitoring.rds", "personalize", "pipes", "rekognition", "sagemaker",
    "scheduler", "ssm", "states", "textract", "transfer", "vpc-flow-logs",
})  # fmt: skip
"""Services that document it, by the first part of their principal. A rule holds their roles to it."""

# Lambda assumes an execution role without aws:SourceAccount or aws:SourceArn in the request: with such a condition
# the function cannot be created. AWS Backup and RDS Proxy document the trust of their roles without conditions (AWS
# Backup Developer Guide, "IAM service roles"; RDS User Guide, "Setting up IAM for RDS Proxy").
SENDS_NO_SOURCE: Final = frozenset({"backup.amazonaws.com", "lambda.amazonaws.com", "rds.amazonaws.com"})
"""Principals that send neither: a condition would keep them out. Of all others that we trust, we ask for it."""
