from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_sns as sns
from constructs import Construct

from constructs_lib import GovernedTopic
from constructs_lib.stack.source_lines import recorded, stack_of, user_line
from tests.support import new_app

if TYPE_CHECKING:
    from pathlib import Path

    from tests.constructs_lib.conftest import Bench

FILE = "tests/constructs_lib/stack/test_source_lines.py"


def here() -> int:
    """The line of the caller."""
    frame = inspect.currentframe()
    assert frame
    assert frame.f_back
    return frame.f_back.f_lineno


def test_each_construct_has_the_line_that_made_it(tmp_path: Path) -> None:
    app = new_app(tmp_path)
    stack, line = cdk.Stack(app, "Plain"), here()
    sns.Topic(Construct(stack, "Group"), "Topic")
    lines = recorded(app)
    assert lines["Plain"] == f"{FILE}:{line}"
    assert lines["Plain/Group/Topic"] == f"{FILE}:{line + 1}"


def test_what_a_governed_construct_makes_has_the_line_of_its_user(bench: Bench) -> None:
    GovernedTopic(bench.stack, "Topic", kind="orders", display_name="Orders")
    place = f"{FILE}:{here() - 1}"
    found = {path: line for path, line in recorded(bench.app).items() if path.startswith("prod-example/Topic")}
    assert len(found) > 1
    assert set(found.values()) == {place}


def test_two_apps_keep_their_lines_apart(tmp_path: Path) -> None:
    one, other = new_app(tmp_path / "one"), new_app(tmp_path / "other")
    cdk.Stack(one, "One")
    cdk.Stack(other, "Other")
    assert set(recorded(one)) == {"One"}
    assert set(recorded(other)) == {"Other"}


def test_the_stack_around_a_construct_is_the_nearest(tmp_path: Path) -> None:
    stack = cdk.Stack(new_app(tmp_path), "Plain")
    nested = cdk.NestedStack(stack, "Nested")
    assert stack_of(sns.Topic(stack, "Topic")) is stack
    assert stack_of(sns.Topic(nested, "Topic")) is nested
    assert stack_of(sns.Topic.from_topic_arn(stack, "Read", "arn:aws:sns:eu-west-1:111122223333:x")) is stack


def test_the_line_that_runs_is_told() -> None:
    assert user_line() == f"{FILE}:{here()}"
