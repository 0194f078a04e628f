"""Each key property of the catalogue: a minimal resource without a key, with a wrong one, with the right one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.catalogue import KeyFact, facts
from aspects.judge.catalogue.purposes import fitting
from aspects.judge.rules.encryption import (
    encryption_key_covers_the_data_class,
    encryption_key_fits_the_purpose,
    encryption_keys_serve_one_data_class,
    encryption_uses_a_customer_managed_key,
)
from aspects.judge.template import Template
from constructs_lib.kernel.keys import KeyPurpose
from tests.aspects.judge.catalogue.every_key import (
    KEYS,
    OUR_KEY,
    described,
    put,
    satisfied,
    start,
    with_all_others,
    with_key,
)
from tests.aspects.judge.catalogue.every_type import tags_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType

SWITCHES = [(type_, key, one) for type_, key in KEYS for one in key.switch]
SOURCES = [(type_, key, one) for type_, key in KEYS for one in key.unless]

OTHERS = {
    "Key": {"Type": "AWS::KMS::Key"},
    "InternalKey": {"Type": "AWS::KMS::Key", "Properties": {"Tags": [{"Key": "DataClass", "Value": "internal"}]}},
    "NoKey": {"Type": "AWS::S3::Bucket"},
}


def found(rule: ModuleType, type_: str, properties: dict[str, Any]) -> list[str]:
    body = {"Resources": {"It": {"Type": type_, "Properties": properties}, **OTHERS}}
    breaches = list(dict.fromkeys(rule.check(Template(path=Path("it.yaml"), body=body).resources["It"])))
    assert not any(breach.unknown for breach in breaches)
    return [breach.at.replace("[0]", ".*") for breach in breaches]


def expected(fact: KeyFact) -> list[str]:
    return [".".join(fact.path)]


def uses(type_: str, properties: dict[str, Any]) -> list[str]:
    return found(encryption_uses_a_customer_managed_key, type_, properties)


def wrong(cases: Iterable[tuple[str, KeyFact, list[str], list[str]]]) -> list[str]:
    """The cases whose findings are not those expected, one line each."""
    return [
        f"{type_}.{'.'.join(fact.path)}: {said}; expected {wanted}"
        for type_, fact, said, wanted in cases
        if said != wanted
    ]


def test_there_are_more_than_anybody_wrote_rules_for() -> None:
    assert len({type_ for type_, _ in KEYS}) > 270
    assert len(KEYS) > 370


def test_an_absent_key_is_one_finding_at_its_place() -> None:
    def plain(places: list[str]) -> list[str]:
        return [place.replace(".*", "") for place in places]

    assert not wrong(
        (type_, fact, plain(uses(type_, described(type_, fact))), plain(expected(fact)) if is_needed(fact) else [])
        for type_, fact in KEYS
    )


def is_needed(fact: KeyFact) -> bool:
    """Whether a key is judged also where none is stated."""
    return fact.anchor < len(fact.path)


@pytest.mark.parametrize(
    "value",
    ["alias/aws/s3", "arn:aws:kms:eu-west-1:111122223333:alias/aws/s3", {"Fn::GetAtt": ["NoKey", "Arn"]}, "AES256"],
    ids=["alias", "alias ARN", "bucket", "word"],
)
def test_what_is_no_key_of_ours_is_one_finding(value: Any) -> None:
    assert not wrong((type_, fact, uses(type_, with_key(type_, fact, value)), expected(fact)) for type_, fact in KEYS)


@pytest.mark.parametrize(
    "value",
    [OUR_KEY, "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
    ids=["reference", "ARN"],
)
@pytest.mark.parametrize(
    "rule",
    [encryption_uses_a_customer_managed_key, encryption_key_fits_the_purpose, encryption_keys_serve_one_data_class],
    ids=lambda rule: rule.__name__.rpartition(".")[2],
)
def test_a_customer_managed_key_is_no_finding(rule: ModuleType, value: Any) -> None:
    assert not wrong((type_, fact, found(rule, type_, with_key(type_, fact, value)), []) for type_, fact in KEYS)


def test_a_switch_that_is_off_is_a_finding_at_the_key() -> None:
    missed = []
    for type_, fact, condition in SWITCHES:
        properties = with_key(type_, fact, OUR_KEY)
        off = not condition.values[0] if isinstance(condition.values[0], bool) else "NONE"
        put(properties, start(condition, fact.path[:-1]), off)
        if not set(expected(fact)) <= set(uses(type_, properties)):
            missed.append(f"{type_}: {condition}")
    assert not missed
    assert len(SWITCHES) > 50


def test_a_feature_that_is_absent_needs_no_key() -> None:
    features = [(type_, fact) for type_, fact in KEYS if fact.anchor or fact.when]
    assert len(features) > 100
    assert not wrong((type_, fact, uses(type_, with_all_others(type_, fact, ())), []) for type_, fact in features)


def test_a_key_that_comes_from_elsewhere_is_not_asked_for() -> None:
    cases = []
    for type_, fact, condition in SOURCES:
        properties = described(type_, fact)
        put(properties, start(condition, fact.path[: fact.anchor]), satisfied(condition))
        cases.append((type_, fact, uses(type_, properties), list[str]()))
    assert len(cases) > 20
    assert not wrong(cases)


@pytest.mark.parametrize("purpose", KeyPurpose)
def test_a_key_of_another_purpose_is_one_finding(purpose: KeyPurpose) -> None:
    value = f"{{{{resolve:ssm:{purpose.output.path('prod')}}}}}"
    cases = []
    for type_, fact in KEYS:
        fits = fitting(type_, fact.path)
        wanted = expected(fact) if fits and purpose not in fits else []
        cases.append((type_, fact, found(encryption_key_fits_the_purpose, type_, with_key(type_, fact, value)), wanted))
    assert not wrong(cases)
    assert any(wanted for *_, wanted in cases)


@pytest.mark.parametrize("stated", ["confidential", "internal"])
def test_a_key_of_too_low_a_class_is_one_finding(stated: str) -> None:
    cases = []
    for type_, fact in KEYS:
        tags = facts(type_).tags
        if tags is None:
            continue
        properties = with_key(type_, fact, {"Ref": "InternalKey"})
        tagged: dict[str, Any] = {}
        put(tagged, tags.path, tags_of(tags, {"DataClass": stated}))
        if tags.path[0] in properties and "*" in tags.path:
            put(properties, tags.path, tags_of(tags, {"DataClass": stated}))
        else:
            properties |= tagged
        said = found(encryption_key_covers_the_data_class, type_, properties)
        cases.append((type_, fact, said, expected(fact) if stated == "confidential" else []))
    assert len(cases) > 300
    assert not wrong(cases)
