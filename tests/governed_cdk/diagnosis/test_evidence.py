from __future__ import annotations

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.diagnosis.evidence import Evidence, collect


def refuse() -> list[Evidence]:
    raise ConfigurationError("logs of api: AccessDenied", "and more")


def crash() -> list[Evidence]:
    raise KeyError("StackEvents\n::error::x")


def test_a_source_that_fails_is_told_and_takes_nothing_along() -> None:
    found = collect(
        {"a": lambda: [Evidence("a", "x")], "logs": refuse, "events": crash, "b": lambda: [Evidence("b", "y")]}
    )
    assert [one.text for one in found.evidence] == ["x", "y"]
    assert found.untold == ["logs: logs of api: AccessDenied", "events: KeyError: 'StackEvents\\n::error::x'"]


def test_a_line_stays_one_line_whatever_stands_in_it() -> None:
    told = Evidence("logs", "a\nb\x1b[2J\t##[error]c", resource="AWS::ECS::Service api").told()
    assert told.isprintable()
    assert told.startswith("logs: AWS::ECS::Service api: a b")


def test_what_is_not_asked_in_time_is_told() -> None:
    found = collect({"a": lambda: [Evidence("a", "x")], "b": lambda: [Evidence("b", "y")]}, seconds=-1)
    assert (found.evidence, found.untold) == ([], ["a: not asked, -1 s were over", "b: not asked, -1 s were over"])
