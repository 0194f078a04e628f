from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from governed_cdk.drilling.declared import CopyWay, DeclaredCopy, declared_copies
from tests.governed_cdk.drilling.apps import COPY_OF_FILES, HOME, LEFT, backed_up, bucket, resource, rule, stack

if TYPE_CHECKING:
    from aspects.judge.template import Template

THERE = stack(
    "prod-web-dr",
    LEFT,
    Copy=bucket(COPY_OF_FILES),
    Vault=resource("AWS::Backup::BackupVault", BackupVaultName="prod-web-vault"),
)


def copies(**resources: dict[str, Any]) -> dict[str, DeclaredCopy]:
    app: list[Template] = [stack("prod-web", HOME, **resources), THERE]
    return {one.logical_id: copy for one, copy in declared_copies(app, LEFT)}


def test_a_rule_that_leads_to_a_bucket_there_copies() -> None:
    found = copies(Files=bucket("prod-web-files", rule(Filter={"Prefix": "in/"})))
    assert {name: (one.way, one.target, one.prefix) for name, one in found.items()} == {
        "Files": (CopyWay.REPLICATION, COPY_OF_FILES, "in/")
    }


@pytest.mark.parametrize(
    "files",
    [
        bucket("prod-web-files"),
        bucket("prod-web-files", rule(Status="Disabled")),
        bucket("prod-web-files", rule("of-somebody-else")),
    ],
)
def test_without_such_a_rule_a_bucket_is_not_copied(files: dict[str, Any]) -> None:
    assert copies(Files=files) == {}


def test_a_database_is_copied_by_the_plan_that_selects_it() -> None:
    found = copies(**backed_up())
    assert {name: (one.way, one.target, one.worst.seconds) for name, one in found.items()} == {
        "Database": (CopyWay.BACKUP, "prod-web-vault", 33 * 3600)
    }


@pytest.mark.parametrize("plan", [backed_up(copied=False), backed_up(region="us-east-1")])
def test_a_plan_that_copies_nothing_there_is_none(plan: dict[str, dict[str, Any]]) -> None:
    assert copies(**plan) == {}


def test_services_keep_replicas_themselves() -> None:
    found = copies(
        Secret=resource("AWS::SecretsManager::Secret", Name="/c/web/prod/a", ReplicaRegions=[{"Region": LEFT}]),
        Alone=resource("AWS::SecretsManager::Secret", Name="/c/web/prod/b", ReplicaRegions=[{"Region": "us-east-1"}]),
        Table=resource("AWS::DynamoDB::GlobalTable", TableName="t", Replicas=[{"Region": HOME}, {"Region": LEFT}]),
        Files=resource("AWS::EFS::FileSystem", ReplicationConfiguration={"Destinations": [{"Region": LEFT}]}),
        Backups=resource("AWS::RDS::DBInstance", AutomaticBackupReplicationRegion=LEFT),
    )
    names = ("Backups", "Files", "Secret", "Table")
    assert {name: one.way for name, one in found.items()} == dict.fromkeys(names, CopyWay.REPLICA)
    assert {one.worst.seconds for one in found.values()} == {None}


def test_a_key_with_a_replica_there_loses_nothing() -> None:
    home = stack("prod-kms", HOME, Key=resource("AWS::KMS::Key", MultiRegion=True))
    arn = f"arn:aws:kms:{HOME}:111122223333:key/prod-kms.Key"
    there = stack("prod-kms-dr", LEFT, Half=resource("AWS::KMS::ReplicaKey", PrimaryKeyArn=arn))
    ((key, copy),) = declared_copies([home, there], LEFT)
    assert (key.logical_id, copy.way, copy.worst.seconds) == ("Key", CopyWay.REPLICA, 0)


def test_a_read_replica_there_is_a_copy() -> None:
    home = stack("prod-web", HOME, Database=resource("AWS::RDS::DBInstance", DBInstanceIdentifier="prod-web"))
    arn = f"arn:aws:rds:{HOME}:111122223333:db:prod-web"
    there = stack("prod-web-dr", LEFT, Half=resource("AWS::RDS::DBInstance", SourceDBInstanceIdentifier=arn))
    ((database, copy),) = declared_copies([home, there], LEFT)
    assert (database.logical_id, copy.way, copy.worst.why.key) == ("Database", CopyWay.REPLICA, "rpo-continuous")


def test_a_selection_may_name_resources_by_a_pattern() -> None:
    plan = backed_up()
    plan["Selection"]["Properties"]["BackupSelection"]["Resources"] = ["arn:aws:rds:*:*:db:*"]
    assert list(copies(**plan)) == ["Database"]


def test_of_several_rules_the_one_counts_that_copies_most() -> None:
    rules = [rule(Filter={"Prefix": "in/"}), rule(Filter={"Prefix": ""}), rule(Filter={"Prefix": "out/"})]
    assert copies(Files=bucket("prod-web-files", *rules))["Files"].prefix == ""


OPEN = {"Fn::If": ["Cond", rule(), {"Ref": "AWS::NoValue"}]}


@pytest.mark.parametrize(
    "rules",
    [
        {"Fn::GetAtt": ["Other", "Rules"]},
        [{"Ref": "Parameter"}],
        [{"Status": "Enabled"}],
        [{"Status": "Enabled", "Destination": {"Ref": "Parameter"}}],
        [rule(Filter={"Ref": "Parameter"}, Status={"Ref": "Parameter"})],
        "none",
    ],
)
def test_what_a_template_leaves_open_is_no_copy_and_no_crash(rules: Any) -> None:
    assert copies(Files=resource("AWS::S3::Bucket", ReplicationConfiguration={"Rules": rules})) == {}
    assert (
        copies(
            Plan=resource("AWS::Backup::BackupPlan", BackupPlan={"BackupPlanRule": rules}),
            Selection=backed_up()["Selection"],
        )
        == {}
    )


def test_a_rule_under_a_condition_is_read() -> None:
    assert copies(Files=resource("AWS::S3::Bucket", ReplicationConfiguration={"Rules": [OPEN]}))["Files"].target
