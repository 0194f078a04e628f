from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.kernel.allowances import Allowance
from tests.support import environment

SAID = {"reason": "the vendor's monitors, reviewed by security", "owner": "platform-team", "until": "2027-06-30"}


@pytest.mark.parametrize(
    ("allow", "name", "meant"),
    [
        ("Datadog::Monitors::Monitor", "Datadog::Monitors::Monitor", True),
        ("Datadog::*", "Datadog::Monitors::Monitor", True),
        ("https://b.s3.amazonaws.com/*", "https://b.s3.amazonaws.com/x.yaml", True),
        ("Datadog::Monitors::Monitor", "Datadog::Monitors::Monitors", False),
        ("https://b.s3.amazonaws.com/*", "https://c.s3.amazonaws.com/x.yaml", False),
    ],
)
def test_it_is_about_its_name_and_what_begins_like_it(allow: str, name: str, *, meant: bool) -> None:
    assert Allowance(allow, **SAID, where="prod.yaml:9").means(name) is meant


@pytest.mark.parametrize("allow", ["Datadog::*", "parameter Token", "item 0 of parameter Tokens"])
def test_what_is_written_is_read_again(allow: str) -> None:
    settings = environment("prod", governance={"unjudged": [{"allow": allow, **SAID}]})
    (one,) = settings.traits.unjudged
    assert (one.allow, one.owner) == (allow, "platform-team")
    assert Allowance.read(json.loads(json.dumps(asdict(one)))) == one


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"allow": "*"}, "more than a star"),
        ({"allow": "a*"}, "more than a star"),
        ({"allow": "parameter "}, "more than a star"),
        ({"reason": "because"}, "a reason in words"),
        ({"reason": "x" * 30}, "a reason in words"),
        ({"owner": "Some Body"}, "an e-mail address or kebab-case"),
        ({"until": "2027-02-30"}, "a date as YYYY-MM-DD"),
        ({"until": "never"}, "a date as YYYY-MM-DD"),
        ({"until": None}, "a date as YYYY-MM-DD"),
        ({"because": "x"}, "unknown key"),
    ],
)
def test_one_that_says_too_little_is_refused_in_a_line(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        environment("prod", governance={"unjudged": [{"allow": "Datadog::*", **SAID, **wrong}]})
    (line,) = error.value.mistakes
    assert "governance.unjudged.0." in line
    assert said in line
