"""AWS Backup: which resources a plan backs up."""

from __future__ import annotations

from governed_cdk.rehearsal.extension.api import client, unless_gone
from governed_cdk.rehearsal.extension.api_arguments import arguments
from governed_cdk.rehearsal.extension.handler import Handler, Made, Properties


def _create(properties: Properties, _name: str) -> Made:
    made = client("backup").create_backup_selection(**arguments("backup", "CreateBackupSelection", properties))
    selection = {"SelectionId": made["SelectionId"], "BackupPlanId": made["BackupPlanId"]}
    return f"{made['SelectionId']}_{made['BackupPlanId']}", {**selection, "Id": made["SelectionId"]}


def _delete(selection: str, _properties: Properties) -> None:
    selection_id, plan = selection.split("_", 1)
    unless_gone(client("backup").delete_backup_selection, SelectionId=selection_id, BackupPlanId=plan)


HANDLERS = [Handler("AWS::Backup::BackupSelection", _create, _delete)]
