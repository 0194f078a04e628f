from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib import ConfigurationError, Names, kebab, pascal
from constructs_lib.kernel.naming import KEBAB, apart, part_of, shorten

NAMES = Names(environment="prod", organization="connectly", service="atlantis", account="111122223333")

words = st.from_regex(r"[a-z][a-z0-9]{0,9}(-[a-z0-9]{1,9}){0,12}", fullmatch=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FlowLogGroup", "flow-log-group"),
        ("VPCEndpoint", "vpc-endpoint"),
        ("snake_case", "snake-case"),
        ("a/b/C", "a-b-c"),
        ("already-kebab", "already-kebab"),
    ],
)
def test_any_identifier_becomes_kebab_case(text: str, expected: str) -> None:
    assert kebab(text) == expected


@given(words)
def test_pascal_case_and_back_loses_no_letter(text: str) -> None:
    assert pascal(text).lower() == text.replace("-", "")


@given(words, st.integers(min_value=20, max_value=64))
def test_a_shortened_name_fits_and_stays_kebab_case(text: str, length: int) -> None:
    short = shorten(text, length)
    assert len(short) <= length
    assert KEBAB.fullmatch(short)
    assert (short == text) is (len(text) <= length)


@given(words, words)
def test_two_long_names_never_become_one(one: str, other: str) -> None:
    head = "x" * 60
    assert (shorten(f"{head}-{one}", 32) == shorten(f"{head}-{other}", 32)) is (one == other)


def test_names_say_environment_service_and_kind() -> None:
    assert NAMES.physical("task") == "prod-atlantis-task"
    assert NAMES.physical() == NAMES.physical("atlantis") == "prod-atlantis"
    assert NAMES.bucket("data") == "prod-atlantis-data-111122223333"
    assert NAMES.bucket("data", suffix="us-east-1") == "prod-atlantis-data-111122223333-us-east-1"
    assert NAMES.log_group("app") == "/connectly/prod/atlantis/app"
    assert NAMES.secret("token") == "/connectly/atlantis/prod/token"
    assert NAMES.alias("rds") == "alias/prod-rds"
    assert NAMES.identifier("query-log") == "prod_atlantis_query_log"


@given(words)
def test_a_bucket_name_keeps_within_s3s_limits_whatever_it_holds(kind: str) -> None:
    name = NAMES.bucket(kind, suffix="ap-northeast-1")
    assert len(name) <= 63
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*[a-z0-9]", name)
    assert name.endswith("-111122223333-ap-northeast-1")


@pytest.mark.parametrize("kind", ["Task", "my_task", "a b", "a--b", "-a", "a/b", "prod.data"])
def test_a_kind_that_is_not_kebab_case_is_refused_before_aws_or_cdk_does(kind: str) -> None:
    for name in (NAMES.physical, NAMES.bucket, NAMES.identifier):
        with pytest.raises(ConfigurationError, match=r"kind: given .*kebab-case"):
            name(kind)


def test_two_meanings_of_one_name_are_kept_apart_by_a_hash_of_the_later() -> None:
    taken = {"EmailABXCom": "a.b@x.com"}
    assert apart("EmailABXCom", "a-b@x.com", {}) == "EmailABXCom"
    assert apart("EmailABXCom", "a-b@x.com", taken) == apart("EmailABXCom", "a-b@x.com", taken)
    assert apart("EmailABXCom", "a-b@x.com", taken) != apart("EmailABXCom", "a_b@x.com", taken)
    assert apart("EmailABXCom", "a-b@x.com", taken) not in taken


@pytest.mark.parametrize(("kind", "expected"), [("", "task"), ("usual", "task"), ("api", "api-task")])
def test_a_part_bears_the_kind_of_its_construct_but_for_the_usual_one(kind: str, expected: str) -> None:
    assert part_of(kind, "task", usual="usual") == expected
