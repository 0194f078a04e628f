"""Trust in an identity provider that many share: whether it names whose tokens it means.

Source: IAM User Guide, "Identity-provider controls for shared OIDC providers".
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING

from aspects.judge.readings.narrowing import Narrowing, narrowing
from aspects.judge.rule import Breach
from aspects.judge.template import Reference, Unknown, text_of
from constructs_lib.kernel.broad_access import covers_action
from constructs_lib.kernel.facts.identity_providers import names_a_tenant, shared_providers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template.policies import Principal, Statement

_ASSUMES = "sts:AssumeRoleWithWebIdentity"
_PROVIDERS = {"AWS::IAM::OIDCProvider", "Custom::AWSCDKOpenIdConnectProvider"}
_ISSUER = re.compile(r"(?:arn:[^:]*:iam::[^:]*:oidc-provider/|https://)?(.*?)/?", re.DOTALL)
_FILLED_IN = re.compile(r"\$\{[^${}]*+\}")


def strangers(statement: Statement, principal: Principal) -> Iterator[Breach]:
    """What a shared provider, which a statement of a role's trust admits, gives to whoever has one of its tokens."""
    issuer = _issuer(statement, principal)
    if not issuer or not _assumes(statement):
        return
    narrowed = _narrowed(statement, issuer)
    if narrowed is Narrowing.REAL:
        return
    claim = next(_key(issuer, claim) for claim in shared_providers()[issuer])
    given = ", ".join(f"{one.operator} {one.key}" for one in statement.conditions if one.key)
    found = f"It allows whoever has a token of {issuer}, which many share: no condition on {claim} says whose"
    if narrowed is Narrowing.PERHAPS:
        found = f"It allows tokens of {issuer}, which many share: whose, by {given}, only the deploy knows"
    elif given:
        found += f" ({given} does not)"
    yield Breach(
        f"{found}.",
        at=principal.path,
        fix=f'Condition: {{"StringLike": {{"{claim}": "<what names your own tenant>"}}}}',
        unknown=narrowed is Narrowing.PERHAPS or isinstance(statement.effect, Unknown),
    )


def claim_of(statement: Statement, principal: Principal) -> str:
    """The key of a condition that names whose tokens of a shared provider are meant; nothing for another principal."""
    issuer = _issuer(statement, principal)
    return next(_key(issuer, claim) for claim in shared_providers()[issuer]) if issuer else ""


def is_ours(statement: Statement, principal: Principal) -> bool:
    """Whether a statement names whose tokens it means, also where only the deploy knows the provider's ARN."""
    issuer = _issuer(statement, principal)
    return bool(issuer) and _narrowed(statement, issuer) is Narrowing.REAL


def _narrowed(statement: Statement, issuer: str) -> Narrowing:
    claims = shared_providers()[issuer].items()
    tests = {_key(issuer, claim).lower(): functools.partial(names_a_tenant, how) for claim, how in claims}
    return narrowing(statement.conditions, tests)


def _key(issuer: str, claim: str) -> str:
    return claim if ":" in claim else f"{issuer}:{claim}"


def _assumes(statement: Statement) -> bool:
    named = (text_of(place.value) for place in statement.actions)
    return bool(statement.not_actions) or any(text is not None and covers_action(text, _ASSUMES) for text in named)


def _issuer(statement: Statement, principal: Principal) -> str:
    """The shared provider that a principal is; nothing for another, and where nobody knows.

    What only the deploy knows is told by the keys of the conditions, which other providers' tokens do not have.
    """
    value = principal.value
    if principal.kind != "Federated":
        return ""
    if isinstance(value, Reference) and value.resource.type in _PROVIDERS:
        named = [url for url in value.resource.values("Url") if isinstance(url, str)]
    else:
        named = [value] if isinstance(value, str) else []
    texts = [_FILLED_IN.sub("\ue000", text) for text in named]
    found = [match[1].lower() for text in texts if (match := _ISSUER.fullmatch(text))]
    if not found or any("\ue000" in one for one in found):
        found += [condition.key.rpartition(":")[0] for condition in statement.conditions]
    return next((one for one in found if one in shared_providers()), "")
