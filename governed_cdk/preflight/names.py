"""Names that a deploy would give and that are taken: CloudFormation refuses them one by one, half-way through."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from aspects.judge.catalogue import facts
from constructs_lib.kernel.facts.refusals import names
from governed_cdk.preflight.additions import Said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from governed_cdk.preflight.account import Account
    from governed_cdk.preflight.additions import Addition

PARAMETER = "AWS::SSM::Parameter"
_ABSENT = "ResourceNotFoundException"  # Cloud Control API Reference, GetResource
_ELSEWHERE = "403"  # S3 API Reference, HeadBucket: a bucket of somebody else's
_AT_ONCE = 8


def asked(added: Iterable[Addition], account: Account) -> Said:
    """Ask for each name: parameters ten at a time, the others by themselves, eight at once."""
    named = [(one, name) for one in added if (name := name_of(one)) is not None]
    said = Said()
    _parameters([pair for pair in named if pair[0].type == PARAMETER], account, said)
    others = [(one, name) for one, name in named if one.type in names()]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        codes = list(pool.map(lambda pair: _code(pair[0], pair[1], account), others))
    for (one, name), code in zip(others, codes, strict=True):
        row = names()[one.type]
        if code in ("", _ELSEWHERE):
            said.findings.append(_finding(one, name, elsewhere=code == _ELSEWHERE))
        elif code != row.read.get("absent", _ABSENT):
            said.unknown.append(f"{one.stack}: whether {one.type} {name} exists in {one.where}: {code}")
    return said


def name_of(one: Addition) -> str | None:
    """The name that a resource is given, where the template says it as it is."""
    known = facts(one.type).name
    value: object = one.properties
    for part in known.path if known else ():
        value = value.get(part) if isinstance(value, dict) else None
    return value if isinstance(value, str) and known else None


def _parameters(named: list[tuple[Addition, str]], account: Account, said: Said) -> None:
    for region in sorted({one.region for one, _ in named}):
        here = [(one, name) for one, name in named if one.region == region]
        taken = account.types([name for _, name in here], region)
        said.findings += [_finding(one, name) for one, name in here if name in taken]


def _code(one: Addition, name: str, account: Account) -> str:
    """Nothing where the name is taken, else the code of the error."""
    row = names()[one.type]
    if row.identifier:
        identifier = row.identifier.format(name=name, region=one.region, account=one.account)
        return account.ask("cloudcontrol", one.region, "get_resource", TypeName=one.type, Identifier=identifier)[1]
    argument = row.read["argument"]
    value = [name] if argument.endswith("s") else name
    answer, code = account.ask(row.read["service"], one.region, row.read["operation"], **{argument: value})
    lists = [found for found in answer.values() if isinstance(found, list)]
    return row.read.get("absent", _ABSENT) if lists and not any(lists) else code


def _finding(one: Addition, name: str, *, elsewhere: bool = False) -> str:
    whose = "belongs to another account" if elsewhere else f"exists in {one.where}"
    remedy = "give it another name" if elsewhere else "take it away, adopt it by cdk import, or give another name"
    return f"{one.stack} makes {one.type} {name}: it {whose}; {remedy}"
