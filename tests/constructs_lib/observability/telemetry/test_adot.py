"""The collector's configuration fits its parameter and says nothing that a collector refuses."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.observability.telemetry.adot import SSM_STANDARD_TIER_BYTES, adot_config

URL = "https://aps-workspaces.ap-northeast-2.amazonaws.com/workspaces/ws-0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f/api/v1/remote_write"


def config(**changes: Any) -> str:
    values: dict[str, Any] = {
        "environment": "prod",
        "cluster": "prod-atlantis",
        "service": "atlantis",
        "region": "ap-northeast-2",
        "remote_write_url": URL,
    }
    return adot_config(**(values | changes))


def document(**changes: Any) -> dict[str, Any]:
    loaded = yaml.safe_load(config(**changes))
    assert isinstance(loaded, dict)
    return loaded


def test_it_fits_a_standard_parameter_with_room_to_grow() -> None:
    assert len(config().encode()) < SSM_STANDARD_TIER_BYTES * 0.9


def test_a_text_over_the_limit_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="4096"):
        config(cluster="c" * 2000)


def test_it_is_the_same_text_twice() -> None:
    assert config() == config()


@pytest.mark.parametrize("kind", ["receivers", "processors", "exporters"])
def test_every_component_is_used_and_every_used_one_is_there(kind: str) -> None:
    loaded = document()
    used = {name for pipeline in loaded["service"]["pipelines"].values() for name in pipeline[kind]}
    assert used == set(loaded[kind])


def test_every_extension_is_started_and_signs_the_writes() -> None:
    loaded = document()
    assert set(loaded["service"]["extensions"]) == set(loaded["extensions"])
    assert loaded["extensions"]["sigv4auth"] == {"region": "ap-northeast-2", "service": "aps"}
    assert loaded["exporters"]["prometheusremotewrite"]["auth"] == {"authenticator": "sigv4auth"}


def test_no_exporter_prints() -> None:
    assert set(document()["exporters"]) == {"prometheusremotewrite"}


def test_memory_is_limited_first_and_batching_comes_last() -> None:
    for pipeline in document()["service"]["pipelines"].values():
        assert pipeline["processors"][0] == "memory_limiter"
        assert pipeline["processors"][-1] == "batch"


def test_series_of_two_tasks_differ() -> None:
    loaded = document()
    assert "ecs" in loaded["processors"]["resourcedetection"]["detectors"]
    assert loaded["exporters"]["prometheusremotewrite"]["resource_to_telemetry_conversion"] == {"enabled": True}
    assert "aws.ecs.task.arn" not in [entry["key"] for entry in loaded["processors"]["resource"]["attributes"]]


def test_metric_names_are_those_of_the_rules() -> None:
    loaded = document()
    assert loaded["exporters"]["prometheusremotewrite"]["add_metric_suffixes"] is False
    labels = [
        scrape["static_configs"][0]["labels"]
        for scrape in loaded["receivers"]["prometheus"]["config"]["scrape_configs"]
    ]
    assert labels == [{"service": "atlantis"}, {"service": "atlantis"}]
    assert {"key": "service", "value": "atlantis", "action": "upsert"} in loaded["processors"]["resource"]["attributes"]


def test_the_application_is_scraped_where_it_says() -> None:
    scrape = document(metrics_port=9100, metrics_path="/internal/metrics")["receivers"]["prometheus"]["config"]
    first = scrape["scrape_configs"][0]
    assert first["job_name"] == "application"
    assert (first["static_configs"][0]["targets"], first["metrics_path"]) == (["localhost:9100"], "/internal/metrics")


def test_a_cloudformation_token_may_stand_for_the_address() -> None:
    assert document(remote_write_url="${Token[TOKEN.12]}api/v1/remote_write")


@pytest.mark.parametrize(
    "changes",
    [
        {"metrics_port": 0},
        {"metrics_port": 65_536},
        {"metrics_path": "metrics"},
        {"remote_write_url": ""},
        {"remote_write_url": "http://aps-workspaces.ap-northeast-2.amazonaws.com/workspaces/ws-1/api/v1/remote_write"},
        {"remote_write_url": URL.removesuffix("api/v1/remote_write")},
    ],
)
def test_a_wrong_setting_is_refused_in_one_line(changes: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=r"^[^\n]+: given [^\n]+; allowed: [^\n]+$"):
        config(**changes)
