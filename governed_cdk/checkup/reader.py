"""What the items ask: the account, page by page and bounded, its metrics, its logs, and this repository."""

from __future__ import annotations

import datetime
import functools
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.regions import GLOBAL_REGION
from governed_cdk.checkup.said import CannotTellError, said

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from constructs_lib.kernel.environment import Environment
    from governed_cdk.preflight.account import Account

_QUERY_SECONDS = 60
_HOUR = 3600


@dataclass(frozen=True)
class CheckupReader:
    """One checkup's eyes: read-only.

    Attributes:
        account: where everything is asked.
        environment: whose things are looked at: their names begin with it.
        now: until when; `since` counts back from it.
        assembly: the templates that `make synth` has left, for what stands in them.
        wait: seconds between two looks at a query of Logs Insights.
    """

    account: Account
    environment: Environment
    now: datetime.datetime
    assembly: Path
    wait: Callable[[float], None] = field(default=time.sleep)

    @property
    def region(self) -> str:
        """The home region."""
        return self.environment.region

    @property
    def regions(self) -> tuple[str, ...]:
        """Home, DR, and the one of what is global, each once."""
        return tuple(dict.fromkeys((self.region, self.environment.dr_region, GLOBAL_REGION)))

    @property
    def prefix(self) -> str:
        """What the names of the environment's things begin with."""
        return f"{self.environment.name}-"

    def since(self, **ago: float) -> datetime.datetime:
        """A moment before now, `since(days=1)`."""
        return self.now - datetime.timedelta(**ago)

    def days_until(self, moment: datetime.datetime) -> int:
        """Whole days from now on; negative for what is past."""
        return (moment - self.now).days

    def every(self, service: str, operation: str, path: str, region: str = "", **arguments: Any) -> list[Any]:
        """Every item of an answer, all pages of it, by its place (JMESPath).

        Raises CannotTellError for what AWS refuses, and where there is more than anybody would look through.
        """
        found, code = self.account.every(service, region or self.region, operation, path, **arguments)
        if code:
            raise CannotTellError(said("refused", call=f"{service} {operation}", code=code))
        return found

    def one(self, service: str, operation: str, region: str = "", **arguments: Any) -> dict[str, Any]:
        """One answer. Raises CannotTellError for what AWS refuses."""
        answer, code = self.account.ask(service, region or self.region, operation, **arguments)
        if code:
            raise CannotTellError(said("refused", call=f"{service} {operation}", code=code))
        return answer

    @functools.cached_property
    def number(self) -> str:
        """The account's twelve digits."""
        return self.account.number(self.region)

    @functools.cached_property
    def load_balancers(self) -> dict[str, str]:
        """The environment's load balancers by name: what CloudWatch's dimension `LoadBalancer` says of each.

        Raises CannotTellError for what AWS refuses.
        """
        found = self.every("elbv2", "describe_load_balancers", "LoadBalancers[].[LoadBalancerName, LoadBalancerArn]")
        return {name: arn.partition(":loadbalancer/")[2] for name, arn in found if name.startswith(self.prefix)}

    def metric(
        self, name: str, dimensions: Mapping[str, str], statistic: str, *, hours: int, until: int = 0, region: str = ""
    ) -> list[float]:
        """The values of a metric (`AWS/RDS CPUUtilization`), an hour each, from some hours ago until some hours ago."""
        namespace, _, metric = name.partition(" ")
        stat = {
            "Metric": {
                "Namespace": namespace,
                "MetricName": metric,
                "Dimensions": [{"Name": key, "Value": value} for key, value in dimensions.items()],
            },
            "Period": _HOUR,
            "Stat": statistic,
        }
        return [
            float(value)
            for value in self.every(
                "cloudwatch",
                "get_metric_data",
                "MetricDataResults[].Values[]",
                region,
                MetricDataQueries=[{"Id": "m", "MetricStat": stat}],
                StartTime=self.since(hours=hours),
                EndTime=self.since(hours=until),
            )
        ]

    def query(self, log_groups: Sequence[str], text: str, *, days: float) -> list[dict[str, str]]:
        """The rows of a query of Logs Insights over the last days. Raises CannotTellError where it does not end."""
        started = self.one(
            "logs",
            "start_query",
            logGroupNames=list(log_groups),
            startTime=int(self.since(days=days).timestamp()),
            endTime=int(self.now.timestamp()),
            queryString=text,
        )
        for _ in range(_QUERY_SECONDS):
            answer = self.one("logs", "get_query_results", queryId=started["queryId"])
            if answer["status"] == "Complete":
                return [{cell["field"]: cell.get("value", "") for cell in row} for row in answer["results"]]
            if answer["status"] not in ("Scheduled", "Running"):
                break
            self.wait(1)
        raise CannotTellError(said("query-unfinished", log_group=log_groups[0]))
