"""The properties beside a key that say whether it is in use: `SSEAlgorithm`, `StorageEncrypted`, `UseAwsOwnedKey`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from governed_cdk.schemas.reader import pointers, types_of, variants

if TYPE_CHECKING:
    from governed_cdk.schemas.reader import Schema

# A key under such a name encrypts what holds the object: `Ebs.KmsKeyId`, but `S3Config.EncryptionConfig.KeyId`.
CONTAINER = re.compile(r"encrypt|^sse|kms|^cmk|^(data)?securityconfig\Z|^keyconfiguration\Z", re.IGNORECASE)

_ON = re.compile(r".*encrypted|sseenabled|atrestencryptionenabled|customermanagedkeyenabled", re.IGNORECASE)
_ON_FOR_OTHERS = re.compile(r".(kms|encryption)", re.IGNORECASE)  # MasterUserSecretKmsKeyId is not about the storage
_ON_IN_CONTAINER = re.compile(r"enabled", re.IGNORECASE)
_OFF = re.compile(r"awsowned|managedsse|encryptiondisabled", re.IGNORECASE)
_OUR_KEY = re.compile(r"kms|customer", re.IGNORECASE)
_NOT_OUR_KEY = re.compile(r"owned|aws_managed", re.IGNORECASE)


def switches(schema: Schema, path: str, nodes: dict[str, Schema]) -> list[dict[str, Any]]:
    """The switches of the key at a path, with the values that turn it on; None among them stands for absent."""
    parent, _, key = path.rpartition(".")
    in_container = bool(CONTAINER.search(parent.rpartition(".")[-1]))
    read_only = pointers(schema, "readOnlyProperties")
    found = []
    for other, node in nodes.items():
        place, _, name = other.rpartition(".")
        if place == parent and other != path and not is_within(other, read_only):
            values = _effective(schema, name, node, in_container=in_container)
            if values and not (values == [True] and _ON_FOR_OTHERS.search(key)):
                found.append({"property": name, "on": values})
    return found


def _effective(schema: Schema, name: str, node: Schema, *, in_container: bool) -> list[Any]:
    if "boolean" in types_of(schema, node):
        if _OFF.search(name):
            return [False, None]
        return [True] if _ON.fullmatch(name) or (in_container and _ON_IN_CONTAINER.fullmatch(name)) else []
    words = [word for variant in variants(schema, node) for word in variant.get("enum", ()) if isinstance(word, str)]
    ours = [word for word in words if _OUR_KEY.search(word) and not _NOT_OUR_KEY.search(word)]
    if not ours or not re.search(r"encrypt|sse|type|algorithm", name, re.IGNORECASE):
        return []
    return [*ours, None] if len(words) == 1 else ours


def is_within(path: str, places: frozenset[str]) -> bool:
    """Whether a path is one of some places, or inside one."""
    bare = _bare(path)
    return any(bare == place or bare.startswith(f"{place}.") for place in map(_bare, places))


def _bare(path: str) -> str:
    """Without the marks of lists and maps, which pointers of the schemas often leave out."""
    return re.sub(r"\[\]|\{\}", "", path).replace(".*", "")
