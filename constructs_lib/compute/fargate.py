"""Task sizes that Fargate runs: which memory goes with which CPU. Source: ECS Developer Guide, "Task size"."""

from __future__ import annotations

from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.facts import FARGATE_SIZES

SIZES = FARGATE_SIZES
"""Memory in MiB by CPU units; 1,024 units are one virtual CPU."""


def check_task_size(where: str, *, cpu: int, memory_mib: int) -> None:
    """Refuse a pair that Fargate does not run. Raises ConfigurationError, which names what goes with the CPU."""
    prefix = f"{where}: " if where else ""
    if cpu not in SIZES:
        raise invalid(f"{prefix}cpu", cpu, ", ".join(map(str, SIZES)))
    if memory_mib not in SIZES[cpu]:
        raise invalid(f"{prefix}memory_mib", memory_mib, f"with {cpu} CPU units {', '.join(map(str, SIZES[cpu]))}")
