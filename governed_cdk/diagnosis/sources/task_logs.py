"""The last ten minutes of the log groups that the containers of a service write to."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.diagnosis.evidence import Evidence, Weight
from governed_cdk.diagnosis.sources.lines import weighed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from governed_cdk.diagnosis.sources.services import EcsService
    from governed_cdk.preflight.account import Account

NAME = "logs"
_MINUTES = 10
_MOST_PAGES = 5
_PAGE = 500
_MOST_DEFINITIONS = 2  # what is deployed, and what was before


def collect(account: Account, services: Iterable[EcsService], now: datetime.datetime) -> list[Evidence]:
    """What the containers wrote. Raises ConfigurationError for a log group that cannot be read."""
    found = []
    for service in services:
        for group in _groups(account, service):
            found += _lines(account, service, group, now)
    return found


def _groups(account: Account, service: EcsService) -> list[str]:
    found: dict[str, None] = {}
    for arn in service.task_definitions[:_MOST_DEFINITIONS]:
        answer, code = account.ask("ecs", service.region, "describe_task_definition", taskDefinition=arn)
        if code:
            raise ConfigurationError(f"task definition {arn}: {code}")
        for container in answer.get("taskDefinition", {}).get("containerDefinitions", ()):
            options = container.get("logConfiguration", {}).get("options", {})
            if options.get("awslogs-group"):
                found[options["awslogs-group"]] = None
    return list(found)


def _lines(account: Account, service: EcsService, group: str, now: datetime.datetime) -> list[Evidence]:
    start = int((now - datetime.timedelta(minutes=_MINUTES)).timestamp() * 1000)
    texts: list[str] = []
    token: dict[str, str] = {}
    for _ in range(_MOST_PAGES):
        asked = {"logGroupName": group, "startTime": start, "limit": _PAGE, **token}
        answer, code = account.ask("logs", service.region, "filter_log_events", **asked)
        if code:
            raise ConfigurationError(f"log group {group}: {code}")
        texts += [str(one.get("message", "")) for one in answer.get("events", ())]
        if not answer.get("nextToken"):
            break
        token = {"nextToken": answer["nextToken"]}
    resource = f"AWS::ECS::Service {service.name}"
    return [Evidence(NAME, text, min(weight, Weight.FAILURE), resource) for text, weight in weighed(texts)]
