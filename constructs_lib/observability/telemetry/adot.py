"""The configuration of the ADOT collector that runs as a sidecar: what it scrapes, and how it writes to AMP.

The collector reads it from the environment variable `AOT_CONFIG_CONTENT`, which ECS fills from a Parameter Store
parameter. A parameter of the standard tier holds 4,096 bytes (Parameter Store quotas), hence the limit.

Sources: ADOT's components ("AWS Distro for OpenTelemetry": receivers, processors, exporters, extensions); the `logging`
exporter was removed upstream in favour of `debug`, which prints each point and costs more than it tells: neither is
here.
"""

from __future__ import annotations

import re
from typing import Any, Final

from constructs_lib.kernel.errors import ConfigurationError, bounded, invalid
from constructs_lib.observability.telemetry.prometheus.rule import yaml_text

SSM_STANDARD_TIER_BYTES: Final = 4096
HEALTH_CHECK_PORT: Final = 13133
_COLLECTOR_METRICS_PORT: Final = 8888
_TOKEN = "${"  # noqa: S105 (how CDK writes a value that CloudFormation fills in)
_LONGEST_URL = 160
_REMOTE_WRITE = re.compile(r"https://aps-workspaces\.[a-z0-9-]+\.amazonaws\.com/workspaces/[\w-]+/api/v1/remote_write")
# What the rules and dashboards read, and the service's own counters; anything else costs series and is left behind.
_KEEP_APPLICATION = "(http_server_.+|application_.+|business_.+|up)"
_KEEP_COLLECTOR = "(otelcol_exporter_.+|otelcol_receiver_refused_.+|otelcol_processor_refused_.+|up)"
# Timestamps and versions of the agent: new label values at each start, and nobody asks for them.
_DROPPED_ATTRIBUTES = (
    "aws.ecs.docker.id",
    "aws.ecs.task.pull_started_at",
    "aws.ecs.task.pull_stopped_at",
    "aws.ecs.task.known_status",
    "container.id",
)


def adot_config(
    *,
    environment: str,
    cluster: str,
    service: str,
    region: str,
    remote_write_url: str,
    metrics_port: int = 8080,
    metrics_path: str = "/metrics",
) -> str:
    """Return the collector's configuration as YAML, under the 4,096 bytes of a standard parameter.

    Args:
        environment: environment name; the external label `environment`.
        cluster: ECS cluster name; the external label `cluster`.
        service: name of the service that the sidecar belongs to; the label `service`, which every rule groups by.
        region: region of the AMP workspace, which signs the requests.
        remote_write_url: the workspace's endpoint plus `api/v1/remote_write`. May be a CloudFormation token.
        metrics_port: port of the application's Prometheus page inside the task, 1 to 65535.
        metrics_path: its path, starting with a slash.

    Raises:
        ConfigurationError: a bad port, path or URL, or a text over the limit.
    """
    is_token = _TOKEN in remote_write_url
    _check(port=metrics_port, path=metrics_path, url=None if is_token else remote_write_url)
    text = yaml_text(
        {
            "extensions": _extensions(region=region),
            "receivers": _receivers(service=service, port=metrics_port, path=metrics_path),
            "processors": _processors(service=service),
            "exporters": _exporters(environment=environment, cluster=cluster, url=remote_write_url),
            "service": _service(),
        }
    )
    size = len(text.encode()) + (_LONGEST_URL if is_token else 0)
    if size > SSM_STANDARD_TIER_BYTES:
        raise ConfigurationError(f"collector configuration: {size} bytes; allowed: {SSM_STANDARD_TIER_BYTES} at most")
    return text


def _check(*, port: int, path: str, url: str | None) -> None:
    bounded("collector configuration", 1, 65_535, metrics_port=port)
    if not path.startswith("/"):
        raise invalid("metrics_path", path, "a path that starts with /")
    if url is not None and not _REMOTE_WRITE.fullmatch(url):
        raise invalid(
            "remote_write_url", url, "https://aps-workspaces.REGION.amazonaws.com/workspaces/ID/api/v1/remote_write"
        )


def _extensions(*, region: str) -> dict[str, Any]:
    return {
        "health_check": {"endpoint": f"0.0.0.0:{HEALTH_CHECK_PORT}"},
        "sigv4auth": {"region": region, "service": "aps"},
    }


def _scrape(*, job: str, target: str, service: str, keep: str, path: str = "/metrics") -> dict[str, Any]:
    return {
        "job_name": job,
        "scrape_interval": "30s",
        "scrape_timeout": "10s",
        "metrics_path": path,
        "static_configs": [{"targets": [target], "labels": {"service": service}}],
        "metric_relabel_configs": [{"source_labels": ["__name__"], "regex": keep, "action": "keep"}],
    }


def _receivers(*, service: str, port: int, path: str) -> dict[str, Any]:
    own = f"localhost:{_COLLECTOR_METRICS_PORT}"
    scrapes = [
        _scrape(job="application", target=f"localhost:{port}", service=service, keep=_KEEP_APPLICATION, path=path),
        _scrape(job="collector", target=own, service=service, keep=_KEEP_COLLECTOR),
    ]
    return {
        "prometheus": {"config": {"scrape_configs": scrapes}},
        "awsecscontainermetrics": {"collection_interval": "30s"},
    }


def _processors(*, service: str) -> dict[str, Any]:
    dropped = [{"key": key, "action": "delete"} for key in _DROPPED_ATTRIBUTES]
    return {
        # First in every pipeline: refuse before the 512 MiB sidecar is killed for its memory.
        "memory_limiter": {"check_interval": "1s", "limit_mib": 400, "spike_limit_mib": 100},
        # Gives every series its task: two tasks of one service would otherwise overwrite each other.
        "resourcedetection": {"detectors": ["env", "ecs"], "timeout": "5s", "override": False},
        "resource": {"attributes": [{"key": "service", "value": service, "action": "upsert"}, *dropped]},
        "filter/tasks": {"error_mode": "ignore", "metrics": {"metric": ['not IsMatch(name, "^ecs[.]task[.].+")']}},
        "batch": {"timeout": "30s", "send_batch_size": 1000},
    }


def _exporters(*, environment: str, cluster: str, url: str) -> dict[str, Any]:
    return {
        "prometheusremotewrite": {
            "endpoint": url,
            "auth": {"authenticator": "sigv4auth"},
            "add_metric_suffixes": False,
            "resource_to_telemetry_conversion": {"enabled": True},
            "external_labels": {"environment": environment, "cluster": cluster},
            "remote_write_queue": {"enabled": True, "queue_size": 5000, "num_consumers": 5},
            "retry_on_failure": {
                "enabled": True,
                "initial_interval": "5s",
                "max_interval": "30s",
                "max_elapsed_time": "300s",
            },
        }
    }


def _service() -> dict[str, Any]:
    tail = ["resourcedetection", "resource", "batch"]
    return {
        "extensions": ["health_check", "sigv4auth"],
        "pipelines": {
            "metrics/scraped": {
                "receivers": ["prometheus"],
                "processors": ["memory_limiter", *tail],
                "exporters": ["prometheusremotewrite"],
            },
            "metrics/tasks": {
                "receivers": ["awsecscontainermetrics"],
                "processors": ["memory_limiter", "filter/tasks", *tail],
                "exporters": ["prometheusremotewrite"],
            },
        },
    }
