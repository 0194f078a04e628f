from __future__ import annotations

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.compute.fargate import SIZES, check_task_size


@pytest.mark.parametrize(("cpu", "least", "most"), [
    (256, 512, 2048), (512, 1024, 4096), (1024, 2048, 8192), (2048, 4096, 16384),
    (4096, 8192, 30720), (8192, 16384, 61440), (16384, 32768, 122880),
])  # fmt: skip
def test_sizes_end_where_aws_says(cpu: int, least: int, most: int) -> None:
    assert (SIZES[cpu][0], SIZES[cpu][-1]) == (least, most)
    for memory in SIZES[cpu]:
        check_task_size("task", cpu=cpu, memory_mib=memory)


@pytest.mark.parametrize(
    ("cpu", "memory", "message"),
    [(300, 512, "256, 512, 1024"), (256, 4096, "with 256 CPU units 512, 1024, 2048"), (1024, 2500, "2048, 3072")],
)
def test_a_pair_that_fargate_does_not_run_is_refused_with_those_it_does(cpu: int, memory: int, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        check_task_size("task", cpu=cpu, memory_mib=memory)
