"""The VPC, its endpoints and its way to other networks."""

from constructs_lib.kernel.networks import check_networks, networks_overlap

__all__ = ["check_networks", "networks_overlap"]
