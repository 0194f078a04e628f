"""Random questions to IAM, as other engines take them and as ours does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aspects.judge.access.entities import ROLE, Entity, Request
from aspects.judge.access.evaluation import decide
from tests.aspects.judge.access.support import ACCOUNT, policies, target

if TYPE_CHECKING:
    from random import Random

    from aspects.judge.iam.truth import Truth

OTHER = "999999999999"
ROLES = {account: f"arn:aws:iam::{account}:role/carlos" for account in (ACCOUNT, OTHER)}
# Kind, ARN, what an object adds, and the actions: real ones, since the other engine knows which there are.
RESOURCES = (
    ("bucket", "arn:aws:s3:::amzn-s3-demo-bucket", "home/carlos/x", ("s3:GetObject", "s3:PutObject")),
    ("queue", f"arn:aws:sqs:us-east-1:{ACCOUNT}:jobs", "", ("sqs:SendMessage", "sqs:ReceiveMessage")),
    ("topic", f"arn:aws:sns:us-east-1:{ACCOUNT}:news", "", ("sns:Publish",)),
    ("secret", f"arn:aws:secretsmanager:us-east-1:{ACCOUNT}:secret:app-AbCdEf", "", ("secretsmanager:GetSecretValue",)),
    ("key", f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab", "", ("kms:Decrypt",)),
)
# Key, operators that suit it, values that it may have: several values at once for a key of several.
KEYS: tuple[tuple[str, tuple[str, ...], tuple[Any, ...]], ...] = (
    ("aws:SourceIp", ("IpAddress", "NotIpAddress"), ("203.0.113.7", "198.51.100.1")),
    ("aws:SecureTransport", ("Bool",), ("true", "false")),
    ("aws:CurrentTime", ("DateGreaterThan", "DateLessThan", "DateNotEquals"),
     ("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z")),
    ("aws:MultiFactorAuthAge", ("NumericLessThan", "NumericGreaterThanEquals", "NumericNotEquals"), ("10", "300")),
    ("aws:PrincipalTag/team", ("StringEquals", "StringNotEquals", "StringLike", "StringNotLike",
                               "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"), ("red", "Red", "blue", "re*")),
    ("aws:SourceVpce", ("StringEquals", "StringNotEquals", "StringLike"), ("vpce-1", "vpce-2")),
)  # fmt: skip
PATTERNS = (
    "*",
    "{arn}",
    "{arn}*",
    "{arn}/*",
    "arn:aws:s3:::*",
    "arn:aws:*:us-east-1:*:*",
    "arn:aws:s3:::other/*",
    "{object}",
)


@dataclass(frozen=True)
class Case:
    """One question with its policies."""

    account: str
    action: str
    resource: tuple[str, str, str]  # kind, ARN, object
    context: dict[str, Any]
    identity: list[dict[str, Any]]
    boundary: list[dict[str, Any]] | None
    policy: list[dict[str, Any]]

    @property
    def arn(self) -> str:
        """The ARN in the request."""
        return f"{self.resource[1]}/{self.resource[2]}" if self.resource[2] else self.resource[1]

    def ours(self) -> Truth:
        """What our engine says."""
        who = Entity(
            ROLE, "carlos", ROLES[self.account], self.account, policies(*self.identity),
            None if self.boundary is None else policies(*self.boundary),
        )  # fmt: skip
        known: dict[str, tuple[str, ...]] = {key.lower(): () for key, _, _ in KEYS}
        known |= {key.lower(): (value,) for key, value in self.context.items()}
        kind, arn, part = self.resource
        return decide(Request(who, self.action, target(kind, arn, *self.policy), known, part)).answer

    def theirs(self) -> dict[str, Any]:
        """The same for iam-simulate."""

        return {
            "request": {
                "principal": f"arn:aws:sts::{self.account}:assumed-role/carlos/session",
                "action": self.action,
                "resource": {"resource": self.arn, "accountId": ACCOUNT},
                "contextVariables": self.context,
            },
            "identityPolicies": [{"name": "own", "policy": document(self.identity)}] if self.identity else [],
            "serviceControlPolicies": [],
            "resourceControlPolicies": [],
            **({"resourcePolicy": document(self.policy)} if self.policy else {}),
            **({} if self.boundary is None else {"permissionBoundaryPolicies": [
                {"name": "bound", "policy": document(self.boundary)}]}),
        }  # fmt: skip

    def proven(self) -> dict[str, Any]:
        """The same for Reach, which takes a key without a value for one that is absent."""

        kind, _, _ = self.resource
        return {
            "principal": ROLES[self.account],
            "action": self.action,
            "resource": self.arn,
            "context": {**{key: None for key, _, _ in KEYS}, **self.context},
            "identity": document(self.identity),
            "boundary": None if self.boundary is None else document(self.boundary),
            "policy": document(self.policy),
            "owner": ACCOUNT,
            "required": kind == "key",
        }


def document(statements: list[dict[str, Any]]) -> dict[str, Any]:
    """The policy of some statements."""
    return {"Version": "2012-10-17", "Statement": statements}


def case(random: Random) -> Case:
    """A random one."""
    kind, arn, part, actions = random.choice(RESOURCES)
    action, account = random.choice(actions), random.choice((ACCOUNT, ACCOUNT, ACCOUNT, OTHER))
    context = {key: random.choice(values) for key, _, values in KEYS if random.random() < 0.6}
    context = {key: value for key, value in context.items() if "*" not in value}

    def several(most: int, *, principal: bool = False) -> list[dict[str, Any]]:
        return [_statement(random, action, (arn, part), principal=principal) for _ in range(random.randint(0, most))]

    policy = several(2, principal=True) if kind != "key" or random.random() < 0.2 else []
    if kind == "key" and not policy:
        policy = [_statement(random, action, (arn, part), principal=True, effect="Allow")]
    boundary = several(2) or [_statement(random, action, (arn, part))] if random.random() < 0.25 else None
    return Case(account, action, (kind, arn, part), context, several(3), boundary, policy)


def _statement(
    random: Random, action: str, named: tuple[str, str], *, principal: bool = False, effect: str = ""
) -> dict[str, Any]:
    service, name = action.split(":")
    arn, part = named
    said: dict[str, Any] = {"Effect": effect or random.choice(("Allow", "Allow", "Allow", "Deny"))}
    actions = [
        action,
        f"{service}:*",
        f"{service}:{name[:3]}*",
        action.upper().replace(service.upper(), service),
        f"{service}:Tag*",
    ]
    said[random.choice(("Action", "Action", "Action", "NotAction"))] = random.sample(actions, random.randint(1, 2))
    resources = [one.format(arn=arn, object=f"{arn}/{part}" if part else arn) for one in PATTERNS]
    said[random.choice(("Resource",) * 5 + ("NotResource",))] = random.sample(resources, random.randint(1, 2))
    if principal:
        said["Principal"] = random.choice(
            ("*", {"AWS": "*"}, *({"AWS": f"arn:aws:iam::{one}:root"} for one in ROLES),
             *({"AWS": one} for one in ROLES.values()), {"AWS": [ACCOUNT]},
             {"AWS": "arn:aws:iam::111122223333:role/mary"}, {"Service": "sns.amazonaws.com"})
        )  # fmt: skip
    if random.random() < 0.6:
        said["Condition"] = _conditions(random)
    return said


def _conditions(random: Random) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, operators, values in random.sample(KEYS, random.randint(1, 2)):
        if random.random() < 0.15:
            found.setdefault("Null", {})[key] = random.choice(("true", "false"))
            continue
        operator = random.choice(operators) + random.choice(("", "", "", "IfExists"))
        operator = (
            random.choice(("", "", "", "", "ForAllValues:", "ForAnyValue:")) + operator
            if key.endswith("team")
            else operator
        )
        one = operator.startswith(("Bool", "Date", "Numeric"))
        found.setdefault(operator, {})[key] = random.sample(values, 1 if one else random.randint(1, 2))
    return found
