"""The one plugin that runs our rules, the ledger and the lock over the finished templates of a synth."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii

from aspects.foreign_acceptances import foreign_acceptances
from aspects.judge.acceptances import in_force
from aspects.judge.judgement import Verdict, judge
from aspects.judge.known_rules import PACK
from aspects.judge.ledger import ledger_findings
from aspects.judge.registry import RULES, mended_lately
from aspects.judge.template.assembly import ENVIRONMENT, SOURCES, read_assembly
from aspects.judge.template.digest import JUDGED, changed, write_digest
from aspects.violations import fatal, report, softened, told
from constructs_lib.kernel.accepted import NO_DAY
from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.files import write_whole
from constructs_lib.kernel.governance import GovernanceMode
from constructs_lib.kernel.project import version
from constructs_lib.stack.source_lines import recorded

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping

    from aspects.judge.judgement import Finding
    from aspects.judge.rule import Rule
    from aspects.lock_violations import StatefulLock
    from aspects.nag_plugin import Nag
    from constructs_lib.kernel.environment import Environment
    from constructs_lib.kernel.level import Level

_UNSEEN = (
    "this stack is in no manifest, as one that StackSets deploys: its template was judged by nobody; judge it by"
    " governed-cdk check"
)


@jsii.implements(cdk.IPolicyValidationPlugin)
class RulesPlugin:
    """Our rules, the ledger of acceptances and the lock on stateful resources.

    It runs after `Nag`, whose findings the ledger needs. A fault in it is reported as fatal: CDK would let
    a crash pass.
    """

    def __init__(
        self,
        app: cdk.App,
        environment: Environment,
        *,
        nag: Nag,
        severities: Mapping[str, Level],
        today: datetime.date | None,
        lock: StatefulLock,
        own: tuple[Rule, ...] = (),
    ) -> None:
        self._app = app
        self._environment = environment
        self._nag = nag
        self._severities = severities
        self._today = today
        self._lock = lock
        self._own = own
        self._verdict = Verdict()
        self.expected: list[cdk.Stack] = []
        """The stacks that the app has; each is to have a template in the assembly."""
        self.refused: ConfigurationError | None = None
        """Bad input that only the finished templates showed; CDK hands on no error of a plugin."""

    @property
    def name(self) -> str:
        """The name in the validation report, and the first part of what `accept()` takes."""
        return PACK

    @property
    def version(self) -> str:
        """The version in the validation report."""
        return version()

    @property
    def rule_ids(self) -> list[str]:
        """The rules that run."""
        return [rule.id for rule in RULES]

    def validate(self, context: cdk.IPolicyValidationContext) -> cdk.PolicyValidationPluginReport:
        """Judge every template of the synth."""
        stacks = [stack.stack_construct_path for stack in context.stack_templates]
        try:
            violations = self._violations(Path(self._app.outdir), stacks)
        except ConfigurationError as error:
            self.refused = error
            return report(
                [fatal("bad-input", mistake, stacks[0]) for mistake in error.mistakes], GovernanceMode.ENFORCE
            )
        except Exception as error:  # noqa: BLE001 - whatever it is, a synth with unjudged templates must not pass
            fault = f"The rules could not run: {type(error).__name__}: {error}"
            return report([fatal("rules-ran", fault, stacks[0])], GovernanceMode.ENFORCE)
        return report(violations, self._environment.governance.mode)

    def _violations(self, folder: Path, stacks: list[str]) -> list[cdk.PolicyViolation]:
        for name, said in ((SOURCES, recorded(self._app)), (ENVIRONMENT, self._environment.traits.written())):
            write_whole(folder / name, json.dumps(said, indent=1, sort_keys=True) + "\n")
        write_digest(folder)
        templates = read_assembly(folder)
        verdict = self._verdict = judge(templates, self._severities, today=self._today, own=self._own)
        people = [one for one in verdict.acceptances if not one.by_design]
        if people and self._today is None:
            raise ConfigurationError(f"{people[0].where}: {people[0].place}: {NO_DAY}")
        told_before = {one.where for one in self._environment.traits.unjudged}
        lines = in_force(one for one in people if one.where not in told_before)
        sys.stderr.write("".join(f"warning: {line}\n" for line in lines))
        return [
            *(_violation(finding) for finding in _told(verdict, PACK)),
            *(fatal("rules-ran", fault, stacks[0]) for fault in verdict.faults),
            *(told("templates-are-judged", f"{path}: {_UNSEEN}", path) for path in self._unseen(stacks)),
            *foreign_acceptances(self._app, folder, stacks, verdict.acceptances),
            *self._ledger(verdict),
            *self._lock.violations(templates, stacks),
        ]

    def report_of(self, pack: str) -> cdk.PolicyValidationPluginReport:
        """What the rules of another pack found, when the templates have been judged."""
        return report([_violation(one) for one in _told(self._verdict, pack)], self._environment.governance.mode)

    def _unseen(self, stacks: list[str]) -> list[str]:
        """The stacks of the app that no manifest tells of, such as one that CloudFormation StackSets deploys."""
        return [path for path in (stack.node.path for stack in self.expected) if path not in stacks]

    def refuse_changes(self) -> None:
        """Raise ConfigurationError where the assembly is not as the rules saw it: another plugin ran after them."""
        folder = Path(self._app.outdir)
        if (folder / JUDGED).is_file() and (texts := changed(folder)):
            why = "something edits the assembly after the rules, a validation plugin perhaps; take it away"
            raise ConfigurationError(*(f"{folder}: {text} since it was judged: {why}" for text in texts))

    def _ledger(self, verdict: Verdict) -> Iterator[cdk.PolicyViolation]:
        found = verdict.places() | self._nag.found
        for finding in ledger_findings(verdict.acceptances, found, today=self._today, mended=mended_lately()):
            text = f"{finding.text} It is accepted at {finding.acceptance.where}."
            violation = fatal(finding.rule, text, finding.acceptance.place)
            yield violation if finding.severity == "error" else softened(violation)


def _told(verdict: Verdict, pack: str) -> Iterator[Finding]:
    """What CDK is told of a pack: what is open, what is unknown, and what `accept()` accepted, which CDK suppresses."""
    accepted = (one for one in verdict.accepted if one.acceptance and not one.acceptance.in_template)
    for finding in (*verdict.findings, *verdict.unknown, *accepted):
        if finding.rule.pack == pack:
            yield finding


def _violation(finding: Finding) -> cdk.PolicyViolation:
    resource = finding.resource
    place = f" Made at {finding.source}." if finding.source else ""
    at = finding.breach.at.replace(".", "/")
    said = finding.acceptance.finding if finding.acceptance else finding.id  # CDK leaves out what is accepted by that
    return cdk.PolicyViolation(
        rule_name=said.partition("::")[2],
        description=f"{finding.breach.found} {finding.rule.why}{place}",
        fix=f"{finding.fix}\nor accept it: {finding.accept_line}",
        severity="info" if finding.breach.unknown else finding.severity,
        violating_resources=[
            cdk.PolicyViolatingResource(
                construct_path=resource.construct_path or None,
                resource_logical_id=resource.logical_id,
                template_path=str(resource.template.path),
                locations=[f"Properties/{at}" if at else "Properties"],
            )
        ],
    )
