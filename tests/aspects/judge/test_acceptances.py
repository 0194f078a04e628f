"""Acceptances as templates hold them, and what each of them covers."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from aspects.judge.acceptances import PACK, Acceptance, acceptance_line, acceptances_in
from aspects.judge.template import Template
from constructs_lib.kernel.errors import ConfigurationError

FINDING = f"{PACK}::alarms-reach-somebody"
SAID = {"accept": FINDING, "reason": "spoken for by its composite alarm", "owner": "team-orders", "until": "2027-06-30"}


def template(metadata: Any = None, **resources: str) -> Template:
    """A template with an alarm, and others by logical id and construct path."""
    alarm = {"Type": "AWS::CloudWatch::Alarm", "Metadata": {PACK: metadata} if metadata is not None else {}}
    others = {name: {"Type": "AWS::SNS::Topic", "Metadata": {"aws:cdk:path": path}} for name, path in resources.items()}
    return Template(path=Path("app/stack.yaml"), origin="stack.yaml", body={"Resources": {"Alarm": alarm, **others}})


def accepted_at(place: str, *, in_template: bool = False, origin: str = "stack.yaml") -> Acceptance:
    return Acceptance(FINDING, "why", "team", "2027-06-30", place, origin, in_template=in_template)


def test_what_a_resource_says_in_its_metadata_is_accepted_on_that_resource() -> None:
    (found,) = acceptances_in(template([SAID]))
    assert (found.finding, found.owner, found.until) == (FINDING, "team-orders", "2027-06-30")
    assert (found.place, found.template, found.in_template) == ("Alarm", "stack.yaml", True)


def test_what_python_accepted_comes_with_the_line_that_did() -> None:
    written = {"finding": FINDING, "reason": "r", "owner": "o", "until": "2027-06-30", "where": "stacks/a.py:7"}
    given = template()
    given.accepted = ({"place": "prod-a/Alarm", **written},)
    (found,) = acceptances_in(given)
    assert (found.place, found.where, found.in_template) == ("prod-a/Alarm", "stacks/a.py:7", False)


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        ({}, "a list of mappings"),
        ("x", "a list of mappings"),
        (["x"], "mappings with accept, reason, owner, until"),
        ([{**SAID, "owner": 7}], "mappings with accept, reason, owner, until"),
        ([{key: SAID[key] for key in ("accept", "reason", "owner")}], "mappings with accept, reason, owner, until"),
        ([{**SAID, "reason": "because"}], "reason"),
        ([{**SAID, "owner": " "}], "owner"),
        ([{**SAID, "until": "soon"}], "until"),
        ([{**SAID, "accept": "alarms-reach-somebody"}], "<pack>::<rule>"),
    ],
)
def test_an_acceptance_that_an_auditor_would_refuse_is_bad_input(metadata: Any, said: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        acceptances_in(template(metadata))
    assert said in str(refused.value)
    assert str(refused.value).startswith(f"stack.yaml: Resources.Alarm.Metadata.{PACK}")


@pytest.mark.parametrize(
    ("place", "covered"),
    [
        ("prod-a/Topic", True),
        ("prod-a/Topic/Resource", True),
        ("prod-a", True),
        ("prod-a/Top", False),
        ("prod-a/Topic/Resource/Deeper", False),
        ("prod-b/Topic", False),
    ],
)
def test_an_acceptance_covers_its_construct_and_what_that_is_made_of(place: str, *, covered: bool) -> None:
    topic = template(Topic="prod-a/Topic/Resource").resources["Topic"]
    assert accepted_at(place).covers(topic, FINDING) is covered


def test_an_acceptance_covers_no_other_finding() -> None:
    topic = template(Topic="prod-a/Topic/Resource").resources["Topic"]
    assert not accepted_at("prod-a/Topic").covers(topic, f"{PACK}::images-are-scanned")


def test_an_acceptance_in_a_template_covers_its_own_resource_of_that_template_only() -> None:
    alarm = template().resources["Alarm"]
    assert accepted_at("Alarm", in_template=True).covers(alarm, FINDING)
    assert not accepted_at("Alarm", in_template=True, origin="other.yaml").covers(alarm, FINDING)
    assert not accepted_at("Al", in_template=True).covers(alarm, FINDING)


@pytest.mark.parametrize(("day", "left"), [("2027-06-29", 1), ("2027-06-30", 0), ("2027-07-01", -1)])
def test_the_last_day_is_still_in_force(day: str, left: int) -> None:
    assert accepted_at("x").days_left(datetime.date.fromisoformat(day)) == left


def test_the_line_that_would_accept_a_finding_is_python_for_cdk_and_metadata_for_the_rest() -> None:
    found = template(Topic="prod-a/Topic/Resource", Whole="prod-a")
    python = acceptance_line(found.resources["Topic"], FINDING)
    assert python.startswith(f'accept(self, "{FINDING}", at="Topic/Resource", reason=')
    for name in ("Alarm", "Whole"):
        assert acceptance_line(found.resources[name], FINDING).startswith(f'"Metadata": {{"{PACK}": [{{"accept": ')
