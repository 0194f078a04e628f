from __future__ import annotations

from pathlib import Path

import pytest

from aspects.judge.template import Template
from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.deployment import steps
from governed_cdk.preflight.account import Account
from tests.governed_cdk.assemblies import HOME, Stack, write
from tests.governed_cdk.deployment.deployed import Deployed, Kept
from tests.governed_cdk.deployment.one_stack import TOPIC
from tests.governed_cdk.preflight.answers import answering


def test_what_is_new_is_deployed_without_protection_kept_and_then_protected(tmp_path: Path) -> None:
    kept = Kept(would={"prod-rds": {"prod-rds": []}})
    done = Deployed(tmp_path, kept, new=True)
    assert done.waves("prod-rds") == 0
    assert done.seen == [False, True, True]
    assert kept.told == [
        "clear prod-rds", "deploy", "keep prod-rds",
        "prepare-change-set", "keep prod-rds replacing", "execute-change-set",
    ]  # fmt: skip
    assert "without protection first" in done.said[0]


def test_a_new_stack_without_flags_is_deployed_once_and_protected_by_a_call(tmp_path: Path) -> None:
    kept = Kept()
    done = Deployed(tmp_path, kept, new=True, resources={"Topic": TOPIC})
    assert done.waves("prod-rds") == 0
    assert kept.told == ["clear prod-rds", "deploy", "keep prod-rds", "protect prod-rds"]


def test_a_creation_that_fails_is_the_last_step(tmp_path: Path) -> None:
    kept = Kept()
    done = Deployed(tmp_path, kept, new=True, codes=(1,))
    assert done.waves("prod-rds", "later") == 1
    assert (kept.told, done.asked) == (["clear prod-rds", "deploy"], [])
    assert "not protected yet" in done.said[-1]


def test_what_exists_is_judged_kept_and_executed_as_it_was_judged(tmp_path: Path) -> None:
    kept = Kept(would={"prod-rds": {"prod-rds": []}})
    done = Deployed(tmp_path, kept)
    assert done.waves("prod-rds") == 0
    assert kept.told == ["prepare-change-set", "keep prod-rds replacing", "execute-change-set"]
    prepared, executed = ({one for one in call if one.startswith("governed-cdk-")} for call in done.arguments)
    assert prepared == executed, "one change set"
    assert len(prepared) == 1
    assert done.said == []


def test_a_rehearsal_deploys_what_passes_by_one_call(tmp_path: Path) -> None:
    kept = Kept(would={"prod-rds": {"prod-rds": []}})
    done = Deployed(tmp_path, kept)
    done.deploy.together = True
    assert done.waves("prod-rds") == 0
    assert kept.told == ["prepare-change-set", "keep prod-rds replacing", "deploy", "discard prod-rds"]


def test_what_is_refused_is_said_discarded_and_not_executed(tmp_path: Path) -> None:
    kept = Kept(would={"prod-rds": {"prod-rds": []}}, no=["the database would be replaced"])
    done = Deployed(tmp_path, kept)
    assert done.waves("prod-rds", "later") == 3
    assert kept.told == ["prepare-change-set", "discard prod-rds"]
    assert done.found == kept.no


def test_a_change_set_without_changes_is_discarded_and_the_stack_is_kept(tmp_path: Path) -> None:
    kept = Kept()
    assert Deployed(tmp_path, kept).waves("prod-rds") == 0
    assert kept.told == ["prepare-change-set", "keep prod-rds", "discard prod-rds"]


def test_a_preparation_that_fails_leaves_no_change_set(tmp_path: Path) -> None:
    kept = Kept()
    assert Deployed(tmp_path, kept, codes=(1,)).waves("prod-rds") == 1
    assert kept.told == ["prepare-change-set", "discard prod-rds"]


def test_what_was_meant_to_be_replaced_is_kept_again_even_where_the_update_fails(tmp_path: Path) -> None:
    kept = Kept(would={"prod-rds": {"prod-rds": []}}, meant=True)
    assert Deployed(tmp_path, kept, codes=(0, 1)).waves("prod-rds") == 1
    assert kept.told[-2:] == ["execute-change-set", "keep prod-rds"]


def test_the_account_is_asked_before_each_wave_but_the_first(tmp_path: Path) -> None:
    kept = Kept()
    done = Deployed(tmp_path, kept)
    assert done.waves("prod-rds", "prod-logs", "later") == 3
    assert done.asked == [["prod-logs"], ["later"]]
    assert done.found == ["the account has something against it"]
    assert kept.told.count("prepare-change-set") == 2


def test_a_stack_that_would_be_emptied_is_not_handed_to_the_command_line(tmp_path: Path) -> None:
    kept = Kept(empty=["it would be deleted"])
    done = Deployed(tmp_path, kept)
    assert done.waves("prod-rds") == 3
    assert (done.arguments, done.found) == ([], kept.empty)


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
