"""The committed files that are generated from this package: Prometheus rules and Grafana dashboards."""

from __future__ import annotations

from typing import Final

from constructs_lib.kernel.project import page
from constructs_lib.observability.telemetry.grafana import dashboard_text
from constructs_lib.observability.telemetry.panels import every_dashboard
from constructs_lib.observability.telemetry.prometheus import rules_files

RUNBOOK_BASE_URL: Final = page("docs/runbooks")


def render_all(*, runbook_base_url: str = RUNBOOK_BASE_URL) -> dict[str, str]:
    """Return every generated file: its path, relative to the repository, and its text.

    Args:
        runbook_base_url: where `docs/runbooks` can be read.
    """
    rules = {
        f"dashboards/prometheus/{name}.rules.yaml": text
        for name, text in rules_files(runbook_base_url=runbook_base_url).items()
    }
    grafana = {
        f"dashboards/grafana/{dashboard.slug}.json": dashboard_text(
            dashboard=dashboard, runbook_base_url=runbook_base_url
        )
        for dashboard in every_dashboard()
    }
    return dict(sorted((rules | grafana).items()))
