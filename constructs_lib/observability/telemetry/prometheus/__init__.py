"""Prometheus rules and the Alertmanager definition of the AMP workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from constructs_lib.observability.telemetry.prometheus.alertmanager import alertmanager_definition
from constructs_lib.observability.telemetry.prometheus.objectives import objective_groups
from constructs_lib.observability.telemetry.prometheus.rule import AlertRule, RecordingRule, RuleGroup, rules_text
from constructs_lib.observability.telemetry.prometheus.services import service_groups

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "RULE_GROUPS",
    "AlertRule",
    "RecordingRule",
    "RuleGroup",
    "alertmanager_definition",
    "rules_files",
    "rules_text",
]

RULE_GROUPS: Final[Mapping[str, tuple[RuleGroup, ...]]] = {"services": service_groups(), "slo": objective_groups()}
"""Rule groups by the name of their namespace in AMP, which is also the name of the committed file."""


def rules_files(*, runbook_base_url: str, collectors: bool = True) -> dict[str, str]:
    """Return the text of each rule groups namespace by its name.

    Args:
        runbook_base_url: where `docs/runbooks` can be read.
        collectors: a collector is deployed; without one, no rule waits for what nobody sends.
    """
    groups = {**RULE_GROUPS, "services": service_groups(collectors=collectors)}
    return {name: rules_text(groups=found, runbook_base_url=runbook_base_url) for name, found in groups.items()}
