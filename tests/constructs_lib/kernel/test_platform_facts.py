from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from constructs_lib import ConfigurationError, Environment
from constructs_lib.kernel.platform_facts import PlatformFacts, facts_of
from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

OWN = """name: prod
tags:
  team: fileflow-team
  owner: fileflow@set-of.com
  cost_center: fileflow
  project: fileflow
"""


def facts(**changes: Any) -> dict[str, Any]:
    prod = Environment.load("prod", ROOT / "environments")
    return {**{key: getattr(prod, key) for key in PlatformFacts.model_fields}, **changes}


def service(folder: Path, own: str = OWN, **environments: Any) -> Environment:
    """The environment prod of a service repository that has the platform's manifest."""
    (folder / "environments").mkdir()
    (folder / "environments" / "prod.yaml").write_text(own)
    manifest = {"format": "governed-cdk.contract/3", "repository": "infrastructure", "environments": environments}
    (folder / "platform.json").write_text(json.dumps(manifest))
    return Environment.load("prod", folder / "environments")


def test_a_service_copies_nothing_of_the_platform(tmp_path: Path) -> None:
    found = service(tmp_path, prod=facts())
    prod = Environment.load("prod", ROOT / "environments")
    assert [getattr(found, key) for key in PlatformFacts.model_fields] == [
        getattr(prod, key) for key in PlatformFacts.model_fields
    ]
    assert found.tags.project == "fileflow"


def test_a_file_that_leaves_all_of_it_to_a_manifest_that_is_not_there_is_one_line() -> None:
    with pytest.raises(ConfigurationError) as caught:
        Environment.parse(yaml.safe_load(OWN), "environments/prod.yaml")
    (line,) = caught.value.mistakes
    assert line.startswith("environments/prod.yaml: it has nothing of the platform; allowed: account, region, ")
    assert "or platform.json beside app.py" in line


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ('account: "999999999999"', "account: given '999999999999'; allowed: '111122223333', as the platform has it"),
        ("account: 111122223333", "account: given 111122223333; allowed: '111122223333', as the platform has it"),
        (
            "availability_zones: [ap-northeast-2a, ap-northeast-2b, ap-northeast-2c]",
            "allowed: ['ap-northeast-2a', 'ap-northeast-2c'], as the platform has it",
        ),
        ("domain: other.example", "domain: given 'other.example'; allowed: 'set-of.com', as the platform has it"),
    ],
)
def test_a_copy_that_differs_is_refused_at_its_line(tmp_path: Path, line: str, mistake: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        service(tmp_path, f"{OWN}{line}\n", prod=facts())
    (told,) = caught.value.mistakes
    assert told.startswith(f"{tmp_path}/environments/prod.yaml:7")
    assert mistake in told


def test_a_copy_that_is_true_may_stay(tmp_path: Path) -> None:
    assert service(tmp_path, f"{OWN}domain: set-of.com\n", prod=facts()).domain == "set-of.com"


def test_an_environment_that_the_platform_does_not_have_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        ConfigurationError, match="environments: given 'prod'; allowed: one of the platform's: dev, stg"
    ):
        service(tmp_path, dev=facts(), stg=facts())


@pytest.mark.parametrize("text", ["[]", "{", '{"environments": []}', '{"environments": {"prod": 1}}'])
def test_a_file_that_is_no_manifest_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "platform.json"
    path.write_text(text)
    with pytest.raises(ConfigurationError, match=r"platform.json"):
        facts_of("prod", path)


def test_without_a_manifest_the_file_says_it_all(tmp_path: Path) -> None:
    assert facts_of("prod", tmp_path / "platform.json") == {}
