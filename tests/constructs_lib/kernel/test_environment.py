from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import pytest
from pydantic import Field

from constructs_lib import ConfigurationError, Environment, StackSettings
from constructs_lib.kernel.yaml_file import read_yaml
from tests.support import ENVIRONMENTS, ROOT

if TYPE_CHECKING:
    from pathlib import Path


class Days(StackSettings):
    pending_window_days: Annotated[int, Field(ge=7)] = 30


SECTIONS = {"kms": Days}


def data(**changes: Any) -> dict[str, Any]:
    return {**read_yaml(ROOT / "environments" / "prod.yaml"), "stacks": {}, **changes}


def mistakes(**changes: Any) -> tuple[str, ...]:
    with pytest.raises(ConfigurationError) as caught:
        Environment.parse(data(**changes), "prod.yaml", sections=SECTIONS)
    return caught.value.mistakes


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_each_environment_of_the_repository_is_called_like_its_file(name: str) -> None:
    settings = {**read_yaml(ROOT / "environments" / f"{name}.yaml"), "stacks": {}}
    assert Environment.parse(settings, name).name == name


def test_a_mistake_says_file_key_given_and_allowed() -> None:
    assert mistakes(account="123") == ("prod.yaml: account: given '123'; allowed: 12 digits, in quotes",)


def test_all_mistakes_are_told_at_once() -> None:
    found = mistakes(account="123", region="mars-1", stacks={"kms": {"pending_window_days": 3}})
    assert [line.split(": ")[1] for line in found] == ["account", "region", "stacks.kms.pending_window_days"]


def test_an_unknown_key_gets_a_hint() -> None:
    assert mistakes(acount="1")[0].startswith("prod.yaml: acount: unknown key (did you mean account?)")
    assert "(did you mean kms?)" in mistakes(stacks={"kmss": {}})[0]


def test_a_missing_key_is_named() -> None:
    without = data()
    del without["account"]
    with pytest.raises(ConfigurationError, match=r"^prod\.yaml: account: missing; required$"):
        Environment.parse(without, "prod.yaml")


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"dr_region": "ap-northeast-2"}, "another region than region"),
        ({"availability_zones": ["ap-northeast-2a", "us-east-1a"]}, "zones of region ap-northeast-2"),
        ({"availability_zones": ["ap-northeast-2a", "ap-northeast-2a"]}, "each zone once"),
    ],
)
def test_regions_and_zones_must_agree(changes: dict[str, Any], text: str) -> None:
    assert text in mistakes(**changes)[0]


def test_an_environment_without_a_file_is_refused_with_those_that_have_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"-c env: given 'qa'; allowed: dev, prod, stg"):
        Environment.load("qa", ROOT / "environments")
    with pytest.raises(ConfigurationError, match=r"holds no \.yaml file"):
        Environment.load("prod", tmp_path)


def test_a_file_is_called_like_its_environment(tmp_path: Path) -> None:
    (tmp_path / "dev.yaml").write_text((ROOT / "environments" / "prod.yaml").read_text())
    with pytest.raises(ConfigurationError, match=r"dev\.yaml:2: name: given 'prod'; allowed: dev"):
        Environment.load("dev", tmp_path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: [1", "not YAML"),
        ("a: 1\na: 2\n", r":2: not YAML: key 'a' stands twice"),
        ("- a\n", "a mapping of settings"),
    ],
)
def test_what_is_no_mapping_is_refused_with_its_line(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(text)
    with pytest.raises(ConfigurationError, match=expected):
        read_yaml(path)


@pytest.mark.parametrize("section", ["false", "0", "''", "[]", "text"])
def test_only_a_mapping_or_nothing_is_a_section(tmp_path: Path, section: str) -> None:
    text = (ROOT / "environments" / "prod.yaml").read_text()
    path = tmp_path / "prod.yaml"
    for key, line in (("stacks", f"stacks: {section}"), ("stacks.kms", f"stacks: {{kms: {section}}}")):
        path.write_text(text.replace("stacks: {}", line))
        with pytest.raises(ConfigurationError, match=rf"^{path}:\d+: {key}: given .*; allowed: a mapping$"):
            Environment.load("prod", tmp_path, sections=SECTIONS)
    for line in ("stacks:", "stacks:\n  kms:", "governance:"):
        path.write_text(text.replace("stacks: {}", line))
        assert Environment.load("prod", tmp_path).section("kms", Days) == Days()


def test_every_mistake_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "prod.yaml"
    text = (ROOT / "environments" / "prod.yaml").read_text().replace('"111122223333"', "'1'")
    path.write_text(
        text.replace("stacks: {}", "acount: 1\nstacks:\n  kmss: {}\n  kms:\n    x: 1\n    pending_window_days: 3")
    )
    with pytest.raises(ConfigurationError) as caught:
        Environment.load("prod", tmp_path, sections=SECTIONS)
    found = sorted(mistake.split(" ")[0:2] for mistake in caught.value.mistakes)
    assert found == [
        [f"{path}:20:", "acount:"],
        [f"{path}:22:", "stacks.kmss:"],
        [f"{path}:24:", "stacks.kms.x:"],
        [f"{path}:25:", "stacks.kms.pending_window_days:"],
        [f"{path}:4:", "account:"],
    ]


def test_what_is_near_a_wrong_environment_is_named() -> None:
    with pytest.raises(
        ConfigurationError, match=r"^-c env: given 'prd' \(did you mean prod\?\); allowed: dev, prod, stg$"
    ):
        Environment.load("prd", ROOT / "environments")


def test_an_environment_cannot_be_changed_once_read() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Environment.parse(data(), "prod.yaml").account = "999999999999"  # type: ignore[misc]  # frozen: the point of the test


def test_each_stack_gets_its_settings_or_their_defaults() -> None:
    given = Environment.parse(data(stacks={"kms": {"pending_window_days": 8}}), "prod.yaml")
    assert given.section("kms", Days).pending_window_days == 8
    assert Environment.parse(data(), "prod.yaml").section("kms", Days) == Days()
