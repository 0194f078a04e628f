from __future__ import annotations

import pytest

from tests.aspects.judge.rules.support import findings_of

RULE = "encryption-keys-serve-one-data-class"
ARN = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"


def topics(key: str, *classes: str) -> str:
    one = "T{}: {{Type: AWS::SNS::Topic, Properties: {{KmsMasterKeyId: {}, Tags: [{{Key: DataClass, Value: {}}}]}}}}"
    keys = """
Key: {Type: AWS::KMS::Key}
Tagged: {Type: AWS::KMS::Key, Properties: {Tags: [{Key: DataClass, Value: highly-confidential}]}}
"""
    return "\n".join(one.format(index, key, name) for index, name in enumerate(classes)) + keys


@pytest.mark.parametrize("key", ["!Ref Key", "!GetAtt Key.Arn", ARN, "alias/ours", "!ImportValue Key"])
@pytest.mark.parametrize("lower", ["confidential", "internal", "public"])
def test_two_classes_on_a_key_of_no_stated_class_are_a_finding_on_the_lower(key: str, lower: str) -> None:
    assert findings_of(RULE, topics(key, "highly-confidential", lower)) == [("T1", "KmsMasterKeyId")]


def test_a_key_by_reference_and_by_its_arn_is_one_key() -> None:
    both = topics("!Ref Key", "highly-confidential") + topics("!GetAtt Key.Arn", "public").splitlines()[0].replace(
        "T0", "T9"
    )
    assert findings_of(RULE, both) == [("T9", "KmsMasterKeyId")]


def test_a_key_of_a_stated_class_takes_the_next_class_below_too() -> None:
    assert findings_of(RULE, topics("!Ref Tagged", "highly-confidential", "confidential")) == []
    assert findings_of(RULE, topics("!Ref Tagged", "highly-confidential", "internal")) == [("T1", "KmsMasterKeyId")]


def test_one_class_and_unknown_classes_are_none() -> None:
    assert findings_of(RULE, topics("!Ref Key", "internal", "internal")) == []
    assert findings_of(RULE, topics("!Ref Key", "internal", "!Ref Key")) == []
    assert findings_of(RULE, topics("!Ref Tagged", "public")) == []


def test_keys_of_the_contract_are_shared_on_purpose() -> None:
    shared = "'{{resolve:ssm:/prod/kms/secrets-key-arn}}'"
    assert findings_of(RULE, topics(shared, "highly-confidential", "internal")) == []
