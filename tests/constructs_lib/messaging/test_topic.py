from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError, GovernedTopic

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def test_a_topic_is_encrypted_and_published_to_over_tls_only(bench: Bench) -> None:
    GovernedTopic(bench.stack, "Topic", kind="notices", display_name="Notices")
    topic = bench.only("AWS::SNS::Topic")
    assert topic["TopicName"] == "prod-example-notices"
    assert topic["KmsMasterKeyId"].endswith("key/messaging")
    statements = bench.only("AWS::SNS::TopicPolicy")["PolicyDocument"]["Statement"]
    assert {"Bool": {"aws:SecureTransport": "false"}} in [s["Condition"] for s in statements if s["Effect"] == "Deny"]


def test_a_publisher_publishes_only_for_resources_of_this_account(bench: Bench) -> None:
    publishers = ("cloudwatch.amazonaws.com", "events.amazonaws.com")
    GovernedTopic(bench.stack, "Topic", kind="notices", display_name="Notices", publishers=publishers)
    statements = bench.only("AWS::SNS::TopicPolicy")["PolicyDocument"]["Statement"]
    allowed = {s["Principal"]["Service"]: s["Condition"] for s in statements if s["Effect"] == "Allow"}
    assert set(allowed) == set(publishers)
    for conditions in allowed.values():
        assert ":111122223333:" in conditions["ArnLike"]["aws:SourceArn"]
    # EventBridge sends no account, so to ask for one would refuse every event.
    assert "StringEquals" not in allowed["events.amazonaws.com"]


def test_an_unknown_publisher_is_refused(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match=r"publishers: given 'ec2.amazonaws.com'"):
        GovernedTopic(bench.stack, "Topic", kind="x", display_name="X", publishers=["ec2.amazonaws.com"])


def test_too_long_a_display_name_is_refused(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match="100 characters at most"):
        GovernedTopic(bench.stack, "Topic", kind="x", display_name="X" * 101)
