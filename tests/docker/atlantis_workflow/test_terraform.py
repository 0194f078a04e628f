from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING

import pytest
from atlantis_workflow import terraform
from atlantis_workflow.errors import Refused

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.tf", 'resource "x" "y" {\n  provisioner "local-exec" {\n    command = "id"\n  }\n}'),
        ("a.tf", "provisioner local-exec {}"),
        ("a.tf.json", '{"resource": {"x": {"y": {"provi\\u0073ioner": {"local-exec": {}}}}}}'),
        ("a.tf", 'provider "aws" {\n  shared_config_files = ["./config"]\n}'),
        ("a.tf", 'terraform {\n  backend "s3" {\n    profile = "x"\n  }\n}'),
    ],
    ids=str,
)
def test_words_that_run_a_program_are_refused_in_both_languages(name: str, text: str) -> None:
    with pytest.raises(Refused, match="makes Terraform run a program"):
        terraform.refuse_programs(name, text)


def test_names_that_only_hold_such_a_word_pass() -> None:
    try:
        terraform.refuse_programs("a.tf", 'resource "aws_iam_instance_profile" "provisioner_role" {}')
    except Refused as error:
        pytest.fail(str(error))


@pytest.mark.parametrize("source", ["git::https://evil.example.com/m", "hashicorp/consul/aws", "s3::https://x/y.zip"])
def test_modules_from_elsewhere_are_refused_unless_listed(tmp_path: Path, source: str) -> None:
    blocks = [f'module "m" {{\n  source = "{source}"\n}}', 'module "own" {\n  source = "./own"\n}']
    modules = "\n".join(blocks)
    (tmp_path / "main.tf").write_text(modules)
    with pytest.raises(Refused, match="takes a module from"):
        terraform.refuse_modules(tmp_path, [])
    terraform.refuse_modules(tmp_path, [source])


def test_what_terraform_says_that_it_fetched_is_held_to_the_same(tmp_path: Path) -> None:
    (tmp_path / ".terraform/modules").mkdir(parents=True)
    listed = '{"Modules": [{"Key": "", "Source": ""}, {"Key": "m", "Source": "git::https://x"}]}'
    (tmp_path / ".terraform/modules/modules.json").write_text(listed)
    with pytest.raises(Refused, match="git::https://x"):
        terraform.refuse_fetched_modules(tmp_path, [])


def test_the_configuration_of_a_saved_plan_is_read_from_it(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as opened:
        opened.writestr("tfconfig/m-/main.tf", "provisioner")
        opened.writestr("tfplan", "provisioner")
    (tmp_path / "plan").write_bytes(held.getvalue())
    assert list(terraform.saved_configuration(tmp_path / "plan")) == [("tfconfig/m-/main.tf", "provisioner")]
    (tmp_path / "no").write_bytes(b"x")
    with pytest.raises(Refused, match="no saved plan"):
        list(terraform.saved_configuration(tmp_path / "no"))


@pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not on PATH")
@pytest.mark.parametrize("listed", [[], ["registry.terraform.io/hashicorp/aws"]])
def test_terraform_itself_installs_no_provider_that_is_not_listed(tmp_path: Path, listed: list[str]) -> None:
    (tmp_path / "rc").write_text(terraform.cli_settings(listed))
    project = tmp_path / "project"
    project.mkdir()
    (project / "main.tf").write_text('data "external" "x" {\n  program = ["sh", "-c", "touch ran"]\n}\n')
    variables = {
        "TF_CLI_CONFIG_FILE": str(tmp_path / "rc"),
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(tmp_path),
    }
    ended = subprocess.run(
        ["terraform", "init", "-no-color"], cwd=project, env=variables, capture_output=True, text=True, check=False
    )
    assert ended.returncode != 0
    assert "registry.terraform.io/hashicorp/external was not" in ended.stderr
