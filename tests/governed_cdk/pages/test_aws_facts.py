from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.facts import proved as facts_of_accounts
from constructs_lib.kernel.facts.proved import Proved
from governed_cdk.pages import aws_facts
from governed_cdk.pages.aws_facts import TABLES, fact_rows, render_aws_facts
from governed_cdk.proving.experiments import EXPERIMENTS
from tests.node_ids import is_test
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

ROWS = fact_rows(ROOT / aws_facts.SOURCE)

# The numbers of the two readings, and of what was found by measuring; A goes on.
NUMBERS = [
    *(f"F{number}" for number in range(1, 20)), *(f"S{number}" for number in range(1, 5)),
    *(f"B{number}" for number in range(1, 4)), *(f"R{number}" for number in range(1, 6)),
    *(f"O{number}" for number in range(1, 7)), *(f"P{number}" for number in range(1, 7)),
]  # fmt: skip
ROW = {"number": "F1", "would": "a", "answer": "b", "outcome": "mended", "source": ["https://x.com"], "tests": ["t"]}


def test_every_number_has_its_row_once_and_in_order() -> None:
    numbers = [row.number for row in ROWS]
    known = [number for number in numbers if not number.startswith("A")]
    assert known == NUMBERS
    assert numbers[len(known) :] == [f"A{number}" for number in range(1, len(numbers) - len(known) + 1)]


def test_nothing_of_the_readings_is_open_but_what_only_an_account_can_tell() -> None:
    assert {row.number[0] for row in ROWS if row.outcome == "open"} == {"A"}


def test_every_test_that_is_named_exists() -> None:
    assert [name for row in ROWS for name in row.tests if not is_test(name)] == []


def test_every_experiment_that_is_named_exists() -> None:
    text = " ".join(f"{row.answer} {row.missing}" for row in ROWS)
    named = set(re.findall(r"[Ee]xperiment `([^`]+)`", text))
    assert named
    assert named <= {one.name for one in EXPERIMENTS}


@pytest.mark.parametrize(
    ("change", "mistake"),
    [
        ({"outcome": "done"}, "outcome: given 'done'; allowed: mended, refuted, open"),
        ({"tests": []}, "tests: given 'none'; allowed: the tests that fail without it"),
        ({"outcome": "open"}, "missing: given 'nothing'; allowed: what is missing"),
        ({"source": ["http://x.com"]}, "source: given 'http://x.com'; allowed: addresses, https://..."),
        ({"source": []}, "source: given"),
        ({"because": "x"}, "a mapping with answer, number, outcome, source, would; perhaps missing, tests"),
    ],
)
def test_a_row_that_says_too_little_is_refused(tmp_path: Path, change: dict[str, object], mistake: str) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text(yaml.safe_dump({"rows": [{**ROW, **change}]}), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=re.escape(mistake)):
        fact_rows(path)


def test_a_file_without_rows_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text("rows: none\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="rows: given 'none'; allowed: a list of rows"):
        fact_rows(path)


def test_every_table_of_facts_is_in_the_index_with_its_rows_and_its_oldest_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    page = render_aws_facts()
    files = {path.stem for path in (ROOT / "constructs_lib/kernel/facts").glob("*.yaml")}
    assert files - set(TABLES) == {"proved"}  # what an account answered is told with its experiment
    quotas = yaml.safe_load((ROOT / "constructs_lib/kernel/facts/quotas.yaml").read_text(encoding="utf-8"))["quotas"]
    oldest = min(row["checked"] for row in quotas)
    assert f"| {len(quotas)} | {oldest} |" in next(line for line in page.splitlines() if "/quotas.yaml" in line)


def test_what_an_account_answered_is_told_with_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert render_aws_facts().count("| not yet |") == len(EXPERIMENTS) - len(facts_of_accounts.proved())
    seen = Proved(
        "trail-role", "2026-12-01", "ap-northeast-2", {"no condition": "accepted", "aws:SourceArn": "refused"}
    )
    monkeypatch.setattr(aws_facts, "proved", lambda: (seen,))
    assert "| 2026-12-01, ap-northeast-2: no condition: accepted; aws:SourceArn: refused |" in render_aws_facts()
