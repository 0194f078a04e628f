"""GovernedTable: a DynamoDB table on demand, encrypted, with point-in-time recovery and deletion protection."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aws_cdk import aws_dynamodb as dynamodb

from constructs_lib.database.granted_table import GrantedTable
from constructs_lib.kernel.errors import bounded, invalid
from constructs_lib.kernel.keys import KeyPurpose
from constructs_lib.kernel.naming import kebab
from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.telemetry.alarms import TABLE
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_kms as kms
    from constructs import Construct


# DynamoDB Developer Guide, "Quotas": 20 global secondary indexes a table; names of 3 to 255 of these characters.
_MOST_INDEXES = 20
_INDEX = re.compile(r"[A-Za-z0-9_.-]{3,255}")


@dataclass(frozen=True, kw_only=True)
class TableIndex:
    """A global secondary index, which has every attribute: its name and the attributes that are its keys."""

    name: str
    partition_key: str
    sort_key: str | None = None


class GovernedTable(GrantedTable):
    """A table `<env>-<service>-<kind>`, paid by request.

    Args:
        kind: last part of the name.
        partition_key: the attribute that parts items.
        sort_key: the attribute that orders them, if there is one.
        indexes: further ways to ask for items, 20 at most. Add one a deployment: DynamoDB makes no two at once.
        numbers: which of the keys are numbers; the others are strings.
        purpose: the key; tables of data use `rds`, the key for databases.
        time_to_live_attribute: attribute that holds an item's end as seconds since 1970.

    Raises:
        ConfigurationError: too many indexes, a name that DynamoDB does not take or that two have, or a number that is
            no key.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        kind: str,
        partition_key: str,
        sort_key: str | None = None,
        indexes: Sequence[TableIndex] = (),
        numbers: Sequence[str] = (),
        purpose: KeyPurpose = KeyPurpose.RDS,
        key: kms.IKey | None = None,
        time_to_live_attribute: str | None = None,
    ) -> None:
        super().__init__(scope, id)
        self._check(partition_key, sort_key, indexes, numbers)
        stack = GovernedStack.of_construct(self)
        self.name = stack.names.physical(kind, max_length=255)
        self._key = key or stack.key(purpose)
        self.table = dynamodb.Table(
            self,
            "Resource",
            table_name=self.name,
            partition_key=_key(partition_key, numbers),
            sort_key=_key(sort_key, numbers) if sort_key else None,
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
        for index in indexes:
            self._index(index, numbers)
        GovernedAlarms(self, "Alarms", specs=TABLE, subject=kebab(kind), dimensions={"TableName": self.name})

    def _index(self, index: TableIndex, numbers: Sequence[str]) -> None:
        self.table.add_global_secondary_index(
            index_name=index.name,
            partition_key=_key(index.partition_key, numbers),
            sort_key=_key(index.sort_key, numbers) if index.sort_key else None,
        )

    def _check(
        self, partition_key: str, sort_key: str | None, indexes: Sequence[TableIndex], numbers: Sequence[str]
    ) -> None:
        bounded(self.node.path, 0, _MOST_INDEXES, indexes=len(indexes))
        names = [index.name for index in indexes]
        for name in names:
            if not _INDEX.fullmatch(name) or names.count(name) > 1:
                raise invalid(f"{self.node.path}: indexes", name, "3 to 255 letters, digits, _ . -, each name once")
        keys = {partition_key, sort_key, *(key for one in indexes for key in (one.partition_key, one.sort_key))} - {
            None
        }
        for number in numbers:
            if number not in keys:
                raise invalid(f"{self.node.path}: numbers", number, f"keys of it: {', '.join(sorted(map(str, keys)))}")


def _key(name: str, numbers: Sequence[str]) -> dynamodb.Attribute:
    type_ = dynamodb.AttributeType.NUMBER if name in numbers else dynamodb.AttributeType.STRING
    return dynamodb.Attribute(name=name, type=type_)
