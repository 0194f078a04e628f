"""What is wrong with the acceptances themselves, as entries of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.ledger import ledger_mistakes
from aspects.judge.ledger_rules import LEDGER_RULES
from governed_cdk.formats.report import Entry, printable, shown

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from aspects.judge.judgement import Verdict
    from aspects.judge.ledger import LedgerMistake
    from aspects.judge.template import Template


_BY_ID = {rule.id: rule for rule in LEDGER_RULES}


def ledger_entries(verdict: Verdict, templates: Iterable[Template], today: datetime.date) -> list[Entry]:
    """An entry for each mistake in the ledger of some templates, judged by a day."""
    by_origin = {template.origin: template for template in templates}
    mistakes = ledger_mistakes(verdict.acceptances, verdict.places(), today=today)
    return [_entry(mistake, by_origin[mistake.acceptance.template]) for mistake in mistakes]


def _entry(mistake: LedgerMistake, template: Template) -> Entry:
    rule, acceptance = _BY_ID[mistake.rule], mistake.acceptance
    resource = next((one for one in template.resources.values() if acceptance.covers(one, acceptance.finding)), None)
    return Entry(
        rule=rule.id,
        severity=mistake.severity,
        template=shown(template.path),
        line=template.line_of(resource.logical_id) if resource else 1,
        logical_id=printable(resource.logical_id if resource else acceptance.place),
        type=printable(resource.type if resource else ""),
        construct_path=printable(resource.construct_path if resource else acceptance.place),
        source=printable(acceptance.where),
        property="",
        found=printable(f"{mistake.text} It says: {acceptance.reason.rstrip('.')}."),
        why=rule.why,
        fix=rule.fix,
        accept=f"nothing accepts this; change the acceptance at {printable(acceptance.where)}",
    )
