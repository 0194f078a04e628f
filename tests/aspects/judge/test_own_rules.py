from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from aspects.judge.judgement import checked_severities, judge
from aspects.judge.own_rules import own_rules
from aspects.judge.template import load
from constructs_lib import ConfigurationError
from tests.aspects.judge.own_rule import PACK, RULE, TOPICS_ARE_FIFO, written
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

BUCKETS = TOPICS_ARE_FIFO.replace("Topics are FIFO", "Buckets are blue").replace("AWS::SNS::Topic", "AWS::S3::Bucket")


def refused(folder: Path) -> str:
    with pytest.raises(ConfigurationError) as error:
        own_rules(folder)
    (line,) = error.value.mistakes
    assert "\n" not in line
    return line


def test_a_rule_is_a_file_in_a_folder_that_names_its_pack(tmp_path: Path) -> None:
    topics, *_ = own_rules(written(tmp_path, topics_are_fifo=TOPICS_ARE_FIFO, _helper="raise ValueError\n"))
    assert (topics.id, topics.full_id, topics.name) == (RULE, f"fileflow::{RULE}", f"fileflow::{RULE}")
    assert (topics.title, topics.severity, topics.since, topics.link) == ("Topics are FIFO.", "error", "", "")


def test_it_may_say_since_when_it_is_there_how_much_it_weighs_and_where_its_page_is(tmp_path: Path) -> None:
    pack = PACK + 'PAGES = "https://docs.example.org/rules/{rule}"\n'
    said = TOPICS_ARE_FIFO + '\nSINCE = "2.1"\nSEVERITY = "warning"\n'
    (rule,) = own_rules(written(tmp_path, pack=pack, topics_are_fifo=said))
    assert (rule.since, rule.severity, rule.settled) == ("2.1", "warning", "warning")
    assert rule.link == f"https://docs.example.org/rules/{RULE}"


def test_its_findings_stand_beside_ours_and_are_accepted_by_the_name_of_its_pack(tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text(
        "Resources:\n  Open: {Type: AWS::SNS::Topic}\n  Known:\n    Type: AWS::SNS::Topic\n    Metadata:\n"
        f"      governed-cdk: [{{accept: 'fileflow::{RULE}', reason: the order is kept in the message,\n"
        "        owner: team-files, until: '2027-06-30'}]\n"
    )
    verdict = judge(load([tmp_path / "t.yaml"]), own=own_rules(written(tmp_path / "rules")))
    (finding,) = (one for one in verdict.findings if one.rule.id == RULE)
    assert finding.resource.logical_id == "Open"
    assert f'"accept": "fileflow::{RULE}"' in finding.accept_line
    assert [one.resource.logical_id for one in verdict.accepted] == ["Known"]
    assert any(one.rule.pack == "governed-cdk" for one in verdict.findings)
    assert verdict.places()[f"fileflow::{RULE}"] == ["Open", "Known"]


def test_an_acceptance_of_a_pack_that_judged_and_found_nothing_is_known_to_be_stale(tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text("Resources:\n  Topic: {Type: AWS::SNS::Topic}\n")
    templates, own = load([tmp_path / "t.yaml"]), own_rules(written(tmp_path / "rules"))
    assert "fileflow::" in judge(templates, own=own).places()
    assert "fileflow::" not in judge(templates).places()


def test_a_severity_may_be_set_for_it_by_its_id(tmp_path: Path) -> None:
    own = own_rules(written(tmp_path))
    assert checked_severities({RULE: "warning"}, "--severity", own) == {RULE: "warning"}
    with pytest.raises(ConfigurationError, match="--severity: topics-are-fifo"):
        checked_severities({RULE: "warning"}, "--severity")


def test_the_documented_rule_is_one(tmp_path: Path) -> None:
    section = (ROOT / "docs" / "governance.md").read_text(encoding="utf-8").partition("## A rule of your own")[2]
    pack, text, *_ = re.findall(r"```python\n# rules/\w+\.py\n(.*?)```", section, re.DOTALL)
    (rule,) = own_rules(written(tmp_path, pack=pack, topics_are_fifo=text))
    assert (rule.full_id, *rule.types) == (f"fileflow::{RULE}", "AWS::SNS::Topic")
    assert f"`{rule.full_id}`" in section


def test_two_folders_with_rules_of_one_name_are_two_packs(tmp_path: Path) -> None:
    (one,) = own_rules(written(tmp_path / "a"))
    (two,) = own_rules(written(tmp_path / "b", pack='PACK = "mail"\n'))
    assert (one.full_id, two.full_id) == (f"fileflow::{RULE}", f"mail::{RULE}")


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    own_rules(written(tmp_path, buckets_are_blue=BUCKETS))
    (rule,) = own_rules(written(tmp_path, buckets_are_blue=BUCKETS.replace("are blue", "are large and green")))
    assert rule.title == "Buckets are large and green."


@pytest.mark.parametrize(
    "pack",
    ["", "PACK = ''\n", "PACK = 'File Flow'\n", "PACK = 'governed-cdk'\n", "PACK = 'governed-cd'\n", "PACK = 1\n"],
)
def test_a_pack_without_a_name_of_its_own_is_refused(tmp_path: Path, pack: str) -> None:
    assert "__init__.py: PACK" in refused(written(tmp_path, pack=pack))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TOPICS_ARE_FIFO.replace("WHY =", "REASON ="), "topics_are_fifo.py: WHY: given nothing"),
        (TOPICS_ARE_FIFO.replace("FIX =", "MEND ="), "topics_are_fifo.py: FIX: given nothing"),
        (TOPICS_ARE_FIFO.replace("def check", "def judge"), "topics_are_fifo.py: check: given nothing"),
        (TOPICS_ARE_FIFO[TOPICS_ARE_FIFO.index("from ") :], "topics_are_fifo.py: docstring: given nothing"),
        (TOPICS_ARE_FIFO.replace('("AWS::SNS::Topic",)', '("AWS::SNS::Topic")'), "topics_are_fifo.py: TYPES: given"),
        (TOPICS_ARE_FIFO + "\nSEVERITY = 'fatal'\n", "topics_are_fifo.py: SEVERITY: given 'fatal'"),
        (TOPICS_ARE_FIFO + "\nraise RuntimeError('no network')\n", "topics_are_fifo.py:20: RuntimeError: no network"),
        (TOPICS_ARE_FIFO + "\nthis is no Python\n", "topics_are_fifo.py:20: SyntaxError"),
        (TOPICS_ARE_FIFO + "\nraise ValueError('one\\ntwo')\n", "topics_are_fifo.py:20: ValueError: one two"),
        (TOPICS_ARE_FIFO + "\nimport nothing_like_it\n", "topics_are_fifo.py:20: ModuleNotFoundError"),
    ],
)
def test_a_file_that_is_no_rule_is_told_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    assert said in refused(written(tmp_path, topics_are_fifo=text))


def test_a_folder_without_rules_and_an_id_of_ours_are_refused(tmp_path: Path) -> None:
    assert "no __init__.py" in refused(tmp_path / "nothing")
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "__init__.py").write_text(PACK)
    assert "no rule" in refused(tmp_path / "empty")
    taken = written(tmp_path / "taken", alarms_reach_somebody=TOPICS_ARE_FIFO)
    assert "alarms-reach-somebody: given 'an id of ours'" in refused(taken)
