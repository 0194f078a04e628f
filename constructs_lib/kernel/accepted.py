"""What every acceptance must say, wherever it stands: in Python or in a template. Its limits are all here.

Two kinds are told apart. What people accept has an owner and an end, a year away at most. What this library accepts of
its own constructs, by design, has neither: it holds for the version that says so, and nobody else may use it.
"""

from __future__ import annotations

import datetime
import re

from constructs_lib.kernel.errors import invalid

MARK = "governed-cdk:acceptance"
SHORTEST_REASON = 20
LEAST_WORDS = 3
LEAST_LETTERS = 8

REASON_TO_FILL_IN = "<why it is right here>"
OWNER_TO_FILL_IN = "<team>"
DAY_TO_FILL_IN = "<YYYY-MM-DD>"

NO_DAY = "what people accept has an end, and this synth was not told the day: cdk synth -c today=$(date +%F)"

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PART = re.compile(r"[a-z0-9]+")
_WORD = re.compile(r"[^\W\d_]+")
# Chinese, Japanese and Korean put several words between two blanks, or no blank at all: there, a letter is a word.
_FIRST_WITHOUT_BLANKS = "\u2e80"


def check_acceptance(
    where: str, *, finding: str, reason: str, owner: str, until: str, today: datetime.date | None = None
) -> None:
    """Refuse an acceptance that an auditor would. Its term is looked at where today is known.

    Raises ConfigurationError for a finding without its pack, too short a reason or one without words, no owner, no
    such date, or one more than a year away.
    """
    check_reason(where, reason, finding)
    if not owner.strip() or owner.strip() == OWNER_TO_FILL_IN:
        raise invalid(f"{where}: owner", owner, "a team or an e-mail address")
    end = exact_day(f"{where}: until", until)
    if today is not None and end > last_day(today):
        raise invalid(f"{where}: until", until, f"{last_day(today)} at the latest, a year after today, {today}")
    check_finding(where, finding)


def check_finding(where: str, finding: str) -> None:
    """Refuse a finding that is not spelled as reports spell it. Raises ConfigurationError."""
    pack, separator, rule = finding.partition("::")
    if not pack or not separator or not rule:
        raise invalid(f"{where}: finding", finding, "<pack>::<rule>, as the report spells it")


def check_reason(where: str, reason: str, finding: str = "") -> None:
    """Refuse a reason that says nothing: too short, the text that was to be replaced, or no words.

    What it repeats of the finding that it accepts, `<pack>::<rule>`, counts for nothing. A letter of Chinese, Japanese
    or Korean counts as two: they say as much in half of the length.

    Raises ConfigurationError.
    """
    said = _without(reason.strip(), finding)
    length = len(said) + sum(letter >= _FIRST_WITHOUT_BLANKS for letter in said)
    if length < SHORTEST_REASON or REASON_TO_FILL_IN in said:
        beside = " beside the finding's own name" if said != reason.strip() else ""
        raise invalid(f"{where}: reason", reason, f"a reason of {SHORTEST_REASON} characters or more{beside}")
    letters = {letter for letter in said.casefold() if letter.isalpha()}
    words = {word for word in _WORD.findall(said.casefold()) if len(word) > 1}
    words |= {letter for letter in letters if letter >= _FIRST_WITHOUT_BLANKS}
    if len(letters) < LEAST_LETTERS or len(words) < LEAST_WORDS:
        raise invalid(f"{where}: reason", reason, f"a reason in words, {LEAST_WORDS} different ones or more")


def _without(reason: str, finding: str) -> str:
    """A reason without the names of its finding, however they are joined and spelled."""
    rule = finding.partition("::")[2]
    names = (finding, rule, rule.partition("[")[0])
    patterns = ["[^a-z0-9]*".join(map(re.escape, _PART.findall(name.casefold()))) for name in names]
    joined = "|".join(sorted(filter(None, patterns), key=len, reverse=True))
    whole = f"(?<![a-z0-9])(?:{joined})(?![a-z0-9])"
    return " ".join(re.sub(whole, " ", reason, flags=re.IGNORECASE).split()) if joined else reason


def exact_day(what: str, given: object) -> datetime.date:
    """A day written as YYYY-MM-DD, and in no other way that ISO 8601 knows. Raises ConfigurationError."""
    wrong = invalid(what, given, "a date as YYYY-MM-DD")
    if not _DAY.fullmatch(str(given)):
        raise wrong
    try:
        return datetime.date.fromisoformat(str(given))
    except ValueError:  # a day that no month has
        raise wrong from None


def last_day(today: datetime.date) -> datetime.date:
    """The latest end of what is accepted today: the same day of the next year; of 29 February, the 28th."""
    leap_day = (today.month, today.day) == (2, 29)
    return today.replace(year=min(today.year + 1, datetime.MAXYEAR), day=28 if leap_day else today.day)
