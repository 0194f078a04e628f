from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib import contract
from constructs_lib.platform import GovernedServiceBoundary

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def test_everything_of_every_producer_of_the_contract_is_out_of_reach(bench: Bench) -> None:
    GovernedServiceBoundary(bench.stack, "Boundary")
    policies = bench.resources("AWS::IAM::ManagedPolicy")
    documents = [policy["PolicyDocument"]["Statement"] for policy in policies]
    text = str(documents)
    for slug in {output.producer for output in contract.ALL}:
        for part in (f":role/prod-{slug}-*", f"/{slug}/prod/*", f"parameter/prod/{slug}/*", f":stack/prod-{slug}/*"):
            assert part in text, part
    (ceiling,) = (s for statements in documents for s in statements if s["Effect"] == "Allow")
    assert "NotAction" in ceiling
