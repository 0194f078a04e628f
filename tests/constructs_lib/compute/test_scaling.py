from __future__ import annotations

from typing import Any

import pytest

from constructs_lib import ConfigurationError, QueueBacklog, Scaling, ScheduledCapacity

NIGHT: dict[str, Any] = {"name": "night", "schedule": "cron(0 20 * * ? *)", "minimum": 1, "maximum": 2}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"minimum": 0}, "1 <= minimum <= maximum"),
        ({"minimum": 5, "maximum": 4}, "1 <= minimum <= maximum"),
        ({"cpu_percent": 0}, "cpu_percent: given 0; allowed: 1 to 100"),
        ({"memory_percent": 101}, "memory_percent: given 101; allowed: 1 to 100"),
        ({"scale_in_cooldown_seconds": -1}, "scale_in_cooldown_seconds: given -1; allowed: 0 to 3600"),
        ({"requests_per_minute": 0}, "requests_per_minute: given 0; allowed: 1 or more"),
        ({"schedule": (ScheduledCapacity(**NIGHT),) * 2}, "names that differ"),
        ({"scale_out_cooldown_seconds": 3601}, "scale_out_cooldown_seconds: given 3601; allowed: 0 to 3600"),
    ],
)
def test_scaling_out_of_bounds_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=f"^scaling: .*{message}"):
        Scaling(**changes)


def test_scaling_at_its_bounds_is_taken() -> None:
    found = Scaling(minimum=4, maximum=4, cpu_percent=100, memory_percent=1, scale_in_cooldown_seconds=0)
    assert (found.minimum, found.maximum, found.cpu_percent, found.memory_percent) == (4, 4, 100, 1)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": "At Night"}, "name: given 'At Night'; allowed: kebab-case"),
        ({"schedule": "0 20 * * *"}, "schedule: given '0 20 \\* \\* \\*'; allowed: cron"),
        ({"minimum": 3}, "0 <= minimum <= maximum"),
        ({"time_zone": "KST+9"}, "time_zone: given 'KST\\+9'; allowed: UTC, or a name such as Asia/Seoul"),
    ],
)
def test_a_moment_that_is_none_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        ScheduledCapacity(**{**NIGHT, **changes})


def test_less_than_a_message_a_task_is_refused() -> None:
    with pytest.raises(ConfigurationError, match=r"messages_per_task: given 0\.5; allowed: 1 or more"):
        QueueBacklog(queue=object(), messages_per_task=0.5)  # type: ignore[arg-type] # the number is refused first
