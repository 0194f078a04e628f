from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.api.baselines import (
    CHANGELOG,
    FOLDER,
    UPGRADING,
    added,
    breaking,
    bump_needed,
    current_version,
    last_baseline,
    last_version,
    of_kind,
    unsaid,
    version_of,
    words,
)
from tests.api.surface import promised

if TYPE_CHECKING:
    from pathlib import Path

OLD = {
    "aspects.govern": "function",
    "aspects.govern(app)": "required",
    "aspects.govern(lock)": "optional",
    "command check": "",
    "command check --format": "optional",
    "output /<env>/kms/rds-key-arn": "kms.IKey as String",
    "resource GovernedBucket/Resource": "OneX5A AWS::S3::Bucket",
}


def otherwise(**changes: str | None) -> dict[str, str]:
    table: dict[str, str | None] = {**OLD, **changes}
    return {key: value for key, value in table.items() if value is not None}


@pytest.fixture(scope="module")
def now() -> dict[str, str]:
    """What the library promises as it stands, but what a synth makes: test_two_of_a_kind has that."""
    return promised()


def test_what_breaks_somebody_is_said_in_upgrading(now: dict[str, str]) -> None:
    lost = breaking(of_kind(last_baseline(), "name", "output", "rule", "command"), now)
    assert unsaid(lost, UPGRADING) == []


def test_what_is_new_is_said_in_the_changelog(now: dict[str, str]) -> None:
    assert unsaid(added(last_baseline(), now), CHANGELOG) == []


def test_the_version_says_what_changed(now: dict[str, str]) -> None:
    old, new = version_of(last_version()), version_of(current_version())
    assert new >= old
    if new > old:
        grown = next(place for place in range(3) if new[place] != old[place])
        assert grown <= bump_needed(of_kind(last_baseline(), "name", "output", "rule", "command"), now)


def test_every_release_from_the_first_table_on_has_one() -> None:
    dated = re.findall(r"(?m)^## (\d+\.\d+\.\d+) - ", CHANGELOG.read_text(encoding="utf-8"))
    assert dated
    assert [version for version in dated if not (FOLDER / f"{version}.json").is_file()] == []


@pytest.mark.parametrize(
    "change",
    [
        {"aspects.govern": None},
        {"aspects.govern": "value"},
        {"aspects.govern(lock)": None},
        {"aspects.govern(lock)": "required"},
        {"aspects.govern(rules)": "required"},
        {"command check": None},
        {"command check --format": None},
        {"command check --env": "required"},
        {"output /<env>/kms/rds-key-arn": None},
        {"output /<env>/kms/rds-key-arn": "str as String"},
        {"resource GovernedBucket/Resource": "OneX5B AWS::S3::Bucket"},
        {"resource GovernedBucket/Resource": None},
    ],
    ids=str,
)
def test_what_breaks_somebody_is_seen(change: dict[str, str | None], tmp_path: Path) -> None:
    (key,) = change
    assert breaking(OLD, otherwise(**change)) == [key]
    assert bump_needed(OLD, otherwise(**change)) == (0 if version_of(last_version())[0] else 1)
    (tmp_path / "UPGRADING.md").write_text("# Upgrading\n\n## From 0.1 to 0.2\n\nNothing.\n")
    assert unsaid([key], tmp_path / "UPGRADING.md") == [key]


@pytest.mark.parametrize(
    "change",
    [
        {"aspects.govern(app)": "optional"},
        {"aspects.govern(rules)": "optional"},
        {"command check --env": "optional"},
        {"aspects.other": "function", "aspects.other(app)": "required"},
        {"command other": "", "command other --env": "required"},
        {"resource GovernedBucket/Other": "OneX5C AWS::S3::Bucket"},
    ],
    ids=str,
)
def test_what_breaks_nobody_is_none(change: dict[str, str | None]) -> None:
    assert breaking(OLD, otherwise(**change)) == []


def test_what_is_new_is_a_name_a_command_an_output_or_a_rule() -> None:
    parts = {
        "aspects.govern(rules)": "optional",
        "command check --env": "optional",
        "resource GovernedBucket/Other": "x",
    }
    whole = {"aspects.other": "function", "command other": "", "output /<env>/kms/x": "str as String", "rule a-b": ""}
    assert added(OLD, {**OLD, **parts, **whole}) == sorted(whole)
    assert added(OLD, {**OLD, "aspects.Other": "class", "aspects.Other.member": "member"}) == ["aspects.Other"]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("constructs_lib.platform.GovernedVpc(kind)", ["GovernedVpc", "kind"]),
        ("constructs_lib.GovernedBucket.name", ["GovernedBucket", "name"]),
        ("output /<env>/kms/rds-key-arn", ["kms/rds-key-arn"]),
        ("command check --format", ["check", "--format"]),
        ("rule buckets-demand-tls", ["buckets-demand-tls"]),
        ("resource GovernedBucket/Policy/Resource", ["GovernedBucket"]),
    ],
)
def test_a_reader_looks_for_the_words_of_an_entry(entry: str, expected: list[str]) -> None:
    assert words(entry) == expected


def test_only_what_is_said_since_the_last_table_counts(tmp_path: Path) -> None:
    document = tmp_path / "CHANGELOG.md"
    document.write_text(
        f"# Changelog\n\n## Unreleased\n\n- `new-one`\n\n## {last_version()} - 2026-11-21\n\n- `old-one`\n"
    )
    assert unsaid(["rule new-one", "rule old-one", "rule new"], document) == ["rule old-one", "rule new"]
