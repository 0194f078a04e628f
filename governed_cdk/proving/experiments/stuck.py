"""How a first deployment ends that fails after it has made something that is protected from deletion."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from governed_cdk.proving.experiment import Answers, Experiment, InconclusiveError

if TYPE_CHECKING:
    from governed_cdk.proving.room import Room

_ENDS = ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_COMPLETE", "CREATE_FAILED", "DELETE_COMPLETE")


def _run(room: Room) -> Answers:
    return {
        "without protection": _status(room, "free", protected=False),
        "with deletion protection": _status(room, "held", protected=True),
    }


def _status(room: Room, what: str, *, protected: bool) -> str:
    stacks = room.client("cloudformation")
    name, table = room.name("stack", what), room.name("table", what)
    template = json.dumps(_template(table, room.pairs(), protected=protected))
    stacks.create_stack(StackName=name, TemplateBody=template, Tags=room.pairs())

    def status() -> str:
        return str(stacks.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"])

    if not room.until(lambda: status() in _ENDS, room.patience.made):
        raise InconclusiveError(f"protected-table: {name} is still {status()}")
    return status()


def _template(table: str, tags: list[dict[str, str]], *, protected: bool) -> dict[str, Any]:
    """A table, then a handle that nobody signals: its wait is over after a second, and fails."""
    return {
        "Resources": {
            "Table": {
                "Type": "AWS::DynamoDB::Table",
                "DeletionPolicy": "RetainExceptOnCreate",
                "Properties": {
                    "TableName": table,
                    "BillingMode": "PAY_PER_REQUEST",
                    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                    "DeletionProtectionEnabled": protected,
                    "Tags": tags,
                },
            },
            "Handle": {"Type": "AWS::CloudFormation::WaitConditionHandle"},
            "Fails": {
                "Type": "AWS::CloudFormation::WaitCondition",
                "DependsOn": "Table",
                "Properties": {"Handle": {"Ref": "Handle"}, "Timeout": "1", "Count": 1},
            },
        }
    }


PROTECTED_TABLE = Experiment(
    name="protected-table",
    asks="How does a creation end that fails after a table with deletion protection?",
    makes="two stacks, each with an empty table, that fail",
    most_usd=0.01,
    most_minutes=10,
    control=("without protection", "ROLLBACK_COMPLETE"),
    run=_run,
)
