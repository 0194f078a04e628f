"""Keys and roles that a resource names must be there, as AWS demands and the emulator does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ministack.core.responses import get_account_id
from ministack.services import iam, kms

from governed_cdk.rehearsal.extension.handler import table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from governed_cdk.rehearsal.extension.handler import Made

_KEY = re.compile(r"arn:aws:kms:(?P<region>[\w-]+):(?P<account>\d{12}):key/(?P<id>[\w-]+)")
_ROLE = re.compile(r"arn:aws:iam::(?P<account>\d{12}):role/(?!aws-service-role/)(?:.*/)?(?P<name>[^/]+)")


def demand() -> None:
    """Let every handler refuse a resource whose properties name a key or a role that is not there.

    Policies are left out: what they allow may come later. So are other accounts, whose keys nobody here can see.
    """
    for type_, entry in table().items():
        changed = dict(entry)
        for verb, place in (("create", 1), ("update", 2)):
            if verb in entry:
                changed[verb] = _demanding(entry[verb], place)
        table()[type_] = changed


def _demanding(call: Callable[..., Made], place: int) -> Callable[..., Made]:
    def checked(*arguments: Any) -> Made:
        for text in texts_outside_policies(arguments[place]):
            for pattern, exists in ((_KEY, _key_exists), (_ROLE, _role_exists)):
                found = pattern.fullmatch(text)
                if found and found["account"] == get_account_id() and not exists(found):
                    raise ValueError(f"{text} does not exist")
        return call(*arguments)

    return checked


def _key_exists(found: re.Match[str]) -> bool:
    return (found["account"], found["region"], found["id"]) in kms._keys._data  # noqa: SLF001 - see handler.py


def _role_exists(found: re.Match[str]) -> bool:
    return found["name"] in iam._roles  # noqa: SLF001 - see handler.py


def texts_outside_policies(value: Any) -> Iterator[str]:
    """Every text in properties but those of policies: what these name may come later, and is no resource to ask for."""
    match value:
        case str():
            yield value
        case dict():
            for key, item in value.items():
                if not any(word in key for word in ("Policy", "Policies", "Document")):
                    yield from texts_outside_policies(item)
        case list():
            for item in value:
                yield from texts_outside_policies(item)
