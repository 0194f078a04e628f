from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from aspects.judge.lock import Change, advice, broken, locked, refactor_mapping
from tests.aspects.judge.lock.templates import AT, BUCKET, DATA, DATABASE, TABLE, TOPIC, kinds, lost, one, template


def test_what_stays_is_not_broken_nor_is_what_comes() -> None:
    more = {**DATA, "New1": (BUCKET, "prod-app/New/Resource")}
    assert lost([template(DATA)], [template(more)]) == []


def test_a_construct_may_move_when_it_keeps_its_id() -> None:
    assert lost([template(DATA)], [template({**DATA, "Data1": (BUCKET, "prod-app/Store/Data/Resource")})]) == []


def test_a_dropped_resource_breaks_the_lock() -> None:
    found = lost([template(DATA)], [template({"Orders1": DATA["Orders1"]})])
    assert kinds(found) == [("dropped", "Data1", "")]


def test_a_changed_type_breaks_the_lock() -> None:
    (found,) = lost([template(DATA)], [template({**DATA, "Data1": (TOPIC, "prod-app/Data/Resource")})])
    assert (found.kind, found.logical_id, found.new_type) == ("changed", "Data1", TOPIC)


def test_a_stack_that_is_gone_breaks_the_lock() -> None:
    found = lost([template(DATA), template({"K": (BUCKET, "")}, "prod-kms")], [template(DATA)])
    assert [(one.kind, one.stack, one.logical_id) for one in found] == [("stack-gone", "prod-kms", "K")]


def test_nested_stacks_are_locked_under_their_parent() -> None:
    parent, child = template({"Topic": (TOPIC, "prod-app/Topic/Resource")}), template(DATA, "")
    parent.nested["Part"] = child
    assert list(locked([parent, child])["prod"]) == ["prod-app/Part"]
    other, empty = template({"Topic": (TOPIC, "")}), template({"Data2": (BUCKET, "prod-app/Data/Resource")}, "")
    other.nested["Part"] = empty
    found = lost([parent, child], [other, empty])
    assert kinds(found) == [("renamed", "Data1", "Data2"), ("dropped", "Orders1", "")]
    assert "works in one known account and region, not with nested stacks" in advice(found[0])
    assert refactor_mapping(found) == {}


def test_other_environments_are_not_looked_at() -> None:
    dev = template({"Data1": (BUCKET, "dev-app/Data/Resource")}, "dev-app", "dev")
    assert lost([template(DATA), dev], [template(DATA)]) == []
    assert lost([template(DATA), dev], [template(DATA)], "prod") == []
    assert kinds(lost([template(DATA)], [], "prod")) == [
        ("stack-gone", "Data1", ""),
        ("stack-gone", "Orders1", ""),
    ]


@pytest.mark.parametrize(
    ("type_", "old", "new"),
    [
        (BUCKET, {"BucketName": "prod-a"}, {"BucketName": "prod-b"}),
        (BUCKET, {"BucketName": "prod-a"}, {}),
        (BUCKET, {}, {"BucketName": "prod-a"}),
        (TABLE, {"TableName": "prod-a"}, {"TableName": "prod-b"}),
        (TABLE, {"KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}]}, {"KeySchema": [{"AttributeName": "b"}]}),
        (TABLE, {}, {"LocalSecondaryIndexes": [{"IndexName": "by-day"}]}),
        (DATABASE, {"DBInstanceIdentifier": "prod-a"}, {"DBInstanceIdentifier": "prod-b"}),
        (DATABASE, {"StorageEncrypted": True}, {"StorageEncrypted": False}),
        (DATABASE, {}, {"StorageEncrypted": False}),
        (DATABASE, {"KmsKeyId": {"Ref": "One"}}, {"KmsKeyId": {"Ref": "Other"}}),
        (DATABASE, {"KmsKeyId": {"Fn::GetAtt": ["One", "Arn"]}}, {"KmsKeyId": {"Fn::GetAtt": ["Other", "Arn"]}}),
        (DATABASE, {"Engine": "mysql"}, {"Engine": "postgres"}),
        (DATABASE, {"DBSnapshotIdentifier": "before"}, {}),
        ("AWS::RDS::DBCluster", {"DatabaseName": "a"}, {"DatabaseName": "b"}),
        ("AWS::EFS::FileSystem", {}, {"Encrypted": True}),
        ("AWS::Kinesis::Stream", {"Name": "prod-a"}, {"Name": "prod-b"}),
        ("AWS::KMS::Key", {"MultiRegion": False}, {"MultiRegion": True}),
        ("AWS::Logs::LogGroup", {"LogGroupName": "/prod/a"}, {"LogGroupName": "/prod/b"}),
        ("AWS::SQS::Queue", {"QueueName": "a.fifo", "FifoQueue": True}, {"QueueName": "a", "FifoQueue": False}),
        (
            "AWS::ECR::Repository",
            {"EncryptionConfiguration": {"EncryptionType": "KMS", "KmsKey": "a"}},
            {"EncryptionConfiguration": {"EncryptionType": "KMS", "KmsKey": "b"}},
        ),
        (
            "AWS::MSK::Cluster",
            {"EncryptionInfo": {"EncryptionAtRest": {"DataVolumeKMSKeyId": "a"}}},
            {"EncryptionInfo": {"EncryptionAtRest": {"DataVolumeKMSKeyId": "b"}}},
        ),
        ("AWS::OpenSearchService::Domain", {"DomainName": "a"}, {"DomainName": "b"}),
    ],
)
def test_a_changed_value_that_is_set_at_creation_only_breaks_the_lock(type_: str, old: Any, new: Any) -> None:
    (found,) = lost([one(type_, **old)], [one(type_, **new)])
    assert (found.kind, found.rule) == ("replaced", "stateful-resources-are-not-replaced")
    changed = {change.place.partition(".")[0] for change in found.changes}
    assert changed == {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    assert lost([one(type_, **old)], [one(type_, **old)]) == []


@pytest.mark.parametrize(
    ("type_", "old", "new"),
    [
        (BUCKET, {"VersioningConfiguration": {"Status": "Enabled"}}, {}),
        (DATABASE, {"MultiAZ": True, "AllocatedStorage": "20"}, {"MultiAZ": False, "AllocatedStorage": "40"}),
        (DATABASE, {"StorageEncrypted": True}, {"StorageEncrypted": "true"}),
        (DATABASE, {"Port": 3306}, {"Port": "3306"}),
        (DATABASE, {"KmsKeyId": {"Ref": "AWS::NoValue"}}, {}),
        (BUCKET, {"BucketName": {"Fn::Sub": "a-${AWS::Region}"}}, {"BucketName": "a-ap-northeast-2"}),
        ("AWS::MSK::Cluster", {"EncryptionInfo": {"EncryptionInTransit": {"ClientBroker": "TLS"}}}, {}),
    ],
)
def test_what_cloudformation_changes_in_place_does_not(type_: str, old: Any, new: Any) -> None:
    assert lost([one(type_, **old)], [one(type_, **new)]) == []


def attributes(**types: str) -> dict[str, Any]:
    return {"AttributeDefinitions": [{"AttributeName": name, "AttributeType": type_} for name, type_ in types.items()]}


def test_an_attribute_of_a_table_may_come_and_go_but_not_change() -> None:
    before = one(TABLE, **attributes(id="S", day="S"))
    assert lost([before], [one(TABLE, **attributes(day="S", id="S", customer="N"))]) == []
    assert lost([before], [one(TABLE, **attributes(id="S"))]) == []
    (found,) = lost([before], [one(TABLE, **attributes(id="N", day="S"))])
    old, new = ({"AttributeName": "id", "AttributeType": type_} for type_ in "SN")
    assert found.changes == (Change("AttributeDefinitions{id}", old, new),)


def test_a_resource_is_replaced_when_what_it_names_is_replaced() -> None:
    def database(subnet_group: str) -> Any:
        group = {"Type": "AWS::RDS::DBSubnetGroup", "Properties": {"DBSubnetGroupName": subnet_group}}
        properties = {"DBInstanceIdentifier": "prod-a", "DBSubnetGroupName": {"Ref": "Group"}}
        return template({"Group": group, "Data1": {"Type": DATABASE, "Properties": properties}})

    (found,) = lost([database("one")], [database("other")])
    assert found.changes == (Change("${Group}.DBSubnetGroupName", "one", "other"),)


def test_a_new_condition_of_the_resource_breaks_the_lock_and_so_does_another_meaning_of_it() -> None:
    def bucket(condition: Any = None) -> Any:
        body = {"Type": BUCKET, **({"Condition": "Wanted"} if condition else {})}
        return template({"Data1": body}, Conditions={"Wanted": condition})

    yes, no = {"Fn::Equals": ["a", "a"]}, {"Fn::Equals": ["a", "b"]}
    for before, after in ((None, yes), (yes, no), (no, None)):
        (found,) = lost([bucket(before)], [bucket(after)])
        assert [change.place for change in found.changes] == ["(Condition)"]
    assert lost([bucket(yes)], [bucket(yes)]) == []


def test_a_stack_in_another_region_or_account_leaves_its_data_behind() -> None:
    for elsewhere in ({"region": "ap-northeast-1"}, {"account": "222233334444"}):
        found = lost([template(DATA)], [template(DATA, **elsewhere)])
        assert kinds(found) == [("elsewhere", "Data1", ""), ("elsewhere", "Orders1", "")]
        assert found[0].was.at == AT
    assert lost([template(DATA)], [template(DATA, account="")]) == []  # open: it may be the same


def test_a_property_that_the_schemas_did_not_call_so_when_it_was_locked_breaks_nothing() -> None:
    old = locked([one(BUCKET, BucketName="prod-a")])
    stack = old["prod"]["prod-app"]
    before = stack["Data1"]
    values = dict(before.create_only or {})
    del values["BucketNamespace"]
    stack["Data1"] = replace(before, create_only={**values, "NoLonger": "x"})
    assert broken(old, [one(BUCKET, BucketName="prod-a", BucketNamespace="global")]) == []


def test_a_lock_of_a_version_that_knew_no_values_breaks_by_nothing_that_it_does_not_know() -> None:
    old = locked([one(BUCKET, BucketName="prod-a")])
    stack = old["prod"]["prod-app"]
    stack["Data1"] = replace(stack["Data1"], create_only=None)
    assert broken(old, [one(BUCKET, BucketName="prod-b")]) == []
