"""What judging takes grows with the template, told by what it asks and makes, which no machine makes slower."""

from __future__ import annotations

import json
import random
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.judgement import judge
from aspects.judge.template import load
from aspects.judge.template.decisions import Universe, Worlds
from tests.bench.branching import KINDS, in_stacks, mixed, of_kind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.bench.branching import Templates

    Work = Callable[[Templates], Counter[str]]

pytestmark = pytest.mark.slow

# Questions asked of the rules for one resource of which six conditions decide, all rules and worlds together.
QUESTIONS = {"queues": 35, "security groups": 29, "roles": 48, "functions": 34, "buckets": 44, "topics": 36}


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Work:
    """How many questions are asked, and how many sets of worlds made, for a template."""
    done = Counter[str]()
    begin, make = Universe.begin, Worlds.__init__

    def begun(self: Universe, *most: int) -> None:
        done["questions"] += 1
        begin(self, *most)

    def made(self: Worlds, *of: Any) -> None:
        done["sets"] += 1
        make(self, *of)

    monkeypatch.setattr(Universe, "begin", begun)
    monkeypatch.setattr(Worlds, "__init__", made)

    def counted(templates: Templates) -> Counter[str]:
        for name, body in templates.items():
            (tmp_path / f"{name}.json").write_text(json.dumps(body), encoding="utf-8")
        done.clear()
        verdict = judge(load([tmp_path]))
        assert verdict.findings
        assert not verdict.faults
        return Counter(done)

    return counted


@pytest.mark.parametrize("kind", KINDS)
def test_twice_the_resources_take_twice_the_questions(kind: str, work: Work) -> None:
    once, twice = (work(of_kind(kind, count)) for count in (18, 36))
    assert once["questions"] <= 18 * QUESTIONS[kind]
    assert twice["questions"] <= 2.1 * once["questions"]
    assert twice["sets"] <= once["sets"]  # what the conditions say is made once


@pytest.mark.parametrize("shape", [mixed, in_stacks])
def test_so_it_is_for_all_kinds_together_and_in_nested_stacks(shape: Callable[..., Templates], work: Work) -> None:
    more = {} if shape is mixed else {"each": 9}
    once, twice = (work(shape(count, **more)) for count in (36, 72))
    assert twice["questions"] <= 2.3 * once["questions"]
    assert twice["sets"] <= 3 * once["sets"]


@pytest.mark.parametrize("passed", [{"P": "name"}, {}])
def test_stacks_that_nest_one_template_take_no_more_for_each_than_one(
    passed: dict[str, str], work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, make = Counter[str](), Worlds.__init__

    def made(self: Worlds, variable: int, edges: dict[Any, Worlds], other: Worlds | None) -> None:
        done["ways"] += len(edges)
        make(self, variable, edges, other)

    monkeypatch.setattr(Worlds, "__init__", made)
    counts: list[Counter[str]] = []
    for count in (100, 200):
        done.clear()
        counts.append(work(_nesting_one(count, passed)) + done)
    once, twice = counts
    assert twice["questions"] <= 2.1 * once["questions"]
    assert twice["sets"] <= 2.1 * once["sets"]
    assert twice["ways"] <= 2.5 * once["ways"]  # how large these are: as n log n


def _nesting_one(count: int, passed: dict[str, str]) -> Templates:
    def stack(at: int) -> dict[str, Any]:
        given = {"Parameters": {key: f"{value}-{at}" for key, value in passed.items()}} if passed else {}
        return {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "./child.json", **given}}

    topic = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Ref": "P"}}}
    child = {"Parameters": {"P": {"Type": "String"}}, "Resources": {"Topic": topic}}
    return {"parent": {"Resources": {f"S{at}": stack(at) for at in range(count)}}, "child": child}


def test_one_name_of_many_under_many_conditions_stays_small(work: Work) -> None:
    draw = random.Random(7)  # noqa: S311 - nothing is secret
    names = [f"C{at}" for at in range(40)]

    def queue() -> dict[str, Any]:
        condition, chosen = draw.sample(names, 2)
        properties = {"QueueName": {"Fn::If": [chosen, "a", "b"]}}
        return {"Type": "AWS::SQS::Queue", "Condition": condition, "Properties": properties}

    parameters = {name: {"Type": "String"} for name in names}
    conditions = {name: {"Fn::Equals": [{"Ref": name}, "x"]} for name in names}
    resources = {f"Q{at}": queue() for at in range(30)}
    done = work({"template": {"Parameters": parameters, "Conditions": conditions, "Resources": resources}})
    assert done["sets"] <= 30 * 1_500
