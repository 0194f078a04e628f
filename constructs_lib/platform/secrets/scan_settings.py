"""How an environment looks for secrets where they do not belong: which buckets, how often, and what is none."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from constructs_lib.kernel.accepted import check_reason, exact_day
from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.setting_kinds import text
from constructs_lib.kernel.strict_model import StrictModel

BucketReference = Annotated[
    str,
    *text(
        "<service>/<kind> of a GovernedBucket, such as logging/archive", r"[a-z][a-z0-9-]{0,40}/[a-z][a-z0-9-]{0,40}"
    ),
]
Fingerprint = Annotated[str, *text("a fingerprint, 32 hexadecimal digits", r"[0-9a-f]{32}")]
RoleName = Annotated[str, *text("the name of a role of this account, of 1 to 64 characters", r"[\w+=,.@-]{1,64}")]


class AcceptedSecret(StrictModel):
    """What is found and is none, by its fingerprint; never by its value."""

    fingerprint: Fingerprint
    """As a notice or `governed-cdk secrets` tells it."""
    reason: str
    """Why it is none, in 20 characters or more."""
    owner: str
    """Who answers for it: a team or an e-mail address."""
    until: str
    """The last day of it, YYYY-MM-DD."""

    @model_validator(mode="after")
    def _answered_for(self) -> AcceptedSecret:
        check_reason("reason", self.reason)
        if not self.owner.strip():
            raise invalid("owner", self.owner, "a team or an e-mail address")
        exact_day("until", self.until)
        return self


class SecretScanSettings(StrictModel):
    """The search for secrets in objects, parameters and variables of functions."""

    enabled: bool = True
    """Whether it is there. It looks at every parameter and function of the account: one environment of it is enough."""
    buckets: Annotated[tuple[BucketReference, ...], Field(min_length=1, max_length=30)] = ("logging/archive",)
    """Buckets whose objects are looked at, as `<service>/<kind>`; each has `scanned=True`, and so have its copies."""
    readers: Annotated[tuple[RoleName, ...], Field(max_length=20)] = ()
    """Roles of security's, who may read what is in quarantine. None: nobody but the function that put it there."""
    accepted: Annotated[tuple[AcceptedSecret, ...], Field(max_length=60)] = ()
    """What is found and is none."""
    most_mib: Annotated[int, Field(ge=1, le=200)] = 50
    """How much of an object is read, in MiB; what is longer is told."""
    sweep_days: Literal[1, 7, 30, 90] = 30
    """How often everything that is there is looked at again, in days."""
    kept_days: Annotated[int, Field(ge=1, le=3_650)] = 90
    """How long what is in quarantine cannot be deleted (Object Lock, governance mode), in days."""

    @model_validator(mode="after")
    def _each_once(self) -> SecretScanSettings:
        for name in ("buckets", "readers"):
            given = getattr(self, name)
            if len(set(given)) < len(given):
                raise invalid(name, ", ".join(given), "each once")
        prints = [one.fingerprint for one in self.accepted]
        if len(set(prints)) < len(prints):
            raise invalid("accepted", len(prints), "each fingerprint once")
        return self


def bucket_parts(reference: str) -> tuple[str, str]:
    """Service and kind of a reference."""
    service, _, kind = reference.partition("/")
    return service, kind
