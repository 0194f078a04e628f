from __future__ import annotations

import pytest

from aspects.judge.catalogue import facts, known_types
from aspects.judge.rules.durability.stateful_resources_are_retained import SNAPSHOTS
from tests.aspects.judge.rules.support import findings_of, unknown_of

RULE = "stateful-resources-are-retained"
BOTH = [("Store", "DeletionPolicy"), ("Store", "UpdateReplacePolicy")]
STATEFUL = [type_ for type_ in known_types() if facts(type_).stateful]


def _store(type_: str, policies: str = "", properties: str = "") -> list[tuple[str, str]]:
    return findings_of(
        RULE, f"Store: {{Type: {type_}, {policies}{', ' if policies else ''}Properties: {{{properties}}}}}"
    )


def test_every_stateful_type_is_judged() -> None:
    assert len(STATEFUL) > 50
    resources = "\n".join(f"R{index}: {{Type: {type_}}}" for index, type_ in enumerate(STATEFUL))
    found = findings_of(RULE, resources)
    replaced = {name for name, at in found if at == "UpdateReplacePolicy"}
    assert replaced == {f"R{index}" for index in range(len(STATEFUL))}
    kept = resources.replace("}", ", DeletionPolicy: Retain, UpdateReplacePolicy: Retain}")
    assert findings_of(RULE, kept) == []


def test_what_holds_no_data_is_left_alone() -> None:
    assert _store("AWS::SNS::Topic") == []
    assert _store("AWS::IAM::Role", "DeletionPolicy: Delete") == []


@pytest.mark.parametrize(
    ("policies", "found"),
    [
        ("", BOTH),
        ("DeletionPolicy: Delete, UpdateReplacePolicy: Delete", BOTH),
        ("DeletionPolicy: Retain", BOTH[1:]),
        ("UpdateReplacePolicy: Retain", BOTH[:1]),
        ("DeletionPolicy: RetainExceptOnCreate, UpdateReplacePolicy: Retain", []),
        ("DeletionPolicy: Retain, UpdateReplacePolicy: RetainExceptOnCreate", BOTH[1:]),
        ("DeletionPolicy: Snapshot, UpdateReplacePolicy: Snapshot", BOTH),
        ("DeletionPolicy: [Retain], UpdateReplacePolicy: {}", BOTH),
        ("DeletionPolicy: !If [Prod, Retain, Delete], UpdateReplacePolicy: Retain", BOTH[:1]),
    ],
)
def test_a_bucket_must_be_retained(policies: str, found: list[tuple[str, str]]) -> None:
    assert _store("AWS::S3::Bucket", policies) == found


@pytest.mark.parametrize("type_", sorted(SNAPSHOTS))
def test_a_snapshot_will_do_where_there_are_snapshots(type_: str) -> None:
    assert facts(type_).stateful
    assert _store(type_, "DeletionPolicy: Snapshot, UpdateReplacePolicy: Snapshot") == []


def test_rds_takes_a_snapshot_by_itself_when_it_is_deleted_but_not_when_it_is_replaced() -> None:
    assert _store("AWS::RDS::DBInstance") == BOTH[1:]
    assert _store("AWS::RDS::DBCluster") == BOTH[1:]
    assert _store("AWS::RDS::DBInstance", "DeletionPolicy: Delete, UpdateReplacePolicy: Retain") == BOTH[:1]


def test_an_instance_of_a_cluster_holds_no_data() -> None:
    assert _store("AWS::RDS::DBInstance", "DeletionPolicy: Delete", "DBClusterIdentifier: orders") == []
    assert _store("AWS::DocDB::DBInstance", "", "DBClusterIdentifier: orders") == []


def test_an_environment_that_is_made_anew_is_left_alone() -> None:
    assert _store("AWS::S3::Bucket", "", "Tags: [{Key: Environment, Value: dev}]") == []
    assert _store("AWS::S3::Bucket", "", "Tags: [{Key: Environment, Value: stg}]") == BOTH


def test_what_takes_no_tags_belongs_to_the_environment_of_its_template() -> None:
    untagged = "Store: {Type: AWS::SDB::Domain}"
    bucket = (
        "Bucket: {Type: AWS::S3::Bucket, DeletionPolicy: Retain, UpdateReplacePolicy: Retain, Properties: {Tags: [%s]}}"
    )
    assert findings_of(RULE, f"{untagged}\n{bucket % '{Key: Environment, Value: dev}'}") == []
    assert findings_of(RULE, f"{untagged}\n{bucket % '{Key: Environment, Value: prod}'}") == BOTH


def test_an_unknown_policy_is_unknown() -> None:
    store = "Store: {Type: AWS::S3::Bucket, DeletionPolicy: !Ref Policy, UpdateReplacePolicy: Retain}"
    parameters = "Parameters: {Policy: {Type: String}}"
    assert unknown_of(RULE, store, parameters) == BOTH[:1]
    assert findings_of(RULE, store, parameters) == []
