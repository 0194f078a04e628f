"""A template that several stacks nest is read as the one that is asked for makes it, in time that grows with both."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from aspects.judge.template import Template
from aspects.judge.template.called import called

CHILD = {
    "Parameters": {"Before": {"Type": "String"}},
    "Outputs": {"Name": {"Value": {"Fn::Sub": "${Before}${Before}x"}}},
    "Resources": {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Ref": "Before"}}}},
}


def parent(children: list[Template], *, twice: bool = False) -> Template:
    """A template that nests others one after the other, each given the output of the one before it."""
    resources: dict[str, Any] = {}
    for index in range(len(children)):
        before: Any = {"Fn::GetAtt": [f"S{index - 1}", "Outputs.Name"]} if index else "a"
        if twice and index:
            before = {"Fn::Join": ["", [before] * 8]}
        resources[f"S{index}"] = {
            "Type": "AWS::CloudFormation::Stack",
            "Properties": {"Parameters": {"Before": before}},
        }
    found = Template(Path(), {"Resources": resources})
    for index, child in enumerate(children):
        found.nested[f"S{index}"] = child
        child.callers.append((found, resources[f"S{index}"]["Properties"]["Parameters"]))
    return found


def test_an_output_is_that_of_the_stack_which_is_asked_for() -> None:
    child = Template(Path(), CHILD)
    whole = parent([child, child])
    assert whole.alternatives({"Fn::GetAtt": ["S0", "Outputs.Name"]}) == ["aax"]
    assert whole.alternatives({"Fn::GetAtt": "S1.Outputs.Name"}) == ["aaxaaxx"]
    assert child.alternatives({"Ref": "Before"}) == ["a", "aax"]


def test_a_template_that_one_stack_nests_stands_for_itself() -> None:
    child = Template(Path(), CHILD)
    whole = parent([child])
    assert called(whole, "S0") is child
    assert called(whole, "Lost") is None


def test_a_scope_is_that_of_its_template_but_for_what_is_passed() -> None:
    child = Template(Path(), CHILD, region="ap-northeast-2")
    scope = called(parent([child, child]), "S1")
    assert scope is not None
    assert scope.template is child
    assert scope.pseudo("AWS::Region") == "ap-northeast-2"
    assert str(scope.reference("Topic", "TopicName")) == "Topic.TopicName"


def test_chains_of_nested_stacks_take_no_longer_than_they_are_long() -> None:
    for children in ([Template(Path(), CHILD)] * 40, [Template(Path(), CHILD) for _ in range(40)]):
        whole = parent(children, twice=True)
        before = time.process_time()
        for child in children:
            assert child.alternatives({"Ref": "Before"})
        assert whole.alternatives({"Fn::GetAtt": ["S39", "Outputs.Name"]})
        assert time.process_time() - before < 1
