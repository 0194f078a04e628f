from __future__ import annotations

import pytest

from tests.aspects.judge.rules.support import findings_of, unknown_of

RULE = "keys-of-sensitive-data-are-deleted-slowly"


def _key(days: str, class_: str, type_: str = "AWS::KMS::Key") -> list[tuple[str, str]]:
    tags = f"Tags: [{{Key: DataClass, Value: {class_}}}]"
    return findings_of(RULE, f"Key: {{Type: {type_}, Properties: {{{days}, {tags}}}}}")


@pytest.mark.parametrize("type_", ["AWS::KMS::Key", "AWS::KMS::ReplicaKey"])
@pytest.mark.parametrize("days", ["7", "29", "'7'", "!If [Prod, 30, 7]"])
def test_less_than_the_longest_window_is_found(days: str, type_: str) -> None:
    assert _key(f"PendingWindowInDays: {days}", "confidential", type_) == [("Key", "PendingWindowInDays")]


def test_the_longest_window_and_its_default_are_fine() -> None:
    assert _key("PendingWindowInDays: 30", "highly-confidential") == []
    assert _key("Description: no window", "highly-confidential") == []


@pytest.mark.parametrize("class_", ["internal", "public"])
def test_keys_of_other_data_may_go_sooner(class_: str) -> None:
    assert _key("PendingWindowInDays: 7", class_) == []


def test_an_unknown_window_is_unknown() -> None:
    key = """
    Key:
      Type: AWS::KMS::Key
      Properties: {PendingWindowInDays: !Ref Days, Tags: [{Key: DataClass, Value: confidential}]}
    """
    assert unknown_of(RULE, key, "Parameters: {Days: {Type: Number}}") == [("Key", "PendingWindowInDays")]
