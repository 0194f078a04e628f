"""A deploy that goes past the review: somebody is called first, whatever happens afterwards.

Two ways, each tried: an issue in the repository, which stays, and a message to the platform's critical topic, which
wakes somebody. Where neither works nobody would know, and nothing is deployed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.kernel import contract
from constructs_lib.kernel.errors import ConfigurationError, invalid, printable
from governed_cdk.formats.markdown_text import inert
from governed_cdk.github.api import from_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from governed_cdk.preflight.account import Account

_LEAST = 10  # characters of a reason: one word explains nothing
_SUBJECT = 100  # characters (Amazon SNS API Reference, Publish)


def declare(
    reason: str,
    environment: str,
    past: Sequence[str],
    account: Account,
    *,
    tell: Callable[[str], None],
    repository: str = "",
) -> None:
    """Say that an environment is deployed in an emergency, and past what.

    Raises ConfigurationError for a reason that is none, and where nobody could be told.
    """
    if len(reason.strip()) < _LEAST:
        raise invalid("--emergency", reason, f"a reason in words, {_LEAST} characters or more")
    title = f"Emergency deploy of {environment}"
    told = [
        _done("an issue", lambda: _issue(repository, title, reason, past), tell),
        _done("the critical topic", lambda: _alarm(account, environment, title, reason), tell),
    ]
    if not any(told):
        raise ConfigurationError("--emergency: neither an issue nor an alarm could be made; nobody would know")


def _done(what: str, call: Callable[[], str], tell: Callable[[str], None]) -> bool:
    try:
        tell(f"emergency: {call()}")
    except ConfigurationError as error:
        tell(f"emergency: {what}: {error}")
        return False
    return True


def _issue(repository: str, title: str, reason: str, past: Sequence[str]) -> str:
    github = from_environment(repository)
    lines = ["It goes past the review.", "", f"Reason: {inert(reason)}", ""]
    lines += ["What differs from what was reviewed:", "", *(f"- {inert(line)}" for line in past)] if past else []
    lines += ["", "Review what is deployed now, and close this by a pull request whose gate is green."]
    made = github.send("POST", "issues", {"title": title, "body": "\n".join(lines)})
    return f"issue {made['html_url']}"


def _alarm(account: Account, environment: str, title: str, reason: str) -> str:
    name, region = contract.MONITORING_CRITICAL_TOPIC_ARN.path(environment), account.region
    answer, code = account.ask("ssm", region, "get_parameter", Name=name)
    if code:
        raise ConfigurationError(f"{name}: {code}")
    topic = answer["Parameter"]["Value"]
    message = printable(f"{title}, past the review: {reason}")
    _, code = account.ask(
        "sns", topic.split(":")[3], "publish", TopicArn=topic, Subject=title[:_SUBJECT], Message=message
    )
    if code:
        raise ConfigurationError(f"{topic}: {code}")
    return f"alarm to {topic}"
