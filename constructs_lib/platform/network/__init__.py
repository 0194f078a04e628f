"""The VPC, its endpoints and its way to other networks."""

from constructs_lib.kernel.networks import (
    check_load_balancers_fit,
    check_networks,
    check_vpc,
    is_no_place,
    networks_overlap,
)

__all__ = ["check_load_balancers_fit", "check_networks", "check_vpc", "is_no_place", "networks_overlap"]
