from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib import GovernedTable, KeyPurpose

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
