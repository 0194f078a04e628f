"""What may be wrong with keys, secrets, rights, logs and the network."""

from __future__ import annotations

from typing import Any

from tests.governed_cdk.checkup.fine import KEY, SECRET, ago, at_home, database, event, looked_up, rows, secret

_TAGGED = {"ResourceTagMappingList": [{"ResourceARN": "arn:aws:sns:::x", "Tags": [{"Key": "Team", "Value": "a"}]}]}

BROKEN: dict[str, list[tuple[dict[str, Any], str]]] = {
    "rotations-failed": [
        ({"secretsmanager list_secrets": secret(NextRotationDate=ago(3))}, "should have rotated on 2026-11-27"),
        (
            {
                "cloudtrail lookup_events": looked_up(
                    "RotationFailed",
                    {"Events": [{"EventTime": ago(0.1), "Resources": [{"ResourceName": SECRET}]}]},
                )
            },
            f"{SECRET}: the rotation failed at 2026-11-30 06:36",
        ),
    ],
    "keys": [
        ({"kms describe_key": {"KeyMetadata": {**KEY, "KeyState": "PendingDeletion"}}}, "prod-rds is PendingDeletion")
    ],
    "security-groups": [({"ec2 describe_network_interfaces": {}}, "nothing is in prod-orders (sg-1)")],
    "public": [
        (
            {
                "accessanalyzer list_findings_v2": {
                    "findings": [{"resource": "arn:aws:s3:::prod-x", "resourceType": "AWS::S3::Bucket"}]
                }
            },
            "others can reach arn:aws:s3:::prod-x",
        )
    ],
    "tags": [({"resourcegroupstaggingapi get_resources": _TAGGED}, "arn:aws:sns:::x lacks Organization, Environment")],
    "calls": [
        (
            {"cloudtrail lookup_events": looked_up("insight", event("RunInstances"))},
            "unusually many calls of RunInstances",
        ),
        ({"cloudtrail lookup_events": looked_up("root", event("DeleteTrail"))}, "root called DeleteTrail"),
    ],
    "logins": [
        (
            {
                "cloudtrail lookup_events": looked_up(
                    "ConsoleLogin",
                    event(
                        "ConsoleLogin",
                        responseElements={"ConsoleLogin": "Failure"},
                        userIdentity={"userName": "ann"},
                        sourceIPAddress="203.0.113.9",
                    ),
                )
            },
            "ann failed to sign in from 203.0.113.9",
        )
    ],
    "guard-duty": [
        (
            {
                "guardduty list_detectors": at_home({"DetectorIds": ["d" * 32]}),
                "guardduty list_findings": {"FindingIds": ["f1"]},
                "guardduty get_findings": {"Findings": [{"Title": "A key was used from elsewhere", "Severity": 8.0}]},
            },
            "A key was used from elsewhere, severity 8.0",
        )
    ],
    "rotations-due": [
        (
            {"secretsmanager list_secrets": secret(RotationEnabled=False, LastChangedDate=ago(85))},
            f"{SECRET} is 85 days old, and no function rotates it; at most 90",
        )
    ],
    "key-use": [
        ({"kms get_key_last_usage": {"TrackingStartDate": ago(120)}}, "nothing has used prod-rds for 90 days"),
        (
            {"kms get_key_last_usage": {"KeyLastUsage": {"Timestamp": ago(100)}, "TrackingStartDate": ago(120)}},
            "nothing has used prod-rds for 90 days",
        ),
    ],
    "unused-access": [
        (
            {
                "accessanalyzer list_findings_v2": {
                    "findings": [{"resource": "arn:aws:iam:::role/prod-x", "findingType": "UnusedIAMRole"}]
                }
            },
            "arn:aws:iam:::role/prod-x: UnusedIAMRole",
        )
    ],
    "images": [
        (
            {
                "ecr describe_repositories": {"repositories": [{"repositoryName": "prod-atlantis"}]},
                "ecr describe_images": {
                    "imageDetails": [
                        {"imagePushedAt": ago(9)},
                        {
                            "imagePushedAt": ago(1),
                            "imageScanFindingsSummary": {"findingSeverityCounts": {"CRITICAL": 2, "LOW": 9}},
                        },
                    ]
                },
            },
            "prod-atlantis: 2 CRITICAL in the newest image",
        )
    ],
    "statements": [
        (
            {
                "accessanalyzer list_findings_v2": {
                    "findings": [{"resource": "arn:aws:iam:::role/prod-x", "findingType": "UnusedPermission"}]
                }
            },
            "arn:aws:iam:::role/prod-x: UnusedPermission",
        )
    ],
    "security-group-rules": [
        (
            {"logs get_query_results": rows({"dstPort": "443", "hits": "9"})},
            "prod-orders (sg-1): nothing came to port 3306 in 14 days",
        )
    ],
    "rotation-history": [
        (
            {"secretsmanager list_secrets": secret(LastRotatedDate=ago(50))},
            "rotated last on 2026-10-11, every 30 days is meant",
        ),
        ({"secretsmanager list_secrets": secret(LastRotatedDate=None)}, "has never rotated"),
    ],
    "key-rotation": [({"kms get_key_rotation_status": {"KeyRotationEnabled": False}}, "prod-rds does not rotate")],
    "log-retention": [
        (
            {
                "logs describe_log_groups": at_home(
                    {"logGroups": [{"logGroupName": "/connectly/prod/x", "kmsKeyId": "k"}]}
                )
            },
            "/connectly/prod/x is kept for ever",
        ),
        (
            {
                "logs describe_log_groups": at_home(
                    {"logGroups": [{"logGroupName": "/aws/lambda/prod-x", "retentionInDays": 1}]}
                )
            },
            "/aws/lambda/prod-x is on no key",
        ),
    ],
    "encryption": [
        ({"rds describe_db_instances": database(StorageEncrypted=False)}, "prod-rds-shared-mysql is not encrypted"),
        ({"ec2 describe_volumes": {"Volumes": [{"VolumeId": "vol-1", "Encrypted": False}]}}, "vol-1 is not encrypted"),
        (
            {"s3 get_bucket_encryption": "ServerSideEncryptionConfigurationNotFoundError"},
            "prod-logging-archive is not encrypted",
        ),
    ],
    "trail": [
        ({"cloudtrail get_trail_status": {"IsLogging": False}}, "prod-cloudtrail does not log"),
        (
            {"cloudtrail get_trail_status": {"IsLogging": True, "LatestDigestDeliveryError": "AccessDenied"}},
            "prod-cloudtrail: LatestDigestDeliveryError: AccessDenied",
        ),
    ],
}
"""For each item what is broken of it, and what has to be said of that."""
