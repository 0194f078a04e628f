from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
import yaml

from constructs_lib import ConfigurationError
from constructs_lib.kernel.schema_check import check_environment
from constructs_lib.kernel.yaml_file import read_yaml
from tests.support import ENVIRONMENTS, ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "environments", tmp_path / "environments")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def mistakes(folder: Path, **sections: object) -> list[str]:
    data = {**read_yaml(ROOT / "environments/prod.yaml"), "stacks": sections}
    (folder / "environments/prod.yaml").write_text(yaml.safe_dump(data))
    with pytest.raises(ConfigurationError) as error:
        check_environment({})
    return list(error.value.mistakes)


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_the_environments_of_the_repository_pass(folder: Path, name: str) -> None:
    check_environment({"env": name})
    assert (folder / "environments" / f"{name}.yaml").is_file()


def test_an_unknown_section_and_an_unknown_key_are_told_together(folder: Path) -> None:
    said = mistakes(folder, netwrk={}, kms={"pending_window_day": 7})
    assert any("stacks.netwrk: unknown stack (did you mean network?)" in line for line in said)
    assert any(
        "stacks.kms.pending_window_day: unknown key (did you mean pending_window_days?)" in line for line in said
    )


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ({"kms": {"pending_window_days": "7"}}, "stacks.kms.pending_window_days: given '7'; allowed: a whole number"),
        ({"kms": {"multi_region": 3}}, "stacks.kms.multi_region: given 3; allowed: true or false"),
        ({"kms": {"admin_roles": "admin"}}, "stacks.kms.admin_roles: given 'admin'; allowed: a list"),
        ({"network": {"cidr": "10.0.0.0"}}, "allowed: an IPv4 network of /16 to /28 such as 10.0.0.0/16"),
        (
            {"monitoring": {"slack": "teams"}},
            "stacks.monitoring.slack: given 'teams'; allowed: 'none', 'chatbot' or 'notifier'",
        ),
    ],
)
def test_a_wrong_value_is_told_with_what_is_allowed(folder: Path, section: dict[str, object], said: str) -> None:
    (line,) = mistakes(folder, **section)
    assert said in line
    assert line.startswith("environments/prod.yaml")


def test_a_section_of_a_stack_that_the_schema_does_not_know_yet_waits(folder: Path) -> None:
    assert "stacks.reports: unknown stack" in mistakes(folder, reports={"days": 3})[0]
    (folder / "stacks").mkdir()
    (folder / "stacks/reports.py").touch()
    check_environment({})


def test_a_service_repository_has_no_schema_and_is_checked_for_what_all_have(folder: Path) -> None:
    (folder / "environments/schema.json").unlink()
    check_environment({})
    file = folder / "environments/prod.yaml"
    file.write_text(file.read_text().replace("ap-northeast-2\n", "seoul\n"))
    with pytest.raises(ConfigurationError, match="region: given 'seoul'"):
        check_environment({})


def test_a_schema_that_is_none_is_told(folder: Path) -> None:
    (folder / "environments/schema.json").write_text("[")
    with pytest.raises(ConfigurationError, match="not the schema of environments; run make docs"):
        check_environment({})
