from __future__ import annotations

from governed_cdk.schemas.action_facts import service_facts, source


def test_an_action_has_its_level_and_its_resources_those_of_every_request_marked() -> None:
    found = service_facts({"sqs:CreateQueue", "glue:CreateTable"})
    assert found["sqs"] == {
        "resources": {"queue": "sqs:${Region}:${Account}:${QueueName}"},
        "actions": {"CreateQueue": ["W", "queue*"]},
    }
    assert found["glue"]["actions"]["CreateTable"][1:] == ["catalog", "database*", "rootcatalog*", "table*"]


def test_a_wildcard_stands_for_all_that_it_covers_and_case_does_not_matter() -> None:
    found = service_facts({"sqs:getqueue*"})["sqs"]["actions"]
    assert list(found) == ["GetQueueAttributes", "GetQueueUrl"]


def test_what_the_reference_does_not_have_is_left_out() -> None:
    assert service_facts({"sqs:NoSuchAction", "nosuch:Action"}) == {}


def test_where_it_comes_from_is_said_with_the_version() -> None:
    assert source().startswith("Service Authorization Reference, as in parliament 1.")
