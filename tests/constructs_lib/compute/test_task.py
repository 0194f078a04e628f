"""Tasks that run once: by themselves, and what is heard of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError, GovernedBucket, Schedule
from tests.constructs_lib.compute.tasks import make_task, statements
from tests.constructs_lib.web_service import make_container
from tests.support import as_list

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench


def test_it_works_as_a_role_of_its_own_that_grants_reach(bench: Bench) -> None:
    made = make_task(bench)
    GovernedBucket(bench.stack, "Files", kind="files").grant_read(made)
    assert any("s3:GetObject" in as_list(one["Action"]) for one in statements(bench, "TaskRole"))
    assert bench.resources("AWS::Scheduler::Schedule") == []


def test_a_task_answers_nobody(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match="port: given 8080; allowed: none: a task answers nobody"):
        make_task(bench, container=make_container(bench))


def test_a_time_that_is_none_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="schedule: schedule: given 'nightly'"):
        Schedule(schedule="nightly")
