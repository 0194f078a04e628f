"""Where the requests are from: the workspace where services send their figures, else the load balancers."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from constructs_lib.kernel.language import words_of
from governed_cdk.checkup.checklist import CHECKLIST
from governed_cdk.checkup.run import WORDS, looked_at
from governed_cdk.checkup.said import CannotTellError
from governed_cdk.objectives.balancers import of_balancers
from governed_cdk.objectives.prometheus import of_services
from governed_cdk.objectives.report import ObjectivesRead

if TYPE_CHECKING:
    from collections.abc import Mapping

    from governed_cdk.checkup.reader import CheckupReader
    from governed_cdk.objectives.requests import RequestsOfDay

_STATE = ("backups-failed", "backup-integrity", "replication", "restores")
_LONGEST_MONTH = 31
_LONGEST_WINDOW = 30


class ObjectivesSource(StrEnum):
    """Where requests are counted. auto: the workspace, and load balancers where it knows of none."""

    AUTO = "auto"
    AMP = "amp"
    CLOUDWATCH = "cloudwatch"


def objectives_of(
    read: CheckupReader, source: ObjectivesSource, *, months: int, endpoint_url: str = ""
) -> ObjectivesRead:
    """Everything that the report tells. A source that refuses is told in it, and is no crash."""
    until = read.now.date() - datetime.timedelta(days=1)
    days = months * _LONGEST_MONTH + _LONGEST_WINDOW  # the first window of the first month began before it
    services: Mapping[str, list[RequestsOfDay]] = {}
    told, unread = "", []
    for name in (ObjectivesSource.AMP, ObjectivesSource.CLOUDWATCH):
        if services or source not in (ObjectivesSource.AUTO, name):
            continue
        try:
            if name is ObjectivesSource.AMP:
                services = of_services(read, days=days, until=until, endpoint_url=endpoint_url)
            else:
                services = of_balancers(read, days=days, until=until)
            told = name if services else told
        except CannotTellError as error:
            unread.append(error.reason.in_words(words_of(WORDS, read.environment.language)))
    items = [item for item in CHECKLIST if item.id in _STATE]
    state = list(looked_at(items, read))
    return ObjectivesRead(read.environment.name, until, days, months, told, services, unread, state)
