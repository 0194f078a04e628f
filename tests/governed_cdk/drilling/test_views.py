from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.language import Language, words_of
from governed_cdk.drilling.report import WORDS
from governed_cdk.drilling.views import as_markdown, as_text
from tests.governed_cdk.drilling.example import BROKEN, FINE, report

if TYPE_CHECKING:
    from governed_cdk.drilling.outcome import ComeBack

ENGLISH = words_of(WORDS, Language.EN)


def text(came_back: dict[str, ComeBack]) -> str:
    return "\n".join(as_text(report(came_back), ENGLISH))


def test_text_says_of_each_store_what_is_copied_and_what_is_lost() -> None:
    lines = text(FINE).splitlines()
    assert (
        "copied: prod-web/Database (AWS::RDS::DBInstance, internal): AWS Backup, copied into the vault prod-web-vault. "
        "50 of 70 rows came back; lost: 20, of which 20 were written after the last copy (modelled). "
        "At most, by its settings: 33 h: a backup every 24 h, begun within 1 h, ended within 8 h; "
        "no time is declared for the copy"
    ) in lines
    assert (
        "lost: prod-web/Logs (AWS::Logs::LogGroup, internal): everything since ever; comes again from nothing" in lines
    )
    assert "  1.25 s  start a new database server (real)" in lines
    assert "RPO, by the settings: at most 33 h, and without a bound for 2 of 3" in lines
    assert lines[-1] == "Everything that is declared as copied came back."


@pytest.mark.parametrize("language", list(Language))
def test_every_number_of_time_is_labelled_as_rehearsed(language: Language) -> None:
    words = words_of(WORDS, language)
    label = {"en": "rehearsed", "ko": "리허설"}[language]
    told = [line for line in as_text(report(), words) if line.startswith("RTO")]
    assert len(told) == 1
    assert label in told[0]
    page = as_markdown(report(), words)
    assert f"| {words('column-seconds')} |" in page
    assert label in words("column-seconds")


def test_what_did_not_come_back_is_the_last_line_of_the_text_and_the_first_of_the_page() -> None:
    line = "did not come back: prod-web/Database: the vault v has no recovery point of it"
    assert text(BROKEN).splitlines()[-1] == line
    page = as_markdown(report(BROKEN), ENGLISH)
    assert page.index("## What did not come back") < page.index("## What is copied") < page.index("## What is lost")
    assert "| 0 of 70 rows came back; lost: 70, of which 20 were written after the last copy | modelled |" in page


def test_a_page_has_a_row_of_each_store_and_nothing_of_a_template_is_markup() -> None:
    page = as_markdown(report(), ENGLISH)
    assert "| prod-web/Secret (AWS::SecretsManager::Secret) | " in page
    assert "| not walked | by declared interval |" in page
    assert "Not in the lost region: prod-web-dr/Copy" in page
    assert all(line.count("|") in (4, 7) for line in page.splitlines() if line.startswith("|"))
