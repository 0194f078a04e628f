"""Whether an account has room for what a deploy would add: singletons, quotas, and what must be there once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.facts.refusals import needed, quotas, singletons
from governed_cdk.preflight.additions import Said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs_lib.kernel.facts.refusals import Quota, Singleton
    from governed_cdk.preflight.account import Account
    from governed_cdk.preflight.additions import Addition


def asked(added: Sequence[Addition], account: Account) -> Said:
    """Ask, region by region, only for what the deploy would add."""
    said = Said()
    for row in singletons():
        for one in (one for one in added if row.counts(one.type, one.properties)):
            _singleton(row, one, account, said)
    for row in needed():
        for one in (one for one in added if row.counts(one.type, one.properties)):
            found, code = _read(row.read, one, account)
            if code or not found:
                why = code or "none is seen there"
                said.unknown.append(f"{one.stack} needs {row.what} in {one.where}: {why}; {row.setting}")
    for quota in quotas():
        for region in sorted({one.region for one in added if one.type == quota.type}):
            _quota(quota, [one for one in added if (one.type, one.region) == (quota.type, region)], account, said)
    return said


def _singleton(row: Singleton, one: Addition, account: Account, said: Said) -> None:
    found, code = _read(row.read, one, account)
    if code:
        said.unknown.append(f"{one.stack}: whether {one.where} has {row.type} already: {code}")
        return
    value = one.properties.get(row.alike, "") if row.alike else ""
    there = [known for known in found or () if not row.alike or _alike(str(known), str(value))]
    if len(there) >= row.at_most:
        room = f"room for {row.at_most}" if row.at_most > 1 else "and there can be one"
        what = f"{row.type} {value}" if value else row.type
        said.findings.append(f"{one.stack} makes {what}: {one.where} has {there[0]}, {room}; {row.setting}")


def _alike(known: str, value: str) -> bool:
    return known == value or known.endswith("/" + value.partition("://")[2])


def _quota(row: Quota, added: Sequence[Addition], account: Account, said: Said) -> None:
    wanted = sum(_amount(row, one) for one in added)
    if not wanted:
        return
    (first, *_) = added
    used, code = _read(row.read, first, account)
    if code or used is None:
        said.unknown.append(f"{first.stack}: the quota of {row.type} in {first.where}: {code or 'no answer'}")
        return
    known = "has" in row.read
    quota, taken = (used[0], used[0] - used[1]) if known else (row.quota, len(used))
    if wanted <= row.room(quota, taken):
        return
    what = f"{row.property} of {wanted}" if row.property else f"{wanted} more"
    line = f"{', '.join(sorted({one.stack for one in added}))} asks for {row.type} {what}: {first.where} has {quota}"
    line += f", {taken} in use; {row.remedy}"
    # Where the call does not tell the quota itself, it may have been raised.
    (said.findings if known else said.unknown).append(line)


def _amount(row: Quota, one: Addition) -> int:
    value = str(one.properties.get(row.property)) if row.property else "1"
    return int(value) if value.isdecimal() else 0


def _read(read: Mapping[str, str], one: Addition, account: Account) -> tuple[Any, str]:
    """What the answer holds where the row says, or the code of the error."""
    import jmespath  # noqa: PLC0415 - comes with boto3

    answer, code = account.ask(read["service"], one.region, read["operation"])
    return (None, code) if code else (jmespath.search(read.get("answer") or read["used"], answer), "")
