"""Any valid environment gives valid, unique names of the right length; any invalid one clear lines and nothing else."""

from __future__ import annotations

import re
import string
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from constructs_lib import ConfigurationError, Environment, KeyPurpose
from constructs_lib.kernel.facts import ZONES
from constructs_lib.kernel.naming import KEBAB, Names, kebab, shorten
from constructs_lib.kernel.regions import REGIONS
from constructs_lib.kernel.retention import RETENTION_DAYS
from constructs_lib.kernel.values import window_minutes, windows_overlap
from constructs_lib.kernel.yaml_file import read_yaml
from tests.support import ROOT, environment, sections

BASE = read_yaml(ROOT / "environments/prod.yaml")

kebabs = st.from_regex(r"[a-z][a-z0-9]{1,12}(-[a-z0-9]{1,8}){0,2}", fullmatch=True).filter(lambda v: len(v) <= 40)
accounts = st.text(string.digits, min_size=12, max_size=12).filter(lambda v: v.strip("0"))
clocks = st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.integers(0, 59))

CIDRS = {
    "public": ["10.0.0.0/20", "10.0.16.0/20", "10.0.96.0/20"],
    "private": ["10.0.32.0/19", "10.0.64.0/19", "10.0.128.0/19"],
}


@st.composite
def environments(draw: st.DrawFn) -> dict[str, Any]:
    """Settings that are all valid."""
    home = draw(st.sampled_from([region for region in REGIONS if region != "us-east-1"]))
    away = draw(st.sampled_from([region for region in REGIONS if region not in (home, "us-east-1")]))
    zones = draw(st.lists(st.sampled_from(ZONES[home]), min_size=2, max_size=3, unique=True))
    return {
        **BASE,
        "account": draw(accounts),
        "region": home,
        "dr_region": away,
        "availability_zones": [f"{home}{zone}" for zone in zones],
        "organization": draw(kebabs),
        "domain": f"{draw(kebabs)}.com",
        "tags": {**BASE["tags"], "team": draw(kebabs), "owner": draw(kebabs)},
        "stacks": {"network": {f"{tier}_cidrs": CIDRS[tier][: len(zones)] for tier in CIDRS}},
    }


@given(environments(), kebabs, kebabs)
def test_any_valid_environment_gives_names_that_every_service_takes(
    data: dict[str, Any], service: str, kind: str
) -> None:
    names = Environment.parse(data, "test.yaml").names(service)
    assert KEBAB.fullmatch(names.physical(kind))
    assert len(names.physical(kind, max_length=32)) <= 32
    bucket = names.bucket(kind, suffix=data["dr_region"])
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]", bucket)
    assert len(bucket) <= 63
    assert re.fullmatch(r"(/[a-z0-9-]+){4}", names.log_group(kind))
    assert re.fullmatch(r"(/[a-z0-9-]+){4}", names.secret(kind))
    assert all(names.alias(purpose).startswith("alias/prod-") for purpose in KeyPurpose)


@given(st.lists(st.text(string.ascii_lowercase, min_size=30, max_size=90), min_size=2, max_size=8, unique=True))
def test_long_names_stay_different_when_they_are_shortened(long: list[str]) -> None:
    short = [shorten(name, 32) for name in long]
    assert len(set(short)) == len(short)
    assert all(len(name) <= 32 for name in short)


@given(st.text())
def test_kebab_makes_kebab_case_of_anything(text: str) -> None:
    made = kebab(text)
    assert made == "" or re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)


WRONG: dict[str, Any] = {
    "account": st.one_of(st.integers(), st.text(string.digits, max_size=11), st.none()),
    "region": st.text(max_size=20).filter(lambda v: v not in REGIONS),
    "domain": st.sampled_from(["", "no spaces.com", "UPPER.com", "-a.com", "com", "a..b"]),
    "organization": st.sampled_from(["", "A", "under_score", "-x", "x-", "double--hyphen", "a" * 41, 7]),
    "log_retention_days": st.integers().filter(lambda v: v not in RETENTION_DAYS),
    "availability_zones": st.sampled_from([[], ["ap-northeast-2a"], ["us-east-1a", "us-east-1b"], "ap-northeast-2a"]),
    "deletion_protection": st.sampled_from(["maybe", 3, None]),
}  # fmt: skip


@given(st.dictionaries(st.sampled_from(sorted(WRONG)), st.integers(0, 10), min_size=1), st.data())
def test_every_mistake_gets_a_line_of_its_own_with_file_and_key(chosen: dict[str, int], data: st.DataObject) -> None:
    wrong = {key: data.draw(WRONG[key]) for key in chosen}
    with pytest.raises(ConfigurationError) as error:
        Environment.parse({**BASE, **wrong, "stacks": {}}, "environments/prod.yaml")
    assert all(line.startswith("environments/prod.yaml: ") for line in error.value.mistakes)
    for key in chosen:
        if list(chosen) == [key] or key != "availability_zones":
            assert any(f" {key}" in line for line in error.value.mistakes), (key, error.value.mistakes)


@given(st.text(min_size=1).filter(lambda v: v not in BASE))
def test_an_unknown_key_is_refused(key: str) -> None:
    with pytest.raises(ConfigurationError, match="unknown key"):
        Environment.parse({**BASE, key: 1, "stacks": {}}, "prod.yaml")


def test_all_mistakes_are_told_at_once_and_the_nearest_key_is_named() -> None:
    data = {**BASE, "acount": "1", "region": "seoul", "stacks": {"kms": {"pending_window_days": 3, "replica": True}}}
    from stacks import discover  # noqa: PLC0415 - its sections must be known here

    sections = {stack.slug: stack.settings_type for stack in discover()}
    with pytest.raises(ConfigurationError) as error:
        Environment.parse(data, "prod.yaml", sections=sections)
    text = str(error.value)
    assert "prod.yaml: acount: unknown key (did you mean account?)" in text
    assert "prod.yaml: region: given 'seoul'; allowed: an AWS region such as ap-northeast-2" in text
    assert "prod.yaml: stacks.kms.pending_window_days: given 3; allowed: " in text
    assert "prod.yaml: stacks.kms.replica: unknown key (did you mean replicas?)" in text


def test_a_key_that_stands_twice_is_refused_with_its_line(tmp_path: Any) -> None:
    (tmp_path / "prod.yaml").write_text("name: prod\nregion: a\nregion: b\n")
    with pytest.raises(ConfigurationError, match=r"prod.yaml:3: not YAML: key 'region' stands twice"):
        Environment.load("prod", tmp_path)


@pytest.mark.parametrize("text", ["a: [", "- list", "", "\t", "a: b: c"])
def test_a_file_that_is_no_mapping_is_refused_in_one_line(text: str, tmp_path: Any) -> None:
    (tmp_path / "prod.yaml").write_text(text)
    with pytest.raises(ConfigurationError) as error:
        Environment.load("prod", tmp_path)
    assert len(error.value.mistakes) == 1
    assert "\n" not in error.value.mistakes[0]


def test_a_file_whose_name_is_another_environment_is_refused(tmp_path: Any) -> None:
    (tmp_path / "dev.yaml").write_text(yaml.safe_dump({**BASE, "stacks": {}}))
    with pytest.raises(ConfigurationError, match="dev, as the file is called"):
        Environment.load("dev", tmp_path)


def test_us_east_1_is_no_home_region_since_companions_live_there() -> None:
    zones = ["us-east-1a", "us-east-1b"]
    with pytest.raises(ConfigurationError, match="region: given 'us-east-1'; allowed: another home region"):
        Environment.parse({**BASE, "region": "us-east-1", "availability_zones": zones, "stacks": {}}, "prod.yaml")


def test_prod_deploys_as_it_stands() -> None:
    prod = environment("prod")
    assert prod.legacy_parameters is False  # beside Terraform, whose parameters are there
    for slug, name, first in (("atlantis", "running", False), ("secrets", "rotation_concurrency", None)):
        settings = prod.section(slug, sections()[slug])
        assert getattr(settings, name) is first, slug


def test_home_and_dr_region_must_differ() -> None:
    with pytest.raises(ConfigurationError, match="another region than region"):
        Environment.parse({**BASE, "dr_region": BASE["region"], "stacks": {}}, "prod.yaml")


@given(clocks, st.integers(30, 1200))
def test_a_window_overlaps_itself_and_not_the_minute_after_it(start: str, length: int) -> None:
    begin = int(start[:2]) * 60 + int(start[3:])

    def at(minutes: int) -> str:
        return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"

    window = f"{start}-{at(begin + length)}"
    later = f"{at(begin + length)}-{at(begin + length + 30)}"
    assert windows_overlap(window, window)
    if length + 30 <= 24 * 60:
        assert not windows_overlap(window, later)
    assert window_minutes(window)[0][1] - window_minutes(window)[0][0] == length


def test_a_weekly_window_over_the_end_of_the_week_meets_a_daily_one() -> None:
    assert windows_overlap("00:00-01:00", "sun:23:30-mon:00:30")
    assert not windows_overlap("03:00-04:00", "mon:04:00-mon:05:00")


def test_names_of_two_services_never_meet() -> None:
    one = Names(environment="prod", organization="connectly", service="rds", account="1" * 12)
    other = Names(environment="prod", organization="connectly", service="kms", account="1" * 12)
    assert one.physical("x") != other.physical("x")
    assert one.physical("rds") == "prod-rds"
