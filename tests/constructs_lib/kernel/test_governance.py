"""What weakens governance is told, each with its place."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from constructs_lib import Environment
from constructs_lib.kernel.governance import GovernanceMode, tell_weakened, weakened
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_file_that_weakens_governance_says_so_with_the_line(
    tmp_path: Path,
) -> None:
    text = (ROOT / "environments" / "prod.yaml").read_text()
    weak = "governance:\n  mode: audit\n  severities:\n    alarms-reach-somebody: warning\n    keys-rotate: error\n"
    path = tmp_path / "prod.yaml"
    path.write_text(text.replace("stacks: {}", weak))
    weak_one = Environment.load("prod", tmp_path)
    first = text.count("\n")
    assert list(weakened(weak_one.governance, weak_one.source)) == [
        f"{path}:{first + 1}: governance.mode: audit: nothing is put right, and no finding fails",
        f"{path}:{first + 3}: governance.severities.alarms-reach-somebody: warning: its findings do not fail",
    ]
    path.write_text(text)
    strict = Environment.load("prod", tmp_path)
    assert not list(weakened(strict.governance, strict.source))


def test_each_name_that_may_be_deployed_unjudged_is_told_with_its_end(tmp_path: Path) -> None:
    text = (ROOT / "environments" / "prod.yaml").read_text()
    entry = "reason: the vendor's monitors reviewed by security, owner: platform-team, until: '2027-06-30'"
    path = tmp_path / "prod.yaml"
    path.write_text(text.replace("stacks: {}", f"governance:\n  unjudged:\n    - {{allow: 'Datadog::*', {entry}}}"))
    weak = Environment.load("prod", tmp_path)
    said = "governance.unjudged.0: Datadog::* may be deployed unjudged until 2027-06-30, by platform-team"
    assert weakened(weak.governance, weak.source) == [f"{path}:{text.count(chr(10)) + 2}: {said}"]


def test_rules_of_an_earlier_version_are_told_wherever_they_stand(tmp_path: Path) -> None:
    text = (ROOT / "environments" / "dev.yaml").read_text()
    path = tmp_path / "dev.yaml"
    path.write_text(text + "\ngovernance: {rules_as_of: 0.1.0}\n")
    weak = Environment.load("dev", tmp_path)
    (line,) = weakened(weak.governance, weak.source)
    assert line.endswith("governance.rules_as_of: 0.1.0: later rules do not fail")


def test_what_nobody_knows_counting_for_less_is_told_where_customers_see_it(tmp_path: Path) -> None:
    text = (ROOT / "environments" / "prod.yaml").read_text()
    path = tmp_path / "prod.yaml"
    path.write_text(text.replace("stacks: {}", "governance: {unknown: warning}"))
    weak = Environment.load("prod", tmp_path)
    said = "governance.unknown: warning: what nobody can know before the deploy does not fail"
    assert weakened(weak.governance, weak.source, production=True) == [f"{path}:{text.count(chr(10))}: {said}"]
    assert weakened(weak.governance, weak.source) == []


def test_what_is_weaker_is_told_once_an_app_and_what_python_weakens_later_as_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "environments" / "prod.yaml").read_text()
    path = tmp_path / "prod.yaml"
    path.write_text(text.replace("stacks: {}", "governance: {rules_as_of: 0.1.0}"))
    app, weak = SimpleNamespace(), Environment.load("prod", tmp_path)
    for _ in range(2):
        tell_weakened(app, weak.governance, weak.source, production=True)
    assert capsys.readouterr().err.count("warning: ") == 1
    weaker = weak.governance.model_copy(update={"mode": GovernanceMode.AUDIT})
    tell_weakened(app, weaker, weak.source, production=True)
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("governance.mode: audit: nothing is put right, and no finding fails")
