from __future__ import annotations

import datetime
import json

from constructs_lib.kernel.language import Language
from governed_cdk.checkup.item import CheckupOutcome, CheckupVerdict, Period
from governed_cdk.checkup.report import as_json, as_markdown, as_text

DAY = datetime.date(2026, 11, 30)
OUTCOMES = [
    CheckupOutcome("alarms", "Alarms", CheckupVerdict.LOOK, ("prod-x rings <b>@all</b>",)),
    CheckupOutcome("public", "Public", CheckupVerdict.UNKNOWN, ("refused",)),
    CheckupOutcome("tags", "Tags", CheckupVerdict.FINE),
]


def page(language: Language) -> str:
    return as_markdown(OUTCOMES, environment="prod", periods=[Period.DAILY], day=DAY, language=language)


def test_what_to_look_at_stands_first_and_what_is_fine_in_one_line() -> None:
    text = page(Language.EN)
    assert text.startswith("# Checkup of prod: daily\n\n2026-11-30\n")
    assert text.index("🔎 Alarms") < text.index("❔ Public") < text.index("1 fine")


def test_what_comes_from_the_account_is_inert() -> None:
    assert "<b>" not in page(Language.EN)


def test_a_report_is_in_the_language_of_the_environment() -> None:
    assert page(Language.KO).startswith("# prod 점검: 일간\n")
    assert next(as_text(OUTCOMES[0], Language.KO)) == "확인 필요: Alarms"


def test_as_text_an_item_is_a_line_and_each_thing_another() -> None:
    assert list(as_text(OUTCOMES[0], Language.EN)) == ["LOOK: Alarms", "    prod-x rings <b>@all</b>"]


def test_as_json_it_is_a_list() -> None:
    assert [one["verdict"] for one in json.loads(as_json(OUTCOMES))] == ["look", "cannot-tell", "fine"]
