from __future__ import annotations

import pytest

from tests.aspects.judge.rules.support import findings_of, unknown_of

RULE = "production-databases-span-zones"


def _database(properties: str, environment: str = "prod") -> list[tuple[str, str]]:
    tags = f"Tags: [{{Key: Environment, Value: {environment}}}]"
    return findings_of(RULE, f"Orders: {{Type: AWS::RDS::DBInstance, Properties: {{{properties}, {tags}}}}}")


@pytest.mark.parametrize("properties", ["Engine: mysql", "MultiAZ: false", "MultiAZ: !If [Cheap, false, true]"])
def test_a_production_database_in_one_zone_is_found(properties: str) -> None:
    assert _database(properties) == [("Orders", "MultiAZ")]


@pytest.mark.parametrize(
    "properties",
    ["MultiAZ: true", "MultiAZ: 'true'", "DBClusterIdentifier: orders", "SourceDBInstanceIdentifier: orders"],
)
def test_a_standby_a_cluster_and_a_replica_are_fine(properties: str) -> None:
    assert _database(properties) == []


@pytest.mark.parametrize("environment", ["dev", "stg"])
def test_other_environments_need_none(environment: str) -> None:
    assert _database("MultiAZ: false", environment) == []


def test_an_unknown_switch_is_unknown() -> None:
    database = """
    Orders:
      Type: AWS::RDS::DBInstance
      Properties: {MultiAZ: !Ref Standby, Tags: [{Key: Environment, Value: prod}]}
    """
    assert unknown_of(RULE, database, "Parameters: {Standby: {Type: String}}") == [("Orders", "MultiAZ")]
