"""What is known of one failed deploy: where and when it was, its cause, and what a model makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from governed_cdk.diagnosis.evidence import Weight
from governed_cdk.diagnosis.fingerprint import fingerprint

if TYPE_CHECKING:
    import datetime

    from constructs_lib.kernel.language import Language
    from governed_cdk.diagnosis.budget import Chosen
    from governed_cdk.diagnosis.causes import Match
    from governed_cdk.diagnosis.evidence import Evidence
    from governed_cdk.diagnosis.question import Opinion


@dataclass(frozen=True, kw_only=True)
class DeployRun:
    """One deploy: of what, where to, of which commit, in which run, and who answers for it.

    Attributes:
        service: what is deployed.
        environment: where to.
        language: that of what people read.
        moment: when it was looked at.
        stacks: those that failed.
        commit, branch, run: as the pipeline tells them; empty on a laptop. `run` is an address.
        owners: `@user` or `@org/team`, by CODEOWNERS.
    """

    service: str
    environment: str
    language: Language
    moment: datetime.datetime
    stacks: tuple[str, ...] = ()
    commit: str = ""
    branch: str = ""
    run: str = ""
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FailedDeploy:
    """A failed deploy, explained as far as it goes.

    Attributes:
        deploy: which one.
        chosen: the evidence, redacted and within the budget.
        match: the known cause; None where the table knows none.
        opinion: what the model says; None where it was not heard, for the reason in `unheard`.
        untold: sources that could not be read.
    """

    deploy: DeployRun
    chosen: Chosen
    match: Match | None
    profile: str = ""
    opinion: Opinion | None = None
    unheard: str = ""
    untold: tuple[str, ...] = ()

    @property
    def first(self) -> Evidence | None:
        """The line that weighs most, the first of several."""
        heavy = sorted(self.chosen.lines, key=lambda one: -one.weight)
        return heavy[0] if heavy and heavy[0].weight > Weight.CONTEXT else None

    @property
    def fingerprint(self) -> str:
        """What makes it the same failure next time."""
        line = self.match.line if self.match else self.first
        cause, resource = (self.match.cause.id if self.match else ""), (line.resource if line else "")
        return fingerprint(
            self.deploy.service, self.deploy.environment, cause, resource=resource, reason=line.text if line else ""
        )
