"""Which property beside a key says whether it is in use, by made-up types."""

from __future__ import annotations

from typing import Any

import pytest

from governed_cdk.schemas.key_facts import walk
from governed_cdk.schemas.switches import is_within, switches

TEXT, FLAG = {"type": "string"}, {"type": "boolean"}


def switches_of(path: str, beside: dict[str, Any]) -> list[tuple[str, list[Any]]]:
    """The switches of the key at a path, properties beside it."""
    *parents, key = path.split(".")
    node: dict[str, Any] = {"properties": {key: TEXT, **beside}}
    for parent in reversed(parents):
        node = {"properties": {parent: node}}
    schema = {"typeName": "AWS::Shop::Queue", **node}
    return [(one["property"], one["on"]) for one in switches(schema, path, dict(walk(schema)))]


@pytest.mark.parametrize(
    ("path", "beside", "found"),
    [
        ("KmsKeyId", {"StorageEncrypted": FLAG}, [("StorageEncrypted", [True])]),
        ("KmsKeyId", {"Enabled": FLAG}, []),
        ("Encryption.KmsKeyId", {"Enabled": FLAG}, [("Enabled", [True])]),
        ("KmsKeyId", {"UseAwsOwnedKey": FLAG}, [("UseAwsOwnedKey", [False, None])]),
        ("KmsKeyId", {"SqsManagedSseEnabled": FLAG}, [("SqsManagedSseEnabled", [False, None])]),
        ("MasterUserSecretKmsKeyId", {"StorageEncrypted": FLAG}, []),
        ("KmsKeyId", {"SSEAlgorithm": {"enum": ["AES256", "aws:kms"]}}, [("SSEAlgorithm", ["aws:kms"])]),
        ("KmsKeyId", {"EncryptionType": {"enum": ["KMS"]}}, [("EncryptionType", ["KMS", None])]),
        (
            "KmsKeyId",
            {"EncryptionType": {"enum": ["AWS_OWNED_KMS_KEY", "CUSTOMER_KEY"]}},
            [("EncryptionType", ["CUSTOMER_KEY"])],
        ),
        ("KmsKeyId", {"Color": {"enum": ["kms", "red"]}}, []),
        ("KmsKeyId", {"EncryptionType": {"enum": ["NONE", "AES"]}}, []),
    ],
)
def test_a_switch_is_told_by_its_name_its_place_and_its_words(
    path: str, beside: dict[str, Any], found: list[tuple[str, list[Any]]]
) -> None:
    assert switches_of(path, beside) == found


@pytest.mark.parametrize(
    ("path", "places", "within"),
    [
        ("Tags", {"Tags"}, True),
        ("Tags.Items", {"Tags"}, True),
        ("TagsOther", {"Tags"}, False),
        ("Replicas[].Region", {"Replicas"}, True),
        ("Replicas[].Region", {"Replicas.Region"}, True),
        ("Tags", {"Tags.Items"}, False),
    ],
)
def test_a_path_is_within_a_place_whatever_its_marks(path: str, places: set[str], *, within: bool) -> None:
    assert is_within(path, frozenset(places)) is within
