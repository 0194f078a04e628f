from __future__ import annotations

import ast
import json
from pathlib import Path
from string import Formatter

import pytest

from constructs_lib.kernel.language import Language, words_of
from constructs_lib.kernel.yaml_file import read_yaml
from governed_cdk.checkup.drills import DrillRecord
from governed_cdk.drilling.report import WORDS
from tests.governed_cdk.drilling.example import BROKEN, report

ENGLISH = words_of(WORDS, Language.EN)


def test_every_number_of_a_drill_is_labelled_as_rehearsed() -> None:
    found = json.loads(report().json_text(ENGLISH))
    assert (found["label"], found["rto"]) == ("rehearsed", {"label": "rehearsed", "seconds": 1.25})
    assert "measured" not in report().json_text(ENGLISH)


def test_every_store_says_what_becomes_of_it() -> None:
    stores = {one["store"]: one for one in json.loads(report().json_text(ENGLISH))["stores"]}
    assert {name: one["fate"] for name, one in stores.items()} == {
        "prod-web/Database": "copied", "prod-web/Files": "copied", "prod-web/Key": "lost", "prod-web/Secret": "copied",
        "prod-web/Logs": "lost", "prod-web-dr/Copy": "elsewhere",
    }  # fmt: skip
    database, secret = stores["prod-web/Database"], stores["prod-web/Secret"]
    assert (database["ground"], database["worst_seconds"]) == ("modelled", 33 * 3600)
    assert database["walk"] == {"unit": "rows", "written": 50, "late": 20, "back": 50, "lost": 20}
    assert (secret["ground"], secret["worst_seconds"]) == ("declared", None)
    assert "walk" not in secret
    assert (stores["prod-web/Logs"]["worst"], stores["prod-web/Logs"]["comes_again"]) == (
        "everything since ever",
        "nothing",
    )


def test_the_worst_of_the_settings_is_told_and_how_many_have_no_bound() -> None:
    assert json.loads(report().json_text(ENGLISH))["rpo"] == {"declared_seconds": 118_800, "without_bound": 2}


def test_what_did_not_come_back_and_what_nothing_fills_are_findings() -> None:
    assert report().findings == []
    found = report(BROKEN, unfilled=("prod-web-dr/Copy",)).findings
    assert [(store, why.key) for store, why in found] == [
        ("prod-web/Database", "problem-no-point"), ("prod-web-dr/Copy", "finding-unfilled"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ["prod-web/Logs"]),
        ({"region": "eu-west-1"}, []),
        ({"stores": [{"store": "prod-web/Logs", "fate": "lost"}, {"store": "prod-gone/Bucket", "fate": "copied"}]}, []),
    ],
)
def test_what_the_last_drill_found_copied_and_nothing_copies_any_more_is_a_finding(
    changes: dict[str, object], expected: list[str]
) -> None:
    stores = [{"store": "prod-web/Logs", "fate": "copied"}, {"store": "prod-web/Files", "fate": "copied"}]
    last = DrillRecord.model_validate({
        "label": "rehearsed", "environment": "prod", "region": "ap-northeast-1", "day": "2026-08-30", "findings": [],
        "stores": stores, **changes,
    })  # fmt: skip
    assert [name for name, _ in report(last=last).findings] == expected


def test_a_report_is_a_record_that_a_checkup_reads() -> None:
    record = DrillRecord.model_validate_json(report(BROKEN).json_text(words_of(WORDS, Language.KO)))
    assert [one.store for one in record.findings] == ["prod-web/Database"]


def test_what_is_said_has_words_and_fills_them_in() -> None:
    texts = read_yaml(WORDS)
    calls = [
        node
        for file in WORDS.parent.glob("*.py")
        for node in ast.walk(ast.parse(Path(file).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("said", "words")
    ]
    literal = [(one.args[0].value, one.keywords) for one in calls if one.args and isinstance(one.args[0], ast.Constant)]
    assert len(literal) > 30
    for key, keywords in literal:
        braces = {name for _, name, _, _ in Formatter().parse(texts[str(key)]["en"]) if name is not None}
        given = {one.arg for one in keywords}
        assert given == braces or (None in given and given - {None} < braces), key
