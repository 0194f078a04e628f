from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.facts.proved import FILE, Proved, proved, updated
from governed_cdk.proving.experiments import EXPERIMENTS

if TYPE_CHECKING:
    from pathlib import Path

ROW = Proved("trail-role", "2026-11-30", "ap-northeast-2", {"no condition": "accepted", "aws:SourceArn": "refused"})
LATER = Proved("trail-role", "2026-12-01", "us-east-1", {"no condition": "accepted"})
OTHER = Proved("a", "2026-11-30", "ap-northeast-2", {'it\'s "so": yes': "#1"})


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_written_is_read_again_and_the_comments_stay(tmp_path: Path) -> None:
    text = updated("# Why.\nproved: []\n", (), (ROW, OTHER))
    path = written(tmp_path / "proved.yaml", text)
    assert proved(path) == (OTHER, ROW)
    assert text.startswith("# Why.\nproved:\n")
    assert updated(text, proved(path), ()) == text


def test_a_later_answer_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    path = written(tmp_path / "proved.yaml", updated("proved: []\n", (ROW, OTHER), (LATER,)))
    assert proved(path) == (OTHER, LATER)


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("proved:\n", "proved: given nothing; allowed: a list of rows"),
        ("proved: [{experiment: a}]\n", "a mapping with answers, day, experiment, region"),
        ("proved: [{experiment: a, day: soon, region: r, answers: {a: b}}]\n", "day"),
        ('proved: [{experiment: a, day: "2026-11-30", region: r, answers: {}}]\n', "what was seen, by variant"),
    ],
)
def test_a_row_that_says_too_little_is_refused(tmp_path: Path, text: str, mistake: str) -> None:
    with pytest.raises(ConfigurationError, match=mistake):
        proved(written(tmp_path / "proved.yaml", text))


def test_two_answers_to_one_experiment_are_refused(tmp_path: Path) -> None:
    text = "proved:\n" + '  - {experiment: a, day: "2026-11-30", region: r, answers: {a: b}}\n' * 2
    with pytest.raises(ConfigurationError, match="each experiment once"):
        proved(written(tmp_path / "proved.yaml", text))


def test_the_file_has_answers_to_experiments_that_there_are() -> None:
    assert {row.experiment for row in proved(FILE)} <= {one.name for one in EXPERIMENTS}
