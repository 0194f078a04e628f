from __future__ import annotations

import pytest

from tests.aspects.judge.rules.support import findings_of, unknown_of

RULE = "production-databases-have-performance-insights"
PLACE = [("Orders", "EnablePerformanceInsights")]


def _database(properties: str, environment: str = "prod", more: str = "") -> list[tuple[str, str]]:
    tags = f"Tags: [{{Key: Environment, Value: {environment}}}]"
    return findings_of(RULE, f"Orders: {{Type: AWS::RDS::DBInstance, Properties: {{{properties}, {tags}}}}}\n{more}")


@pytest.mark.parametrize(
    "properties", ["Engine: mysql", "EnablePerformanceInsights: false", "DatabaseInsightsMode: standard"]
)
def test_a_production_database_that_records_nothing_is_found(properties: str) -> None:
    assert _database(properties) == PLACE
    assert _database(properties, "stg") == []


@pytest.mark.parametrize("properties", ["EnablePerformanceInsights: true", "DatabaseInsightsMode: advanced"])
def test_one_that_records_is_fine(properties: str) -> None:
    assert _database(properties) == []


@pytest.mark.parametrize(("switch", "found"), [("true", []), ("false", PLACE)])
def test_a_cluster_of_the_template_speaks_for_its_instances(switch: str, found: list[tuple[str, str]]) -> None:
    cluster = f"Cluster: {{Type: AWS::RDS::DBCluster, Properties: {{PerformanceInsightsEnabled: {switch}}}}}"
    assert _database("DBClusterIdentifier: !Ref Cluster", more=cluster) == found


def test_an_unknown_switch_is_unknown() -> None:
    database = """
    Orders:
      Type: AWS::RDS::DBInstance
      Properties: {EnablePerformanceInsights: !Ref Record, Tags: [{Key: Environment, Value: prod}]}
    """
    assert unknown_of(RULE, database, "Parameters: {Record: {Type: String}}") == PLACE
