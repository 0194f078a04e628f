from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib.kernel.accepted import (
    DAY_TO_FILL_IN,
    OWNER_TO_FILL_IN,
    REASON_TO_FILL_IN,
    check_acceptance,
    check_reason,
    exact_day,
    last_day,
)
from constructs_lib.kernel.errors import ConfigurationError
from tests.support import refusal

TODAY = datetime.date(2026, 11, 29)
GOOD: dict[str, Any] = {
    "finding": "governed-cdk::alarms-reach-somebody",
    "reason": "part of a composite alarm, which speaks for it",
    "owner": "platform-team",
    "until": "2027-06-30",
}


@pytest.mark.parametrize(
    "text",
    [
        "20270630", "2027-W26-3", "2027W263", "2027-181", "2027-6-30", "27-06-30", "+2027-06-30", "2027-06-30 ",
        "2027-06-30\n", "2027-06-30T00:00", "2027/06/30", "30.06.2027", "2027-02-29", "2027-13-01",
        "0000-01-01", "2027-00-10", "soon", "", DAY_TO_FILL_IN, None, 20270630, "٢٠٢٧-٠٦-٣٠",
        "\uff12027-06-30",
    ],
)  # fmt: skip
def test_a_day_is_written_in_one_way(text: object) -> None:
    with pytest.raises(ConfigurationError, match=r"until: given .*; allowed: a date as YYYY-MM-DD"):
        exact_day("until", text)


@given(st.dates())
def test_every_day_that_there_is_can_be_written(day: datetime.date) -> None:
    assert exact_day("until", day.isoformat()) == day


@given(st.text(max_size=12))
def test_whatever_is_taken_for_a_day_is_written_as_one(text: str) -> None:
    try:
        day = exact_day("until", text)
    except ConfigurationError:
        return
    assert day.isoformat() == text


@pytest.mark.parametrize(
    ("today", "last"),
    [
        ("2026-11-29", "2027-11-29"),
        ("2027-12-31", "2028-12-31"),
        ("2027-03-01", "2028-03-01"),
        ("2028-02-28", "2029-02-28"),
        ("2028-02-29", "2029-02-28"),
        ("9999-05-01", "9999-05-01"),
    ],
)
def test_a_year_is_the_longest_term(today: str, last: str) -> None:
    assert last_day(datetime.date.fromisoformat(today)).isoformat() == last


@pytest.mark.parametrize("until", ["2027-11-30", "2030-01-01", "9999-12-31"])
def test_an_end_more_than_a_year_away_is_refused_where_today_is_known(until: str) -> None:
    allowed = re.escape("2027-11-29 at the latest, a year after today, 2026-11-29")
    with pytest.raises(ConfigurationError, match=f"x: until: given '{until}'; allowed: {allowed}"):
        check_acceptance("x", **{**GOOD, "until": until}, today=TODAY)


def test_the_last_day_of_the_year_and_one_that_is_over_are_taken() -> None:
    for until in ("2027-11-29", "2026-11-29", "2020-01-01"):  # what has expired, the ledger says
        assert refusal(check_acceptance, "x", **{**GOOD, "until": until}, today=TODAY) is None


@pytest.mark.parametrize(
    "reason",
    [
        "", "because", "x" * 20, "x" * 500, "xX" * 20, "ab " * 20, "x y z " * 10, "todo todo todo todo todo", "-" * 30,
        "12345678901234567890", "aaaa bbbb cccc dddd eeee", "abcdefghijklmnopqrstuvwxyz", "JIRA-123 JIRA-123 JIRA-123",
        "because because because", "." * 40 + " ok", " " * 30 + "short", "승인승인승인승인승인승인승인승인승인승인",
        REASON_TO_FILL_IN, f"{REASON_TO_FILL_IN} {REASON_TO_FILL_IN}", "😀😁😂😃😄😅😆😇😈😉😊😋😌😍😎😏😐😑😒😓",
    ],
)  # fmt: skip
def test_a_reason_that_says_nothing_is_refused(reason: str) -> None:
    with pytest.raises(ConfigurationError, match=r"x: reason: given .*; allowed: a reason (of 20 characters|in words)"):
        check_reason("x", reason)


@pytest.mark.parametrize(
    "reason",
    [
        "The vendor reads this topic and has no key of ours",
        "X-Ray's actions know no resource",
        "the public web site: reviewed by security",
        "벤더가 이 토픽을 읽지만 우리 키가 없어서 그대로 둔다",
        "ベンダーはこのトピックを読むが、私たちの鍵を持っていない",
        "Поставщик читает эту тему и не имеет нашего ключа",
        "SEC-481: accepted in the review of 2026-11-20",
    ],
)
def test_a_reason_in_words_of_any_language_is_taken(reason: str) -> None:
    assert refusal(check_reason, "x", reason) is None


@pytest.mark.parametrize(
    ("finding", "reason"),
    [
        ("governed-cdk::alarms-reach-somebody", "alarms-reach-somebody alarms-reach-somebody"),
        ("governed-cdk::alarms-reach-somebody", "governed-cdk::alarms-reach-somebody"),
        ("governed-cdk::alarms-reach-somebody", "Alarms reach somebody: accepted here"),
        ("governed-cdk::encryption-uses-a-customer-managed-key", "Encryption uses a customer managed key."),
        ("AwsSolutions::AwsSolutions-IAM5[Resource::*]", "AwsSolutions-IAM5[Resource::*] AwsSolutions IAM5"),
        ("fileflow::topics-are-fifo", "accept fileflow::topics-are-fifo please"),
    ],
)
def test_the_name_of_what_it_accepts_is_no_reason(finding: str, reason: str) -> None:
    with pytest.raises(ConfigurationError, match=r"x: reason: given .*; allowed: a reason (of 20 characters|in words)"):
        check_acceptance("x", **{**GOOD, "finding": finding, "reason": reason})


@pytest.mark.parametrize(
    ("finding", "reason"),
    [
        ("governed-cdk::alarms-reach-somebody", "alarms-reach-somebody: the composite alarm speaks for this one"),
        ("governed-cdk::alarms-reach-somebody", "its alarms speak through the composite alarm of the service"),
        ("x::a", "a vendor reads this topic, and has no key of ours"),
        ("governed-cdk::alarms-reach-somebody", "합성 경보의 일부입니다"),
        ("governed-cdk::alarms-reach-somebody", "複合警報の一部なので通知しない"),
    ],
)
def test_a_reason_beside_the_name_of_what_it_accepts_is_one(finding: str, reason: str) -> None:
    assert refusal(check_acceptance, "x", **{**GOOD, "finding": finding, "reason": reason}) is None


@pytest.mark.parametrize("owner", ["", "  ", OWNER_TO_FILL_IN])
def test_somebody_owns_it(owner: str) -> None:
    with pytest.raises(ConfigurationError, match=r"x: owner: given .*; allowed: a team or an e-mail address"):
        check_acceptance("x", **{**GOOD, "owner": owner})


@pytest.mark.parametrize("finding", ["alarms-reach-somebody", "AwsSolutions-SNS3", "::x", "governed-cdk::", "", ":"])
def test_a_finding_names_its_pack_and_its_rule(finding: str) -> None:
    with pytest.raises(ConfigurationError, match="<pack>::<rule>, as the report spells it"):
        check_acceptance("x", **{**GOOD, "finding": finding})
