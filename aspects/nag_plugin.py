"""cdk-nag beside our rules."""

from __future__ import annotations

import importlib.metadata

import aws_cdk as cdk
import jsii
from cdk_nag import AwsSolutionsChecks

from aspects.nag_unknown import told_apart
from aspects.violations import informed, report
from constructs_lib.kernel.governance import GovernanceMode

_NAG = "AwsSolutions"


@jsii.implements(cdk.IPolicyValidationPlugin)
class Nag:
    """cdk-nag's AwsSolutions pack. What it finds is kept for the ledger, and only reported where governance audits.

    What it cannot know before a deploy is unknown, as with our own rules: told, and no failure.
    """

    def __init__(self, app: cdk.App, mode: GovernanceMode) -> None:
        self._app = app
        self._pack = AwsSolutionsChecks(app)
        self._mode = mode
        self.found: dict[str, list[str]] = {}
        """Where each finding stands, by `<pack>::<rule>`; the bare `<pack>::` says that the pack ran."""

    @property
    def name(self) -> str:
        """The name in the validation report, and the first part of what `accept()` takes."""
        return _NAG

    @property
    def version(self) -> str:
        """The version in the validation report."""
        return importlib.metadata.version("cdk-nag")

    @property
    def rule_ids(self) -> list[str]:
        """Nothing: asking the pack for its 261 rules costs more than it tells."""
        return []

    def validate(self, context: cdk.IPolicyValidationContext) -> cdk.PolicyValidationPluginReport:
        """Judge the construct tree."""
        found = self._pack.validate(context).violations
        self.found = {f"{_NAG}::": []}
        for violation in found:
            places = [resource.construct_path or "" for resource in violation.violating_resources]
            self.found.setdefault(f"{_NAG}::{violation.rule_name}", []).extend(places)
        apart = told_apart(found, self._app, AwsSolutionsChecks(self._app, verbose=True))
        said = [informed(violation) if unknown else violation for violation, unknown in apart]
        told = report(said, self._mode)
        # A warning of the pack fails a synth, as the pack itself has it.
        failed = self._mode is GovernanceMode.ENFORCE and any(one.severity != "info" for one in said)
        return cdk.PolicyValidationPluginReport(success=not failed, violations=told.violations)
