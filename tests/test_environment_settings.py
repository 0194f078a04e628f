"""What the environment says of itself is refused where AWS would refuse it, or nobody can mean it."""

from __future__ import annotations

from typing import Any

import pytest

from constructs_lib import ConfigurationError, Environment
from constructs_lib.kernel.yaml_file import read_yaml
from tests.support import ROOT, sections

BASE = read_yaml(ROOT / "environments/prod.yaml")

TOP: list[tuple[dict[str, Any], str]] = [
    ({"account": "\uff11" * 12}, "account"),
    ({"account": "000000000000"}, "account"),
    ({"availability_zones": ["ap-northeast-2a", "ap-northeast-2f"]}, "availability_zones.1"),
    ({"dr_region": "us-east-1"}, "dr_region"),
    ({"dr_region": "ap-northeast-2"}, "dr_region"),
    ({"runbook_url": "https://user:password@example.com/"}, "runbook_url"),
    ({"runbook_url": "https://example.com/<script>"}, "runbook_url"),
    ({"runbook_url": "https://example.com/?a=b"}, "runbook_url"),
    ({"runbook_url": "https://{{resolve:ssm:/x}}/"}, "runbook_url"),
    ({"runbook_url": "https://example.com/" + "a" * 200}, "runbook_url"),
    ({"domain": "a" * 61 + ".com"}, "domain"),
    ({"github_owner": "../x"}, "github_owner"),
    ({"github_owner": "-"}, "github_owner"),
    ({"tags": {**BASE["tags"], "owner": f"{'a' * 64}@{'b.' * 100}com"}}, "tags.owner"),
    ({"tags": {**BASE["tags"], "owner": "a..b@example.com"}}, "tags.owner"),
]


@pytest.mark.parametrize(("changes", "key"), TOP, ids=[f"{key} {number}" for number, (_, key) in enumerate(TOP)])
def test_what_the_environment_says_of_itself_is_held_to_the_same(changes: dict[str, Any], key: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        Environment.parse({**BASE, **changes}, "prod.yaml", sections=sections())
    (mistake,) = caught.value.mistakes
    assert mistake.startswith(f"prod.yaml: {key}: ")
    assert "password" not in mistake


def test_regions_and_zones_that_do_not_agree_are_told_all_at_once() -> None:
    wrong = {
        "region": "us-east-1",
        "dr_region": "us-east-1",
        "availability_zones": ["ap-northeast-2a", "ap-northeast-2a"],
    }
    with pytest.raises(ConfigurationError) as caught:
        Environment.parse({**BASE, **wrong}, "prod.yaml", sections=sections())
    assert [mistake.split(": ")[1] for mistake in caught.value.mistakes] == [
        "region", "dr_region", "availability_zones", "availability_zones",
    ]  # fmt: skip
