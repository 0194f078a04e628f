"""An account in which everything is fine, and how an answer is made that depends on what is asked."""

from __future__ import annotations

import datetime
import json
from typing import Any

NOW = datetime.datetime(2026, 11, 30, 9, tzinfo=datetime.UTC)
HOME = "ap-northeast-2"
_BALANCER = f"arn:aws:elasticloadbalancing:{HOME}:111122223333:loadbalancer/app/prod-orders/1"
KEY = {
    "KeyId": "k1",
    "KeyState": "Enabled",
    "KeySpec": "SYMMETRIC_DEFAULT",
    "CreationDate": NOW - datetime.timedelta(400),
}
SECRET = "/connectly/rds/prod/shared"
_ANALYZERS = [("arn:aws:access-analyzer:::a", "ACCOUNT"), ("arn:aws:access-analyzer:::u", "ACCOUNT_UNUSED_ACCESS")]


def ago(days: float) -> datetime.datetime:
    """A moment some days before now."""
    return NOW - datetime.timedelta(days=days)


def metrics(**values: float) -> Any:
    """Answers of GetMetricData: the value of each metric by its name, `Before` behind it for an earlier window."""

    def answer(**asked: Any) -> dict[str, Any]:
        name = asked["MetricDataQueries"][0]["MetricStat"]["Metric"]["MetricName"]
        late = "" if asked["EndTime"] == NOW else "Before"
        value = values.get(f"{name}{late}", values.get(name))
        return {"MetricDataResults": [{"Id": "m", "Values": [] if value is None else [value]}]}

    return answer


def rows(*found: dict[str, str]) -> dict[str, Any]:
    """An answer of GetQueryResults."""
    results = [[{"field": name, "value": value} for name, value in row.items()] for row in found]
    return {"status": "Complete", "results": results}


def event(name: str, **record: Any) -> dict[str, Any]:
    """An answer of LookupEvents for one value of what is looked up."""
    return {"Events": [{"EventName": name, "EventTime": ago(0.1), "CloudTrailEvent": json.dumps(record)}]}


def looked_up(value: str, answer: dict[str, Any]) -> Any:
    """LookupEvents that has an answer for one attribute, or category, only."""

    def lookup(*, region: str, **asked: Any) -> dict[str, Any]:
        values = {one["AttributeValue"] for one in asked.get("LookupAttributes", ())} | {asked.get("EventCategory")}
        return answer if value in values and region == HOME else {}

    return lookup


def at_home(answer: dict[str, Any]) -> Any:
    """An answer of the home region only."""
    return lambda *, region, **_: answer if region == HOME else {}


def database(**changes: Any) -> dict[str, Any]:
    """DescribeDBInstances, of one."""
    made = {"DBInstanceIdentifier": "prod-rds-shared-mysql", "Engine": "mysql", "EngineVersion": "8.4.6"}
    return {"DBInstances": [{**made, "StorageEncrypted": True, **changes}]}


def secret(**changes: Any) -> dict[str, Any]:
    """ListSecrets, of one; None for what AWS leaves out."""
    made = {"Name": SECRET, "RotationEnabled": True, "CreatedDate": ago(400), "LastRotatedDate": ago(10)}
    rules = {"RotationRules": {"AutomaticallyAfterDays": 30}, "NextRotationDate": NOW + datetime.timedelta(20)}
    said = {**made, **rules, **changes}
    return {"SecretList": [{name: value for name, value in said.items() if value is not None}]}


def in_state(state: str, answer: dict[str, Any]) -> Any:
    """An answer for one state that is asked for."""
    return lambda **asked: answer if asked["ByState"] == state else {}


def alarms(**listed: Any) -> Any:
    """DescribeAlarms: by state for those that ring, all of them else."""

    def answer(*, region: str, **asked: Any) -> dict[str, Any]:
        if region != HOME:
            return {}
        return listed.get("ringing", {}) if "StateValue" in asked else {"MetricAlarms": listed.get("all", [])}

    return answer


FINE: dict[str, Any] = {
    "cloudwatch describe_alarms": alarms(all=[{"AlarmName": "prod-x", "ActionsEnabled": True}]),
    "secretsmanager list_secrets": at_home(secret()),
    "cloudwatch list_metrics": {
        "Metrics": [
            {
                "MetricName": "ReplicationLatency",
                "Dimensions": [{"Name": "SourceBucket", "Value": "prod-logging-archive"}],
            }
        ]
    },
    "cloudwatch get_metric_data": metrics(
        ReplicationLatency=20, CPUUtilization=40, MemoryUtilization=40, RequestCount=1000, TargetResponseTime=0.2
    ),
    "kms list_aliases": at_home({"Aliases": [{"AliasName": "alias/prod-rds", "TargetKeyId": "k1"}]}),
    "kms describe_key": {"KeyMetadata": KEY},
    "kms get_key_last_usage": {"KeyLastUsage": {"Timestamp": ago(1)}, "TrackingStartDate": ago(300)},
    "kms get_key_rotation_status": {"KeyRotationEnabled": True},
    "ec2 describe_security_groups": {
        "SecurityGroups": [
            {
                "GroupId": "sg-1",
                "GroupName": "prod-orders",
                "IpPermissions": [{"FromPort": 3306, "ToPort": 3306, "UserIdGroupPairs": [{"GroupId": "sg-2"}]}],
            }
        ]
    },
    "ec2 describe_network_interfaces": {"NetworkInterfaces": [{"Groups": [{"GroupId": "sg-1"}]}]},
    "accessanalyzer list_analyzers": {"analyzers": [{"arn": arn, "type": kind} for arn, kind in _ANALYZERS]},
    "acm list_certificates": at_home(
        {"CertificateSummaryList": [{"DomainName": "set-of.com", "NotAfter": NOW + datetime.timedelta(200)}]}
    ),
    "rds describe_db_instances": at_home(database()),
    "lambda list_functions": at_home({"Functions": [{"FunctionName": "prod-rotation", "Runtime": "python3.13"}]}),
    "budgets describe_budgets": {
        "Budgets": [
            {
                "BudgetName": "prod-monitoring-monthly",
                "BudgetLimit": {"Amount": "500", "Unit": "USD"},
                "CalculatedSpend": {"ActualSpend": {"Amount": "100", "Unit": "USD"}},
            }
        ]
    },
    "elbv2 describe_load_balancers": {
        "LoadBalancers": [{"LoadBalancerName": "prod-orders", "LoadBalancerArn": _BALANCER}]
    },
    "ce get_reservation_utilization": "DataUnavailableException",
    "ce get_savings_plans_utilization": "DataUnavailableException",
    "logs describe_log_groups": at_home(
        {
            "logGroups": [
                {"logGroupName": name, "retentionInDays": 14, "kmsKeyId": "k1"}
                for name in (
                    "/aws/rds/instance/prod-rds-shared-mysql/slowquery",
                    "/connectly/prod/logging/error",
                    "/connectly/prod/network/flow-logs",
                )
            ]
        }
    ),
    "logs start_query": {"queryId": "q1"},
    "logs get_query_results": rows({"times": "3", "what": "a timeout", "dstPort": "3306"}),
    "backup list_protected_resources": {
        "Results": [{"ResourceArn": "arn:aws:rds:::db:prod", "ResourceType": "RDS", "LastBackupTime": ago(0.5)}]
    },
    "backup list_backup_vaults": at_home(
        {"BackupVaultList": [{"BackupVaultName": "prod-rds-vault", "CreationDate": ago(90)}]}
    ),
    "backup list_recovery_points_by_backup_vault": {"RecoveryPoints": [{"Status": "COMPLETED"}]},
    "backup list_restore_jobs": {
        "RestoreJobs": [
            {
                "ResourceType": "RDS",
                "Status": "COMPLETED",
                "ValidationStatus": "SUCCESSFUL",
                "CreationDate": ago(3),
                "CreatedBy": {"RestoreTestingPlanArn": "arn:aws:backup:::plan"},
            }
        ]
    },
    "cloudtrail describe_trails": {"trailList": [{"Name": "prod-cloudtrail", "TrailARN": "arn:t", "HomeRegion": HOME}]},
    "cloudtrail get_trail_status": {"IsLogging": True},
    "s3 list_buckets": {"Buckets": [{"Name": "prod-logging-archive"}]},
    "s3 get_bucket_encryption": {
        "ServerSideEncryptionConfiguration": {
            "Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}]
        }
    },
}
"""Answers of an account in which there is nothing to look at."""
