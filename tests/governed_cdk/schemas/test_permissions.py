from __future__ import annotations

import pytest

from governed_cdk.schemas.permissions import permission_facts, spelled


def test_each_action_has_the_operations_that_ask_for_it_and_listing_is_none() -> None:
    schema = {
        "typeName": "X",
        "handlers": {
            "create": {"permissions": ["sqs:CreateQueue", "sqs:TagQueue", "sqs:TagQueue"]},
            "read": {"permissions": ["sqs:GetQueueAttributes"]},
            "update": {"permissions": ["sqs:TagQueue", "sqs:GetQueueAttributes"]},
            "list": {"permissions": ["sqs:ListQueues"]},
        },
    }
    assert permission_facts(schema) == {
        "c": ["sqs:CreateQueue"],
        "cu": ["sqs:TagQueue"],
        "ru": ["sqs:GetQueueAttributes"],
    }


def test_a_legacy_type_has_none() -> None:
    assert permission_facts({"typeName": "X"}) == {}
    assert permission_facts({"typeName": "X", "handlers": {"create": {}}}) == {}


@pytest.mark.parametrize(
    ("given", "action"),
    [
        ("CloudTrail:CreateTrail", "cloudtrail:CreateTrail"),
        (" ec2:Describe* ", "ec2:Describe*"),
        ("s3:*", "s3:*"),
        ("s3:REST.PUT.OBJECT", ""),
        ("", ""),
        ("*", ""),
        ("CreateQueue", ""),
    ],
)
def test_an_action_is_spelled_as_policies_spell_it_and_what_is_none_is_dropped(given: str, action: str) -> None:
    assert spelled(given) == action
