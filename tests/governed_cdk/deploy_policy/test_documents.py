from __future__ import annotations

import json
from fnmatch import fnmatchcase

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.deploy_policy.documents import ATTACHED, CHARACTERS, documents, size
from governed_cdk.deploy_policy.needs import Need


def allowed(found: list[dict[str, object]]) -> set[tuple[str, str]]:
    text = json.loads(json.dumps(found))
    return {
        (action, arn)
        for one in text
        for said in one["Statement"]
        for action in said["Action"]
        for arn in said["Resource"]
    }


def test_what_is_allowed_on_the_same_arns_under_the_same_conditions_is_one_statement() -> None:
    under = (("Bool", "a:b", ("true",)),)
    (found,) = documents([Need("a:A", "x"), Need("a:B", "x"), Need("a:C", "x", under), Need("a:C", "y", under)])
    assert found["Version"] == "2012-10-17"
    assert found["Statement"] == [
        {"Effect": "Allow", "Action": ["a:A", "a:B"], "Resource": ["x"]},
        {"Effect": "Allow", "Action": ["a:C"], "Resource": ["x", "y"], "Condition": {"Bool": {"a:b": "true"}}},
    ]


def test_an_arn_that_a_pattern_covers_is_not_said_again() -> None:
    (found,) = documents(
        [Need("a:A", "arn:aws:sns:*:1:prod-*"), Need("a:A", "arn:aws:sns:x:1:prod-a"), Need("a:B", "*")]
    )
    assert allowed([found]) == {("a:A", "arn:aws:sns:*:1:prod-*"), ("a:B", "*")}


def test_each_document_is_within_iams_size_and_nothing_is_lost() -> None:
    needs = [Need(f"service{n % 7}:Action{n}", f"arn:aws:service{n % 7}:::name-{n % 40}") for n in range(500)]
    found = documents(needs)
    assert 1 < len(found) <= ATTACHED
    assert max(map(size, found)) <= CHARACTERS
    assert {(one.action, one.arn) for one in needs} <= allowed(found)


def test_where_they_are_too_many_reading_is_shortened_and_nothing_else() -> None:
    reading = [Need(f"service{n % 20}:DescribeSomethingOrOther{n}", "*") for n in range(1500)]
    writing = [Need(f"service{n % 20}:PutSomething{n}", "*") for n in range(300)]
    found = documents([*reading, *writing])
    assert len(found) <= ATTACHED
    actions = {action for action, _ in allowed(found)}
    assert {one for one in actions if "*" in one} == {f"service{n}:Describe*" for n in range(20)}
    assert {one.action for one in writing} <= actions
    assert all(any(fnmatchcase(one.action, action) for action in actions) for one in reading[::50])


def test_more_than_a_role_can_have_is_refused_in_one_line() -> None:
    needs = [Need(f"service:PutSomethingOrOther{n}", f"arn:aws:service:::{n}") for n in range(1500)]
    with pytest.raises(ConfigurationError, match=r"given \d+ policies of 6144 characters; allowed: 10"):
        documents(needs)
