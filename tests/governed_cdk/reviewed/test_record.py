from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.reviewed.record import ReviewRecord, against, read_record, refuse_unless_a_digest

if TYPE_CHECKING:
    from pathlib import Path

PARTS = {"template prod-app": "1", "asset a": "2"}
ACCOUNT = {"deployed prod-app": "0", "read prod-app": "5"}
RECORD = ReviewRecord("prod", "c0ffee", PARTS, ACCOUNT)


def refused(record: ReviewRecord, now: ReviewRecord, *, production: bool = True) -> list[str]:
    return against(record, record.digest, now, production=production)


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    for one in (RECORD, ReviewRecord("dev", "", PARTS)):
        one.write(tmp_path / "record.json")
        assert read_record(tmp_path / "record.json") == one


def test_a_record_that_somebody_changed_is_of_another_digest(tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    RECORD.write(path)
    path.write_text(path.read_text().replace('"template prod-app": "1"', '"template prod-app": "evil"'))
    with pytest.raises(ConfigurationError, match=r"--record: it is of sha256:.*, --reviewed is sha256:"):
        against(read_record(path), RECORD.digest, RECORD, production=True)


def test_what_was_reviewed_is_deployed() -> None:
    assert refused(RECORD, RECORD) == []


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (ReviewRecord("prod", "c0ffee", PARTS | {"template prod-app": "x"}, ACCOUNT),
         "template prod-app: not what was reviewed"),
        (ReviewRecord("prod", "c0ffee", PARTS | {"asset b": "x"}, ACCOUNT),
         "asset b: in the assembly, and not reviewed"),
        (ReviewRecord("prod", "c0ffee", {"template prod-app": "1"}, ACCOUNT),
         "asset a: reviewed, and not in the assembly"),
        (ReviewRecord("prod", "decade", PARTS, ACCOUNT), "base moved: reviewed against c0ffee, it is decade now"),
        (ReviewRecord("prod", "", PARTS, ACCOUNT), "base moved: reviewed against c0ffee, it is not said now"),
        (ReviewRecord("stg", "c0ffee", PARTS, ACCOUNT), "environment: reviewed for prod, this deploys stg"),
        (ReviewRecord("prod", "c0ffee", PARTS, ACCOUNT | {"deployed prod-app": "9"}),
         "account drifted: prod-app was deployed by somebody else, or by hand, since the review"),
        (ReviewRecord("prod", "c0ffee", PARTS, ACCOUNT | {"read prod-app": "9"}),
         "account drifted: a parameter that prod-app reads has another value than at the review"),
    ],
)  # fmt: skip
def test_anything_else_is_refused_and_said(now: ReviewRecord, said: str) -> None:
    assert refused(RECORD, now) == [said]


def test_a_second_try_of_the_same_deploy_goes_on() -> None:
    now = ReviewRecord("prod", "c0ffee", PARTS, ACCOUNT | {"deployed prod-app": PARTS["template prod-app"]})
    assert refused(RECORD, now) == []


def test_production_needs_the_account_and_others_do_not() -> None:
    without = ReviewRecord("prod", "c0ffee", PARTS)
    assert refused(without, without, production=False) == []
    (line,) = refused(without, without)
    assert "give the gate a plan role" in line


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"parts": {"a": 1}}', "\x00"])
def test_what_is_no_record_is_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "record.json").write_text(text)
    with pytest.raises(ConfigurationError, match="what governed-cdk gate writes"):
        read_record(tmp_path / "record.json")


@pytest.mark.parametrize("given", ["", "abc", "sha256:", "sha256:" + "g" * 64, "md5:" + "a" * 64, "sha256:" + "A" * 64])
def test_what_is_no_digest_is_bad_input(given: str) -> None:
    with pytest.raises(ConfigurationError, match="--reviewed"):
        refuse_unless_a_digest(given)
