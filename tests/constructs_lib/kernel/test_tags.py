from __future__ import annotations

import pytest

from constructs_lib.kernel.tags import REQUIRED, allowed, is_valid

VALID = {
    "Organization": "example-org", "Environment": "prod", "Service": "orders", "Team": "checkout",
    "Owner": "checkout@set-of.com", "CostCenter": "commerce", "Project": "shop",
    "DataClass": "internal", "ManagedBy": "cdk",
}  # fmt: skip


def test_nine_tags_are_required() -> None:
    assert set(REQUIRED) == set(VALID)
    assert len(REQUIRED) == 9


@pytest.mark.parametrize("key", REQUIRED)
def test_a_good_value_is_valid_and_none_at_all_is_not(key: str) -> None:
    assert is_valid(key, VALID[key])
    assert not is_valid(key, "")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("Team", "Platform"), ("Team", "two words"), ("Team", "under_score"), ("Team", "-x"), ("Team", "x-"),
        ("Service", "double--hyphen"), ("DataClass", "secret"), ("DataClass", "Internal"),
        ("DataClass", "INTERNAL"), ("ManagedBy", "terraform"), ("ManagedBy", "CDK"), ("Owner", "Some One"),
        ("Owner", "a@b"), ("Owner", "a b@set-of.com"), ("Owner", "@set-of.com"),
    ],
)  # fmt: skip
def test_another_value_is_not(key: str, value: str) -> None:
    assert not is_valid(key, value)


@pytest.mark.parametrize("value", ["platform-team", "a@set-of.com", "first.last+aws@mail.set-of.com"])
def test_an_owner_is_a_team_or_an_address(value: str) -> None:
    assert is_valid("Owner", value)


def test_what_is_allowed_is_said_in_words() -> None:
    assert allowed("DataClass") == "public, internal, confidential, highly-confidential"
    assert allowed("ManagedBy") == "cdk"
    assert allowed("Owner") == "an e-mail address or kebab-case"
    assert allowed("Team") == "kebab-case"
