from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.language import Language
from governed_cdk.diagnosis.causes import FILE, Cause, Match, read_causes, recognised
from governed_cdk.diagnosis.evidence import Evidence, Weight

if TYPE_CHECKING:
    from pathlib import Path

CAUSES = read_causes()


def line(text: str, weight: Weight = Weight.CAUSE, source: str = "cloudformation", resource: str = "") -> Evidence:
    return Evidence(source, text, weight, resource)


def test_there_are_thirty_causes_at_least_each_from_a_report_of_its_own() -> None:
    assert len(CAUSES) >= 30
    assert len({one.source for one in CAUSES}) == len(CAUSES)


@pytest.mark.parametrize("cause", CAUSES, ids=lambda one: one.id)
def test_an_event_is_recognised_as_its_own_cause_and_told_in_both_languages(cause: Cause) -> None:
    found = recognised([line(cause.event)])
    assert found is not None
    assert found.cause.id == cause.id
    for language in Language:
        for text in (found.title(language), found.fix(language)):
            assert text
            assert not {"{", "}"} & set(text), text
    assert any("가" <= sign <= "힣" for sign in found.title(Language.KO))
    assert not any("가" <= sign <= "힣" for sign in found.title(Language.EN) + found.fix(Language.EN))


@pytest.mark.parametrize("cause", CAUSES, ids=lambda one: one.id)
def test_what_stands_in_braces_is_told_by_the_event(cause: Cause) -> None:
    match = Match(cause, line(cause.event))
    assert "?" not in match.title(Language.EN) + match.fix(Language.EN)


def test_a_symptom_gives_way_to_what_stands_behind_it() -> None:
    breaker = line("ECS Deployment Circuit Breaker was triggered", resource="AWS::ECS::Service prod-api/Service")
    behind = line("did not contain json key PASSWORD", Weight.FAILURE, "ecs")
    found = recognised([breaker, behind])
    assert found is not None
    assert (found.cause.id, found.title(Language.KO)) == ("secret-field", "시크릿에 PASSWORD 필드가 없습니다")


def test_where_the_first_failure_is_unknown_a_log_does_not_explain_it() -> None:
    unknown, noise = (
        line("Widget broke", resource="AWS::X::Widget prod-app/W"),
        line("Rate exceeded", Weight.FAILURE, "logs"),
    )
    assert recognised([unknown, noise]) is None
    service = line("Service was not ready", resource="AWS::ECS::Service prod-app/Service")
    found = recognised([service, noise])
    assert found is not None
    assert found.cause.id == "throttled"


def test_a_line_that_only_stands_around_names_no_cause() -> None:
    assert recognised([line("Rate exceeded", Weight.CONTEXT), line("x already exists", Weight.CHANGE)]) is None


def row(**changes: Any) -> dict[str, Any]:
    texts = {"en": "a", "ko": "b"}
    return {
        "id": "x", "sees": "boom", "event": "boom", "cause": texts, "fix": texts, "source": "https://example.com",
        "checked": "2026-11-30", **changes,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([row(event="quiet")], "a line that 'boom' sees"),
        ([row(source="from memory")], "the address of the page"),
        ([row(cause={"en": "a"})], "a text in each of en, ko"),
        ([row(), row()], "each id once"),
        ([{"id": "x"}], "a mapping with"),
    ],
)
def test_a_row_that_lacks_something_is_refused(tmp_path: Path, rows: list[Any], told: str) -> None:
    path = tmp_path / "causes.yaml"
    path.write_text(yaml.safe_dump({"causes": rows}), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=told):
        read_causes(path)


def test_the_table_stands_beside_its_reader() -> None:
    assert FILE.name == "causes.yaml"
