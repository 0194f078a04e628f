"""Each taggable type of the catalogue, by its own shape: exactly the findings expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.catalogue import facts, known_types
from aspects.judge.patch import applied
from aspects.judge.rules.names_and_tags.required_tags_are_present_and_valid import check
from constructs_lib.kernel.tags import REQUIRED
from tests.aspects.judge.catalogue.every_type import GOOD_TAGS, at, resource, tags_of
from tests.aspects.judge.rules.patching import filled

if TYPE_CHECKING:
    from aspects.judge.catalogue import TagFact

pytestmark = pytest.mark.slow

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


@pytest.mark.parametrize("tags", [{}, {"Owner": "checkout"}, {**GOOD_TAGS, "DataClass": "secret"}])
def test_the_patches_in_the_types_own_shape_make_the_tags_present(tags: dict[str, str]) -> None:
    for type_, fact in TAGGABLE.items():
        one = resource(type_, at(fact.path, tags_of(fact, tags)) if tags else {})
        (breach,) = check(one)
        body = filled(applied({"Resources": {one.logical_id: dict(one.body)}}, breach.patches))
        assert list(check(resource(type_, body["Resources"][one.logical_id]["Properties"]))) == [], type_
