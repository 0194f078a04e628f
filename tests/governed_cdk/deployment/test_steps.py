from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from aspects.judge.template import Template
from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.deployment import steps
from governed_cdk.preflight.account import Account
from tests.governed_cdk.assemblies import HOME, Stack, write
from tests.governed_cdk.deployment.test_first_step import assembly, read
from tests.governed_cdk.preflight.answers import answering

if TYPE_CHECKING:
    from collections.abc import Callable


def test_what_is_new_is_deployed_without_protection_and_then_with_it(tmp_path: Path) -> None:
    given = assembly(tmp_path / "given")
    seen: list[object] = []
    told: list[str] = []

    def run(folder: Path) -> int:
        database = read(folder, "prod-rds.template.json")["Resources"]["Database"]
        seen.append(database["Properties"]["DeletionProtection"])
        return 0

    assert steps.deploy(given, ["prod-rds"], run, told.append) == 0
    assert seen == [False, True]
    assert [line.split(":")[0] for line in told] == ["step 1 of 2", "step 2 of 2"]


def ending(code: int, runs: list[Path]) -> Callable[[Path], int]:
    """A command line that always ends so, and writes down what it was to deploy."""

    def run(folder: Path) -> int:
        runs.append(folder)
        return code

    return run


def test_a_first_step_that_fails_is_the_last_one(tmp_path: Path) -> None:
    runs: list[Path] = []
    told: list[str] = []
    assert steps.deploy(assembly(tmp_path / "given"), ["prod-rds"], ending(1, runs), told.append) == 1
    assert (len(runs), len(told)) == (1, 2)
    assert "not protected yet" in told[-1]


def test_what_exists_is_deployed_once(tmp_path: Path) -> None:
    given = assembly(tmp_path / "given")
    runs: list[Path] = []
    told: list[str] = []
    assert steps.deploy(given, [], ending(0, runs), told.append) == 0
    assert (runs, told) == ([given], [])


def test_named_stacks_come_with_what_they_depend_on(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "out",
        {"a": Stack(), "b": Stack(after=("a",)), "c": Stack(after=("b", "a.assets")), "d": Stack(after=("c",))},
    )
    assert sorted(steps.with_dependencies(folder, ["c"])) == ["a", "b", "c"]
    assert steps.with_dependencies(folder, []) == []


def test_the_account_says_which_stacks_are_new(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, cloudformation__describe_stacks={"Stacks": [{"StackStatus": "CREATE_COMPLETE"}]})
    stack = Template(Path(), {"Resources": {}}, stack_name="prod-rds", region=HOME)
    assert steps.new_stacks([stack], Account()) == []
    answering(monkeypatch, cloudformation__describe_stacks="ValidationError")
    assert steps.new_stacks([stack], Account()) == ["prod-rds"]


def test_a_stack_that_nobody_may_look_at_is_not_taken_for_a_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new one is deployed without protection: a live database would lose its own."""
    answering(monkeypatch, cloudformation__describe_stacks="AccessDenied")
    stack = Template(Path(), {"Resources": {}}, stack_name="prod-rds", region=HOME)
    with pytest.raises(ConfigurationError) as caught:
        steps.new_stacks([stack], Account())
    assert caught.value.mistakes == (f"AWS: cloudformation describe_stacks of prod-rds in {HOME}: AccessDenied",)
