"""Who acts and what is acted upon, with the policies that speak of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aspects.judge.access.policy import Policies
from aspects.judge.iam.matching import unknown_text

if TYPE_CHECKING:
    from aspects.judge.iam.conditions import Context
    from aspects.judge.template import Resource

ROLE, USER, HOLDER = "role", "user", "policy"
SERVICE, FEDERATED, ACCOUNT, EVERYBODY = "service", "federated", "account", "everybody"

KINDS = {
    "AWS::KMS::Key": "key",
    "AWS::S3::Bucket": "bucket",
    "AWS::SecretsManager::Secret": "secret",
    "AWS::SNS::Topic": "topic",
    "AWS::SQS::Queue": "queue",
    "AWS::IAM::Role": "role",
}
"""What types are called here; any other type is called by its own name."""

# Without an allow of its own policy nobody reaches it (KMS Developer Guide, "Key policies"; IAM User Guide, "Methods to
# assume a role": the trust policy is what lets a principal in).
_BEHIND_ITS_POLICY = {"key", "role"}

# Actions on objects carry the object's ARN (Service Authorization Reference, "Amazon S3").
_ON_OBJECTS = {"abortmultipartupload", "listmultipartuploadparts", "replicatedelete", "replicatetags"}


@dataclass(frozen=True, eq=False)
class Entity:
    """A principal.

    A `policy` is whoever has a managed policy that no role of the app has; an `account` is any of its principals whose
    own policies allow everything.
    """

    kind: str
    name: str
    arn: str = ""
    account: str = ""
    policies: Policies = field(default_factory=Policies)
    boundary: Policies | None = None
    resource: Resource | None = None

    @property
    def has_identity(self) -> bool:
        """Whether it is a principal of an account, which has policies of its own."""
        return self.kind in (ROLE, USER, HOLDER, ACCOUNT)

    def context(self) -> dict[str, tuple[str, ...]]:
        """The keys that its requests have whatever they ask for.

        Source: IAM User Guide, "AWS global condition context keys": source keys are there only when a service
        principal itself calls; `aws:PrincipalArn` and `aws:PrincipalAccount` when a principal of an account does.
        """
        if not self.has_identity:
            name = (self.name,) if self.kind == SERVICE else ()
            return {
                "aws:principalisawsservice": ("true" if self.kind == SERVICE else "false",),
                "aws:principalservicename": name, "aws:principalarn": (), "aws:principalaccount": (),
            }  # fmt: skip
        known = {
            "aws:principalisawsservice": ("false",), "aws:principalaccount": (self.account,),
            "kms:calleraccount": (self.account,), "aws:sourcearn": (), "aws:sourceaccount": (),
        }  # fmt: skip
        return {**known, "aws:principalarn": (self.arn,)} if self.arn else known

    def __str__(self) -> str:
        """As a report names it."""
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, eq=False)
class Target:
    """A resource that is acted upon, with its own policy: of a role, the trust policy."""

    kind: str
    name: str
    arn: str
    account: str
    region: str
    resource: Resource
    policies: Policies = field(default_factory=Policies)
    aliases: tuple[str, ...] = ()

    def behind_its_policy(self, action: str) -> bool:
        """Whether a principal of the account needs its policy's consent beside one of its own.

        Of a role that is asked for becoming it only: passing or changing it is IAM's business (IAM User Guide, "Grant a
        user permissions to pass a role to an AWS service").
        """
        return self.kind in _BEHIND_ITS_POLICY and not action.lower().startswith("iam:")

    def arn_for(self, action: str, part: str = "") -> str:
        """The ARN in a request: of an object or a log stream, where the action is on one; `part` says which."""
        name = action.partition(":")[2].lower()
        inner = part or unknown_text("any")
        if self.kind == "bucket" and ("object" in name or name in _ON_OBJECTS):
            return f"{self.arn}/{inner}"
        if self.kind == "AWS::Logs::LogGroup":
            return f"{self.arn.removesuffix('*')}{inner}"
        return self.arn

    def context(self) -> dict[str, tuple[str, ...]]:
        """The keys of requests that come from the resource."""
        found: dict[str, tuple[str, ...]] = {"aws:resourceaccount": (self.account,)}
        return {**found, "kms:resourcealiases": self.aliases} if self.kind == "key" else found


@dataclass(frozen=True, slots=True)
class Request:
    """One question: may somebody do something to a resource. `context` are the keys known beside what both bring.

    A key in lower case with its values; with none where it is surely absent; a key that is not there may be anything.
    """

    who: Entity
    action: str
    what: Target
    context: Context = field(default_factory=dict)
    part: str = ""

    def whole_context(self) -> dict[str, tuple[str, ...]]:
        """All keys that are known. A caller uses TLS as S3 takes it, unless the question says otherwise."""
        calm = {"aws:securetransport": ("true",), "s3:tlsversion": ("1.3",)}
        return {**calm, **self.who.context(), **self.what.context(), **self.context}
