"""Each taggable type of the catalogue, by its own shape: exactly the findings expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.catalogue import facts, known_types
from aspects.judge.rules.names_and_tags.required_tags_are_present_and_valid import check
from constructs_lib.kernel.tags import REQUIRED
from tests.aspects.judge.catalogue.every_type import GOOD_TAGS, at, resource, tags_of

if TYPE_CHECKING:
    from aspects.judge.catalogue import TagFact

TAGGABLE = {type_: fact for type_ in known_types() if (fact := facts(type_).tags)}


def found(type_: str, fact: TagFact, tags: Any) -> list[str]:
    breaches = list(check(resource(type_, at(fact.path, tags))))
    assert not any(breach.unknown for breach in breaches)
    return [breach.found for breach in breaches]


def test_there_are_as_many_as_the_services_have() -> None:
    assert len(TAGGABLE) > 1250


@pytest.mark.parametrize("nothing", [{}, {"Unrelated": "x"}])
def test_without_tags_all_eight_are_missing_in_one_finding(nothing: dict[str, Any]) -> None:
    for type_, fact in TAGGABLE.items():
        (breach,) = check(resource(type_, nothing))
        assert all(key in breach.found for key in REQUIRED), type_
        assert breach.found.endswith("are missing."), type_
        assert fact.path[-1] in breach.at, type_


def test_with_all_eight_there_is_no_finding() -> None:
    for type_, fact in TAGGABLE.items():
        assert found(type_, fact, tags_of(fact, GOOD_TAGS)) == [], type_


def test_one_wrong_value_is_one_finding() -> None:
    for type_, fact in TAGGABLE.items():
        wrong = {**GOOD_TAGS, "DataClass": "secret"}
        assert found(type_, fact, tags_of(fact, wrong)) == [
            "Tag DataClass is secret; allowed: public, internal, confidential, highly-confidential."
        ], type_


def test_one_missing_tag_is_one_finding_that_names_it() -> None:
    for type_, fact in TAGGABLE.items():
        some = {key: value for key, value in GOOD_TAGS.items() if key != "Owner"}
        assert found(type_, fact, tags_of(fact, some)) == ["Tag Owner is missing."], type_


def test_the_fix_in_the_types_own_shape_makes_the_tags_present() -> None:
    for type_, fact in TAGGABLE.items():
        (breach,) = check(resource(type_, {}))
        assert breach.fix.startswith(f'"{fact.path[-1]}": '), type_
        assert all(key in breach.fix for key in REQUIRED), type_
