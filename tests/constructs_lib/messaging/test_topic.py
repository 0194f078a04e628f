from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError, GovernedTopic
from tests.constructs_lib.conftest import Bench, make_bench

if TYPE_CHECKING:
    from pathlib import Path

RULES = "arn:aws:events:ap-northeast-2:111122223333:rule/*"


def test_a_topic_is_encrypted_and_published_to_over_tls_only(bench: Bench) -> None:
    GovernedTopic(bench.stack, "Topic", kind="notices", display_name="Notices")
    topic = bench.only("AWS::SNS::Topic")
    assert topic["TopicName"] == "prod-example-notices"
    assert topic["KmsMasterKeyId"].endswith("key/messaging")
    statements = bench.only("AWS::SNS::TopicPolicy")["PolicyDocument"]["Statement"]
    assert {"Bool": {"aws:SecureTransport": "false"}} in [s["Condition"] for s in statements if s["Effect"] == "Deny"]


def test_a_publisher_publishes_only_for_resources_of_this_account(bench: Bench) -> None:
    publishers = ("cloudwatch.amazonaws.com", "s3.amazonaws.com", "events.rds.amazonaws.com")
    GovernedTopic(bench.stack, "Topic", kind="notices", display_name="Notices", publishers=publishers)
    statements = bench.only("AWS::SNS::TopicPolicy")["PolicyDocument"]["Statement"]
    allowed = {s["Principal"]["Service"]: s["Condition"] for s in statements if s["Effect"] == "Allow"}
    assert set(allowed) == set(publishers)
    for conditions in allowed.values():
        assert conditions["StringEquals"] == {"aws:SourceAccount": "111122223333"}
        assert conditions["ArnLike"]["aws:SourceArn"].startswith("arn:aws:")


@pytest.mark.parametrize(
    ("publisher", "conditions"),
    [
        ("events.amazonaws.com", {"ArnLikeIfExists": {"aws:SourceArn": RULES}}),
        ("costalerts.amazonaws.com", {"StringEqualsIfExists": {"aws:SourceAccount": "111122223333"}}),
    ],
)
def test_a_publisher_of_whom_documents_disagree_is_asked_for_what_it_sends_if_it_sends_it(
    bench: Bench, publisher: str, conditions: object
) -> None:
    GovernedTopic(bench.stack, "Topic", kind="notices", display_name="Notices", publishers=(publisher,))
    statements = bench.only("AWS::SNS::TopicPolicy")["PolicyDocument"]["Statement"]
    (allowed,) = (s for s in statements if s["Effect"] == "Allow")
    assert allowed["Condition"] == conditions


def test_an_unknown_publisher_is_refused(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match=r"publishers: given 'ec2.amazonaws.com'"):
        GovernedTopic(bench.stack, "Topic", kind="x", display_name="X", publishers=["ec2.amazonaws.com"])


def test_too_long_a_display_name_is_refused(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match="100 characters at most"):
        GovernedTopic(bench.stack, "Topic", kind="x", display_name="X" * 101)


OTHER = "another one"


def subscribed(bench: Bench, *calls: list[str]) -> dict[str, str]:
    """Construct id by address."""
    topic = GovernedTopic(bench.stack, "Topic", kind="x", display_name="X")
    for addresses in calls:
        topic.subscribe(addresses)
    return {
        resource["Properties"]["Endpoint"]: logical_id.removeprefix("Topic")[:-8]
        for logical_id, resource in bench.template()["Resources"].items()
        if resource["Type"] == "AWS::SNS::Subscription"
    }


@pytest.mark.parametrize("calls", [[["a.b@x.com", OTHER]], [["a.b@x.com"], [OTHER]], [[OTHER, "a.b@x.com"]]])
@pytest.mark.parametrize("other", ["a-b@x.com", "a.b@x-com", "A.b@x.com", "a_b@x.com", "a+b@x.com"])
def test_addresses_that_differ_by_their_signs_only_are_all_subscribed(
    bench: Bench, calls: list[list[str]], other: str
) -> None:
    ids = subscribed(bench, *([other if address is OTHER else address for address in call] for call in calls))
    assert ids.keys() == {"a.b@x.com", other}
    assert len(set(ids.values())) == 2


def test_an_address_that_was_there_keeps_its_id_when_a_like_one_comes(tmp_path: Path) -> None:
    alone = subscribed(make_bench(tmp_path / "alone"), ["a.b@x.com"])
    together = subscribed(make_bench(tmp_path / "together"), ["a.b@x.com", "a-b@x.com"])
    assert alone == {"a.b@x.com": "EmailABXCom"}
    assert together["a.b@x.com"] == "EmailABXCom"


def test_an_address_is_subscribed_once_however_often_it_is_named(bench: Bench) -> None:
    assert list(subscribed(bench, ["a@x.com", "a@x.com"], ["a@x.com"])) == ["a@x.com"]
