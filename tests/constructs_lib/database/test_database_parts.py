from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from aws_cdk import aws_rds as rds

from constructs_lib import DatabaseSettings
from constructs_lib.database.database_parts import kept, mysql_engine, sized

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


@pytest.mark.parametrize(
    ("version", "family"),
    [
        ("8.0.46", "mysql8.0"),
        ("8.0.46-RDS.20261001", "mysql8.0"),
        ("8.4.9", "mysql8.4"),
        ("8.4.9.R2.20261001", "mysql8.4"),
    ],
)
def test_the_engine_follows_the_version(version: str, family: str) -> None:
    assert mysql_engine(DatabaseSettings(engine_version=version)).parameter_group_family == family


def test_extended_support_is_for_8_0_alone(bench: Bench) -> None:
    support = rds.EngineLifecycleSupport
    old, new = DatabaseSettings(engine_version="8.0.46"), DatabaseSettings()
    assert kept(bench.stack, old)["engine_lifecycle_support"] is support.OPEN_SOURCE_RDS_EXTENDED_SUPPORT
    assert kept(bench.stack, new)["engine_lifecycle_support"] is support.OPEN_SOURCE_RDS_EXTENDED_SUPPORT_DISABLED


def test_protection_follows_the_environment(bench: Bench) -> None:
    properties = kept(bench.stack, DatabaseSettings())
    assert properties["deletion_protection"] is True
    assert properties["delete_automated_backups"] is False


def test_the_size_is_that_of_the_settings() -> None:
    properties = sized(DatabaseSettings(instance_class="db.m7g.large", allocated_gib=50, max_allocated_gib=None))
    assert properties["instance_type"].to_string() == "m7g.large"
    assert (properties["allocated_storage"], properties["max_allocated_storage"]) == (50, None)
