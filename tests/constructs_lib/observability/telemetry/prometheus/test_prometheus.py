"""The Prometheus rules do what they say: promtool runs them on invented series."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from constructs_lib.observability.telemetry.alarm_spec import Severity
from constructs_lib.observability.telemetry.prometheus import RULE_GROUPS, AlertRule, rules_files
from constructs_lib.observability.telemetry.prometheus.objectives import alert_name
from constructs_lib.observability.telemetry.render import RUNBOOK_BASE_URL
from constructs_lib.observability.telemetry.slo import OBJECTIVES
from tests.support import ROOT
from tests.system_tools import system_tool

UNIT_TESTS = sorted(Path(__file__).parent.glob("*.test.yaml"))
RULES = sorted((ROOT / "dashboards" / "prometheus").glob("*.rules.yaml"))
ALERTS = [
    rule for groups in RULE_GROUPS.values() for group in groups for rule in group.rules if isinstance(rule, AlertRule)
]


@pytest.fixture(scope="session")
def promtool() -> str:
    return system_tool("promtool", package="prometheus")


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.name)
def test_promtool_accepts_the_rules(promtool: str, path: Path) -> None:
    done = subprocess.run([promtool, "check", "rules", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "SUCCESS" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("path", UNIT_TESTS, ids=lambda path: path.name)
def test_alerts_fire_when_they_should_and_not_otherwise(promtool: str, path: Path) -> None:
    done = subprocess.run([promtool, "test", "rules", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_promtool_notices_a_wrong_threshold(promtool: str, tmp_path: Path) -> None:
    """The unit tests above would fail if a rule were wrong."""
    rules = (ROOT / "dashboards/prometheus/slo.rules.yaml").read_text(encoding="utf-8")
    (tmp_path / "slo.rules.yaml").write_text(rules.replace("> 0.0144", "> 0.144"), encoding="utf-8")
    unit = Path(__file__).with_name("slo.test.yaml").read_text(encoding="utf-8")
    cases = yaml.safe_load(re.sub(r"\S+/slo\.rules\.yaml", "slo.rules.yaml", unit))
    cases["tests"] = [case for case in cases["tests"] if "SloAvailabilityBurn1h" in str(case)][:1]
    (tmp_path / "slo.test.yaml").write_text(yaml.safe_dump(cases), encoding="utf-8")
    command = [promtool, "test", "rules", str(tmp_path / "slo.test.yaml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "SloAvailabilityBurn1h" in done.stdout + done.stderr


@pytest.mark.parametrize("alert", [rule.alert for rule in ALERTS])
def test_each_alert_fires_in_one_case_and_is_absent_in_another(alert: str) -> None:
    cases = [(path.name, case) for path in UNIT_TESTS for case in yaml.safe_load(path.read_text("utf-8"))["tests"]]
    fires = [
        (name, any(f'"{alert}"' in sample["labels"] for sample in check["exp_samples"]))
        for name, case in cases
        for check in case["promql_expr_test"]
        if check["expr"] in ("ALERTS", 'ALERTS{alertstate="firing"}')
    ]
    files = {name for name, fired in fires if fired}
    assert len(files) == 1
    assert {fired for name, fired in fires if name in files} == {True, False}


def test_alert_names_are_unique() -> None:
    names = [rule.alert for rule in ALERTS]
    assert len(set(names)) == len(names)


def test_every_pair_of_windows_of_every_objective_is_an_alert() -> None:
    expected = {alert_name(objective=objective, alert=alert) for objective in OBJECTIVES for alert in objective.alerts}
    assert expected == {rule.alert for rule in ALERTS if rule.alert.startswith("Slo")}


def test_every_alert_says_how_bad_what_and_what_to_do() -> None:
    for text in rules_files(runbook_base_url=RUNBOOK_BASE_URL).values():
        for group in yaml.safe_load(text)["groups"]:
            for rule in (rule for rule in group["rules"] if "alert" in rule):
                assert rule["labels"]["severity"] in {severity.value for severity in Severity}
                assert rule["annotations"]["runbook_url"].startswith(f"{RUNBOOK_BASE_URL}/")
                assert rule["annotations"]["quick_actions"].startswith("1) ")
                assert rule["annotations"]["summary"]


def test_a_namespace_of_rules_stays_under_the_megabyte_that_amp_takes() -> None:
    assert all(len(text.encode()) < 1_000_000 for text in rules_files(runbook_base_url=RUNBOOK_BASE_URL).values())
