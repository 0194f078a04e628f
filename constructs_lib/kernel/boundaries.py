"""The ceiling of every role of the platform: a permissions boundary that no deploy can change; pure.

It is the administrator's, as the policies of CloudFormation's role are: `governed-cdk deploy-policy` prints it, and its
name is within none of the names that an app may touch. A template cannot make a role without it, nor change it.

It lists what the platform's roles do while they run, by action. What is not in it (users, roles, trails, policies of
keys) no role may do, whatever its own policies say. Where one needs more: a line here, and `deploy-policy` again in the
account.

Sources: IAM User Guide, "Permissions boundaries for IAM entities",
https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html; for `NEEDS_BOUNDARY` the Service
Authorization Reference, "AWS Identity and Access Management", condition key iam:PermissionsBoundary,
https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.cdk_roles import DEPLOYING

if TYPE_CHECKING:
    from collections.abc import Iterable

NEEDS_BOUNDARY = (
    "iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy",
    "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy",
)  # fmt: skip
"""What may depend on the boundary of the role that is made or changed."""

_RUNNING = (
    "aps:Describe*", "aps:Get*", "aps:List*", "aps:QueryMetrics",
    "backup:CopyFromBackupVault", "backup:CopyIntoBackupVault", "backup:DescribeBackupVault",
    "backup:DescribeRestoreJob", "backup:GetRestoreTestingPlan", "backup:ListRestoreJobs",
    "backup:PutRestoreValidationResult", "backup:TagResource",
    "cloudwatch:Describe*", "cloudwatch:Get*", "cloudwatch:List*",
    "dynamodb:DeleteItem", "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:PutItem",
    "ec2:AssignPrivateIpAddresses", "ec2:AuthorizeSecurityGroup*", "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface", "ec2:Describe*", "ec2:RevokeSecurityGroup*", "ec2:UnassignPrivateIpAddresses",
    "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetAuthorizationToken", "ecr:GetDownloadUrlForLayer",
    "ecs:DescribeTasks", "ecs:RunTask", "ecs:StopTask",
    "elasticfilesystem:Backup", "elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite",
    "elasticfilesystem:CreateFileSystem", "elasticfilesystem:DescribeFileSystems", "elasticfilesystem:DescribeTags",
    "elasticfilesystem:Restore", "elasticfilesystem:TagResource",
    "events:PutEvents",
    "firehose:PutRecord*",
    "lambda:GetFunctionConfiguration", "lambda:InvokeFunction", "lambda:ListFunctions", "lambda:ListTags",
    "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*",
    "logs:CreateLogGroup", "logs:CreateLogStream", "logs:Describe*", "logs:Get*", "logs:PutLogEvents",
    "logs:PutRetentionPolicy", "logs:StartQuery", "logs:StopQuery",
    "rds:AddTagsToResource", "rds:CopyDBSnapshot", "rds:CreateDBSnapshot", "rds:DeleteDBSnapshot", "rds:Describe*",
    "rds:ListTagsForResource", "rds:ModifyDBSnapshotAttribute", "rds:RestoreDBInstanceFromDBSnapshot",
    "s3:AbortMultipartUpload", "s3:DeleteObject", "s3:Get*", "s3:List*", "s3:PutObject", "s3:Replicate*",
    "secretsmanager:DescribeSecret", "secretsmanager:GetRandomPassword", "secretsmanager:GetSecretValue",
    "secretsmanager:ListSecrets", "secretsmanager:ListSecretVersionIds", "secretsmanager:PutSecretValue",
    "secretsmanager:UpdateSecretVersionStage",
    "sns:Publish",
    "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:SendMessage",
    "ssm:DescribeParameters", "ssm:GetParameter", "ssm:ListTagsForResource",
    "states:StartExecution",
    "tag:GetResources",
    "xray:GetSampling*", "xray:Put*",
)  # fmt: skip
# What the role that explains failed deploys does besides: it asks a model, which costs, and reads what others need not.
_DIAGNOSING = (
    "bedrock:InvokeModel", "cloudformation:Describe*", "cloudformation:List*", "ecs:Describe*", "ecs:List*",
    "elasticloadbalancing:Describe*", "logs:FilterLogEvents",
)  # fmt: skip
# What puts away a secret that was found, and nobody else: see `constructs_lib.platform.secrets.scan_rights`.
_RESPONDING = (
    "iam:GetAccessKeyLastUsed", "iam:UpdateAccessKey", "s3:DeleteObjectVersion", "s3:PutObjectTagging",
    "s3:PutObjectVersionTagging", "ssm:CreateOpsItem",
)  # fmt: skip
# What a workflow's role needs for its log (Step Functions Developer Guide, "Using CloudWatch Logs").
_LOGGING = (
    "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:ListLogDeliveries", "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
)  # fmt: skip
# Who becomes other roles, by the end of the name: plans, deployments and the watch over drift from GitHub, and runs of
# Atlantis.
_BECOMING = (
    "bootstrap-deploy*", "bootstrap-drift*", "bootstrap-plan*", "atlantis-apply-*", "atlantis-plan-*",
)  # fmt: skip
# What AWS Backup restores as a test it calls so, and takes away by a service-linked role, which no boundary bounds.
_COPIES = "arn:*:rds:*:*:db:awsbackup-restore-test-*"
_NAME = re.compile(r"arn:[\w-]+:iam::\d{12}:policy/(?P<name>cdk-boundary-[a-z0-9-]+)")


def boundary_name(environment: str) -> str:
    """The name of the boundary of an environment's roles: not within the names of an app."""
    return f"cdk-boundary-{environment}"


def platform_boundary(arn: str) -> str:
    """The name of the platform's boundary whose ARN it is; nothing where it is another policy's."""
    found = _NAME.fullmatch(arn)
    return found["name"] if found else ""


def boundary_document(environment: str, others: Iterable[str]) -> dict[str, Any]:
    """The policy.

    Args:
        environment: whose roles it bounds.
        others: ARNs of the roles beside CDK's that runs become, such as those of Terraform's providers.
    """
    who = [f"arn:*:iam::*:role/{environment}-{name}" for name in _BECOMING]
    cdk = [f"arn:*:iam::*:role/cdk-*-{kind}-role-*" for kind in DEPLOYING]
    runs = f"arn:*:iam::*:role/{environment}-atlantis-*"
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Sid": "Running", "Effect": "Allow", "Action": list(_RUNNING), "Resource": "*"},
            _only(f"arn:*:iam::*:role/{environment}-bootstrap-diagnose", "Diagnosing", _DIAGNOSING),
            {"Sid": "RestoreTests", "Effect": "Allow", "Action": ["rds:CreateDBInstance", "rds:ModifyDBInstance"],
             "Resource": _COPIES},
            {"Sid": "GrantsOfServices", "Effect": "Allow", "Action": ["kms:CreateGrant"], "Resource": "*",
             "Condition": {"Bool": {"kms:GrantIsForAWSResource": "true"}}},
            _only(
                f"arn:*:iam::*:role/{environment}-secrets-secret-response-function", "SecretsInTheOpen", _RESPONDING
            ),
            _only(f"arn:*:iam::*:role/{environment}-*-states", "LogsOfWorkflows", _LOGGING),
            {"Sid": "RolesOfRuns", "Effect": "Allow", "Action": ["iam:PassRole"], "Resource": [runs],
             "Condition": {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}},
            {"Sid": "RolesOfDeploys", "Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession"],
             "Resource": [*cdk, *sorted(set(others))], "Condition": {"ArnLike": {"aws:PrincipalArn": who}}},
        ],
    }  # fmt: skip


def _only(role: str, sid: str, actions: Iterable[str]) -> dict[str, Any]:
    """What a role does besides, and no other."""
    return {
        "Sid": sid, "Effect": "Allow", "Action": list(actions), "Resource": "*",
        "Condition": {"ArnLike": {"aws:PrincipalArn": role}},
    }  # fmt: skip
