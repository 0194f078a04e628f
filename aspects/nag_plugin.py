"""cdk-nag beside our rules."""

from __future__ import annotations

import importlib.metadata

import aws_cdk as cdk
import jsii
from cdk_nag import AwsSolutionsChecks

from aspects.violations import report, softened
from constructs_lib.kernel.governance import GovernanceMode

_NAG = "AwsSolutions"


@jsii.implements(cdk.IPolicyValidationPlugin)
class Nag:
    """cdk-nag's AwsSolutions pack. What it finds is kept for the ledger, and only reported where governance audits."""

    def __init__(self, app: cdk.App, mode: GovernanceMode) -> None:
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
        found = self._pack.validate(context)
        self.found = {f"{_NAG}::": []}
        for violation in found.violations:
            places = [resource.construct_path or "" for resource in violation.violating_resources]
            self.found.setdefault(f"{_NAG}::{violation.rule_name}", []).extend(places)
        if self._mode is GovernanceMode.ENFORCE:
            return found
        return report([softened(violation) for violation in found.violations], self._mode)
