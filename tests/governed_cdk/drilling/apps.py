"""Small apps of two regions, as templates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aspects.judge.template import Template

ACCOUNT, HOME, LEFT = "111122223333", "ap-northeast-2", "ap-northeast-1"
COPY_OF_FILES = "prod-web-files-copy"


def stack(name: str, region: str, **resources: dict[str, Any]) -> Template:
    """A stack of the app; each resource is its type and its properties."""
    return Template(Path(), {"Resources": resources}, stack_name=name, region=region, account=ACCOUNT)


def resource(type_: str, **properties: Any) -> dict[str, Any]:
    return {"Type": type_, "Properties": properties}


def rule(target: str = COPY_OF_FILES, **more: Any) -> dict[str, Any]:
    return {"Status": "Enabled", "Destination": {"Bucket": f"arn:aws:s3:::{target}"}, **more}


def bucket(name: str, *rules: dict[str, Any], **more: Any) -> dict[str, Any]:
    replication = {"ReplicationConfiguration": {"Role": "r", "Rules": list(rules)}} if rules else {}
    return resource("AWS::S3::Bucket", BucketName=name, **replication, **more)


def backed_up(*, copied: bool = True, vault: str = "prod-web-vault", region: str = LEFT) -> dict[str, dict[str, Any]]:
    """A database, its plan and the selection of both."""
    arn = {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, f":backup:{region}:{ACCOUNT}:backup-vault:{vault}"]]}
    daily = {
        "ScheduleExpression": "cron(0 20 * * ? *)", "StartWindowMinutes": 60, "CompletionWindowMinutes": 480,
        "CopyActions": [{"DestinationBackupVaultArn": arn}] if copied else [],
    }  # fmt: skip
    database = f"arn:aws:rds:{HOME}:{ACCOUNT}:db:prod-web"
    return {
        "Database": resource("AWS::RDS::DBInstance", DBInstanceIdentifier="prod-web", Engine="mysql"),
        "Plan": resource("AWS::Backup::BackupPlan", BackupPlan={"BackupPlanRule": [daily]}),
        "Selection": resource(
            "AWS::Backup::BackupSelection",
            BackupPlanId={"Fn::GetAtt": ["Plan", "BackupPlanId"]},
            BackupSelection={"Resources": [database]},
        ),
    }
