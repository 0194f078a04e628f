"""One issue and one notice in Slack for each drift, and the issue closed when it is gone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.language import words_of
from constructs_lib.kernel.naming import short_hash
from governed_cdk.drift.found import Severity
from governed_cdk.drift.views import WORDS, happened
from governed_cdk.formats.markdown_text import inert
from governed_cdk.github.issues import Issue, close_issue, open_issues, report_issue
from governed_cdk.notices.slack import Notice, post_to_slack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.kernel.language import Language, Words
    from governed_cdk.drift.found import Drift
    from governed_cdk.drift.watch import Watch
    from governed_cdk.github.api import GitHub

MOST_AT_ONCE = 30
"""Issues that one run opens: when all has drifted, one more says nothing more. The rest comes with the next run."""

_LABEL = "drift"


def tell(found: Watch, github: GitHub, language: Language) -> Iterator[str]:
    """Open an issue and post a notice for what is new, close what is gone; a line for each.

    What is open already is left as it is: it was told. What could not be read this time is not called gone.

    Raises ConfigurationError for what GitHub refuses; what Slack refuses is a line.
    """
    words, labels = words_of(WORDS, language), (_LABEL, found.environment)
    there = open_issues(github, labels)
    issues = [(issue_of(one, labels, words), one.severity) for one in found.drifts]
    if found.unread:  # first: what is not seen is not told either
        issues.insert(0, (_unread_issue(found, labels, words), Severity.WARNING))
    new = [(issue, severity) for issue, severity in issues if issue.fingerprint not in there]
    if len(new) > MOST_AT_ONCE:
        yield f"not opened yet: {len(new) - MOST_AT_ONCE} more, the least severe ones"
    for issue, severity in new[:MOST_AT_ONCE]:
        url = report_issue(github, issue, language).url
        yield f"opened: {url}"
        yield from _posted(Notice(title=issue.title, severity=severity, links=(("GitHub", url),)), language)
    now = {issue.fingerprint for issue, _ in issues}
    accepted = {one.fingerprint: by for one, by in found.accepted}
    for fingerprint in sorted(there.keys() - now):
        by = accepted.get(fingerprint)
        if by or found.knows(fingerprint):
            said = words("accepted", until=by.until, owner=by.owner) if by else words("gone")
            yield f"closed: {close_issue(github, fingerprint, labels, said)}"


def _posted(notice: Notice, language: Language) -> Iterator[str]:
    try:
        if not post_to_slack(notice, language):
            yield "no notice: SLACK_WEBHOOK_URL is not set"
    except ConfigurationError as error:
        yield f"no notice: {error.mistakes[0]}"


def issue_of(one: Drift, labels: tuple[str, ...], words: Words) -> Issue:
    """The issue of a drift."""
    title = words("title", environment=one.place.environment, what=one.what)
    return Issue(
        fingerprint=one.fingerprint, title=title[:250], body="\n".join(_body(one, words)), labels=labels
    )  # fmt: skip


def _body(one: Drift, words: Words) -> Iterator[str]:
    rows = (
        ("severity", words(one.severity)), ("what_happened", happened(one, words)), ("stack", one.place.stack),
        ("region", one.place.region), ("resource", f"{one.resource} ({one.physical or one.place.region})"),
        ("type", one.type), ("expected", one.expected), ("actual", one.actual),
    )  # fmt: skip
    yield from ("| | |", "|---|---|", *(f"| {words(key)} | {inert(value)} |" for key, value in rows if value))
    yield from ("", f"## {words('what_to_do')}", "")
    command = f"governed-cdk cdk deploy {one.place.stack} --revert-drift"
    yield f"1. {words('remove') if one.kind == 'beside' else words('revert', command=command)}"
    yield f"2. {words('adopt')}"
    yield from ("", "```yaml", *_acceptance(one), "```")


def _acceptance(one: Drift) -> Iterator[str]:
    yield f"  - environment: {one.place.environment}"
    for name, value in (("stack", one.place.stack), ("resource", one.resource), ("property", one.path)):
        if value:
            yield f"    {name}: {json.dumps(value)}"
    yield from ('    reason: "<why it is right here>"', '    owner: "<team>"', '    until: "<YYYY-MM-DD>"')


def _unread_issue(found: Watch, labels: tuple[str, ...], words: Words) -> Issue:
    lines = [words("unread"), "", *(f"- {inert(str(one))}" for one in found.unread)]
    return Issue(
        fingerprint=unread_fingerprint(found.environment),
        title=words("unread_title", environment=found.environment),
        body="\n".join(lines),
        labels=labels,
    )


def unread_fingerprint(environment: str) -> str:
    """By what the issue of all that cannot be read is known."""
    return f"{environment}-{short_hash('unread')}-unread"
