from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from governed_cdk.drilling.declared import CopyWay
from governed_cdk.drilling.stores import Fate, stores_of, unfilled
from tests.governed_cdk.drilling.apps import COPY_OF_FILES, HOME, LEFT, backed_up, bucket, resource, rule, stack

if TYPE_CHECKING:
    from aspects.judge.template import Template

VAULT = resource("AWS::Backup::BackupVault", BackupVaultName="prod-web-vault")
THERE = stack("prod-web-dr", LEFT, Copy=bucket(COPY_OF_FILES), Vault=VAULT)


def fates(*app: Template) -> dict[str, Fate]:
    return {one.name: one.fate for one in stores_of(app, home=HOME, region=LEFT)}


def test_every_store_is_copied_elsewhere_or_lost() -> None:
    home = stack(
        "prod-web", HOME, **backed_up(), Files=bucket("prod-web-files", rule()), Logs=bucket("prod-web-logs"),
        Zone=resource("AWS::Route53::HostedZone", Name="example.org"), Role=resource("AWS::IAM::Role"),
    )  # fmt: skip
    assert fates(home, THERE) == {
        "prod-web/Database": Fate.COPIED,
        "prod-web/Files": Fate.COPIED,
        "prod-web/Logs": Fate.LOST,
        "prod-web/Zone": Fate.ELSEWHERE,
        "prod-web-dr/Copy": Fate.ELSEWHERE,
        "prod-web-dr/Vault": Fate.ELSEWHERE,
    }


@pytest.mark.parametrize(
    ("type_", "again"),
    [
        ("AWS::KMS::Key", "again-key"),
        ("AWS::SecretsManager::Secret", "again-secret"),
        ("AWS::S3::Bucket", "again-nothing"),
        ("AWS::DynamoDB::Table", "again-nothing"),
        ("AWS::SQS::Queue", "again-empty"),
    ],
)
def test_what_is_lost_says_where_it_comes_from_again(type_: str, again: str) -> None:
    (store,) = stores_of([stack("prod-web", HOME, DataStore=resource(type_))], home=HOME, region=LEFT)
    assert (store.fate, store.again) == (Fate.LOST, again)


@pytest.mark.parametrize(
    ("home", "expected"),
    [
        ({**backed_up(), "Files": bucket("prod-web-files", rule())}, []),
        (backed_up(), ["prod-web-dr/Copy"]),
        ({**backed_up(copied=False), "Files": bucket("prod-web-files", rule())}, ["prod-web-dr/Vault"]),
    ],
)
def test_what_waits_for_copies_that_nothing_makes_is_named(
    home: dict[str, dict[str, Any]], expected: list[str]
) -> None:
    assert unfilled([stack("prod-web", HOME, **home), THERE], region=LEFT) == expected


def test_a_bucket_that_another_one_logs_into_waits_for_nothing() -> None:
    logging = {"LoggingConfiguration": {"DestinationBucketName": {"Ref": "Logs"}}}
    there = stack("prod-web-dr", LEFT, Copy=bucket(COPY_OF_FILES, **logging), Logs=bucket("prod-web-logs-copy"))
    home = stack("prod-web", HOME, Files=bucket("prod-web-files", rule()))
    assert unfilled([home, there], region=LEFT) == []


def test_of_several_ways_the_one_counts_that_a_drill_walks() -> None:
    plan = backed_up()
    plan["Database"]["Properties"]["AutomaticBackupReplicationRegion"] = LEFT
    (store, *_) = stores_of([stack("prod-web", HOME, **plan), THERE], home=HOME, region=LEFT)
    assert store.copy
    assert store.copy.way is CopyWay.BACKUP
