"""What a service demands with a key, elsewhere than beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from aspects.judge.template import EVERY

if TYPE_CHECKING:
    from aspects.judge.catalogue import KeyFact


class Demanded(NamedTuple):
    """A value at a path, next to `above`, which is a part of the key's own place."""

    above: str
    path: tuple[str, ...]
    value: str


# S3 refuses a key for replicas in a rule that does not say that objects with SSE-KMS are replicated (S3 User Guide,
# "Replicating encrypted objects"; S3 API Reference, SourceSelectionCriteria; hashicorp/terraform-provider-aws#26241).
_REPLICA_KEY = ("ReplicationConfiguration", "Rules", EVERY, "Destination", "EncryptionConfiguration", "ReplicaKmsKeyID")
_DEMANDED: Final[dict[tuple[str, ...], tuple[Demanded, ...]]] = {
    _REPLICA_KEY: (Demanded("Destination", ("SourceSelectionCriteria", "SseKmsEncryptedObjects", "Status"), "Enabled"),)
}


def demanded_with(fact: KeyFact) -> tuple[Demanded, ...]:
    """What a service demands with a key, apart from the switches that the catalogue has beside it."""
    return _DEMANDED.get(fact.path, ())
