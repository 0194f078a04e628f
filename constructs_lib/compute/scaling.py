"""Scaling: between how many tasks a service moves, and with what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import bounded, invalid
from constructs_lib.kernel.naming import KEBAB, KEBAB_ALLOWED
from constructs_lib.kernel.record import Record
from constructs_lib.kernel.schedules import check_schedule

if TYPE_CHECKING:
    from aws_cdk import aws_sqs as sqs


@dataclass(frozen=True, kw_only=True)
class QueueBacklog(Record):
    """How many messages of a queue may wait for each task; more tasks come where more wait.

    `messages_per_task` is how long a message may wait divided by how long a task works at one: 10 minutes at 2 seconds
    each are 300. Source: Application Auto Scaling User Guide, "Scaling based on Amazon SQS". Raises ConfigurationError
    for fewer than 1.
    """

    queue: sqs.IQueue
    messages_per_task: float

    def __post_init__(self) -> None:
        if self.messages_per_task < 1:
            raise invalid("queue backlog: messages_per_task", self.messages_per_task, "1 or more")


@dataclass(frozen=True, kw_only=True)
class ScheduledCapacity(Record):
    """From a moment on, other bounds: for nights, mornings, sales.

    Attributes:
        name: kebab-case.
        schedule: `cron(0 8 ? * MON-FRI *)`, `rate(1 day)` or `at(2027-01-01T00:00:00)` (Application Auto Scaling API
            reference, PutScheduledAction).
        minimum: of tasks from then on, 0 or more.
        maximum: of tasks from then on, not below the minimum.
        time_zone: whose hours they are, such as `Asia/Seoul`.

    Raises:
        ConfigurationError: an expression, number or time zone that is none.
    """

    name: str
    schedule: str
    minimum: int
    maximum: int
    time_zone: str = "UTC"

    def __post_init__(self) -> None:
        if not KEBAB.fullmatch(self.name):
            raise invalid("scheduled capacity: name", self.name, KEBAB_ALLOWED)
        check_schedule(f"scheduled capacity {self.name}", schedule=self.schedule, time_zone=self.time_zone)
        if not 0 <= self.minimum <= self.maximum:
            given = (self.minimum, self.maximum)
            raise invalid(f"scheduled capacity {self.name}: minimum and maximum", given, "0 <= minimum <= maximum")


@dataclass(frozen=True, kw_only=True)
class Scaling(Record):
    """Between how many tasks a service moves, and what it keeps to; whatever asks for most tasks has them.

    Attributes:
        minimum: of tasks, 1 or more; none would answer nobody, and nothing would bring them back.
        maximum: of tasks, not below the minimum.
        cpu_percent: on average over the tasks, 1 to 100; None for another measure.
        memory_percent: as the CPU's.
        requests_per_minute: that each task answers, 1 or more, behind its load balancer.
        queue: how many messages may wait for each task.
        schedule: bounds from named moments on.
        scale_in_cooldown_seconds: between two steps down, 0 to 3,600.
        scale_out_cooldown_seconds: between two steps up, 0 to 3,600.

    Raises:
        ConfigurationError: a number out of bounds, or two moments of one name.
    """

    minimum: int = 1
    maximum: int = 4
    cpu_percent: int | None = 70
    memory_percent: int | None = 80
    requests_per_minute: int | None = None
    queue: QueueBacklog | None = None
    schedule: tuple[ScheduledCapacity, ...] = ()
    scale_in_cooldown_seconds: int = 300
    scale_out_cooldown_seconds: int = 60

    def __post_init__(self) -> None:
        if not 1 <= self.minimum <= self.maximum:
            raise invalid("scaling: minimum and maximum", (self.minimum, self.maximum), "1 <= minimum <= maximum")
        bounded("scaling", 1, 100, cpu_percent=self.cpu_percent, memory_percent=self.memory_percent)
        bounded("scaling", 1, None, requests_per_minute=self.requests_per_minute)
        bounded("scaling", 0, 3600, scale_in_cooldown_seconds=self.scale_in_cooldown_seconds)
        bounded("scaling", 0, 3600, scale_out_cooldown_seconds=self.scale_out_cooldown_seconds)
        names = [one.name for one in self.schedule]
        if len(set(names)) != len(names):
            raise invalid("scaling: schedule", names, "names that differ")
