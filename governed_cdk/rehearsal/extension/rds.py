"""RDS: the tags of a database, which the emulator's CloudFormation drops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governed_cdk.rehearsal.extension.api import client

if TYPE_CHECKING:
    from governed_cdk.rehearsal.extension.handler import Properties


def complete_database(database: str, properties: Properties) -> None:
    """Put through the API what the template says and the emulator did not take over."""
    if properties.get("Tags"):
        (found,) = client("rds").describe_db_instances(DBInstanceIdentifier=database)["DBInstances"]
        client("rds").add_tags_to_resource(ResourceName=found["DBInstanceArn"], Tags=properties["Tags"])
