from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from constructs_lib.database.database_settings import FIXED_PARAMETERS
from constructs_lib.kernel import facts
from constructs_lib.kernel.facts import FARGATE_SIZES, MYSQL_RESERVED, MYSQL_VERSIONS, ZONES, limit, mysql_parameters
from constructs_lib.kernel.facts.sourced import check_source, rows_in

FOLDER = Path(facts.__file__).parent


def test_the_limits_are_those_that_aws_documents() -> None:
    assert limit("AWS::KMS::Key.PendingWindowInDays") == {"minimum": 7, "maximum": 30}
    assert limit("AWS::RDS::DBInstance.PerformanceInsightsRetentionPeriod")["enum"] == [
        7, *range(31, 23 * 31 + 1, 31), 731,
    ]  # fmt: skip
    assert limit("AWS::IAM::Role.RoleName")["maxLength"] == 64


def test_zones_are_of_commercial_regions_and_those_that_accounts_see() -> None:
    assert ZONES["ap-northeast-2"] == "abcd"
    assert ZONES["us-west-1"] == "abc"
    assert not [region for region in ZONES if region.startswith(("cn-", "us-gov-", "us-iso", "eusc-"))]
    assert len(ZONES) >= 34


def test_fargate_has_no_memory_that_is_not_a_multiple_of_512() -> None:
    assert {256, 16384} <= set(FARGATE_SIZES)
    assert all(memory % 512 == 0 for sizes in FARGATE_SIZES.values() for memory in sizes)


def test_mysql_is_of_the_two_versions_that_the_platform_knows_in_order() -> None:
    minors = [tuple(map(int, version.split("."))) for version in MYSQL_VERSIONS]
    assert {minor[:2] for minor in minors} == {(8, 0), (8, 4)}
    assert minors == sorted(minors)
    assert {"select", "table", "rank"} <= MYSQL_RESERVED
    assert "shared_db" not in MYSQL_RESERVED


def test_the_parameters_that_are_fixed_are_parameters_of_mysql() -> None:
    known = mysql_parameters("8.4")
    assert set(FIXED_PARAMETERS) | {"max_connections", "general_log"} <= set(known)
    assert known["general_log"]
    assert not known["max_connections"]
    assert all(name == name.lower() and "-" not in name for name in known)


def test_what_mysql_8_4_has_no_more_is_a_parameter_of_8_0_only() -> None:
    gone = mysql_parameters("8.0").keys() - mysql_parameters("8.4").keys()
    assert {"avoid_temporal_upgrade", "innodb_api_enable_binlog", "new", "old"} <= gone
    assert not mysql_parameters("8.4").keys() - mysql_parameters("8.0").keys()


# What `governed-cdk prove` saw: an account is its source, and there may be none yet.
TABLES = sorted(path for path in FOLDER.glob("*.yaml") if path.name != "proved.yaml")


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_every_row_of_every_table_has_its_page_and_the_day_on_which_somebody_looked(path: Path) -> None:
    rows = list(rows_in(yaml.safe_load(path.read_text(encoding="utf-8"))))
    assert rows
    for row in rows:
        check_source(path.name, row)
