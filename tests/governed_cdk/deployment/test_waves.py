from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aspects.judge.template.assembly import read_assembly
from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.deployment.waves import in_waves
from tests.governed_cdk.assemblies import KEY, STRING, Stack, write

if TYPE_CHECKING:
    from pathlib import Path


def names(folder: Path, *, only: tuple[str, ...] = ()) -> list[list[str]]:
    stacks = [one for one in read_assembly(folder) if not only or one.stack_name in only]
    return [[stack.stack_name for stack in wave] for wave in in_waves(stacks)]


def test_producers_come_a_wave_before_who_reads_of_them(tmp_path: Path) -> None:
    stacks = {
        "prod-kms": Stack(publishes={KEY: "String"}),
        "prod-rds": Stack(reads={KEY: STRING}),
        "prod-logs": Stack(),
        "prod-last": Stack(after=("prod-rds",)),
    }
    folder = write(tmp_path / "out", stacks)
    assert names(folder) == [["prod-kms", "prod-logs"], ["prod-rds"], ["prod-last"]]
    assert names(folder, only=("prod-rds", "prod-last")) == [["prod-rds"], ["prod-last"]]


def test_stacks_that_wait_for_one_another_are_named(tmp_path: Path) -> None:
    folder = write(tmp_path / "out", {"a": Stack(after=("b",)), "b": Stack(after=("a",))})
    with pytest.raises(ConfigurationError, match=r"stacks wait for one another: (a -> b -> a|b -> a -> b)"):
        names(folder)
