"""SmokeTest: what is asked of a service's new tasks before production traffic reaches them."""

from __future__ import annotations

from dataclasses import dataclass

from constructs_lib.kernel.errors import bounded, invalid
from constructs_lib.kernel.hosts import check_host
from constructs_lib.kernel.record import Record


@dataclass(frozen=True, kw_only=True)
class SmokeTest(Record):
    """A GET request to the test listener, three good answers in a row; without them the deployment is undone.

    It is a lifecycle hook at POST_TEST_TRAFFIC_SHIFT: the new tasks have all of the test traffic by then, and the old
    ones all of the production traffic (ECS Developer Guide, "Lifecycle hooks for Amazon ECS service deployments").

    Attributes:
        host: the name that clients use, which the load balancer's certificate is for.
        path: of the request.
        status: HTTP status of a good answer, 200 to 499.

    Raises:
        ConfigurationError: a host name, path or status that is none.
    """

    host: str
    path: str = "/healthz"
    status: int = 200

    def __post_init__(self) -> None:
        check_host("smoke test: host", self.host)
        if not self.path.startswith("/"):
            raise invalid("smoke test: path", self.path, "a path that starts with /")
        bounded("smoke test", 200, 499, status=self.status)
