from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError, GovernedTable, KeyPurpose, TableIndex

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def test_a_table_is_paid_by_request_encrypted_recoverable_and_protected(bench: Bench) -> None:
    GovernedTable(bench.stack, "Table", kind="orders", partition_key="Id", sort_key="Day")
    table = bench.only("AWS::DynamoDB::Table")
    assert table["TableName"] == "prod-example-orders"
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["SSESpecification"]["KMSMasterKeyId"].endswith("key/rds")
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["DeletionProtectionEnabled"] is True
    assert [key["KeyType"] for key in table["KeySchema"]] == ["HASH", "RANGE"]


def test_a_table_of_dev_can_be_deleted(dev_bench: Bench) -> None:
    GovernedTable(dev_bench.stack, "Table", kind="orders", partition_key="Id")
    assert dev_bench.only("AWS::DynamoDB::Table")["DeletionProtectionEnabled"] is False


def test_the_key_and_the_end_of_items_are_choosable(bench: Bench) -> None:
    GovernedTable(
        bench.stack, "Table", kind="locks", partition_key="Id", purpose=KeyPurpose.TERRAFORM_STATE,
        time_to_live_attribute="expires",
    )  # fmt: skip
    table = bench.only("AWS::DynamoDB::Table")
    assert table["SSESpecification"]["KMSMasterKeyId"].endswith("key/terraform-state")
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}


def test_each_alarm_of_a_table_reaches_a_topic(bench: Bench) -> None:
    GovernedTable(bench.stack, "Table", kind="orders", partition_key="Id")
    alarms = bench.resources("AWS::CloudWatch::Alarm")
    assert alarms
    assert all(alarm["AlarmActions"] and alarm["OKActions"] for alarm in alarms)


def test_indexes_ask_otherwise_and_keys_may_be_numbers(bench: Bench) -> None:
    by_owner = TableIndex(name="by-owner", partition_key="Owner", sort_key="CreatedAt")
    GovernedTable(bench.stack, "Table", kind="files", partition_key="Id", indexes=[by_owner], numbers=["CreatedAt"])
    table = bench.only("AWS::DynamoDB::Table")
    (index,) = table["GlobalSecondaryIndexes"]
    assert index["Projection"] == {"ProjectionType": "ALL"}
    assert [key["AttributeName"] for key in index["KeySchema"]] == ["Owner", "CreatedAt"]
    types = {one["AttributeName"]: one["AttributeType"] for one in table["AttributeDefinitions"]}
    assert types == {"Id": "S", "Owner": "S", "CreatedAt": "N"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"indexes": [TableIndex(name="x", partition_key="A")]}, "indexes: given 'x'; allowed: 3 to 255"),
        ({"indexes": [TableIndex(name="same", partition_key="A")] * 2}, "each name once"),
        ({"indexes": [TableIndex(name=f"by-{n}", partition_key="A") for n in range(21)]}, "given 21; allowed: 0 to 20"),
        ({"numbers": ["Age"]}, "numbers: given 'Age'; allowed: keys of it: Id"),
    ],
)
def test_what_dynamodb_does_not_take_is_refused(bench: Bench, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        GovernedTable(bench.stack, "Table", kind="files", partition_key="Id", **changes)
