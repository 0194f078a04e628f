"""What a Prometheus rule is, and how groups of them become the text that AMP takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from constructs_lib.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from constructs_lib.observability.telemetry.alarm_spec import Severity


@dataclass(frozen=True, kw_only=True)
class RecordingRule:
    """A query whose result is kept as a series of its own.

    Attributes:
        record: name, `level:metric:operation` by Prometheus's convention.
        expr: PromQL.
    """

    record: str
    expr: str


@dataclass(frozen=True, kw_only=True)
class AlertRule:
    """A query that alerts for each series that it returns.

    Attributes:
        alert: CamelCase name, unique over all groups.
        expr: PromQL; returns nothing while all is well.
        hold: how long it must hold before it fires, in Prometheus's words (`10m`); `0m` fires at once.
        severity: the label that Alertmanager routes by.
        summary: one sentence; may use `{{ $labels.service }}`.
        runbook: slug of `docs/runbooks/<slug>.md`.
        quick_actions: what to do first, one at least.
        labels: further labels, as (name, value).

    Raises:
        ConfigurationError: no summary or no quick action.
    """

    alert: str
    expr: str
    hold: str
    severity: Severity
    summary: str
    runbook: str
    quick_actions: tuple[str, ...]
    labels: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if not self.summary or not self.quick_actions:
            raise ConfigurationError(f"alert {self.alert}: expected a summary and at least one quick action")


@dataclass(frozen=True, kw_only=True)
class RuleGroup:
    """Rules that are evaluated one after the other.

    Attributes:
        name: unique in its file.
        interval: how often, in Prometheus's words (`1m`).
        rules: in order; a rule sees what the ones before it recorded.
    """

    name: str
    interval: str
    rules: tuple[RecordingRule | AlertRule, ...]


class _Dumper(yaml.SafeDumper):
    """Writes lists indented and long queries as blocks, so that a diff of the committed file can be read."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 (PyYAML's)
        """Indent the items of a list under its key."""
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _text)


def yaml_text(document: dict[str, Any]) -> str:
    """Return a document as YAML: keys in their own order, the same bytes every time."""
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, width=1000, allow_unicode=True)


def rules_text(*, groups: tuple[RuleGroup, ...], runbook_base_url: str) -> str:
    """Return groups of rules as the text of a Prometheus rules file, which is what AMP's rule groups namespace takes.

    Args:
        groups: the groups.
        runbook_base_url: where `docs/runbooks` can be read; the base of each alert's `runbook_url`.
    """
    base = runbook_base_url.rstrip("/")
    return yaml_text({"groups": [_group(group, base) for group in groups]})


def _group(group: RuleGroup, base: str) -> dict[str, Any]:
    return {"name": group.name, "interval": group.interval, "rules": [_rule(rule, base) for rule in group.rules]}


def _rule(rule: RecordingRule | AlertRule, base: str) -> dict[str, Any]:
    if isinstance(rule, RecordingRule):
        return {"record": rule.record, "expr": rule.expr}
    return {
        "alert": rule.alert,
        "expr": rule.expr,
        **({"for": rule.hold} if rule.hold != "0m" else {}),
        "labels": {"severity": rule.severity.value, **dict(rule.labels)},
        "annotations": {
            "summary": rule.summary,
            "runbook_url": f"{base}/{rule.runbook}.md",
            "quick_actions": " ".join(
                f"{number}) {action}" for number, action in enumerate(rule.quick_actions, start=1)
            ),
        },
    }
