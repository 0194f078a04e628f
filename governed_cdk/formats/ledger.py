"""What is wrong with the acceptances themselves, as a report says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.ledger_rules import LEDGER_RULES
from constructs_lib.kernel.errors import printable
from constructs_lib.kernel.project import NAME
from governed_cdk.formats.report import ReportedFinding, shown

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from aspects.judge.ledger import Ledger, LedgerFinding
    from aspects.judge.template import Template

_BY_ID = {rule.id: rule for rule in LEDGER_RULES}


def reported_ledger(ledger: Ledger, templates: Iterable[Template], today: datetime.date) -> list[ReportedFinding]:
    """Each finding in the ledger of some templates, judged by a day."""
    by_origin = {template.origin: template for template in templates}
    return [_reported(finding, by_origin[finding.acceptance.template]) for finding in ledger.findings(today)]


def _reported(finding: LedgerFinding, template: Template) -> ReportedFinding:
    rule, acceptance = _BY_ID[finding.rule], finding.acceptance
    resource = next((one for one in template.resources.values() if acceptance.covers(one, acceptance.finding)), None)
    return ReportedFinding(
        rule=rule.id,
        pack=NAME,
        since=rule.since,
        link=rule.link,
        severity=finding.severity,
        template=shown(template.path),
        line=template.line_of(resource.logical_id) if resource else 1,
        logical_id=printable(resource.logical_id if resource else acceptance.place),
        type=printable(resource.type if resource else ""),
        construct_path=printable(resource.construct_path if resource else acceptance.place),
        source=printable(acceptance.where),
        property="",
        found=printable(f"{finding.text} It says: {acceptance.reason.rstrip('.')}."),
        why=rule.why,
        fix=rule.fix,
        accept=f"nothing accepts this; change the acceptance at {printable(acceptance.where)}",
    )
