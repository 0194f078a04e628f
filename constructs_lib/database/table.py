"""GovernedTable: a DynamoDB table on demand, encrypted, with point-in-time recovery and deletion protection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_dynamodb as dynamodb

from constructs_lib.database.granted_table import GrantedTable
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.kernel.naming import kebab
from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.telemetry.alarms import TABLE
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms
    from constructs import Construct


class GovernedTable(GrantedTable):
    """A table `<env>-<service>-<kind>`, paid by request.

    Args:
        kind: last part of the name.
        partition_key: attribute of type string.
        sort_key: attribute of type string, if there is one.
        purpose: the key; tables of data use `rds`, the key for databases.
        time_to_live_attribute: attribute that holds an item's end as seconds since 1970.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        partition_key: str,
        sort_key: str | None = None,
        purpose: KeyPurpose = KeyPurpose.RDS,
        key: kms.IKey | None = None,
        time_to_live_attribute: str | None = None,
    ) -> None:
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        self.name = stack.names.physical(kind, max_length=255)
        self._key = key or stack.key(purpose)
        self.table = dynamodb.Table(
            self,
            "Resource",
            table_name=self.name,
            partition_key=_string(partition_key),
            sort_key=_string(sort_key) if sort_key else None,
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            encryption=dynamodb.TableEncryption.CUSTOMER_MANAGED,
            encryption_key=self._key,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            deletion_protection=stack.environment_settings.deletion_protection,
            removal_policy=stack.retain,
            time_to_live_attribute=time_to_live_attribute,
        )
        GovernedAlarms(self, "Alarms", specs=TABLE, subject=kebab(kind), dimensions={"TableName": self.name})


def _string(name: str) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=dynamodb.AttributeType.STRING)
