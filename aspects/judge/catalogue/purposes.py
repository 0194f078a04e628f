"""Which keys fit which services.

The usual key of a service stands first: an absent key is filled in with it, where its policy admits the service
(`services.py`). A service that no key names takes any; the default key of the resource's data class is usual then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.keys import KEYS, KeyPurpose

if TYPE_CHECKING:
    from collections.abc import Sequence

# By service, by type, or by the last name of a property of a type; the longest that matches holds.
PURPOSES: dict[str, tuple[KeyPurpose, ...]] = {
    name: (purpose, *(other for other in KeyPurpose if name in other.spec.fits))
    for purpose in KeyPurpose
    for name in purpose.spec.usual_for
}

DEFAULTS: dict[DataClass, KeyPurpose] = {
    DataClass.PUBLIC: KeyPurpose.LOGS,
    DataClass.INTERNAL: KeyPurpose.LOGS,
    DataClass.CONFIDENTIAL: KeyPurpose.S3_DATA,
    DataClass.HIGHLY_CONFIDENTIAL: KeyPurpose.SECRETS,
}


# The trail's key fits the trail's own queues and topics, and that of secrets a bucket for what is in quarantine: by the
# usual key of such a service, the one that is for nobody else's, though its class would be enough.
_NOBODY_ELSES = {KeyPurpose.MESSAGING: KeyPurpose.AUDIT, KeyPurpose.S3_DATA: KeyPurpose.SECRETS}


def fitting(type_: str, path: Sequence[str]) -> tuple[KeyPurpose, ...]:
    """The purposes that fit a key property of a type, the usual one first; none where any key does."""
    for name in reversed(path):
        if (found := PURPOSES.get(f"{type_}.{name}")) is not None:
            return found
    return PURPOSES.get(type_) or PURPOSES.get(type_.rpartition("::")[0], ())


def usual(type_: str, path: Sequence[str], data_class: DataClass | None) -> KeyPurpose:
    """The key to use: the first that fits and whose class is enough, else the default of the class."""
    found = fitting(type_, path)
    fits = [one for one in found if one is not _NOBODY_ELSES.get(found[0])]
    if data_class is None:
        return fits[0] if fits else DEFAULTS[DataClass.CONFIDENTIAL]
    return next((one for one in fits if KEYS[one].data_class.covers(data_class)), DEFAULTS[data_class])
