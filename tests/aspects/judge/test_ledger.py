from __future__ import annotations

import datetime

import pytest

from aspects.judge.acceptances import Acceptance
from aspects.judge.ledger import ENDING, EXPIRED, STALE, TOO_WIDE, TWICE, Ledger, Tally, ledger_findings

TODAY = datetime.date(2026, 11, 21)
FINDING = "governed-cdk::alarms-reach-somebody"


def acceptance(until: str = "2027-06-30", *, finding: str = FINDING, place: str = "prod-orders/Alarm") -> Acceptance:
    return Acceptance(finding, "spoken for by its composite", "platform-team", until, place, "t", "stacks/orders.py:7")


def told(one: Acceptance, *places: str, today: datetime.date | None = TODAY) -> list[tuple[str, str]]:
    found = ledger_findings([one], {"governed-cdk::": [], FINDING: places}, today=today)
    return [(finding.rule, finding.severity) for finding in found]


def test_an_acceptance_of_one_finding_in_force_is_fine() -> None:
    assert told(acceptance(), "prod-orders/Alarm/Resource") == []


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("2026-11-20", [(EXPIRED, "error")]),
        ("2026-11-21", [(ENDING, "warning")]),
        ("2026-12-05", [(ENDING, "warning")]),
        ("2026-12-06", []),
    ],
)
def test_its_last_day_is_still_in_force_and_a_fortnight_before_it_warns(
    until: str, expected: list[tuple[str, str]]
) -> None:
    assert told(acceptance(until), "prod-orders/Alarm") == expected


def test_without_a_day_nothing_is_called_expired() -> None:
    assert told(acceptance("2020-01-01"), "prod-orders/Alarm", today=None) == []


def test_one_that_accepts_nothing_is_stale() -> None:
    assert told(acceptance()) == [(STALE, "error")]
    assert told(acceptance(), "prod-orders/AlarmOfAnother") == [(STALE, "error")]


def test_one_of_a_pack_that_did_not_run_is_not_called_stale() -> None:
    assert told(acceptance(finding="CloudFormation-Validate::W3010")) == []


def test_one_that_covers_two_resources_is_too_wide() -> None:
    assert told(acceptance(place="prod-orders"), "prod-orders/A", "prod-orders/B") == [(TOO_WIDE, "error")]


def test_two_findings_on_one_resource_are_one() -> None:
    assert told(acceptance(), "prod-orders/Alarm/Resource", "prod-orders/Alarm/Resource") == []


def by_design(place: str = "prod-orders/Alarm", *, finding: str = FINDING) -> Acceptance:
    return Acceptance(finding, "so it is", "", "", place, "t", "constructs_lib/x.py:3", by_design="governed-cdk 1.2.0")


@pytest.mark.parametrize("until", ["2026-11-20", "2026-11-21", "2026-11-30", "2027-06-30"])
def test_one_that_accepts_nothing_is_told_once_whenever_it_ends(until: str) -> None:
    assert told(acceptance(until)) == [(STALE, "error")]


def test_a_stale_one_of_cdk_nag_names_what_its_rule_finds_there() -> None:
    wrong = acceptance(finding="AwsSolutions::AwsSolutions-IAM5[Resource::*]", place="prod-orders/Role")
    found = {
        "AwsSolutions::": [],
        "AwsSolutions::AwsSolutions-IAM5[Action::s3:*]": ["prod-orders/Role/DefaultPolicy"],
        "AwsSolutions::AwsSolutions-IAM5[Action::sqs:*]": ["prod-orders/Other"],
    }
    (finding,) = ledger_findings([wrong], found, today=TODAY)
    assert finding.text.endswith("take it away. It finds there: AwsSolutions::AwsSolutions-IAM5[Action::s3:*].")


def test_by_design_never_expires_is_never_stale_and_is_listed_only_where_it_accepts_something() -> None:
    used, unused = by_design(), by_design("prod-orders/Gone")
    ledger = Ledger([used, unused], {"governed-cdk::": [], FINDING: ["prod-orders/Alarm/Resource"]})
    assert list(ledger.findings(TODAY.replace(year=2999))) == []
    assert (ledger.people, ledger.by_design) == ([], [used])
    assert used.terms == "by design of governed-cdk 1.2.0"


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (acceptance("2027-01-31", place="prod-orders"), "until 2027-01-31 by platform-team, at stacks/orders.py:7"),
        (acceptance(), "until 2027-06-30 by platform-team, at stacks/orders.py:7"),
        (by_design(), "by design of governed-cdk 1.2.0, at constructs_lib/x.py:3"),
    ],
)
def test_a_finding_that_two_accept_is_told_once_with_the_place_of_the_other(other: Acceptance, said: str) -> None:
    found = {"governed-cdk::": [], FINDING: ["prod-orders/Alarm/Resource"]}
    (finding,) = ledger_findings([other, acceptance()], found, today=TODAY)
    assert (finding.rule, finding.severity) == (TWICE, "warning")
    assert f"is accepted already, {said}: take one away" in finding.text


def test_the_same_name_in_two_templates_is_no_finding_accepted_twice() -> None:
    one, other = (Acceptance(FINDING, "so it is", "web", "2027-06-30", "Alarm", origin) for origin in ("a", "b"))
    assert list(ledger_findings([one, other], {"governed-cdk::": [], FINDING: ["Alarm"]}, today=TODAY)) == []
    assert Ledger([one, other], {FINDING: ["Alarm"]}).tally().people == 2


def test_each_accepted_finding_is_counted_once_and_what_is_stale_not_at_all() -> None:
    nag = "AwsSolutions::AwsSolutions-IAM5[Resource::*]"
    cdk = "CloudFormation-Validate::W3010"
    found = {
        "governed-cdk::": [],
        FINDING: ["prod-orders/Alarm/Resource"],
        nag: ["prod-orders/Role/DefaultPolicy", "prod-orders/Other/DefaultPolicy"],
    }
    acceptances = [
        acceptance(),
        acceptance(),  # twice the same
        by_design(),  # the same again
        acceptance(place="prod-orders/Gone"),  # stale
        by_design("prod-orders/Gone"),  # stale
        by_design("prod-orders", finding=nag),  # two
        by_design("prod-orders/Subnet", finding=cdk),  # nobody looked
    ]
    tally = Ledger(acceptances, found).tally()
    assert tally == Tally(1, 3, {"governed-cdk": 1, "AwsSolutions": 2, "CloudFormation-Validate": 1})
    assert (
        str(tally) == "4 accepted (1 by people, 3 by design; AwsSolutions 2, CloudFormation-Validate 1, governed-cdk 1)"
    )
    assert str(Ledger([], found).tally()) == "0 accepted"
