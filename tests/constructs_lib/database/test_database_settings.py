from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from constructs_lib import ConfigurationError, DatabaseSettings
from tests.support import environment


def test_the_defaults_are_production_and_valid() -> None:
    settings = DatabaseSettings()
    assert (settings.engine_version, settings.multi_az, settings.backup_retention_days) == ("8.4.11", True, 14)
    assert (settings.allocated_gib, settings.max_allocated_gib) == (300, 400)
    assert (settings.memory_gib, settings.connections, settings.major_version) == (4, 200, "8.4")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"engine_version": "5.7.44"}, "8.4.x or 8.0.x"),
        ({"engine_version": "8.0"}, "8.4.x or 8.0.x"),
        ({"instance_class": "t4g.medium"}, "db.<family>.<size>"),
        ({"instance_class": "db.t4g.24xlarge"}, "db.<family>.<size>"),
        ({"instance_class": "db.t4g.small"}, "db.t4g.medium or larger"),
        ({"database_name": "1st"}, "a letter first"),
        ({"database_name": "shared-db"}, "letters, digits and underscores"),
        ({"database_name": "MySQL"}, "no schema of MySQL's own"),
        ({"master_username": "admin"}, "none of admin"),
        ({"master_username": "root"}, "none of admin"),
        ({"master_username": "rdsadmin"}, "none of admin"),
        ({"master_username": "postgres"}, "none of admin"),
        ({"master_username": "a_name_of_17_char"}, "1 to 16"),
        ({"allocated_gib": 19}, "20"),
        ({"allocated_gib": 65_537}, "65536"),
        ({"max_allocated_gib": 300}, "at least 10 % over allocated_gib"),
        ({"max_allocated_gib": 65_537}, "65536"),
        ({"iops": 12_000}, "from 400 GiB on"),
        ({"allocated_gib": 400, "max_allocated_gib": None, "iops": 3_000}, "12000"),
        ({"allocated_gib": 400, "max_allocated_gib": None, "throughput_mibps": 500}, "a quarter of iops"),
        ({"backup_retention_days": 0}, "1"),
        ({"backup_retention_days": 36}, "35"),
        ({"backup_window": "03:00-03:20"}, "30 minutes"),
        ({"backup_window": "24:00-25:00"}, "hh:mm"),
        ({"maintenance_window": "monday:04:00-monday:05:00"}, "ddd:hh:mm"),
        ({"maintenance_window": "mon:17:30-mon:18:30"}, "apart from backup_window"),
        ({"monitoring_interval_seconds": 20}, "60"),
        ({"performance_insights_days": 30}, "multiple of 31"),
        ({"max_connections": 342}, "10 to 341 on db.t4g.medium"),
        ({"parameters": {"require_secure_transport": "0"}}, "none of"),
        ({"parameters": {"Bad Name": "0"}}, "names of parameters of MySQL 8.4"),
        ({"publicly_accessible": True}, "Extra inputs"),
    ],
    ids=str,
)
def test_a_wrong_setting_says_what_is_allowed(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        DatabaseSettings.model_validate(changes)
    assert message in str(caught.value)


def test_a_mistake_is_one_line_with_file_key_given_and_allowed() -> None:
    with pytest.raises(ConfigurationError) as caught:
        environment("prod", stacks={"rds": {"database": {"max_allocated_gib": 310}}})
    (mistake,) = caught.value.mistakes
    assert mistake.startswith("prod.yaml: stacks.rds.database.max_allocated_gib: given 310; allowed: at least 10 %")


def test_large_storage_may_be_given_iops_and_throughput() -> None:
    settings = DatabaseSettings(allocated_gib=400, max_allocated_gib=None, iops=12_000, throughput_mibps=3_000)
    assert (settings.iops, settings.throughput_mibps) == (12_000, 3_000)


def test_parameters_keep_tls_and_logs_and_leave_the_buffer_pool_to_rds() -> None:
    parameters = DatabaseSettings(parameters={"wait_timeout": "600"}, general_log=True).all_parameters
    assert parameters["require_secure_transport"] == "1"
    assert parameters["log_output"] == "FILE"
    assert parameters["general_log"] == "1"
    assert parameters["wait_timeout"] == "600"
    assert "innodb_buffer_pool_size" not in parameters


def test_connections_follow_the_class_where_none_are_set() -> None:
    settings = DatabaseSettings(instance_class="db.t4g.micro", performance_insights=False, max_connections=None)
    assert settings.connections == 85
    assert "max_connections" not in settings.all_parameters


@pytest.mark.parametrize("version", ["8.0.46", "8.0.46-RDS.20261001", "8.0.46-RDS.20261001.R2.20261015"])
def test_a_patch_is_of_its_major_version(version: str) -> None:
    assert DatabaseSettings(engine_version=version).major_version == "8.0"
    assert DatabaseSettings(engine_version="8.4.9.R2.20261001").major_version == "8.4"


@pytest.mark.parametrize("name", ["innodb_api_enable_mdl", "binlog-transaction-dependency-tracking", "old"])
def test_a_parameter_that_8_4_has_no_more_is_refused_there(name: str) -> None:
    value = "0" if name != "binlog-transaction-dependency-tracking" else "WRITESET"
    assert DatabaseSettings(engine_version="8.0.46", parameters={name: value}).all_parameters[name] == value
    with pytest.raises(ValidationError, match=r"names of parameters of MySQL 8\.4"):
        DatabaseSettings(parameters={name: value})


@pytest.mark.parametrize(
    ("region", "window", "refused"),
    [
        ("ap-northeast-2", {"backup_window": "03:00-04:00"}, "backup_window: given '03:00-04:00'; allowed: UTC"),
        ("ap-northeast-2", {"maintenance_window": "mon:04:00-mon:05:00"}, "maintenance_window"),
        ("ap-northeast-2", {"maintenance_window": "sun:22:45-sun:23:15"}, "maintenance_window"),
        ("us-east-1", {}, "backup_window"),
        ("us-east-1", {"backup_window": "00:30-01:30"}, "backup_window"),  # 19:30 in winter, and 20:30 in summer
    ],
)
def test_windows_in_business_hours_of_the_region_are_refused(region: str, window: dict[str, Any], refused: str) -> None:
    settings = DatabaseSettings(**window)
    with pytest.raises(ConfigurationError) as caught:
        settings.check_windows("prod-rds/Database", region)
    assert f"prod-rds/Database: {refused}" in str(caught.value)


@pytest.mark.parametrize(
    ("region", "window"),
    [
        ("ap-northeast-2", {}),
        ("ap-northeast-2", {"maintenance_window": "sun:22:00-sun:23:00"}),
        ("ap-northeast-2", {"maintenance_window": "sat:04:00-sat:05:00"}),
        ("ap-northeast-2", {"backup_window": "03:00-04:00", "windows_in_business_hours": True}),
        ("us-east-1", {"backup_window": "06:00-07:00"}),
        ("xx-nowhere-1", {"backup_window": "03:00-04:00"}),
    ],
)
def test_windows_at_night_at_the_weekend_or_meant_so_are_fine(region: str, window: dict[str, Any]) -> None:
    settings = DatabaseSettings(**window)
    settings.check_windows("prod-rds/Database", region)  # raises otherwise
    assert all(getattr(settings, name) == value for name, value in window.items())
