"""The reviewed sample, `reviewed.yaml`: what two people said of each finding, and the page that is made of it."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.setting_errors import validate
from constructs_lib.kernel.strict_model import StrictModel
from constructs_lib.kernel.yaml_file import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

REVIEWED = Path(__file__).with_name("reviewed.yaml")
ROWS = Path(__file__).with_name("rows.yaml")

_Words = Annotated[str, StringConstraints(min_length=12)]
_Verdict = Literal["right", "wrong"]


class Judged(StrictModel):
    """One finding, and whether it is right."""

    rule: str
    """The rule's id."""
    file: str
    """The folder of the corpus and the file below it."""
    logical_id: str
    """The resource."""
    message: str
    """What the rule said."""
    verdict: _Verdict
    """What the first reader said."""
    reason: _Words
    """Why, from the template."""
    source: str = ""
    """The page that decides, where the template alone does not."""
    second: _Verdict
    """What a second reader said, who had not seen the first verdict."""


class Mended(StrictModel):
    """A kind of mistake that is mended, and the tests that fail without that."""

    kind: Literal["refusal", "false", "missed", "words", "reader", "around"]
    """What sort it was: see `HEADINGS`."""
    what: _Words
    """What was wrong."""
    tests: Annotated[tuple[str, ...], Field(min_length=1)]
    """Node ids below `tests/`, or whole files."""


class Rows(StrictModel):
    """All that was found and mended."""

    rows: tuple[Mended, ...]
    """The kinds of mistakes."""


HEADINGS = {
    "refusal": "Refused, though it is deployed",
    "false": "Found, though it is right",
    "missed": "Not found",
    "words": "Said wrongly",
    "reader": "A file of a stranger's could",
    "around": "A way around, without a trace",
}
"""The sorts of mistakes, in the order of the page."""


class Reviewed(StrictModel):
    """The sample, and the record that it was drawn from."""

    seed: str
    """The commit whose hash drew it."""
    day: str
    """When it was recorded."""
    commits: dict[str, str]
    """The folders of the corpus, each with its commit."""
    files: Annotated[int, Field(ge=0)]
    """How many templates were judged."""
    resources: Annotated[int, Field(ge=0)]
    """How many resources they hold."""
    refused: Annotated[int, Field(ge=0)]
    """How many files were told to be no templates."""
    seconds: float
    """How long it took, of the processor."""
    peak_mb: Annotated[int, Field(ge=0)]
    """The most memory that it took."""
    found: dict[str, int]
    """How many findings each rule has."""
    judged: tuple[Judged, ...]
    """The sample."""


def read_reviewed(path: Path = REVIEWED) -> Reviewed:
    """The sample. Raises ConfigurationError where it says too little."""
    try:  # not as settings are: what a finding says may hold `${...}`
        return Reviewed.model_validate(json.loads(json.dumps(read_yaml(path))), strict=False)
    except ValidationError as error:
        raise ConfigurationError(*(f"{path}: {one['loc']}: {one['msg']}" for one in error.errors())) from None


def read_rows(path: Path = ROWS) -> tuple[Mended, ...]:
    """What was found and mended. Raises ConfigurationError where it says too little."""
    return validate(Rows, read_yaml(path), str(path)).rows


def wrong(one: Judged) -> bool:
    """Whether either reader found it wrong."""
    return "wrong" in (one.verdict, one.second)


def page(reviewed: Reviewed, rows: tuple[Mended, ...]) -> str:
    """docs/precision.md."""
    parts = (_head(reviewed), _rows(reviewed), _wrong(reviewed), _mended(rows), _folders(reviewed))
    return "\n".join(itertools.chain(*parts))


def _head(reviewed: Reviewed) -> Iterator[str]:
    judged, bad = len(reviewed.judged), sum(map(wrong, reviewed.judged))
    yield "# Precision"
    yield ""
    yield "What the rules say of public templates that nobody here wrote, and how much of it is right. Made by"
    yield "`python -m tests.corpus page` from `tests/corpus/reviewed.yaml`, where each verdict stands with its reason:"
    yield "two readers, the second without the first one's verdicts; wrong is what either found wrong. Files of an"
    yield "earlier sample, after which rules were mended, were left out; what is wrong below was mended after this one."
    yield ""
    size = f"{reviewed.files:,} templates and {reviewed.resources:,} resources"
    yield f"Recorded on {reviewed.day} at {reviewed.seed}: {size},"
    cost = f"{reviewed.seconds:.0f} s of one processor, {reviewed.peak_mb} MB"
    yield f"{reviewed.refused:,} files told to be no template; {cost}."
    yield f"Of {sum(reviewed.found.values()):,} findings {judged} were drawn and judged: {bad} wrong."
    yield ""


def _rows(reviewed: Reviewed) -> Iterator[str]:
    judged = Counter(one.rule for one in reviewed.judged)
    bad = Counter(one.rule for one in reviewed.judged if wrong(one))
    yield "| Rule | Findings | Judged | Wrong |"
    yield "|---|---:|---:|---:|"
    for rule, found in sorted(reviewed.found.items()):
        yield f"| {rule} | {found:,} | {judged[rule]} | {bad[rule]} |"
    yield ""


def _wrong(reviewed: Reviewed) -> Iterator[str]:
    found = [one for one in reviewed.judged if wrong(one)]
    if found:
        yield "## Found wrong"
        yield ""
        yield from (f"- `{one.file}` {one.logical_id}, {one.rule}: {one.reason}" for one in found)
        yield ""


def _mended(rows: tuple[Mended, ...]) -> Iterator[str]:
    yield "## What was wrong, and is mended"
    yield ""
    yield "Each kind that was found on templates of others, with the tests that fail without its mend, below `tests/`."
    yield ""
    for kind, heading in HEADINGS.items():
        yield f"| {heading} | Shown by |"
        yield "|---|---|"
        for row in (row for row in rows if row.kind == kind):
            yield f"| {row.what} | {', '.join(f'`{test}`' for test in row.tests)} |"
        yield ""


def _folders(reviewed: Reviewed) -> Iterator[str]:
    yield "## The folders"
    yield ""
    yield from (
        f"- {name.replace('+', '/')}{f' at {commit[:10]}' if commit else ''}"
        for name, commit in sorted(reviewed.commits.items())
    )
    yield ""
