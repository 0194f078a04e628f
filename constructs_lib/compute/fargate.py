"""Task sizes that Fargate runs: which memory goes with which CPU. Source: ECS Developer Guide, "Task size"."""

from __future__ import annotations

from constructs_lib.kernel.errors import invalid

_GIB = 1024

SIZES: dict[int, tuple[int, ...]] = {
    256: (512, 1 * _GIB, 2 * _GIB),
    512: tuple(range(1 * _GIB, 4 * _GIB + 1, _GIB)),
    1024: tuple(range(2 * _GIB, 8 * _GIB + 1, _GIB)),
    2048: tuple(range(4 * _GIB, 16 * _GIB + 1, _GIB)),
    4096: tuple(range(8 * _GIB, 30 * _GIB + 1, _GIB)),
    8192: tuple(range(16 * _GIB, 60 * _GIB + 1, 4 * _GIB)),
    16384: tuple(range(32 * _GIB, 120 * _GIB + 1, 8 * _GIB)),
}
"""Memory in MiB by CPU units; 1,024 units are one virtual CPU."""


def check_size(where: str, *, cpu: int, memory_mib: int) -> None:
    """Refuse a pair that Fargate does not run. Raises ConfigurationError, which names what goes with the CPU."""
    if cpu not in SIZES:
        raise invalid(f"{where}: cpu", cpu, ", ".join(map(str, SIZES)))
    if memory_mib not in SIZES[cpu]:
        raise invalid(f"{where}: memory_mib", memory_mib, f"with {cpu} CPU units {', '.join(map(str, SIZES[cpu]))}")
