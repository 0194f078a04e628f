"""The table by hand: it has its types and their pages, and misses nothing that their schemas have."""

from __future__ import annotations

import re

import pytest

from tests.aspects.judge.catalogue.disagreements import SAMPLE, keys_of, path_of
from tests.aspects.judge.catalogue.outside import at, below, is_listed, schemas, types

SOUNDS_LIKE_A_KEY = re.compile(r"kms|cmk|encryption_?key|masterkey|cryptkey", re.IGNORECASE)
SETTINGS_OF_KEYS = re.compile(r"Seconds$|Role|Policy|Type$|Enabled$|Objects$", re.IGNORECASE)


def test_the_table_has_150_types_each_with_its_page() -> None:
    assert len(SAMPLE) >= 150
    for type_, row in SAMPLE.items():
        _, service, name = type_.lower().split("::")
        assert row["source"] in (f"aws-resource-{service}-{name}", f"sam-resource-{name}"), type_
        assert ("tags" in row) == ("shape" in row), type_


@pytest.mark.parametrize("type_", ["AWS::SNS::Topic", "AWS::S3::Bucket", "AWS::RDS::DBInstance", "AWS::SQS::Queue"])
def test_the_types_that_the_platform_lives_on_are_in_the_table(type_: str) -> None:
    assert type_ in SAMPLE


def test_the_table_misses_no_property_that_takes_a_key() -> None:
    told = []
    for type_, row in SAMPLE.items():
        schema, known = schemas()[type_], keys_of(row) | {path_of(path) for path in row.get("not_keys", ())}
        for path in sorted(set(below(schema)) - known):
            sounds = SOUNDS_LIKE_A_KEY.search(path[-1]) and not SETTINGS_OF_KEYS.search(path[-1])
            settable = "string" in types(at(schema, path)) and not is_listed(schema, "readOnlyProperties", path)
            told += [f"{type_}: {'.'.join(path)}"] if sounds and settable else []
    assert told == []


def test_what_only_sounds_like_a_key_or_tags_is_there_and_said_why() -> None:
    for type_, row in SAMPLE.items():
        for path, why in {**row.get("not_keys", {}), **row.get("not_tags", {})}.items():
            assert at(schemas()[type_], path_of(path)), f"{type_}: {path}"
            assert len(why) > 10, f"{type_}: {path}"


def test_the_table_misses_no_property_that_holds_tags() -> None:
    told = []
    for type_, row in SAMPLE.items():
        schema = schemas()[type_]
        own = {path_of(row["tags"])[0]} if "tags" in row else set()
        told += [
            f"{type_}: {name}"
            for name in schema["properties"]
            if name.endswith("Tags")
            and name not in own | set(row.get("not_tags", ()))
            and not is_listed(schema, "readOnlyProperties", (name,))
            and types(at(schema, (name,))) & {"array", "object"}
        ]
    assert told == []
