"""Route: which requests of a shared load balancer are a service's, by host and path."""

from __future__ import annotations

from dataclasses import dataclass

from aws_cdk import aws_elasticloadbalancingv2 as elbv2

from constructs_lib.kernel.errors import bounded, invalid
from constructs_lib.kernel.hosts import check_host
from constructs_lib.kernel.record import Record

LAST = 50_000
"""The priority that is asked last (ELB API reference, CreateRule: 1 to 50,000)."""
_MOST_VALUES = 5  # of all conditions of a rule ("Quotas for your Application Load Balancers")
_LONGEST_PATH = 128


@dataclass(frozen=True, kw_only=True)
class Route(Record):
    """Requests to one of the hosts, if any are named, and for one of the paths, if any are.

    Attributes:
        priority: 1 to 49,999, the lowest first; no two routes of a load balancer have the same.
        hosts: full names, or `*.example.com`.
        paths: such as `/admin/*`, with `*` and `?`; 128 characters at most.

    Raises:
        ConfigurationError: neither host nor path, more than five together, or one that is none.
    """

    priority: int
    hosts: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        bounded("route", 1, LAST, priority=self.priority)
        if not 1 <= len(self.hosts) + len(self.paths) <= _MOST_VALUES:
            raise invalid("route: hosts and paths", [*self.hosts, *self.paths], f"1 to {_MOST_VALUES} together")
        for host in self.hosts:
            check_host("route: hosts", host, wildcard=True)
        for path in self.paths:
            if not path.startswith("/") or len(path) > _LONGEST_PATH:
                raise invalid("route: paths", path, f"paths that start with /, {_LONGEST_PATH} characters at most")

    def conditions(self) -> list[elbv2.ListenerCondition]:
        """The same as CDK's."""
        hosts = [elbv2.ListenerCondition.host_headers(list(self.hosts))] if self.hosts else []
        paths = [elbv2.ListenerCondition.path_patterns(list(self.paths))] if self.paths else []
        return [*hosts, *paths]


EVERYTHING = Route(priority=LAST, paths=("/*",))
"""What no other route takes."""
