from __future__ import annotations

import pytest

from aspects.judge.iam.matching import equals, matches, matches_arn, may_agree, readable, unknown_text
from aspects.judge.iam.truth import Truth

NO, MAYBE, YES = Truth
SOME = unknown_text("parameter Name")


@pytest.mark.parametrize(
    ("pattern", "text", "answer"),
    [
        ("*", SOME, YES),
        ("s3:Get*", "s3:GetObject", YES),
        ("s3:Get?bject", "s3:GetObject", YES),
        ("s3:Get*", "s3:PutObject", NO),
        ("prod-*", f"prod-{SOME}", YES),
        ("prod-data-*", f"prod-{SOME}", MAYBE),
        ("dev-*", f"prod-{SOME}", NO),
        (f"prod-{SOME}", "prod-data", MAYBE),
        (f"prod-{SOME}", "dev-data", NO),
        (f"prod-{SOME}", f"prod-{SOME}", YES),
        ("${*}", "*", YES),
        ("${*}", "anything", NO),
        ("home/${?}", "home/?", YES),
        ("a[b]", "a[b]", YES),
    ],
)
def test_a_pattern_covers_a_text(pattern: str, text: str, answer: Truth) -> None:
    assert matches(pattern, text) is answer


def test_a_wildcard_means_itself_where_texts_are_compared() -> None:
    assert (equals("prod-*", "prod-data"), equals("prod-*", "prod-*")) == (NO, YES)
    assert equals("True", "true", ignore_case=True) is YES
    assert equals(SOME, "anything") is MAYBE


@pytest.mark.parametrize(
    ("pattern", "arn", "answer"),
    [
        ("arn:aws:sns:*:111122223333:*", "arn:aws:sns:us-east-1:111122223333:alarms", YES),
        ("arn:aws:s3:::prod-*", "arn:aws:s3:::prod-data/key:with:colons", YES),
        # "Each of the six colon-delimited components of the ARN is checked separately" (IAM User Guide).
        ("arn:aws:sns:*:alarms", "arn:aws:sns:us-east-1:111122223333:alarms", NO),
        ("arn:aws:*:alarms", "arn:aws:sns:us-east-1:111122223333:alarms", NO),
        ("arn:aws:sns:us-east-1:111122223333:alarms", "no ARN at all", NO),
        (f"arn:aws:sns:us-east-1:111122223333:{SOME}", "arn:aws:sns:us-east-1:111122223333:alarms", MAYBE),
        (f"arn:aws:sns:us-east-1:111122223333:{SOME}", "arn:aws:sns:us-east-1:999999999999:alarms", NO),
        (SOME, "arn:aws:sns:us-east-1:111122223333:alarms", MAYBE),
    ],
)
def test_an_arn_is_compared_part_by_part(pattern: str, arn: str, answer: Truth) -> None:
    assert matches_arn(pattern, arn) is answer


def test_two_patterns_agree_where_some_text_fits_both() -> None:
    assert may_agree("dynamodb.*.amazonaws.com", "dynamodb.ap-northeast-2.amazonaws.com")
    assert may_agree("*-data", "prod-*")
    assert not may_agree("dynamodb.*.amazonaws.com", "s3.ap-northeast-2.amazonaws.com")


def test_an_unknown_part_is_told_by_what_it_is() -> None:
    assert readable(f"arn:aws:s3:::{SOME}/*") == "arn:aws:s3:::${parameter Name}/*"
