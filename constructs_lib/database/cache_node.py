"""vCPUs of the ElastiCache node types that a governed cache may have."""

from __future__ import annotations

from constructs_lib.kernel.errors import invalid

# Source: Amazon ElastiCache User Guide, "Supported node types".
_BURSTABLE = {"micro": 2, "small": 2, "medium": 2}
_SIZES = {"large": 2, "xlarge": 4, "2xlarge": 8, "4xlarge": 16, "8xlarge": 32, "12xlarge": 48, "16xlarge": 64}
_FAMILIES = ("m6g", "m7g", "r6g", "r7g")

VCPUS: dict[str, int] = {
    **{f"cache.{family}.{size}": vcpus for family in ("t3", "t4g") for size, vcpus in _BURSTABLE.items()},
    **{f"cache.{family}.{size}": vcpus for family in _FAMILIES for size, vcpus in _SIZES.items()},
}
ALLOWED = f"cache.<family>.<size>: t3, t4g in {', '.join(_BURSTABLE)}; {', '.join(_FAMILIES)} in {', '.join(_SIZES)}"


def vcpus_of(node_type: str) -> int:
    """VCPUs of a node type, such as 2 for `cache.t4g.small`.

    Raises ConfigurationError for a type that is not in the table.
    """
    if node_type not in VCPUS:
        raise invalid("node_type", node_type, ALLOWED)
    return VCPUS[node_type]
