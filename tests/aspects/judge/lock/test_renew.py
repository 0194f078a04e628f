from __future__ import annotations

from aspects.judge.lock import locked, renewed
from tests.aspects.judge.lock.templates import BUCKET, DATA, TABLE, TOPIC, kinds, one, present, template

BEFORE = locked([template(DATA)])
MORE = {**DATA, "New1": (BUCKET, "prod-app/New/Resource")}


def test_what_is_new_enters_and_what_other_environments_have_stays() -> None:
    dev = locked([template(DATA, "dev-app", "dev")])
    renewal = renewed({**BEFORE, **dev}, {"": [template(MORE)]})
    assert renewal.changes == ["+ prod-app New1 AWS::S3::Bucket"]
    assert renewal.lock == {**dev, **locked([template(MORE)])}
    assert (renewal.lifted, renewal.left) == ([], [])


def test_where_something_is_lost_nothing_enters() -> None:
    renewal = renewed(BEFORE, {"": [template({"Data1": DATA["Data1"], "New1": MORE["New1"]})]})
    assert kinds(renewal.left) == [("dropped", "Orders1", "")]
    assert (renewal.lock, renewal.changes) == (BEFORE, [])


def test_exactly_what_is_named_is_lifted() -> None:
    after = {"": [template({"New1": MORE["New1"]})]}
    renewal = renewed(BEFORE, after, ["prod-app/Orders1"])
    assert [one.address for one in renewal.lifted] == ["prod-app/Orders1"]
    assert [one.address for one in renewal.left] == ["prod-app/Data1"]
    assert renewal.changes == ["- prod-app Orders1 AWS::DynamoDB::Table"]
    assert list(renewal.lock["prod"]["prod-app"]) == ["Data1"]


def test_when_nothing_else_is_lost_what_is_new_enters_with_the_lifting() -> None:
    renewal = renewed(
        BEFORE, {"": [template({"Data2": DATA["Data1"], "Orders1": DATA["Orders1"]})]}, ["prod-app/Data1"]
    )
    assert renewal.changes == ["- prod-app Data1 AWS::S3::Bucket", "+ prod-app Data2 AWS::S3::Bucket"]
    assert renewal.left == []


def test_a_lifted_resource_that_would_be_replaced_is_locked_as_it_is_now() -> None:
    before = locked([one(BUCKET, BucketName="prod-a"), template({"T1": (TABLE, "prod-t/T")}, "prod-t")])
    after = [one(BUCKET, BucketName="prod-b"), template({"T2": (TOPIC, "")}, "prod-t")]
    renewal = renewed(before, {"prod": after}, ["prod-app/Data1"])
    assert present(renewal.lock["prod"]["prod-app"]["Data1"].create_only) == {"BucketName": "prod-b"}
    assert renewal.changes == ["~ prod-app Data1 AWS::S3::Bucket"]
    assert [one.address for one in renewal.left] == ["prod-t/T1"]


def test_an_environment_without_a_synth_has_lost_all_that_it_had() -> None:
    assert kinds(renewed(BEFORE, {"prod": []}).left) == [("stack-gone", "Data1", ""), ("stack-gone", "Orders1", "")]
    assert renewed(BEFORE, {"prod": []}, ["prod-app/Data1", "prod-app/Orders1"]).lock == {}
