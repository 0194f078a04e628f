"""What a key value says: whether it is a customer-managed key, and which one."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from aspects.judge.template import ABSENT, Import, Lookup, Partial, Reference, Unknown, describe, references, unsplit
from aspects.judge.template.once import once
from aspects.judge.traits import tag_values
from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.keys import KEYS, KeyPurpose

if TYPE_CHECKING:
    from aspects.judge.template import Resource

_AWS_ALIAS = re.compile(r"(^|:)alias/aws(\Z|/)|^aws/", re.IGNORECASE)
_KEY_ID = re.compile(r"(key/)?([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})", re.IGNORECASE)
_KEY_ARN = re.compile(r"arn:[^:]*:kms:[^:]*:[^:]*:(key/[^*\s/]+|alias/[^*\s]+)", re.IGNORECASE)
_ALIAS = re.compile(r"alias/[^*\s]+", re.IGNORECASE)
_OPEN = re.compile(r"\$\{[^${}]*+\}")

_CLASSES = frozenset(DataClass)
_KEY, _REPLICA, _ALIAS_TYPE = "AWS::KMS::Key", "AWS::KMS::ReplicaKey", "AWS::KMS::Alias"
# Their attributes are whatever somebody's code, or another template, gives out.
_OPEN_ENDED = re.compile(r"^(Custom::|AWS::CloudFormation::|AWS::ServiceCatalog::|AWS::Serverless::Application\Z)")
_ABOUT_KEYS = re.compile(r"kms|encryptionkey", re.IGNORECASE)


class Standing(Enum):
    """What a value is: a key of ours, none, or something that nobody knows before the deploy."""

    OURS = "ours"
    NOT_OURS = "not ours"
    UNKNOWN = "unknown"


def standing(value: Any) -> tuple[Standing, str]:
    """Whether a value is a customer-managed key, and what it is in words. A piece of an ARN is judged as the ARN."""
    value = unsplit(value)
    match value:
        case _ if value is ABSENT or value in ("", {}, []):
            return Standing.NOT_OURS, "absent"
        case Unknown(why):
            return Standing.UNKNOWN, why
        case Lookup() | Import():
            return Standing.OURS, describe(value)
        case Reference():
            return _referenced(value)
        case str():
            return _text(value)
        case _:
            return Standing.NOT_OURS, f"{value!r}, which is no key"


def _referenced(value: Reference) -> tuple[Standing, str]:
    resource = value.resource
    if resource.type in (_KEY, _REPLICA, _ALIAS_TYPE):
        return Standing.OURS, str(value)
    if resource.type == "AWS::SSM::Parameter" and value.attribute == "Value":
        found = [standing(one) for one in resource.values("Value") if not isinstance(one, Reference)]
        return next((one for one in found if one[0] is not Standing.OURS), (Standing.OURS, str(value)))
    if value.attribute and (_OPEN_ENDED.match(resource.type) or _ABOUT_KEYS.search(value.attribute)):
        return Standing.UNKNOWN, f"{value} of {resource.type}"
    return Standing.NOT_OURS, f"{value}, a {resource.type} and no key"


def _text(value: str) -> tuple[Standing, str]:
    if isinstance(value, Partial):
        return _partial(value)
    return _literal(value)


@functools.lru_cache(maxsize=1024)
def _literal(value: str) -> tuple[Standing, str]:
    text = value.strip()
    if _AWS_ALIAS.search(text):
        return Standing.NOT_OURS, f"{text}, a key that AWS manages"
    if _KEY_ID.fullmatch(text) or _KEY_ARN.fullmatch(text) or _ALIAS.fullmatch(text):
        return Standing.OURS, text
    return Standing.NOT_OURS, f"{text}, which is no key of ours"


def _partial(value: Partial) -> tuple[Standing, str]:
    """Text of which some parts are known at the deploy only."""
    plain = _OPEN.sub("x", value).strip()
    if _AWS_ALIAS.search(plain):
        return Standing.NOT_OURS, f"{value}, a key that AWS manages"
    wrong = [one for one in map(_referenced, references(value)) if one[0] is Standing.NOT_OURS]
    tail = plain.rpartition("key/")[2] if "key/" in plain else ""
    if wrong and (tail == "x" or not _KEY_ARN.fullmatch(plain)) and not _ALIAS.fullmatch(plain):
        return wrong[0]
    if _KEY_ARN.fullmatch(plain) or _ALIAS.fullmatch(plain):
        return Standing.OURS, str(value)
    known_service = re.match(r"^arn:[^:]*:([a-z0-9-]+):", value)
    if known_service and known_service[1] != "kms":
        return Standing.NOT_OURS, f"{value}, which is no key"
    # A piece of a key's ARN that is looked up, as CDK takes the id of an imported key.
    looked_up = all(isinstance(unsplit(part), Lookup | Import | Reference) for part in value.parts)
    return (Standing.OURS if looked_up and not wrong else Standing.UNKNOWN), str(value)


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key of which something is known: its name for people, its identity, its purpose, its class."""

    name: str
    identity: tuple[str, str]
    purpose: KeyPurpose | None
    data_class: DataClass | None


def known_key(value: Any) -> KnownKey | None:
    """The key of the template, or of a contract path, that a value names; None for any other."""
    value = unsplit(value)
    if isinstance(value, Partial):
        keys = [one for one in references(value) if one.resource.type in (_KEY, _REPLICA, _ALIAS_TYPE)]
        named: list[Any] = [*keys] or [part for part in map(unsplit, value.parts) if isinstance(part, Lookup)]
        return known_key(named[0]) if len(named) == 1 else None
    if isinstance(value, Lookup):
        purpose = contract_purpose(value.name)
        if purpose is None:
            return None
        return KnownKey(f"SSM parameter {value.name}", ("path", value.name), purpose, KEYS[purpose].data_class)
    if isinstance(value, Reference):
        return _of_template(value)
    return None


def contract_purpose(name: str) -> KeyPurpose | None:
    """The purpose of a contract path, `/<env>/kms/<purpose>-key-arn`, or of the path of old."""
    return _contract_purpose(str(name))  # of a text that is known in part, just the text: it would hold the template


@functools.lru_cache(maxsize=256)
def _contract_purpose(name: str) -> KeyPurpose | None:
    for purpose in KeyPurpose:
        parts = name.split("/")
        ours = len(parts) == 4 and not parts[0] and purpose.output.path(parts[1]) == name
        if ours or name in purpose.output.legacy:
            return purpose
    return None


def _of_template(value: Reference) -> KnownKey | None:
    resource = value.resource
    if resource.type == _ALIAS_TYPE:
        targets = [one for one in resource.values("TargetKeyId") if isinstance(one, Reference)]
        target = next((one for one in targets if one.resource.type in (_KEY, _REPLICA)), None)
        found = _of_template(target) if target else None
        return found if found and found.purpose else _with_purpose(found, resource)
    if resource.type not in (_KEY, _REPLICA):
        return None
    aliases = [alias for alias in value.template.of_type(_ALIAS_TYPE) if _targets(alias, value.logical_id)]
    purpose = next(filter(None, map(_by_alias, aliases)), None)
    data_class = next(iter(stated_classes(resource)), None) or _usual(purpose)
    return KnownKey(value.logical_id, (value.template.origin, value.logical_id), purpose, data_class)


def _with_purpose(found: KnownKey | None, alias: Resource) -> KnownKey | None:
    purpose = _by_alias(alias)
    if found is None and purpose is None:
        return None
    identity = found.identity if found else (alias.template.origin, alias.logical_id)
    known = found.data_class if found else None
    return KnownKey(found.name if found else alias.logical_id, identity, purpose, known or _usual(purpose))


def _usual(purpose: KeyPurpose | None) -> DataClass | None:
    return KEYS[purpose].data_class if purpose else None


def _targets(alias: Resource, logical_id: str) -> bool:
    return any(isinstance(one, Reference) and one.logical_id == logical_id for one in alias.values("TargetKeyId"))


def _by_alias(alias: Resource) -> KeyPurpose | None:
    """The purpose by the scheme of names, `alias/<env>-<purpose>` or `alias/<env>-<service>-<purpose>`."""
    names = [one.lower() for one in alias.values("AliasName") if isinstance(one, str)]
    fits = [purpose for purpose in KeyPurpose for name in names if name.endswith(f"-{purpose}")]
    return max(fits, key=len, default=None)


@once
def stated_classes(resource: Resource) -> tuple[DataClass, ...]:
    """Every class that the tag DataClass of a resource may state, the lowest first; none where nobody can know."""
    stated = {DataClass(one) for one in tag_values(resource, "DataClass") if isinstance(one, str) and one in _CLASSES}
    return tuple(sorted(stated, key=lambda one: one.rank))
