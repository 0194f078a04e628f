"""What templates say was accepted, and what no template may say."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aspects.judge.acceptances import acceptances_in, in_force
from aspects.judge.template import Template
from constructs_lib.kernel.errors import ConfigurationError

TODAY = datetime.date(2026, 11, 29)
RULE = "governed-cdk::alarms-reach-somebody"
PEOPLE = {
    "finding": RULE,
    "reason": "part of a composite alarm, which speaks for it",
    "owner": "platform-team",
    "until": "2027-06-30",
    "where": "stacks/x.py:3",
    "place": "prod-x/Alarm",
}
BY_DESIGN = {
    "finding": "AwsSolutions::AwsSolutions-IAM5[Resource::*]",
    "reason": "X-Ray's actions know no resource",
    "version": "governed-cdk 1.2.0",
    "where": "constructs_lib/x.py:3",
    "place": "prod-x/Role",
}
IN_METADATA = {"accept": RULE, **{name: PEOPLE[name] for name in ("reason", "owner", "until")}}


def template(*accepted: dict[str, str], metadata: Any = None) -> Template:
    alarm: dict[str, Any] = {"Type": "AWS::CloudWatch::Alarm"}
    if metadata is not None:
        alarm["Metadata"] = {"governed-cdk": metadata}
    return Template(Path("x.json"), {"Resources": {"Alarm": alarm}}, origin="x.json", accepted=accepted)


def test_what_people_accept_and_what_is_by_design_are_told_apart() -> None:
    people, design = acceptances_in([template(PEOPLE, BY_DESIGN)], today=TODAY)
    assert (people.by_design, people.owner, people.terms) == ("", "platform-team", "until 2027-06-30 by platform-team")
    assert (design.by_design, design.owner, design.until) == ("governed-cdk 1.2.0", "", "")


def test_what_is_in_force_is_a_line_for_each_place_in_a_file_and_each_term() -> None:
    other = {**PEOPLE, "place": "prod-x/Other"}
    later = {**other, "until": "2027-09-30"}
    found = acceptances_in([template(PEOPLE, other, later, BY_DESIGN), template(metadata=[IN_METADATA])], today=TODAY)
    assert in_force(found) == [
        f"stacks/x.py:3: {RULE} is accepted until 2027-06-30 by platform-team: 2 places",
        f"stacks/x.py:3: {RULE} is accepted until 2027-09-30 by platform-team: prod-x/Other",
        f"x.json:1: {RULE} is accepted until 2027-06-30 by platform-team: Alarm",
    ]


def test_what_is_in_force_says_control_characters_in_words() -> None:
    (one,) = acceptances_in([template(PEOPLE)], today=TODAY)
    (line,) = in_force([replace(one, place="a\x1b[2Jb")])
    assert line.isprintable()


def test_metadata_is_of_people() -> None:
    (one,) = acceptances_in([template(metadata=[{**IN_METADATA, "version": "governed-cdk 1.2.0"}])], today=TODAY)
    assert (one.by_design, one.in_template, one.until) == ("", True, "2027-06-30")


@pytest.mark.parametrize(
    "change", [{"until": "9999-12-31"}, {"until": "20270630"}, {"reason": "x" * 30}, {"owner": " "}]
)
def test_what_is_written_down_without_accept_is_held_to_the_same(change: dict[str, str]) -> None:
    (field,) = change
    with pytest.raises(ConfigurationError, match=f"stacks/x.py:3: prod-x/Alarm: {field}: given"):
        acceptances_in([template({**PEOPLE, **change})], today=TODAY)
    with pytest.raises(ConfigurationError, match=f"x.json:1: Alarm: {field}: given"):
        acceptances_in([template(metadata=[{**IN_METADATA, **change}])], today=TODAY)


def test_by_design_takes_a_reason_too() -> None:
    with pytest.raises(ConfigurationError, match=r"constructs_lib/x.py:3: prod-x/Role: reason: given"):
        acceptances_in([template({**BY_DESIGN, "reason": "so it is"})])


def test_without_a_day_the_term_is_not_looked_at() -> None:
    (one,) = acceptances_in([template({**PEOPLE, "until": "9999-12-31"})])
    assert one.until == "9999-12-31"


def test_all_mistakes_of_all_templates_are_told_at_once() -> None:
    bad = template(
        {**PEOPLE, "owner": ""},
        metadata=[{**IN_METADATA, "accept": "governed-cdk::alarm-reaches-somebody"}, "text", {"accept": RULE}],
    )
    with pytest.raises(ConfigurationError) as raised:
        acceptances_in([bad, template(metadata="text"), template(PEOPLE)], today=TODAY)
    assert len(raised.value.mistakes) == 5
    assert "no rule alarm-reaches-somebody (did you mean alarms-reach-somebody?)" in str(raised.value)
