"""The plugin of somebody else's rules: CDK reports a finding, and lets it be accepted, by the name of a plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii

from constructs_lib.kernel.project import version

if TYPE_CHECKING:
    from aspects.judge.rule import Rule
    from aspects.rules_plugin import RulesPlugin


@jsii.implements(cdk.IPolicyValidationPlugin)
class PackPlugin:
    """The rules of one pack beside ours. `RulesPlugin` runs before it, and has judged by them already."""

    def __init__(self, pack: str, rules: tuple[Rule, ...], judged_by: RulesPlugin) -> None:
        self._pack = pack
        self._rules = rules
        self._judged_by = judged_by

    @classmethod
    def of(cls, rules: tuple[Rule, ...], judged_by: RulesPlugin) -> list[PackPlugin]:
        """One plugin for each pack that some rules are of."""
        packs = dict.fromkeys(rule.pack for rule in rules)
        return [cls(pack, tuple(rule for rule in rules if rule.pack == pack), judged_by) for pack in packs]

    @property
    def name(self) -> str:
        """The name in the validation report, and the first part of what `accept()` takes."""
        return self._pack

    @property
    def version(self) -> str:
        """The version in the validation report: of what runs the rules."""
        return version()

    @property
    def rule_ids(self) -> list[str]:
        """The rules that run."""
        return [rule.id for rule in self._rules]

    def validate(self, context: cdk.IPolicyValidationContext) -> cdk.PolicyValidationPluginReport:
        """What `RulesPlugin` found by these rules."""
        del context
        return self._judged_by.report_of(self._pack)
