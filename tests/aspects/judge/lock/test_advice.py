from __future__ import annotations

import json

import pytest

from aspects.judge.lock import BrokenLock, Locked, advice, refactor_mapping
from aspects.judge.lock.advice import override_line
from tests.aspects.judge.lock.templates import BUCKET, DATA, DATABASE, TOPIC, lost, one, template


def test_the_advice_for_a_renamed_resource_can_be_pasted() -> None:
    after = template({"Data2": (BUCKET, "prod-app/Part/Store/Resource"), "Orders1": DATA["Orders1"]})
    (found,) = lost([template(DATA)], [after])
    line = 'self.node.find_child("Part").node.find_child("Store").node.default_child.override_logical_id("Data1")'
    text = advice(found)
    assert override_line(found) == line
    assert line in text
    assert f"prod-app: Data1 ({BUCKET}, prod-app/Data/Resource)" in text
    mapping = next(row for row in text.splitlines() if row.strip().startswith("{"))
    assert json.loads(mapping) == refactor_mapping([found])
    assert refactor_mapping([found])["environments"][0]["resources"] == {"prod-app.Data1": "prod-app.Data2"}
    assert text.splitlines()[-1] == "  let it go, on purpose: governed-cdk relock prod-app/Data1"


def test_a_resource_that_is_its_own_construct_is_named_itself() -> None:
    after = template({"Data2": (BUCKET, "prod-app/CfnData"), "Orders1": DATA["Orders1"]})
    (found,) = lost([template(DATA)], [after])
    assert override_line(found) == 'self.node.find_child("CfnData").override_logical_id("Data1")'


@pytest.mark.parametrize("kind", ["dropped", "changed", "stack-gone", "elsewhere", "replaced"])
def test_the_advice_for_what_is_gone_names_it_and_the_way_back(kind: str) -> None:
    broken = BrokenLock(kind, "prod", "prod-app", "Data1", Locked(BUCKET, "prod-app/Data/Resource"), new_type=TOPIC)
    first, keep, *_, last = advice(broken).splitlines()
    assert "prod-app: Data1" in first
    assert keep.startswith("  keep it: ")
    assert last == "  let it go, on purpose: governed-cdk relock prod-app/Data1"
    assert refactor_mapping([broken]) == {}


def test_the_advice_for_a_replaced_resource_names_property_old_and_new_value_and_what_would_happen() -> None:
    (found,) = lost([one(BUCKET, BucketName="prod-old")], [one(BUCKET, BucketName="prod-new")])
    first, *changes, keep, take, let_go = advice(found).splitlines()
    assert first.startswith(
        "prod-app: Data1 (AWS::S3::Bucket, prod-app/Data/Resource) would be replaced by a new, empty"
    )
    assert changes == ["  BucketName: prod-old, now prod-new"]
    assert keep == "  keep it: BucketName prod-old again"
    assert take.startswith("  take the data along: ")
    assert let_go == "  let it go, on purpose: governed-cdk relock prod-app/Data1"


@pytest.mark.parametrize(
    ("policy", "said"),
    [("Retain", "left outside the stack"), ("Snapshot", "deleted after a snapshot"), (None, "deleted")],
)
def test_the_advice_says_what_becomes_of_the_old_one(policy: str | None, said: str) -> None:
    before, after = one(DATABASE, KmsKeyId="a"), one(DATABASE, KmsKeyId="b")
    after.body["Resources"]["Data1"]["UpdateReplacePolicy"] = policy or "Delete"
    (found,) = lost([before], [after])
    assert f"and the old one {said}, by" in advice(found)


def test_a_resource_that_keeps_its_physical_name_cannot_be_replaced_and_the_advice_says_so() -> None:
    name = {"DBInstanceIdentifier": "prod-orders"}
    (found,) = lost([one(DATABASE, **name, KmsKeyId="a")], [one(DATABASE, **name, KmsKeyId="b")])
    assert "would fail to deploy: CloudFormation replaces nothing that keeps its name, prod-orders." in advice(found)


def test_a_default_that_appears_is_to_be_taken_out_again() -> None:
    (found,) = lost([one(DATABASE)], [one(DATABASE, StorageEncrypted=False)])
    assert "  StorageEncrypted: absent, now false" in advice(found).splitlines()
    assert "keep it: take StorageEncrypted out again" in advice(found)


def test_the_advice_for_a_condition_says_that_it_may_drop_the_resource() -> None:
    before, after = one(BUCKET), one(BUCKET)
    after.body["Resources"]["Data1"]["Condition"] = "Never"
    (found,) = lost([before], [after])
    assert "would be dropped wherever its new condition does not hold." in advice(found)


def test_a_stack_that_another_app_of_the_folder_makes_gets_a_lock_of_its_own() -> None:
    (found, _) = lost([template(DATA)], [], "prod")
    assert 'govern(app, environment, lock=Path("other.lock.json"))' in advice(found)
