from __future__ import annotations

import fnmatch
import ipaddress
import json
import re
import subprocess
import tarfile
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError
from constructs_lib.kernel.yaml_file import read_yaml
from constructs_lib.platform.atlantis.atlantis_config import GITHUB_HOOKS, HEALTH_CHECKERS, USER
from stacks.atlantis import Settings, Stack
from tests.support import ROOT, environment, resolve, resources_of, synthesize_with

if TYPE_CHECKING:
    from pathlib import Path

    import aws_cdk as cdk

    from tests.support import Templates

IMAGE = ROOT / "docker/atlantis"
OPEN = ipaddress.ip_network("0.0.0.0/0")


def variant(folder: Path, **settings: Any) -> Templates:
    """The stack of prod with other settings."""
    changed = environment("prod", stacks={"atlantis": settings})

    def build(app: cdk.App) -> None:
        Stack(app, changed)

    return synthesize_with(changed, folder, build)


def container(templates: Templates) -> dict[str, Any]:
    (found,) = templates.only("atlantis", "AWS::ECS::TaskDefinition")["ContainerDefinitions"]
    return dict(found)


def variables(templates: Templates) -> dict[str, str]:
    return {entry["Name"]: entry["Value"] for entry in container(templates)["Environment"]}


def task_statements(templates: Templates) -> list[dict[str, Any]]:
    policy = templates.named("atlantis", "AWS::IAM::Policy", "TaskRoleDefaultPolicy")
    found: list[dict[str, Any]] = policy["PolicyDocument"]["Statement"]
    return found


def actions(statement: dict[str, Any]) -> list[str]:
    given = statement["Action"]
    return [given] if isinstance(given, str) else given


# --- who reaches it


def test_no_security_group_of_atlantis_admits_the_internet(prod: Templates, dev: Templates) -> None:
    for templates in (prod, dev):
        groups = templates.resources("atlantis", "AWS::EC2::SecurityGroup").values()
        rules = [rule for group in groups for rule in group.get("SecurityGroupIngress", [])]
        rules += templates.resources("atlantis", "AWS::EC2::SecurityGroupIngress").values()
        networks = [ipaddress.ip_network(rule["CidrIp"]) for rule in rules if "CidrIp" in rule]
        assert len(networks) > len(GITHUB_HOOKS)
        assert all(network.prefixlen >= 16 for network in networks)
        assert not any("CidrIpv6" in rule for rule in rules)


@pytest.mark.parametrize("key", ["allowed_networks", "github_hook_networks", "health_checker_networks"])
@pytest.mark.parametrize("network", ["0.0.0.0/0", "0.0.0.0/1"])
def test_no_setting_opens_it_to_the_internet(key: str, network: str) -> None:
    with pytest.raises(ConfigurationError, match="not for the internet"):
        environment("prod", stacks={"atlantis": {key: [network]}})


def test_only_hooks_and_health_checks_pass_the_web_acl_and_the_page_is_for_named_networks(tmp_path: Path) -> None:
    templates = variant(tmp_path, allowed_networks=["198.51.100.0/24"])
    rules = templates.only("atlantis", "AWS::WAFv2::WebACL")["Rules"]
    first = min(rules, key=lambda rule: rule["Priority"])
    parts = [part["NotStatement"]["Statement"] for part in first["Statement"]["AndStatement"]["Statements"]]
    paths = {part["ByteMatchStatement"]["SearchString"] for part in parts if "ByteMatchStatement" in part}
    assert (first["Action"], paths) == ({"Block": {}}, {"/events", "/healthz"})
    assert templates.only("atlantis", "AWS::WAFv2::IPSet")["Addresses"] == ["198.51.100.0/24"]
    assert len(templates.resources("atlantis", "AWS::WAFv2::WebACLAssociation")) == 1


def test_a_hook_of_more_than_8_kilobytes_is_not_blocked_for_its_size(prod: Templates) -> None:
    rules = {rule["Name"]: rule for rule in prod.only("atlantis", "AWS::WAFv2::WebACL")["Rules"]}
    overrides = rules["Common"]["Statement"]["ManagedRuleGroupStatement"]["RuleActionOverrides"]
    assert {"Name": "SizeRestrictions_BODY", "ActionToUse": {"Count": {}}} in overrides


def test_github_and_the_health_checkers_are_admitted(prod: Templates) -> None:
    rules = prod.named("atlantis", "AWS::EC2::SecurityGroup", "LoadBalancer")["SecurityGroupIngress"]
    assert {rule["CidrIp"] for rule in rules} == {*GITHUB_HOOKS, *HEALTH_CHECKERS}


def test_the_web_page_asks_for_a_password_that_is_a_secret(prod: Templates) -> None:
    assert variables(prod)["ATLANTIS_WEB_BASIC_AUTH"] == "true"
    assert {"ATLANTIS_WEB_USERNAME", "ATLANTIS_WEB_PASSWORD"} <= {s["Name"] for s in container(prod)["Secrets"]}


def test_the_load_balancer_is_logged_and_protected_from_deletion(prod: Templates) -> None:
    balancer = prod.only("atlantis", "AWS::ElasticLoadBalancingV2::LoadBalancer")
    attributes = {entry["Key"]: entry["Value"] for entry in balancer["LoadBalancerAttributes"]}
    assert attributes["deletion_protection.enabled"] == "true"
    assert attributes["access_logs.s3.enabled"] == "true"


def test_its_name_leads_to_the_load_balancer(prod: Templates) -> None:
    record = prod.only("atlantis", "AWS::Route53::RecordSet")
    assert record["Name"] == "atlantis.set-of.com."
    assert variables(prod)["ATLANTIS_ATLANTIS_URL"] == "https://atlantis.set-of.com"


# --- what it may do


@pytest.mark.parametrize(
    "action",
    [
        "iam:AttachRolePolicy", "iam:CreatePolicyVersion", "iam:CreateRole", "iam:PassRole", "iam:PutRolePolicy",
        "iam:PutRolePermissionsBoundary", "iam:UpdateAssumeRolePolicy", "secretsmanager:GetSecretValue",
        "ssm:GetParameter", "cloudformation:CreateStack", "lambda:CreateFunction", "ecs:RegisterTaskDefinition",
    ],
)  # fmt: skip
def test_the_task_role_cannot_raise_its_own_rights(prod: Templates, dev: Templates, action: str) -> None:
    for templates in (prod, dev):
        granted = [pattern for statement in task_statements(templates) for pattern in actions(statement)]
        assert granted
        assert not any(fnmatch.fnmatchcase(action.lower(), pattern.lower()) for pattern in granted)
        assert not templates.named("atlantis", "AWS::IAM::Role", "ServiceTaskRole").get("ManagedPolicyArns")


def test_no_statement_of_the_task_role_is_for_every_resource(prod: Templates) -> None:
    granted = task_statements(prod)
    assert granted
    for statement in granted:
        assert "*" not in resources_of(statement)
        assert not any("*" in action for action in actions(statement))


def test_it_assumes_the_cdk_roles_but_never_the_one_that_cloudformation_works_as(tmp_path: Path) -> None:
    role = "arn:aws:iam::111122223333:role/terraform-prod"
    (assume,) = (
        s for s in task_statements(variant(tmp_path, terraform_role_arns=[role])) if actions(s) == ["sts:AssumeRole"]
    )
    targets = [resolve(target) for target in assume["Resource"]]
    assert role in targets
    kinds = {match[1] for target in targets if (match := re.search(r"role/cdk-hnb659fds-(.+?)-role-\d+-", target))}
    assert kinds == {"deploy", "file-publishing", "image-publishing", "lookup"}
    assert not any("*" in target for target in targets)


def test_it_reaches_all_terraform_state_in_the_one_bucket_and_lock_table_of_the_contract(prod: Templates) -> None:
    found = {action: resolve(s["Resource"]) for s in task_statements(prod) for action in actions(s)}
    assert "prodbootstrapstatebucketname" in found["s3:PutObject"]
    assert "prodbootstraplocktablename" in found["dynamodb:PutItem"]
    assert "prodkmsterraformstatekeyarn" in found["kms:Decrypt"]


def test_a_boundary_can_be_put_on_the_task_role(tmp_path: Path) -> None:
    boundary = "arn:aws:iam::111122223333:policy/boundary"
    templates = variant(tmp_path, permissions_boundary=boundary)
    assert templates.named("atlantis", "AWS::IAM::Role", "ServiceTaskRole")["PermissionsBoundary"] == boundary


# --- whom it serves


def test_it_serves_repositories_by_name_and_lets_none_change_its_rules(prod: Templates) -> None:
    allowed = variables(prod)["ATLANTIS_REPO_ALLOWLIST"].split(",")
    config = json.loads(variables(prod)["ATLANTIS_REPO_CONFIG_JSON"])
    assert allowed == [repo["id"] for repo in config["repos"]]
    assert not any("*" in name for name in allowed)
    for repo in config["repos"]:
        assert repo["apply_requirements"] == ["approved", "mergeable", "undiverged"]
        assert repo["allowed_overrides"] == []
        assert repo["allow_custom_workflows"] is False
    assert variables(prod)["ATLANTIS_CHECKOUT_STRATEGY"] == "merge"  # without it `undiverged` holds always
    assert variables(prod)["ATLANTIS_ALLOW_FORK_PRS"] == "false"


def test_cdk_repositories_have_a_workflow_of_their_own(prod: Templates) -> None:
    config = json.loads(variables(prod)["ATLANTIS_REPO_CONFIG_JSON"])
    workflows = {repo["id"].rsplit("/", 1)[1]: repo["workflow"] for repo in config["repos"]}
    assert workflows["governed-cdk"] == "cdk"
    assert workflows["infrastructure"] == "terraform"
    assert config["workflows"]["cdk"]["apply"]["steps"] == [{"run": "cdk-workflow apply"}]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"cdk_repositories": ["crawler"]}, "that terraform_repositories lacks"),
        ({"cdk_repositories": [], "terraform_repositories": []}, "at least one repository"),
        ({"terraform_repositories": ["*"]}, "a GitHub owner or repository name"),
        ({"image": "latest"}, "an image tag such as v0.47.1-1, or a digest"),
        ({"terraform_role_arns": ["terraform"]}, "the ARN of an IAM role"),
        ({"permissions_boundary": "boundary"}, "the ARN of an IAM policy"),
    ],
    ids=str,
)
def test_a_wrong_setting_is_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        environment("prod", stacks={"atlantis": settings})


# --- how it runs


def test_two_tasks_never_share_the_data_directory(prod: Templates) -> None:
    service = prod.only("atlantis", "AWS::ECS::Service")
    assert service["DesiredCount"] == 0
    assert service["DeploymentConfiguration"]["MaximumPercent"] == 100
    assert service["DeploymentConfiguration"]["MinimumHealthyPercent"] == 0
    assert service["AvailabilityZoneRebalancing"] == "DISABLED"
    assert service["DeploymentConfiguration"]["DeploymentCircuitBreaker"] == {"Enable": True, "Rollback": True}


def test_nothing_runs_until_the_first_image_is_there(prod: Templates, tmp_path: Path) -> None:
    assert prod.only("atlantis", "AWS::ECS::Service")["DesiredCount"] == 0
    assert variant(tmp_path, running=True).only("atlantis", "AWS::ECS::Service")["DesiredCount"] == 1


def test_the_task_has_two_processors_in_prod_and_less_in_dev(prod: Templates, dev: Templates) -> None:
    sizes = [
        (task["Cpu"], task["Memory"])
        for task in (templates.only("atlantis", "AWS::ECS::TaskDefinition") for templates in (prod, dev))
    ]
    assert sizes == [("2048", "4096"), ("512", "1024")]


def test_only_its_data_is_written_to_and_that_is_encrypted_and_backed_up(prod: Templates) -> None:
    assert container(prod)["ReadonlyRootFilesystem"] is True
    mounts = {mount["ContainerPath"] for mount in container(prod)["MountPoints"]}
    assert mounts == {"/var/lib/atlantis", "/home/atlantis", "/tmp"}  # noqa: S108 - a path in the container
    assert variables(prod)["ATLANTIS_DATA_DIR"] in mounts
    data = prod.only("atlantis", "AWS::EFS::FileSystem")
    vault = prod.only("atlantis", "AWS::Backup::BackupVault")
    assert vault["BackupVaultName"] == "prod-atlantis-data-backups"
    assert "prodkmsefskeyarn" in resolve(vault["EncryptionKeyArn"])
    assert "prodkmsefskeyarn" in resolve(data["KmsKeyId"])


def test_logs_and_secrets_are_on_keys_and_nothing_is_logged_for_debugging(prod: Templates) -> None:
    assert variables(prod)["ATLANTIS_LOG_LEVEL"] == "info"
    for group in prod.resources("atlantis", "AWS::Logs::LogGroup").values():
        assert "prodkmslogskeyarn" in resolve(group["KmsKeyId"])
        assert group["RetentionInDays"] == 14
    secrets = [r for _, _, r in prod.all("AWS::SecretsManager::Secret") if "/atlantis/" in r["Properties"]["Name"]]
    assert len(secrets) == 3
    for secret in secrets:
        assert "prodkmssecretskeyarn" in resolve(secret["Properties"]["KmsKeyId"])
        assert secret["DeletionPolicy"] == "RetainExceptOnCreate"
        assert "SecretString" not in secret["Properties"]


def test_tags_of_the_repository_do_not_move_and_every_push_is_scanned(prod: Templates) -> None:
    repository = prod.only("atlantis", "AWS::ECR::Repository")
    assert repository["ImageTagMutability"] == "IMMUTABLE"
    assert repository["ImageScanningConfiguration"] == {"ScanOnPush": True}
    assert "prodkmsecrkeyarn" in resolve(repository["EncryptionConfiguration"]["KmsKey"])


def test_the_service_the_load_balancer_and_the_file_system_have_alarms_with_actions(prod: Templates) -> None:
    alarms = prod.resources("atlantis", "AWS::CloudWatch::Alarm").values()
    names = " ".join(alarm["AlarmName"] for alarm in alarms)
    for part in ("service-no-running-task", "load-balancer-no-healthy-target", "data-throughput-near-limit"):
        assert part in names
    assert all(alarm.get("AlarmActions") for alarm in alarms if alarm["ActionsEnabled"])


def test_each_security_group_names_where_it_may_connect_to(prod: Templates) -> None:
    ports = {
        (rule["CidrIp"], rule["ToPort"])
        for group in prod.resources("atlantis", "AWS::EC2::SecurityGroup").values()
        for rule in group.get("SecurityGroupEgress", [])
        if ipaddress.ip_network(rule["CidrIp"]) == OPEN
    }
    assert ports == {("0.0.0.0/0", 443)}
    apart = prod.resources("atlantis", "AWS::EC2::SecurityGroupEgress").values()
    assert sorted(rule["ToPort"] for rule in apart) == [2049, 4141]


def test_the_health_of_the_container_is_asked_once_by_the_load_balancer(prod: Templates) -> None:
    assert "HealthCheck" not in container(prod)
    assert prod.only("atlantis", "AWS::ElasticLoadBalancingV2::TargetGroup")["HealthCheckPath"] == "/healthz"


# --- the image


def version_of_atlantis() -> str:
    (found,) = re.findall(r"^FROM \S+/atlantis:(v[\d.]+)-debian", (IMAGE / "Dockerfile").read_text(), re.MULTILINE)
    return str(found)


def test_dockerfile_setting_and_documentation_name_one_version() -> None:
    image = Settings().image
    readme = (IMAGE / "README.md").read_text()
    assert image.rsplit("-", 1)[0] == version_of_atlantis()
    assert set(re.findall(r"v\d+\.\d+\.\d+-\d+", readme)) == {image}
    assert f"| {version_of_atlantis()} |" in readme
    lock = json.loads((ROOT / "package-lock.json").read_text())
    assert f"| {lock['packages']['node_modules/aws-cdk']['version']} |" in readme


def test_the_image_copies_only_what_its_folder_holds() -> None:
    copied = re.findall(r"^COPY (?!--from)(?:--\S+ )*(\S+) \S+$", (IMAGE / "Dockerfile").read_text(), re.MULTILINE)
    assert copied == ["cdk-workflow"]
    assert all((IMAGE / name).is_file() for name in copied)


def test_the_image_has_the_command_line_that_the_lock_pins() -> None:
    dockerfile = (IMAGE / "Dockerfile").read_text()
    assert "COPY --from=project package.json package-lock.json /opt/cdk/" in dockerfile
    assert re.findall(r"\bnpm (ci|install)\b", dockerfile) == ["ci"]
    assert "--build-context project=. " in (IMAGE / "README.md").read_text()
    assert (ROOT / "package-lock.json").is_file()


def test_every_folder_that_the_task_writes_to_belongs_to_the_images_user(prod: Templates) -> None:
    dockerfile = (IMAGE / "Dockerfile").read_text()
    (declared,) = re.findall(r"^VOLUME (.+)$", dockerfile, re.MULTILINE)
    volumes = prod.only("atlantis", "AWS::ECS::TaskDefinition")["Volumes"]
    empty = {volume["Name"] for volume in volumes if "EFSVolumeConfiguration" not in volume}
    assert {path.strip("/").replace("/", "-") for path in json.loads(declared)} == empty
    assert dockerfile.rstrip().endswith("USER atlantis")
    point = prod.only("atlantis", "AWS::EFS::AccessPoint")["PosixUser"]
    assert point == {"Uid": str(USER["uid"]), "Gid": str(USER["gid"])}


def test_the_workflows_run_only_programs_that_the_image_has() -> None:
    steps = [
        step["run"].split()[0]
        for workflow in read_yaml(IMAGE / "repos.yaml")["workflows"].values()
        for stage in workflow.values()
        for step in stage["steps"]
        if isinstance(step, dict) and "run" in step
    ]
    assert set(steps) == {"terraform", "cdk-workflow"}


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    """A project, and programs that write down where and how they were called instead of doing it."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (tmp_path / "project").mkdir()
    called = "$(basename $0) $* aws=${AWS_CONTAINER_CREDENTIALS_RELATIVE_URI-} key=${ATLANTIS_GH_APP_KEY-}"
    log = f'echo "{called} in=$PWD home=$HOME" >> {tmp_path}/log'
    synth = 'case "$1" in synth) for last; do :; done; echo "{}" > "$last/manifest.json";; esac'
    for name, body in (
        ("cdk", f"{log}; {synth}"),
        ("pip", log),
        ("python3", "mkdir -p .venv/bin; ln -sf $(which pip) .venv/bin/"),
    ):
        (programs / name).write_text(f"#!/bin/sh\n{body}\n")
        (programs / name).chmod(0o755)
    return tmp_path


def run_workflow(workshop: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [IMAGE / "cdk-workflow", *arguments],
        cwd=workshop / "project",
        env={
            "PATH": f"{workshop}/bin:/usr/bin:/bin", "HOME": str(workshop), "WORKSPACE": "prod",
            "PLANFILE": f"{workshop}/default.tfplan", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/role",
            "ATLANTIS_GH_APP_KEY": "private",
        },
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def called(workshop: Path) -> list[str]:
    return (workshop / "log").read_text().splitlines()


def test_a_plan_runs_the_pull_requests_code_without_credentials_and_shows_the_difference(workshop: Path) -> None:
    finished = run_workflow(workshop, "plan")
    assert finished.returncode == 0, finished.stderr
    _, synth, diff = called(workshop)
    assert re.match(r"cdk synth --quiet --context env=prod --context today=20\d\d-\d\d-\d\d --output /", synth)
    assert " aws= key= " in synth
    assert re.match(r"cdk diff --app /\S+ aws=/role", diff)
    with tarfile.open(workshop / "default.tfplan") as plan:
        assert "./manifest.json" in plan.getnames()


def test_a_plan_installs_what_the_repository_pinned_and_nothing_else(workshop: Path) -> None:
    assert run_workflow(workshop, "plan").returncode == 0
    (install,) = (line for line in called(workshop) if line.startswith("pip "))
    assert {"--no-deps", "--require-hashes", "--only-binary", "requirements.txt"} < set(install.split())
    assert " aws= key= " in install


def test_a_repository_that_is_a_package_is_installed_as_one(workshop: Path) -> None:
    (workshop / "project/pyproject.toml").write_text("[build-system]\n")
    assert run_workflow(workshop, "plan").returncode == 0
    _, itself, *_ = called(workshop)
    assert itself.startswith("pip install ")
    assert {"--no-deps", "--no-build-isolation", "--editable", "."} < set(itself.split())


def test_an_apply_deploys_what_was_planned_and_runs_no_code_of_the_repository(workshop: Path) -> None:
    assert run_workflow(workshop, "plan").returncode == 0
    (workshop / "log").unlink()
    finished = run_workflow(workshop, "apply")
    assert finished.returncode == 0, finished.stderr
    (deploy,) = called(workshop)
    assert re.match(r"cdk deploy --all --require-approval never --progress events --app /\S+ ", deploy)
    assert not (workshop / "default.tfplan").exists()


def test_with_credentials_cdk_never_sees_the_repositorys_own_settings(workshop: Path) -> None:
    assert run_workflow(workshop, "plan").returncode == 0
    assert run_workflow(workshop, "apply").returncode == 0
    with_credentials = [line for line in called(workshop) if "aws=/role" in line]
    assert len(with_credentials) == 2
    for line in with_credentials:
        places = re.findall(r" (?:in|home)=(\S+)", line)
        assert len(places) == 2
        assert not any(place.startswith(str(workshop)) for place in places)


def test_the_command_line_knows_every_option_that_the_workflow_gives_it(workshop: Path) -> None:
    assert run_workflow(workshop, "plan").returncode == 0
    assert run_workflow(workshop, "apply").returncode == 0
    given = {line.split()[1]: re.findall(r" (--[a-z-]+)", line) for line in called(workshop) if line.startswith("cdk ")}
    assert set(given) == {"synth", "diff", "deploy"}
    for command, options in given.items():
        offered = subprocess.run(
            [ROOT / "tools/cdk", command, "--help"], capture_output=True, text=True, check=True
        ).stdout
        assert [option for option in options if not re.search(rf"{option}\b(?!-)", offered)] == [], command


def test_an_apply_without_a_plan_fails(workshop: Path) -> None:
    assert run_workflow(workshop, "apply").returncode != 0
    assert not (workshop / "log").exists()
