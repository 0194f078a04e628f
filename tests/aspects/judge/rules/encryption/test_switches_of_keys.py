"""A key beside the switch that puts it to use, and what has its encryption from elsewhere."""

from __future__ import annotations

import pytest

from tests.aspects.judge.rules.support import findings_of, unknown_of

RULE = "encryption-uses-a-customer-managed-key"
SECTIONS = "Parameters: {Given: {Type: String}}\nConditions: {Ours: !Equals [!Ref Given, ours]}"


def test_two_choices_of_one_condition_are_taken_together() -> None:
    database = """
    Database:
      Type: AWS::RDS::DBInstance
      Properties:
        StorageEncrypted: true
        KmsKeyId: alias/ours
        EnablePerformanceInsights: !If [Ours, true, false]
        PerformanceInsightsKMSKeyId: !If [Ours, alias/ours, !Ref AWS::NoValue]
    """
    assert findings_of(RULE, database, SECTIONS) == []
    assert findings_of(RULE, database.replace("!If [Ours, true, false]", "true"), SECTIONS) == [
        ("Database", "PerformanceInsightsKMSKeyId")
    ]


def test_a_key_is_unknown_where_a_parameter_turns_the_feature_on() -> None:
    database = """
    Database:
      Type: AWS::RDS::DBInstance
      Properties: {StorageEncrypted: true, KmsKeyId: alias/ours, EnablePerformanceInsights: !Ref Given}
    """
    assert findings_of(RULE, database, SECTIONS) == []
    assert unknown_of(RULE, database, SECTIONS) == [("Database", "PerformanceInsightsKMSKeyId")]


@pytest.mark.parametrize("encrypted", ["false", "'false'", "!Ref AWS::NoValue"])
def test_a_key_that_storage_does_not_use_is_a_finding(encrypted: str) -> None:
    database = f"""
    Database: {{Type: AWS::RDS::DBInstance, Properties: {{KmsKeyId: alias/ours, StorageEncrypted: {encrypted}}}}}
    """
    assert findings_of(RULE, database) == [("Database", "KmsKeyId")]


def test_a_switch_that_only_the_deploy_knows_is_unknown() -> None:
    database = "D: {Type: AWS::RDS::DBInstance, Properties: {KmsKeyId: alias/ours, StorageEncrypted: !Ref Given}}"
    assert findings_of(RULE, database, SECTIONS) == []
    assert unknown_of(RULE, database, SECTIONS) == [("D", "KmsKeyId")]


def test_the_switch_of_a_queue_to_keys_of_its_own_is_a_finding() -> None:
    queue = "Q: {Type: AWS::SQS::Queue, Properties: {KmsMasterKeyId: alias/ours, SqsManagedSseEnabled: true}}"
    assert findings_of(RULE, queue) == [("Q", "KmsMasterKeyId")]


def test_a_restored_cluster_has_the_snapshots_encryption() -> None:
    cluster = "C: {Type: AWS::RDS::DBCluster, Properties: {SnapshotIdentifier: s%s}}"
    assert findings_of(RULE, cluster % "") == []
    assert findings_of(RULE, cluster % ", KmsKeyId: alias/ours") == []
    assert findings_of(RULE, cluster % ", KmsKeyId: alias/aws/rds") == [("C", "KmsKeyId")]
