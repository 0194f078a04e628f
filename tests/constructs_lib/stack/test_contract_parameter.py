from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.kernel import contract
from tests.constructs_lib.conftest import make_bench

if TYPE_CHECKING:
    from pathlib import Path


def test_a_value_is_written_under_the_contracts_path_and_under_a_legacy_one(tmp_path: Path) -> None:
    bench = make_bench(tmp_path)
    bench.stack.write_parameter(contract.NETWORK_PRIVATE_SUBNET_IDS, ["subnet-1", "subnet-2"])
    bench.stack.write_parameter(contract.NETWORK_VPC_CIDR, "10.0.0.0/16", path="/shared/network/vpc-cidr")
    resources = bench.template()["Resources"]
    written = {body["Properties"]["Name"]: (key, body["Properties"]) for key, body in resources.items()}
    key, subnets = written["/prod/network/private-subnet-ids"]
    assert (subnets["Type"], subnets["Value"]) == ("StringList", "subnet-1,subnet-2")
    assert key.startswith("ContractPrivateSubnetIds")
    key, cidr = written["/shared/network/vpc-cidr"]
    assert (cidr["Type"], cidr["Value"]) == ("String", "10.0.0.0/16")
    assert key.startswith("ContractLegacySharedNetworkVpcCidr")
