from __future__ import annotations

from typing import Any

import pytest

import stacks  # noqa: F401 - makes the sections of every stack known
from constructs_lib import ConfigurationError
from tests.support import environment

CHANNEL = {"workspace_id": "T0123456789", "channel_id": "C0123456789"}


@pytest.mark.parametrize("settings", [{"slack": "chatbot"}, {"slack": "notifier", "chatbot": CHANNEL}])
def test_chatbot_and_its_channel_belong_together(settings: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match=r"prod.yaml: stacks.monitoring.slack: given .*chatbot together with"):
        environment("prod", stacks={"monitoring": settings})


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ({"chatbot": {**CHANNEL, "channel_id": "#alerts"}}, "chatbot.channel_id"),
        ({"emails": {"critical": ["nobody"]}}, "emails.critical.0"),
        ({"pagerduty": {"secret_version": "latest"}}, "pagerduty.secret_version"),
        ({"metrics_retention_days": 2000}, "metrics_retention_days"),
        ({"grafana_version": "ten"}, "grafana_version"),
        ({"budget": {"monthly_usd": 0}}, "budget.monthly_usd"),
        ({"anomaly_threshold_usd": 0}, "anomaly_threshold_usd"),
        ({"watched": {"metrics_port": 0}}, "watched.metrics_port"),
        ({"slak": "none"}, "slak"),
    ],
)
def test_a_wrong_setting_is_named(settings: dict[str, Any], key: str) -> None:
    with pytest.raises(ConfigurationError, match=f"prod.yaml: stacks.monitoring.{key}"):
        environment("prod", stacks={"monitoring": settings})
