"""Governance in stages: below the app, in one another, below a stack (CDK Pipelines), beside or inside a group."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from constructs import Construct, IConstruct

from aspects import govern
from aspects.judge.template.assembly import read_assembly
from aspects.naming import Naming
from tests.aspects.stages import PLACES, STAGES, Mail, Orders, govern_and_synth, in_app
from tests.support import environment, new_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def templates(folder: Path, place: Callable[[cdk.App], Construct], *stacks: type[Any]) -> dict[str, dict[str, Any]]:
    """What some stacks become in a place, by stack name, without the construct paths in it."""
    app = new_app(folder)
    scope = place(app)
    for stack in stacks:
        stack(scope, environment("prod", stacks={}))
    govern_and_synth(app)
    found = {one.stack_name: json.loads(one.path.read_text()) for one in read_assembly(folder) if one.stack_name}
    for template in found.values():
        for resource in template.get("Resources", {}).values():
            resource.pop("Metadata", None)
    return found


@pytest.fixture(scope="module")
def without_stage(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    return templates(tmp_path_factory.mktemp("app"), in_app, Orders, Mail)


@pytest.mark.parametrize("place", STAGES)
def test_tags_keys_and_names_in_a_stage_are_those_without_one(
    tmp_path: Path, place: Callable[[cdk.App], Construct], without_stage: dict[str, dict[str, Any]]
) -> None:
    found = templates(tmp_path, place, Orders, Mail)
    found.pop("Pipeline", None)
    assert found == without_stage
    plain = found["prod-orders"]["Resources"]["Plain"]["Properties"]
    assert plain["QueueName"] == "prod-orders-plain"
    assert "KmsMasterKeyId" in plain
    assert len(plain["Tags"]) == 9


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("order", [(Orders, Mail), (Mail, Orders)])
def test_a_stack_deploys_after_what_it_reads_whichever_was_made_first(
    tmp_path: Path, place: Callable[[cdk.App], Construct], order: tuple[type[Any], ...]
) -> None:
    app = new_app(tmp_path)
    scope = place(app)
    made = {stack.slug: stack(scope, environment("prod", stacks={})) for stack in order}
    assert made["mail"].dependencies == [made["orders"]]
    assert made["orders"].dependencies == []


def test_a_stack_in_another_group_of_the_stage_is_a_sibling_and_one_of_another_stage_is_none(tmp_path: Path) -> None:
    app, settings = new_app(tmp_path), environment("prod", stacks={})
    blue, green = cdk.Stage(app, "Blue"), cdk.Stage(app, "Green")
    orders = {stage: Orders(Construct(stage, "Data"), settings) for stage in (blue, green)}
    mail = Mail(Construct(blue, "Web"), settings)
    assert mail.dependencies == [orders[blue]]


@pytest.mark.parametrize("place", STAGES)
def test_a_companion_stays_in_the_stage_of_its_stack(tmp_path: Path, place: Callable[[cdk.App], Construct]) -> None:
    app = new_app(tmp_path)
    stack = Orders(place(app), environment("prod", stacks={}))
    companion = stack.sibling("orders-dr")
    assert companion
    assert cdk.Stage.of(companion) is cdk.Stage.of(stack)
    assert app.node.try_find_child("prod-orders-dr") is None


@pytest.mark.parametrize("place", PLACES)
def test_every_node_is_seen_once(
    tmp_path: Path, place: Callable[[cdk.App], Construct], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: Counter[str] = Counter()

    def visit(_self: Naming, node: IConstruct) -> None:
        seen[node.node.path] += 1

    monkeypatch.setattr(Naming, "visit", visit)
    app, settings = new_app(tmp_path), environment("prod", stacks={})
    Orders(place(app), settings)
    cdk.Stage(app, "Beside")
    made = {node.node.path for node in app.node.find_all()}
    govern_and_synth(app)
    assert made <= set(seen)
    assert {path: count for path, count in seen.items() if count > 1} == {}


@pytest.mark.parametrize("place", PLACES)
def test_a_stage_that_is_made_after_govern_is_refused(tmp_path: Path, place: Callable[[cdk.App], Construct]) -> None:
    app, settings = new_app(tmp_path), environment("prod", stacks={})
    scope = place(app)
    govern(app, settings, lock=None)
    Orders(cdk.Stage(scope, "Late"), settings)
    with pytest.raises(RuntimeError, match="Late: nobody governs this stage: make it before govern"):
        app.synth()
