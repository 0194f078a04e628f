"""docs/aws-facts.md: what AWS would have refused, and the tables of what it does; what only an account can tell."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel import facts
from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.facts.proved import proved
from constructs_lib.kernel.facts.sourced import rows_in
from constructs_lib.kernel.yaml_file import read_yaml
from governed_cdk.proving.experiments import EXPERIMENTS

if TYPE_CHECKING:
    from governed_cdk.proving.experiment import Experiment

SOURCE = Path("docs/aws-facts.yaml")
OUTCOMES = ("mended", "refuted", "open")

TABLES = {
    "calls": "who calls whom at run time",
    "conditions": "which condition keys a service sends to which kind of policy",
    "log_delivery": "which logs a bucket can take that has a customer-managed key",
    "singletons": "what an account or a region has room for once, and what must be there before",
    "quotas": "quotas as a new account has them",
    "handlers": "what CloudFormation must be allowed to do for types whose schema does not say it",
    "deletion": "what refuses to be deleted, and the way out",
    "names": "how to ask whether a name is taken",
    "drift": "what drift detection does not see, and which differences are meant",
    "unique_names": "which types may not have two resources of one name",
    "support": "when standard support of engines and runtimes ends",
    "time_zones": "which time zone people keep where a region is",
    "traffic_shift": "how ECS shifts traffic, stage by stage, and what CloudFormation does to it",
    "cloudfront_origins": "from where CloudFront asks origins, by region",
    "aws_buckets": "AWS's own buckets that a VPC reaches by its S3 endpoint",
    "inference_profiles": "where inference profiles of Bedrock send requests, and how to ask when a model ends",
    "identity_providers": "identity providers that many share, and which claims name the tenant",
}
"""The reviewed tables in `constructs_lib/kernel/facts`, by file."""

_MUST, _MAY = {"number", "would", "answer", "outcome", "source"}, {"tests", "missing"}

_INTRODUCTION = """# AWS facts

What AWS would have refused, broken or left open in the templates of prod, as two readings found it before the first
deployment, and what was done: {counts}. Each test that is named fails without what it stands for, and is there.
Generated from `docs/aws-facts.yaml` and the tables below (`make docs`).

F: foundation. S: security. B: what blocks a deploy. R: what breaks at run time. O: operations. P: found by measuring.
A: what only an account can tell.
"""

_EXPERIMENTS = """## What only an account can tell

`governed-cdk prove --account ACCOUNT` makes these experiments ([how](commands.md#experiments-in-an-account)). Each
makes one thing in several variants, of which one works whatever the answer is: without it nothing counts.
"""


@dataclass(frozen=True)
class FactRow:
    """One finding: what AWS would do, our answer, and whether it is mended (with tests), refuted or open."""

    number: str
    would: str
    answer: str
    outcome: str
    source: tuple[str, ...]
    tests: tuple[str, ...] = ()
    missing: str = ""


def fact_rows(path: Path = SOURCE) -> tuple[FactRow, ...]:
    """The findings, in the file's order.

    Raises ConfigurationError for a row without one of its columns, and one that says too little: mended without a
    test, open without what is missing, or with a source that is no address.
    """
    rows = read_yaml(path).get("rows")
    if not isinstance(rows, list):
        raise invalid(f"{path}: rows", rows, "a list of rows")
    return tuple(_row(f"{path}: rows[{number}]", row) for number, row in enumerate(rows))


def _row(where: str, row: Any) -> FactRow:
    if not isinstance(row, dict) or not set(row) >= _MUST or not set(row) <= _MUST | _MAY:
        raise invalid(where, row, f"a mapping with {', '.join(sorted(_MUST))}; perhaps {', '.join(sorted(_MAY))}")
    given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    found = FactRow(**given)
    if found.outcome not in OUTCOMES:
        raise invalid(f"{where}.outcome", found.outcome, ", ".join(OUTCOMES))
    if found.outcome == "mended" and not found.tests:
        raise invalid(f"{where}.tests", "none", "the tests that fail without it")
    if found.outcome == "open" and not found.missing:
        raise invalid(f"{where}.missing", "nothing", "what is missing")
    if not found.source or not all(page.startswith("https://") for page in found.source):
        raise invalid(f"{where}.source", ", ".join(found.source), "addresses, https://...")
    return found


def render_aws_facts() -> str:
    """The page."""
    rows = fact_rows()
    counts = ", ".join(f"{sum(row.outcome == outcome for row in rows)} {outcome}" for outcome in OUTCOMES)
    lines = [_INTRODUCTION.format(counts=counts), "| | AWS would | Answer | | Shown by | Source |"]
    lines += ["|---|---|---|---|---|---|", *(_line(row) for row in rows)]
    lines += ["", "## Tables", "", *_tables(), "", _EXPERIMENTS, *_experiments()]
    return "\n".join(lines) + "\n"


def _line(row: FactRow) -> str:
    answer = f"{row.answer} Still missing: {row.missing}" if row.missing else row.answer
    cells = (row.number, row.would, answer, row.outcome, _codes(row.tests), _links(row.source))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _codes(tests: tuple[str, ...]) -> str:
    return ", ".join(f"`{test}`" for test in tests)


def _links(pages: tuple[str, ...]) -> str:
    return ", ".join(f"[{number}]({page})" for number, page in enumerate(pages, 1))


def _tables() -> list[str]:
    """The index of the facts tables: file, what it says, how many rows, and the day on which the oldest was checked."""
    folder = Path(str(facts.__file__)).parent
    lines = [
        "Each row has the page that says so, and the day on which somebody read it.", "",
        "| Table | Says | Rows | Oldest check |", "|---|---|---|---|",
    ]  # fmt: skip
    for name, says in TABLES.items():
        rows = _rows(folder / f"{name}.yaml")
        oldest = min(str(row["checked"]) for row in rows)
        lines.append(f"| `constructs_lib/kernel/facts/{name}.yaml` | {says} | {len(rows)} | {oldest} |")
    return lines


def _rows(path: Path) -> list[dict[str, Any]]:
    import yaml  # noqa: PLC0415 - conditions.yaml is a list, which the reader of settings does not take

    return list(rows_in(yaml.safe_load(path.read_text(encoding="utf-8"))))


def _experiments() -> list[str]:
    lines = ["| Experiment | Question | We stand on | Answered |", "|---|---|---|---|"]
    return lines + [_experiment(one) for one in EXPERIMENTS]


def _experiment(one: Experiment) -> str:
    found = next((row for row in proved() if row.experiment == one.name), None)
    answers = "; ".join(f"{variant}: {answer}" for variant, answer in found.answers.items()) if found else ""
    told = f"{found.day}, {found.region}: {answers}" if found else "not yet"
    needed = "; ".join(f"{variant}: {answer}" for variant, answer in one.stands_on.items()) or "nothing: either will do"
    return f"| `{one.name}` | {one.asks} | {needed} | {told} |"
