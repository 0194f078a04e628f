"""Which calls are worth an alert, by service; alerts and named queries look for the same ones.

Source: CIS AWS Foundations Benchmark; Service Authorization Reference, for the names.
"""

from __future__ import annotations

from typing import Any

from constructs_lib.kernel.cdk_roles import EXECUTING

IAM_CHANGES = (
    "AddRoleToInstanceProfile", "AddUserToGroup", "AttachGroupPolicy", "AttachRolePolicy", "AttachUserPolicy",
    "CreateAccessKey", "CreateGroup", "CreateLoginProfile", "CreateOpenIDConnectProvider", "CreatePolicy",
    "CreatePolicyVersion", "CreateRole", "CreateSAMLProvider", "CreateUser", "DeactivateMFADevice",
    "DeleteAccountPasswordPolicy", "DeleteGroup", "DeleteGroupPolicy", "DeleteOpenIDConnectProvider", "DeletePolicy",
    "DeletePolicyVersion", "DeleteRole", "DeleteRolePermissionsBoundary", "DeleteRolePolicy", "DeleteSAMLProvider",
    "DeleteUser", "DeleteUserPermissionsBoundary", "DeleteUserPolicy", "DetachGroupPolicy", "DetachRolePolicy",
    "DetachUserPolicy", "PutGroupPolicy", "PutRolePermissionsBoundary", "PutRolePolicy", "PutUserPermissionsBoundary",
    "PutUserPolicy", "SetDefaultPolicyVersion", "UpdateAccessKey", "UpdateAccountPasswordPolicy",
    "UpdateAssumeRolePolicy", "UpdateLoginProfile", "UpdateOpenIDConnectProviderThumbprint", "UpdateSAMLProvider",
)  # fmt: skip
"""Calls that change who may do what. The named query of the same name looks for these too."""

SECURITY_GROUP_CHANGES = (
    "AuthorizeSecurityGroupEgress", "AuthorizeSecurityGroupIngress", "CreateSecurityGroup", "DeleteSecurityGroup",
    "ModifySecurityGroupRules", "RevokeSecurityGroupEgress", "RevokeSecurityGroupIngress",
)  # fmt: skip
TRAIL_STOPS = {
    "cloudtrail": ("DeleteTrail", "StopLogging"),
    "guardduty": ("DeleteDetector",),
    "kms": ("DisableKey", "ScheduleKeyDeletion"),
    "s3": ("DeleteBucketPolicy",),
}
"""Calls that end the trail, or what it and its alerts need: its key, its bucket's policy, the detector."""
TRAIL_CHANGES = {
    "cloudtrail": ("PutEventSelectors", "PutInsightSelectors", "UpdateTrail"),
    "guardduty": ("UpdateDetector",),
    "kms": ("PutKeyPolicy",),
    "s3": ("PutBucketPolicy",),
}
"""Calls that change these. A deployment makes them too."""
TRAIL_BUCKETS = "*-cloudtrail-*"
"""Names of the buckets of the service cloudtrail. Keys are named by numbers: every key of the account counts."""

# CloudFormation's own calls are of a change that was reviewed, and a deployment makes a hundred. Nobody else can assume
# that role; who uses CloudFormation without it is seen. CloudTrail names it as issuer of the session (CloudTrail User
# Guide, "CloudTrail userIdentity element").
NOT_BY_DEPLOYMENT = {
    "sessionContext": {"sessionIssuer": {"userName": [{"exists": False}, {"anything-but": {"wildcard": EXECUTING}}]}}
}


def calls_of(service: str, names: tuple[str, ...], **further: Any) -> dict[str, Any]:
    """The detail of an event pattern for calls of one service; those on buckets only where a bucket is the trail's."""
    bucket = {"requestParameters": {"bucketName": [{"wildcard": TRAIL_BUCKETS}]}} if service == "s3" else {}
    return {"eventSource": [f"{service}.amazonaws.com"], "eventName": list(names), **bucket, **further}
