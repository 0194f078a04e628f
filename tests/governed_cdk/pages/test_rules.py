from __future__ import annotations

import json
import re
from pathlib import Path

import yaml

from aspects.judge.registry import RULES
from governed_cdk.formats import render
from governed_cdk.pages.rules import render_rules
from tests.governed_cdk.formats.support import accepted, entry, report

PAGES = render_rules()
INDEX = PAGES[Path("docs/rules/README.md")]


def test_every_rule_has_a_page_with_its_reason_fix_and_examples() -> None:
    for rule in RULES:
        page = PAGES[Path(f"docs/rules/{rule.id}.md")]
        assert page.startswith(f"# {rule.title.rstrip('.')}\n")
        for part in (rule.why, rule.fix.strip(), rule.bad.strip(), rule.good.strip(), f"governed-cdk::{rule.id}"):
            assert part in page


def test_the_index_leads_to_every_page_and_to_nothing_else() -> None:
    links = set(re.findall(r"\]\(([^)]+)\)", INDEX))
    assert links == {path.name for path in PAGES} - {"README.md"}


def test_the_documented_json_is_the_one_that_is_written() -> None:
    documented = yaml.safe_load(re.findall(r"```json\n(.*?)```", INDEX, re.DOTALL)[0])
    written = json.loads(render(report(entry(), accepted=(accepted(),)), "json"))
    assert list(documented) == list(written)
    assert list(documented["findings"][0]) == list(written["findings"][0])
    assert list(documented["summary"]) == list(written["summary"])
    assert set(written["accepted"][0]) - set(written["findings"][0]) == {"reason", "owner", "until"}
