from __future__ import annotations

import json

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.deployment.stack_policy import stack_policy


def test_what_holds_data_is_neither_replaced_nor_deleted_and_all_else_is_allowed() -> None:
    everything, kept = json.loads(stack_policy(["Table", "Database", "Table"]))["Statement"]
    assert everything == {"Effect": "Allow", "Principal": "*", "Action": "Update:*", "Resource": "*"}
    assert kept == {
        "Effect": "Deny",
        "Principal": "*",
        "Action": ["Update:Replace", "Update:Delete"],
        "Resource": ["LogicalResourceId/Database", "LogicalResourceId/Table"],
    }


def test_without_locked_ids_everything_is_allowed() -> None:
    (only,) = json.loads(stack_policy([]))["Statement"]
    assert only["Effect"] == "Allow"


def test_a_policy_that_is_too_long_is_said_before_cloudformation_says_it() -> None:
    assert len(stack_policy([f"Table{number:03}" for number in range(500)])) < 16_384
    with pytest.raises(ConfigurationError, match="bytes for 600 resources"):
        stack_policy([f"Table{number:03}" for number in range(600)])
