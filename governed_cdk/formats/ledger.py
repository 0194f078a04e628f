"""What is wrong with the acceptances themselves, as entries of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge import ledger
from aspects.judge.rule import Rule
from governed_cdk.formats.report import Entry, printable, shown

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator

    from aspects.judge.ledger import Ledger, LedgerMistake
    from aspects.judge.rule import Breach, Severity
    from aspects.judge.template import Resource, Template


def _not_by_resource(resource: Resource) -> Iterator[Breach]:
    """Nothing: these look at the ledger, not at a resource."""
    del resource
    yield from ()


def _rule(id_: str, title: str, why: str, fix: str, *, severity: Severity = "error") -> Rule:
    return Rule(
        id=id_, title=title, about="Judges acceptances rather than resources.", why=why, fix=fix, bad="", good="",
        check=_not_by_resource, types=frozenset(), severity=severity,
    )  # fmt: skip


LEDGER_RULES = (
    _rule(
        ledger.EXPIRED,
        "An acceptance has expired.",
        "What was right for a time is to be looked at again when that time is over.",
        "mend the finding, or write down why it is still right, with a later `until`",
    ),
    _rule(
        ledger.ENDING,
        "An acceptance ends soon.",
        f"It fails the build when its last day is over; its owner hears of it {ledger.WARN_DAYS} days before.",
        "mend the finding, or write down why it is still right, with a later `until`",
        severity="warning",
    ),
    _rule(
        ledger.STALE,
        "An acceptance accepts something.",
        "One that accepts nothing any more would accept the next mistake in its place unseen.",
        "take the acceptance away",
    ),
    _rule(
        ledger.TOO_WIDE,
        "An acceptance covers one resource.",
        "A wider one accepts also what nobody has looked at.",
        "accept each resource by itself, with its own reason",
    ),
    _rule(
        ledger.TWICE,
        "A finding is accepted once.",
        "Of two acceptances, one outlives the reason of the other unseen.",
        "take one of them away; what is by design of the library needs none of yours",
        severity="warning",
    ),
)
_BY_ID = {rule.id: rule for rule in LEDGER_RULES}


def ledger_entries(of: Ledger, templates: Iterable[Template], today: datetime.date) -> list[Entry]:
    """An entry for each mistake in the ledger of some templates, judged by a day."""
    by_origin = {template.origin: template for template in templates}
    return [_entry(mistake, by_origin[mistake.acceptance.template]) for mistake in of.mistakes(today)]


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
