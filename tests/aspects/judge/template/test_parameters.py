"""What a parameter may be, by its own body and by those who nest its template."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aspects.judge.template import Template, Unknown
from aspects.judge.template.parameters import distinct, is_plain, own_values
from aspects.judge.template.text import joined

BODY = {
    "Parameters": {
        "Plain": {"Type": "String", "Default": "a", "AllowedValues": ["a", "b"]},
        "Listed": {"Type": "CommaDelimitedList"},
        "Path": {"Type": "AWS::SSM::Parameter::Value<String>"},
    }
}


def nested(**passed: Any) -> Template:
    """A template that another one nests."""
    return Template(Path(), BODY, callers=[(Template(Path(), {}), passed)])


def test_what_is_not_passed_has_its_default_and_what_nobody_nests_any_value_it_may_have() -> None:
    assert own_values(Template(Path(), BODY), "Plain") == ["a", "b"]
    assert own_values(nested(), "Plain") == ["a"]
    assert nested(Plain="b").alternatives({"Ref": "Plain"}) == ["b"]
    assert nested().alternatives({"Ref": "Plain"}) == ["a"]


def test_what_is_too_long_to_be_passed_is_unknown() -> None:
    assert nested(Plain="x" * 4096).alternatives({"Ref": "Plain"}) == ["x" * 4096]
    (found,) = nested(Plain="x" * 4097).alternatives({"Ref": "Plain"})
    assert found == Unknown("parameter Plain, given more than 4,096 characters")


def test_a_parameter_that_is_passed_on_to_itself_is_unknown() -> None:
    template = nested(Plain={"Ref": "Plain"})
    template.callers[0] = (template, {"Plain": {"Ref": "Plain"}})
    (found,) = template.alternatives({"Ref": "Plain"})
    assert found == Unknown("parameter Plain, which is passed on to itself")


def test_lists_and_paths_are_not_the_text_that_they_are_given() -> None:
    template = Template(Path(), BODY)
    assert [is_plain(template, name) for name in ("Plain", "Listed", "Path", "Lost")] == [True, False, False, False]
    assert is_plain(template, "AWS::Region")
    assert not is_plain(template, "AWS::NoValue")


def test_equal_alternatives_are_one_and_what_only_looks_equal_is_not() -> None:
    open_ = [joined(["a", Unknown(why)]) for why in ("x", "x", "y")]
    assert distinct(["a", "b", "a"]) == ["a", "b"]
    assert distinct([1, True, "1", 1.0]) == [1, True, "1", 1.0]
    assert distinct(open_) == [open_[0], open_[2]]
