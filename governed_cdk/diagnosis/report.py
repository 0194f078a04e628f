"""A failed deploy as people read it: Markdown for an issue and a job's page, a notice for Slack.

What others wrote, in logs, events or as a model, is inert: it is shown and makes nothing.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from constructs_lib.kernel.language import words_of
from governed_cdk.formats.markdown_text import inert
from governed_cdk.github.issues import Issue
from governed_cdk.notices.slack import Notice, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.kernel.language import Words
    from governed_cdk.diagnosis.failure import FailedDeploy

LABELS = ("deployment", "failure", "automated")

_WORDS = Path(__file__).with_name("words.yaml")
_LONGEST_TITLE = 240  # GitHub takes 256 characters
_LONGEST_REASON = 120


def cause_of(failure: FailedDeploy) -> str:
    """The cause in one line: the table's, else the resource that failed and its reason."""
    words = words_of(_WORDS, failure.deploy.language)
    if failure.match:
        return failure.match.title(failure.deploy.language)
    if failure.first is None:
        return words("unknown")
    reason = " ".join(failure.first.text.split())[:_LONGEST_REASON]
    return (
        words("unknown-of", resource=failure.first.resource.rpartition("/")[2] or failure.first.source) + f": {reason}"
    )


def title(failure: FailedDeploy) -> str:
    """The title of its issue and of its notice."""
    words, deploy = words_of(_WORDS, failure.deploy.language), failure.deploy
    said = words("title", service=deploy.service, env=deploy.environment, cause=cause_of(failure))
    return " ".join(said.split())[:_LONGEST_TITLE]


def markdown(failure: FailedDeploy) -> str:
    """The whole report."""
    words = words_of(_WORDS, failure.deploy.language)
    return "\n".join((*_facts(failure, words), *_cause(failure, words), *_opinion(failure, words),
                      *_evidence(failure, words))) + "\n"  # fmt: skip


def issue(failure: FailedDeploy) -> Issue:
    """The issue of its fingerprint. Only people can be assigned: a team is named in the body."""
    people = tuple(one.removeprefix("@") for one in failure.deploy.owners if one.startswith("@") and "/" not in one)
    return Issue(
        fingerprint=failure.fingerprint, title=title(failure), body=markdown(failure), labels=LABELS, assignees=people
    )


def notice(failure: FailedDeploy, link: str = "", count: int = 1) -> Notice:
    """The notice, with the way to the issue and to the run."""
    words, deploy = words_of(_WORDS, failure.deploy.language), failure.deploy
    facts = [(words("where"), ", ".join(deploy.stacks) or deploy.environment), (words("commit"), deploy.commit[:12])]
    facts += [(words("owner"), " ".join(deploy.owners)), (words("times"), str(count))]
    links = [(words("issue"), link), (words("run"), deploy.run)]
    return Notice(
        severity=Severity.CRITICAL,
        title=title(failure),
        summary=cause_of(failure),
        quick_actions=(failure.match.fix(deploy.language),) if failure.match else (),
        facts=tuple(one for one in facts if one[1]),
        links=tuple(one for one in links if one[1]),
    )


def _facts(failure: FailedDeploy, words: Words) -> Iterator[str]:
    deploy = failure.deploy
    rows = {
        "when": deploy.moment.strftime("%Y-%m-%d %H:%M UTC"),
        "where": inert(", ".join((deploy.environment, *deploy.stacks))),
        "commit": deploy.commit,
        "branch": inert(deploy.branch),
        "run": deploy.run or words("local"),
        "owner": " ".join(deploy.owners),
    }
    yield from ("| | |", "|---|---|", *(f"| {words(key)} | {value} |" for key, value in rows.items() if value), "")


def _cause(failure: FailedDeploy, words: Words) -> Iterator[str]:
    yield f"### {words('cause')}"
    yield f"**{inert(cause_of(failure))}**"
    yield ""
    if failure.match:
        yield f"{words('fix')}: {inert(failure.match.fix(failure.deploy.language))}"
        yield ""
        yield words("seen-before", source=failure.match.cause.source)
    else:
        yield words("look")
    yield ""


def _opinion(failure: FailedDeploy, words: Words) -> Iterator[str]:
    if failure.opinion is None:
        if failure.unheard:
            yield from (inert(words("no-opinion", reason=failure.unheard)), "")
        return
    yield f"### {words('opinion', profile=inert(failure.profile))}"
    yield inert(failure.opinion.cause)
    yield ""
    yield from (f"{number}. {inert(one)}" for number, one in enumerate(failure.opinion.fixes, start=1))
    yield ""
    yield f"*{words('opinion-note', lines=', '.join(map(str, sorted({*failure.opinion.lines}))))}*"
    yield ""


def _evidence(failure: FailedDeploy, words: Words) -> Iterator[str]:
    yield f"### {words('evidence')}"
    if failure.chosen.lines:
        lines = [f"{number:3} {one.told()}" for number, one in enumerate(failure.chosen.lines, start=1)]
        # In a fence that no line of it ends, nothing is markup and nobody is called.
        fence = "`" * max(3, 1 + max(len(run) for line in lines for run in re.findall("`*", line)))
        yield from (f"{fence}text", *lines, fence)
    else:
        yield words("no-evidence")
    if failure.chosen.left_out:
        yield from ("", words("left-out", count=failure.chosen.left_out))
    if failure.untold:
        yield from ("", f"### {words('untold')}", *(f"- {inert(one)}" for one in failure.untold))
