from __future__ import annotations

from typing import Any

import pytest

from constructs_lib import ConfigurationError, DataClass, Output, contract
from constructs_lib.kernel.declaration import check_declaration, expressions
from tests.support import refusal


def mistake(**declared: Any) -> str:
    with pytest.raises(ConfigurationError) as error:
        check_declaration(**{"slug": "reports", "reads": (), "data_class": None, **declared})
    return str(error.value)


@pytest.mark.parametrize("slug", ["Reports", "my_reports", "reports\n", "-reports", 7, None])
def test_a_slug_is_kebab_case(slug: object) -> None:
    assert mistake(slug=slug).startswith("slug: given ")


def test_a_base_class_has_no_slug() -> None:
    assert refusal(check_declaration, "", (), None) is None


def test_one_output_is_no_tuple_of_them() -> None:
    assert mistake(reads=contract.KMS_LOGS_KEY_ARN).endswith("write reads = (contract.KMS_LOGS_KEY_ARN,)")


@pytest.mark.parametrize("reads", [("KMS_LOGS_KEY_ARN",), "abc", {1: 2}, (contract.ALARM_TOPICS,)])
def test_reads_are_outputs(reads: object) -> None:
    assert "allowed: a tuple of outputs, such as (contract.KMS_LOGS_KEY_ARN,)" in mistake(reads=reads)


def test_a_data_class_is_one_of_the_four() -> None:
    assert "DataClass.HIGHLY_CONFIDENTIAL" in mistake(data_class="confidential")
    check_declaration("reports", (), DataClass.CONFIDENTIAL)


def test_outputs_are_spelled_as_reads_takes_them() -> None:
    own = Output.string("orders", "queue-url", "Queue that takes new orders")
    topics = contract.ALARM_TOPICS
    wanted = expressions((contract.KMS_LOGS_KEY_ARN, topics[0], topics[2], own))
    assert wanted == ["contract.KMS_LOGS_KEY_ARN", "*contract.ALARM_TOPICS", "ORDERS_QUEUE_URL"]
