from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge import rule_files
from aspects.judge.registry import RULES
from aspects.judge.rule_files import is_new, rule_of, settles_in
from constructs_lib import ConfigurationError
from constructs_lib.kernel.project import version
from governed_cdk.pages.rules import render_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.rule import Breach
    from aspects.judge.template import Resource


def _check(_resource: Resource) -> Iterator[Breach]:
    yield from ()


def _module(**changes: Any) -> ModuleType:
    module = ModuleType("aspects.judge.rules.exposure.queues_are_not_public", "Queues are not public.\n\nHow.")
    said = {"SINCE": "0.3.0", "WHY": "Because.", "FIX": "queue", "BAD": "A:", "GOOD": "B:", "check": _check}
    vars(module).update({**said, **changes})
    return module


@pytest.mark.parametrize(
    ("since", "installed", "new"),
    [
        ("0.3.0", "0.3.0", True),
        ("0.3.0", "0.3.9", True),
        ("0.3.0", "0.4.0", False),
        ("0.3.0", "1.0.0", False),
        ("1.9.0", "1.10.0", False),
        ("1.10.0", "1.9.0", True),  # on its way into the next version
        ("0.1.0", "0.1.0", False),  # there was nobody before the first release
    ],
)
def test_a_rule_is_new_in_the_minor_version_that_brings_it(since: str, installed: str, *, new: bool) -> None:
    assert is_new(since, installed) is new


@pytest.mark.parametrize(
    ("installed", "severity", "said"),
    [("0.3.1", "warning", "warning (error from 0.4), since 0.3.0"), ("0.4.0", "error", "error, since 0.3.0")],
)
def test_a_new_rule_only_warns_and_its_page_says_until_when(
    monkeypatch: pytest.MonkeyPatch, installed: str, severity: str, said: str
) -> None:
    monkeypatch.setattr(rule_files, "version", lambda: installed)
    rule = rule_of(_module())
    assert (rule.severity, rule.settled, rule.id) == (severity, "error", "queues-are-not-public")
    assert f"`queues-are-not-public`, {said}. Because." in render_rule(rule)


def test_one_that_is_meant_as_a_warning_stays_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_files, "version", lambda: "0.9.0")
    rule = rule_of(_module(SEVERITY="warning"))
    assert (rule.severity, rule.settled) == ("warning", "warning")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"SINCE": None}, "SINCE: given nothing"),
        ({"SINCE": "next"}, "SINCE: given 'next'; allowed: the version that brings it, such as 0.1.0"),
        ({"BAD": ""}, "BAD: given ''"),
        ({"SEVERITY": "fatal"}, "SEVERITY: given 'fatal'; allowed: error or warning"),
    ],
)
def test_a_rule_of_ours_that_lacks_something_is_told_in_one_line(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        rule_of(_module(**changes))
    assert said in str(error.value)


def test_a_rule_settles_in_the_next_minor_version() -> None:
    assert [settles_in("0.3.0"), settles_in("1.9.0")] == ["0.4", "1.10"]


def test_every_rule_of_ours_says_which_version_brought_it() -> None:
    ours = [(int(part) for part in rule.since.split(".")) for rule in RULES]
    assert len(ours) > 30
    major, minor, _ = (int(part) for part in version().split("."))
    assert max(map(tuple, ours)) <= (major, minor + 1, 0)  # what the next release brings is written before it
