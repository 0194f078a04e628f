from __future__ import annotations

import pytest

from tests.aspects.judge.rules.support import findings_of, unknown_of

RULE = "keys-are-rotated"


def _key(properties: str) -> list[tuple[str, str]]:
    return findings_of(RULE, f"Key: {{Type: AWS::KMS::Key, Properties: {properties}}}")


@pytest.mark.parametrize(
    "properties",
    [
        "{}",
        "{EnableKeyRotation: false}",
        "{EnableKeyRotation: 'no'}",
        "{EnableKeyRotation: !If [Prod, true, false]}",
        "{KeySpec: SYMMETRIC_DEFAULT, KeyUsage: ENCRYPT_DECRYPT, Origin: AWS_KMS}",
        "{KeySpec: !If [Signing, RSA_2048, SYMMETRIC_DEFAULT]}",
    ],
)
def test_a_key_that_could_be_rotated_and_is_not_is_found(properties: str) -> None:
    assert _key(properties) == [("Key", "EnableKeyRotation")]


@pytest.mark.parametrize(
    "properties",
    [
        "{EnableKeyRotation: true}",
        "{EnableKeyRotation: 'true'}",
        "{KeySpec: RSA_2048, KeyUsage: SIGN_VERIFY}",
        "{KeySpec: HMAC_256, KeyUsage: GENERATE_VERIFY_MAC}",
        "{Origin: EXTERNAL}",
    ],
)
def test_a_rotated_key_and_one_that_cannot_be_are_fine(properties: str) -> None:
    assert _key(properties) == []


def test_a_replica_is_rotated_with_its_primary() -> None:
    assert findings_of(RULE, "Key: {Type: AWS::KMS::ReplicaKey, Properties: {}}") == []


def test_an_unknown_switch_is_unknown() -> None:
    key = "Key: {Type: AWS::KMS::Key, Properties: {EnableKeyRotation: !Ref Rotate}}"
    assert unknown_of(RULE, key, "Parameters: {Rotate: {Type: String}}") == [("Key", "EnableKeyRotation")]
