"""Memory of the RDS instance classes that a governed database may have."""

from __future__ import annotations

from constructs_lib.kernel.errors import invalid

# GiB. Source: Amazon RDS User Guide, "Hardware specifications for DB instance classes".
_BURSTABLE = {"micro": 1, "small": 2, "medium": 4, "large": 8, "xlarge": 16, "2xlarge": 32}
_MULTIPLE = {
    "large": 1, "xlarge": 2, "2xlarge": 4, "4xlarge": 8, "8xlarge": 16, "12xlarge": 24, "16xlarge": 32,
}  # fmt: skip
_GIB_PER_LARGE = {"m6g": 8, "m7g": 8, "m6i": 8, "m7i": 8, "r6g": 16, "r7g": 16, "r6i": 16, "r7i": 16}

MEMORY_GIB: dict[str, int] = {
    **{f"db.{family}.{size}": gib for family in ("t3", "t4g") for size, gib in _BURSTABLE.items()},
    **{
        f"db.{family}.{size}": gib * multiple
        for family, gib in _GIB_PER_LARGE.items()
        for size, multiple in _MULTIPLE.items()
    },
}
# RDS User Guide, "Performance Insights: instance class support": MySQL on these has none.
_WITHOUT_PERFORMANCE_INSIGHTS = frozenset({"db.t3.micro", "db.t3.small", "db.t4g.micro", "db.t4g.small"})

ALLOWED = (
    f"db.<family>.<size>: t3, t4g in {', '.join(_BURSTABLE)}; {', '.join(_GIB_PER_LARGE)} in {', '.join(_MULTIPLE)}"
)


def memory_gib(instance_class: str) -> int:
    """Memory of an instance class in GiB, such as 4 for `db.t4g.medium`.

    Raises ConfigurationError for a class that is not in the table.
    """
    if instance_class not in MEMORY_GIB:
        raise invalid("instance_class", instance_class, ALLOWED)
    return MEMORY_GIB[instance_class]


def supports_performance_insights(instance_class: str) -> bool:
    """Whether MySQL on this class has Performance Insights."""
    return instance_class not in _WITHOUT_PERFORMANCE_INSIGHTS
