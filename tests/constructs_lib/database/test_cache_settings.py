from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from constructs_lib import CacheSettings, ConfigurationError, DataClass


def test_the_defaults_are_valkey_on_two_vcpus() -> None:
    settings = CacheSettings()
    assert (settings.engine, settings.family, settings.vcpus) == ("valkey", "valkey8", 2)
    assert settings.replicas_in(production=True) == 1
    assert settings.replicas_in(production=False) == 0


@pytest.mark.parametrize(("engine", "version", "family"), [("valkey", "7.2", "valkey7"), ("redis", "7.1", "redis7")])
def test_the_family_follows_engine_and_version(engine: Any, version: str, family: str) -> None:
    assert CacheSettings(engine=engine, engine_version=version).family == family


def test_days_that_are_said_go_before_the_class() -> None:
    assert CacheSettings(snapshot_retention_days=3).snapshot_days(DataClass.HIGHLY_CONFIDENTIAL) == 3
    assert CacheSettings(snapshot_retention_days=0).snapshot_days(DataClass.CONFIDENTIAL) == 0


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"engine": "memcached"}, "valkey"),
        ({"engine_version": "6.2"}, "7.2, 8.0, 8.1, 8.2 for valkey"),
        ({"engine": "redis"}, "7.0, 7.1 for redis"),
        ({"node_type": "t4g.small"}, "cache.<family>.<size>"),
        ({"node_type": "cache.t4g.large"}, "cache.<family>.<size>"),
        ({"replicas": 6}, "5"),
        ({"snapshot_retention_days": 36}, "35"),
        ({"max_connections": 9}, "10"),
        ({"snapshot_window": "18:00-19:00"}, "apart from 18:00-19:00"),
    ],
)
def test_what_elasticache_refuses_is_refused_before(changes: dict[str, Any], message: str) -> None:
    with pytest.raises((ValidationError, ConfigurationError), match=message):
        CacheSettings(**changes)
