"""The report of a drill for people: as text and as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governed_cdk.drilling.bounds import in_words
from governed_cdk.drilling.stores import Fate
from governed_cdk.formats.markdown_text import inert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.kernel.language import Words
    from governed_cdk.drilling.report import DrillReport
    from governed_cdk.drilling.stores import DataStore


def as_text(report: DrillReport, words: Words) -> Iterator[str]:
    """A line of each thing; what did not come back stands last, where it is seen."""
    yield words("title", environment=report.environment, home=report.home)
    yield words("rehearsed", day=report.day, region=report.region)
    for store in report.of(Fate.COPIED):
        way, walk, worst = _by(store, words), _walk(report, store, words), _worst(store, words)
        ground = words(report.ground(store))
        yield words("copied-line", **_about(store), way=way, walk=walk, ground=ground, worst=worst)
    for store in report.of(Fate.LOST):
        yield words("lost-line", **_about(store), worst=words("rpo-everything"), again=words(store.again))
    for step in report.walked.steps.taken:
        seconds, what = f"{step.seconds:6.2f}", step.what.in_words(words)
        yield words("step-line", seconds=seconds, step=what, ground=words(step.ground))
    yield from _ends(report, words)
    yield from findings(report, words) if report.findings else [words("all-back")]


def findings(report: DrillReport, words: Words) -> Iterator[str]:
    """A line of each thing that did not come back."""
    for store, problem in report.findings:
        yield words("finding", store=store, problem=problem.in_words(words))


def as_markdown(report: DrillReport, words: Words) -> str:
    """A page: what did not come back first, then what is copied, what is lost, and the way back."""
    lines = [f"# {words('title', environment=report.environment, home=report.home)}", ""]
    lines += [words("rehearsed", day=report.day, region=report.region), ""]
    if report.findings:
        lines += [f"## {words('findings')}", "", *(f"- {inert(one)}" for one in findings(report, words)), ""]
    else:
        lines += [words("all-back"), ""]
    lines += [*(f"- {inert(one)}" for one in _ends(report, words)), ""]
    lines += [f"## {words('copied')}", "", *_head(words, "store", "class", "by", "rpo", "walk", "ground")]
    for one in report.of(Fate.COPIED):
        walk, ground = _walk(report, one, words), words(report.ground(one))
        by, worst = inert(_by(one, words)), inert(_worst(one, words))
        lines.append(_row(_called(one), one.data_class, by, worst, walk, ground))
    lines += ["", words("grounds"), "", f"## {words('lost')}", "", *_head(words, "store", "class", "again")]
    lines += [_row(_called(one), one.data_class, words(one.again)) for one in report.of(Fate.LOST)]
    elsewhere = inert(", ".join(one.name for one in report.of(Fate.ELSEWHERE)))
    lines += ["", words("elsewhere", stores=elsewhere), "", f"## {words('steps')}", ""]
    lines += _head(words, "step", "seconds", "ground")
    for step in report.walked.steps.taken:
        lines.append(_row(inert(step.what.in_words(words)), f"{step.seconds:.2f}", words(step.ground)))
    return "\n".join([*lines, ""])


def _ends(report: DrillReport, words: Words) -> Iterator[str]:
    """RTO, RPO, and what has to be deployed besides."""
    yield words("rto", seconds=f"{report.walked.steps.seconds:.1f}")
    yield words("rpo", worst=_worst_of_all(report, words))
    if report.walked.absent:
        yield words("absent", region=report.region, stacks=", ".join(report.walked.absent))


def _worst_of_all(report: DrillReport, words: Words) -> str:
    known = [one for one in report.bounds if one is not None]
    if not known:
        return words("rpo-unbounded")
    time, unbounded = in_words(max(known)), report.bounds.count(None)
    if not unbounded:
        return words("rpo-worst", time=time)
    return words("rpo-worst-but", time=time, count=unbounded, all=len(report.bounds))


def _by(store: DataStore, words: Words) -> str:
    return words(store.copy.way, target=store.copy.target) if store.copy else ""


def _worst(store: DataStore, words: Words) -> str:
    if store.copy is None:
        return ""
    worst = store.copy.worst
    why = worst.why.in_words(words)
    return words("at-most", time=in_words(worst.seconds), why=why) if worst.seconds else why


def _walk(report: DrillReport, store: DataStore, words: Words) -> str:
    found = report.came_back(store)
    if found is None:
        return words("not-walked")
    every = found.written + found.late
    return words("walked", back=found.back, all=every, unit=words(found.unit), lost=found.lost, late=found.late)


def _about(store: DataStore) -> dict[str, str]:
    return {"store": store.name, "type": store.type, "data_class": store.data_class}


def _called(store: DataStore) -> str:
    return inert(f"{store.name} ({store.type})")


def _head(words: Words, *columns: str) -> Iterator[str]:
    yield _row(*(words(f"column-{one}") for one in columns))
    yield "|" + "---|" * len(columns)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
