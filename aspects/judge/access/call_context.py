"""Which condition keys come with a call at run time, and with what it asks of a key; pure.

What a service sends, `constructs_lib.kernel.conditions` knows. Where documents disagree about a key the call is made
with it and without, since a policy has to work either way. A key of which nobody knows is left out: whatever depends on
it then depends on what nobody knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.iam.conditions import ABSENT
from constructs_lib.kernel.conditions import CONTEXT, SOURCE_ACCOUNT, SOURCE_ARN, Policy, Sent, row_of, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aspects.judge.access.entities import Target
    from aspects.judge.access.policy import Policies
    from aspects.judge.iam.conditions import Context

# Keys that come with a call where its row says so, and else surely do not.
_TOLD = (
    "elasticfilesystem:", "kms:encryptioncontext", "kms:grant", "kms:viaservice", "s3:existingobjecttag/", "s3:x-amz-",
    "secretsmanager:",
)  # fmt: skip


def told_keys(policies: Iterable[Policies]) -> dict[str, tuple[str, ...]]:
    """The keys that conditions ask for and a call has only where its row says so, all of them absent."""
    keys = {condition.key for one in policies for statement in one.statements for condition in statement.conditions}
    return {key: ABSENT for key in keys if key.startswith(_TOLD)}


def of_service(
    service: str, policy: Policy, sends: Mapping[str, str], *, source: str, account: str
) -> tuple[Context, ...]:
    """The keys of a service's call, as one kind of policy sees them; `source` is the ARN that it calls for."""
    given: dict[str, tuple[str, ...]] = {key.lower(): (value,) for key, value in sends.items()}
    inner = next((key.removeprefix(CONTEXT) for key in sends if key.startswith(CONTEXT)), "")
    row = row_of(service, policy, inner) if policy is Policy.KEY else next(iter(rows_of(service, policy)), None)
    if row is None:
        return (given,)
    disputed: dict[str, tuple[str, ...]] = {}
    for key, value in ((SOURCE_ACCOUNT, account), (SOURCE_ARN, source)):
        said = row.says(key)
        if said is Sent.YES:
            given[key.lower()] = (value,)
        elif said is Sent.NO:
            given[key.lower()] = ABSENT
        elif said is Sent.DISPUTED:
            disputed[key.lower()] = (value,)
    if not disputed:
        return (given,)
    return ({**given, **disputed}, {**given, **dict.fromkeys(disputed, ABSENT)})


def of_account(via: str, what: Target, sends: Mapping[str, str]) -> Context:
    """The keys of a call of a principal of the account; `via` is the service through which it reaches KMS."""
    given = {key.lower(): (value,) for key, value in sends.items()}
    return {"kms:viaservice": (f"{via}.{what.region}.amazonaws.com",), **given} if via else given
