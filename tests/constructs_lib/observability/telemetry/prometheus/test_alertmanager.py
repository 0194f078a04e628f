"""What Alertmanager sends is heard by the right topic, in a form that every subscriber reads."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.observability.telemetry.alarm_spec import Severity
from constructs_lib.observability.telemetry.prometheus import alertmanager_definition
from tests.system_tools import system_tool

if TYPE_CHECKING:
    from pathlib import Path

TOPICS = {severity: f"arn:aws:sns:ap-northeast-2:111122223333:prod-monitoring-{severity}" for severity in Severity}


@pytest.fixture(scope="session")
def amtool() -> str:
    return system_tool("amtool", package="prometheus-alertmanager")


def rendered(amtool: str, folder: Path, *, status: str, summary: str) -> dict[str, Any]:
    """The message that a group of one alert sends."""
    document = yaml.safe_load(alertmanager_definition(region="ap-northeast-2", topic_arns=TOPICS))
    (folder / "sns.tmpl").write_text(document["template_files"]["default_template"])
    annotations = {"summary": summary, "runbook_url": "https://example.com/r.md", "quick_actions": "1. Look.\n2. Act."}
    labels = {"alertname": "ServiceDown", "severity": "critical"}
    alert = {"status": status, "labels": labels, "annotations": annotations, "startsAt": "2026-01-01T00:00:00Z"}
    data = {"status": status, "alerts": [alert], "groupLabels": labels, "commonLabels": labels, "receiver": "critical"}
    (folder / "data.json").write_text(json.dumps(data))
    command = [
        amtool, "template", "render", f"--template.glob={folder}/sns.tmpl",
        '--template.text={{ template "sns.message" . }}', f"--template.data={folder}/data.json",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    message: dict[str, Any] = json.loads(done.stdout)
    return message


@pytest.mark.parametrize(("status", "state"), [("firing", "ALARM"), ("resolved", "OK")])
def test_a_message_has_the_fields_of_a_cloudwatch_alarm(amtool: str, tmp_path: Path, status: str, state: str) -> None:
    assert rendered(amtool, tmp_path, status=status, summary="It is down.") == {
        "AlarmName": "ServiceDown",
        "AlarmDescription": "[critical] It is down.\nRunbook: https://example.com/r.md\n1. Look.\n2. Act.",
        "NewStateValue": state,
    }


@pytest.mark.parametrize("summary", ['He said "no".', "a\\b", "two\nlines", "100 % of {{x}}"])
def test_no_text_breaks_the_message(amtool: str, tmp_path: Path, summary: str) -> None:
    assert summary in rendered(amtool, tmp_path, status="firing", summary=summary)["AlarmDescription"]


def test_alertmanager_sends_each_severity_to_its_own_topic() -> None:
    document = yaml.safe_load(alertmanager_definition(region="ap-northeast-2", topic_arns=TOPICS))
    config = yaml.safe_load(document["alertmanager_config"])
    receivers = {receiver["name"]: receiver["sns_configs"] for receiver in config["receivers"]}
    routes = {route["matchers"][0]: route["receiver"] for route in config["route"]["routes"]}
    for severity in Severity:
        (sns,) = receivers[routes[f'severity="{severity}"']]
        assert sns["topic_arn"] == TOPICS[severity]
        assert sns["sigv4"] == {"region": "ap-northeast-2"}
        assert sns["attributes"] == {"severity": severity.value}
        assert not {"api_url", "http_config"} & set(sns)


def test_an_alert_without_a_severity_is_still_heard() -> None:
    document = yaml.safe_load(alertmanager_definition(region="ap-northeast-2", topic_arns=TOPICS))
    assert yaml.safe_load(document["alertmanager_config"])["route"]["receiver"] == "warning"


def test_only_the_same_objective_of_the_same_service_inhibits() -> None:
    document = yaml.safe_load(alertmanager_definition(region="ap-northeast-2", topic_arns=TOPICS))
    (rule,) = yaml.safe_load(document["alertmanager_config"])["inhibit_rules"]
    assert rule["equal"] == ["service", "objective"]
    # Alertmanager takes two absent labels for equal: without this, any critical alert would silence any warning.
    assert 'objective=~".+"' in rule["source_matchers"]
    assert 'objective=~".+"' in rule["target_matchers"]


def test_the_templates_that_are_used_are_defined() -> None:
    document = yaml.safe_load(alertmanager_definition(region="ap-northeast-2", topic_arns=TOPICS))
    templates = document["template_files"]["default_template"]
    used = set(re.findall(r'template "([\w.]+)"', document["alertmanager_config"] + templates))
    assert used == set(re.findall(r'define "([\w.]+)"', templates))


def test_a_severity_without_a_topic_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="info"):
        alertmanager_definition(
            region="ap-northeast-2",
            topic_arns={severity: TOPICS[severity] for severity in (Severity.CRITICAL, Severity.WARNING)},
        )
