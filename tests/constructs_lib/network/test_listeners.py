from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from constructs import Construct

from constructs_lib import ConfigurationError, Route
from tests.constructs_lib.web_service import make_load_balancer, make_service

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

ADMIN = Route(priority=10, paths=("/admin/*",))


@pytest.mark.parametrize(
    ("kind", "priority", "message"),
    [
        ("other", 10, "priority: given 10; allowed: one that is free; taken: 10, 50000"),
        ("other", 50_000, "priority: given 50000; allowed: one that is free"),
        ("", 30, "kind: given ''; allowed: one that tells it from the others here"),
    ],
)
def test_a_route_is_of_one_service(bench: Bench, kind: str, priority: int, message: str) -> None:
    balancer = make_load_balancer(bench, service=None)
    balancer.add_service(make_service(bench, scope=Construct(bench.stack, "Admin"), kind="admin"), route=ADMIN)
    another = make_service(bench, scope=Construct(bench.stack, "Other"), kind=kind)
    with pytest.raises(ConfigurationError, match=message):
        balancer.add_service(another, route=Route(priority=priority, paths=("/*",)))


def test_what_nobody_takes_is_answered_with_404_on_a_shared_load_balancer(bench: Bench) -> None:
    make_load_balancer(bench, service=None)
    actions = {
        one["Port"]: one["DefaultActions"][0]["Type"]
        for one in bench.resources("AWS::ElasticLoadBalancingV2::Listener")
    }
    assert actions == {443: "fixed-response", 80: "redirect"}
