from __future__ import annotations

from aspects.judge.lock import locked
from tests.aspects.judge.lock.templates import AT, BUCKET, DATA, TOPIC, one, present, template


def test_stateful_resources_are_locked_and_others_are_not() -> None:
    app = template({**DATA, "Topic": (TOPIC, "prod-app/Topic/Resource")})
    found = locked([app, template({"Topic": (TOPIC, "")}, "prod-bus")])
    assert {stack: list(there) for stack, there in found["prod"].items()} == {"prod-app": ["Data1", "Orders1"]}
    data = found["prod"]["prod-app"]["Data1"]
    assert (data.type, data.path, data.at) == (BUCKET, "prod-app/Data/Resource", AT)


def test_an_environment_without_stateful_resources_has_none_locked() -> None:
    assert locked([template({"Topic": (TOPIC, "")})]) == {"prod": {}}


def test_a_stack_without_tags_belongs_to_the_environment_of_the_others_or_of_its_name() -> None:
    untagged, tagged = template(DATA, "orders", ""), template({"T": (TOPIC, "")}, "prod-bus")
    assert list(locked([template(DATA, "stg-orders", "")])) == ["stg"]
    untagged.app = tagged.app = (untagged, tagged)
    assert list(locked([untagged, tagged])) == ["prod"]


def test_values_that_may_not_change_are_locked_with_their_resource() -> None:
    (stacks,) = locked([one(BUCKET, BucketName="prod-app-data", AccessControl="Private")]).values()
    assert present(stacks["prod-app"]["Data1"].create_only) == {"BucketName": "prod-app-data"}


def test_a_stack_whose_account_or_region_is_open_says_no_place() -> None:
    (stacks,) = locked([template(DATA, account="")]).values()
    assert {one.at for one in stacks["prod-app"].values()} == {""}
