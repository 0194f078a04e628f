from __future__ import annotations

import pytest

from aspects.judge.rules.durability.data_is_backed_up import BACKUPS
from tests.aspects.judge.rules.support import findings_of, unknown_of

RULE = "data-is-backed-up"


def _store(type_: str, properties: str, tags: str = "DataClass: confidential", more: str = "") -> list[tuple[str, str]]:
    """The findings on one resource with some properties and tags, both in YAML's flow style."""
    return findings_of(
        RULE, f"Store: {{Type: {type_}, Properties: {{{_joined(properties, _tags(type_, tags))}}}}}\n{more}"
    )


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _tags(type_: str, tags: str) -> str:
    pairs = [pair.split(": ") for pair in tags.split(", ") if pair]
    listed = f"[{', '.join(f'{{Key: {key}, Value: {value}}}' for key, value in pairs)}]"
    return {
        "AWS::EFS::FileSystem": f"FileSystemTags: {listed}",
        "AWS::DynamoDB::GlobalTable": "",
        "AWS::DocDBElastic::Cluster": f"Tags: {listed}",
        "AWS::Serverless::SimpleTable": f"Tags: {{{tags}}}",
    }.get(type_, f"Tags: {listed}")


CASES = [
    ("AWS::RDS::DBInstance", "BackupRetentionPeriod: 6", "BackupRetentionPeriod: 7"),
    ("AWS::RDS::DBInstance", "", "BackupRetentionPeriod: '35'"),
    ("AWS::RDS::DBCluster", "BackupRetentionPeriod: 1", "BackupRetentionPeriod: 14"),
    ("AWS::DocDB::DBCluster", "", "BackupRetentionPeriod: 7"),
    ("AWS::DocDBElastic::Cluster", "", "BackupRetentionPeriod: 7"),
    ("AWS::Neptune::DBCluster", "BackupRetentionPeriod: 1", "BackupRetentionPeriod: 7"),
    ("AWS::Redshift::Cluster", "AutomatedSnapshotRetentionPeriod: 0", "AutomatedSnapshotRetentionPeriod: 7"),
    ("AWS::MemoryDB::Cluster", "", "SnapshotRetentionLimit: 7"),
    (
        "AWS::FSx::FileSystem",
        "WindowsConfiguration: {AutomaticBackupRetentionDays: 0}",
        "WindowsConfiguration: {ThroughputCapacity: 8}",
    ),
    (
        "AWS::FSx::FileSystem",
        "LustreConfiguration: {DeploymentType: PERSISTENT_2}",
        "LustreConfiguration: {DeploymentType: PERSISTENT_2, AutomaticBackupRetentionDays: 7}",
    ),
    ("AWS::Lightsail::Database", "BackupRetention: false", ""),
    (
        "AWS::DynamoDB::Table",
        "PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: false}",
        "PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: 'true'}",
    ),
    (
        "AWS::Serverless::SimpleTable",
        "",
        "PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true}",
    ),
    ("AWS::Cassandra::Table", "", "PointInTimeRecoveryEnabled: true"),
    ("AWS::EFS::FileSystem", "BackupPolicy: {Status: DISABLED}", "BackupPolicy: {Status: ENABLED}"),
    ("AWS::S3::Bucket", "VersioningConfiguration: {Status: Suspended}", "VersioningConfiguration: {Status: Enabled}"),
]
GLOBAL = "AWS::DynamoDB::GlobalTable"


@pytest.mark.parametrize(("type_", "bad", "good"), CASES)
def test_confidential_data_needs_a_backup(type_: str, bad: str, good: str) -> None:
    (finding,) = _store(type_, bad)
    assert finding[0] == "Store"
    assert _store(type_, good) == []


def test_every_type_has_a_case() -> None:
    assert {type_ for type_, _, _ in CASES} | {GLOBAL} == set(BACKUPS)


def test_each_replica_of_a_global_table_is_judged_by_itself() -> None:
    recovery = "PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true}"
    tags = "Tags: [{Key: DataClass, Value: confidential}]"
    replicas = f"Replicas: [{{Region: a, {recovery}, {tags}}}, {{Region: b, {tags}}}]"
    at = "Replicas[1].PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled"
    assert _store(GLOBAL, replicas) == [("Store", at)]


@pytest.mark.parametrize("tags", ["", "DataClass: internal", "DataClass: confidential, Environment: dev"])
def test_below_that_only_switching_backups_off_is_found(tags: str) -> None:
    assert _store("AWS::RDS::DBInstance", "BackupRetentionPeriod: 0", tags) == [("Store", "BackupRetentionPeriod")]
    assert _store("AWS::RDS::DBInstance", "BackupRetentionPeriod: 1", tags) == []
    assert _store("AWS::RDS::DBInstance", "", tags) == []
    assert _store("AWS::DynamoDB::Table", "", tags) == []


def test_public_data_needs_none() -> None:
    assert _store("AWS::RDS::DBInstance", "BackupRetentionPeriod: 0", "DataClass: public") == []


def test_the_highest_class_that_a_tag_may_say_counts() -> None:
    table = """
    Store:
      Type: AWS::DynamoDB::Table
      Properties:
        Tags: [{Key: DataClass, Value: !If [Real, highly-confidential, internal]}]
    """
    at = "PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled"
    assert findings_of(RULE, table) == [("Store", at)]


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        ("AWS::RDS::DBInstance", "DBClusterIdentifier: !Ref Cluster"),
        ("AWS::RDS::DBInstance", "SourceDBInstanceIdentifier: orders"),
        ("AWS::RDS::DBCluster", "ReplicationSourceIdentifier: orders"),
        ("AWS::FSx::FileSystem", "LustreConfiguration: {DeploymentType: SCRATCH_2}"),
    ],
)
def test_copies_and_scratch_space_need_none(type_: str, properties: str) -> None:
    assert _store(type_, properties, more="Cluster: {Type: AWS::RDS::DBCluster}") == []


def test_an_instance_that_is_a_member_only_on_one_branch_is_judged() -> None:
    properties = "DBClusterIdentifier: !If [Aurora, orders, !Ref AWS::NoValue], BackupRetentionPeriod: 0"
    assert _store("AWS::RDS::DBInstance", properties) == [("Store", "BackupRetentionPeriod")]


@pytest.mark.parametrize(
    ("selection", "covered"),
    [
        ("Resources: [!GetAtt Store.Arn]", True),
        ("Resources: [!Sub 'arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/${Store}']", True),
        ("ListOfTags: [{ConditionType: STRINGEQUALS, ConditionKey: Backup, ConditionValue: daily}]", True),
        ("ListOfTags: [{ConditionType: STRINGEQUALS, ConditionKey: Backup, ConditionValue: weekly}]", False),
        ("Resources: [!GetAtt Other.Arn]", False),
    ],
)
def test_what_stands_in_a_backup_selection_is_backed_up(selection: str, covered: bool) -> None:  # noqa: FBT001 - of a table of cases
    more = f"""Other: {{Type: AWS::EFS::FileSystem}}
Selection: {{Type: AWS::Backup::BackupSelection, Properties: {{BackupSelection: {{{selection}}}}}}}"""
    found = _store("AWS::EFS::FileSystem", "", "DataClass: confidential, Backup: daily", more)
    assert (found == []) is covered


def test_an_unknown_value_is_unknown() -> None:
    store = """
    Store:
      Type: AWS::RDS::DBInstance
      Properties: {BackupRetentionPeriod: !Ref Days, Tags: [{Key: DataClass, Value: confidential}]}
    """
    parameters = "Parameters: {Days: {Type: Number}}"
    assert unknown_of(RULE, store, parameters) == [("Store", "BackupRetentionPeriod")]
    assert findings_of(RULE, store, parameters) == []
