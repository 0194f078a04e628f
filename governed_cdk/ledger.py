"""The ledger of some templates: what is accepted in them, held against what our rules find now, others at the synth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.known_rules import NAG, PACK
from aspects.judge.ledger import Ledger
from aspects.judge.registry import mended_lately
from aspects.judge.template.assembly import SOURCES
from governed_cdk.validation_report import reported

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aspects.judge.judgement import Verdict
    from aspects.judge.template import Template


def ledger_of(verdict: Verdict, templates: Iterable[Template]) -> Ledger:
    """The ledger of a verdict. Every command counts by it, so that all of them say the same."""
    found = verdict.places()
    for folder in {template.assembly for template in templates if template.assembly}:
        if (folder / SOURCES).is_file():  # governed: cdk-nag ran, though CDK's report leaves out who found nothing
            found.setdefault(f"{NAG}::", [])
        for said, places in reported(folder, but=PACK).items():
            found.setdefault(said, []).extend(places)
    return Ledger(verdict.acceptances, found, mended_lately())
