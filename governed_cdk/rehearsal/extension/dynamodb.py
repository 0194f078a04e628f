"""DynamoDB: recovery, encryption and tags of a table, which the emulator's CloudFormation drops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governed_cdk.rehearsal.extension.api import client
from governed_cdk.rehearsal.extension.api_arguments import arguments

if TYPE_CHECKING:
    from governed_cdk.rehearsal.extension.handler import Properties


def complete_table(table: str, properties: Properties) -> None:
    """Put through the API what the template says and the emulator did not take over."""
    recovery = properties.get("PointInTimeRecoverySpecification")
    if recovery:
        client("dynamodb").update_continuous_backups(
            **arguments("dynamodb", "UpdateContinuousBackups", {"PointInTimeRecoverySpecification": recovery}),
            TableName=table,
        )
    encryption = properties.get("SSESpecification") or {}
    if str(encryption.get("SSEEnabled")).lower() == "true":
        chosen = {key: encryption[key] for key in ("SSEType", "KMSMasterKeyId") if encryption.get(key)}
        client("dynamodb").update_table(TableName=table, SSESpecification={"Enabled": True, **chosen})
