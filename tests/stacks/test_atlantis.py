from __future__ import annotations

import fnmatch
import ipaddress
import json
import re
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
    (found,) = templates.named("atlantis", "AWS::ECS::TaskDefinition", "ServiceTask")["ContainerDefinitions"]
    return dict(found)


def variables(templates: Templates) -> dict[str, str]:
    return {entry["Name"]: entry["Value"] for entry in container(templates)["Environment"]}


def statements_of(templates: Templates, role: str) -> list[dict[str, Any]]:
    policy = templates.named("atlantis", "AWS::IAM::Policy", f"{role}DefaultPolicy")
    found: list[dict[str, Any]] = policy["PolicyDocument"]["Statement"]
    return found


def task_statements(templates: Templates) -> list[dict[str, Any]]:
    """What the server works as; what its tasks do has tests of its own."""
    return statements_of(templates, "ServiceTaskRole")


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
        "iam:AttachRolePolicy", "iam:CreatePolicyVersion", "iam:CreateRole", "iam:PutRolePolicy", "sts:AssumeRole",
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


# --- what its tasks may do


def assumed(templates: Templates, role: str) -> list[str]:
    statements = [s for s in statements_of(templates, role) if actions(s) == ["sts:AssumeRole"]]
    return [resolve(arn) for statement in statements for arn in resources_of(statement)]


def kinds(arns: list[str], qualifier: str = "hnb659fds") -> set[str]:
    return {match[1] for arn in arns if (match := re.search(rf"role/cdk-{qualifier}-(.+?)-role-\d+-", arn))}


def test_the_task_of_a_pull_requests_code_has_no_role_no_secret_and_no_file_system(prod: Templates) -> None:
    task = prod.named("atlantis", "AWS::ECS::TaskDefinition", "RunsTask")
    (run,) = task["ContainerDefinitions"]
    assert "TaskRoleArn" not in task
    assert "Secrets" not in run
    assert "PortMappings" not in run
    assert run["Environment"] == [{"Name": "AWS_REGION", "Value": "ap-northeast-2"}]
    assert not any("EFSVolumeConfiguration" in volume for volume in task["Volumes"])
    assert run["EntryPoint"] == ["/usr/local/bin/pull-request", "task"]


def test_the_server_starts_that_task_only_and_works_by_no_role_of_those_that_deploy(prod: Templates) -> None:
    granted = task_statements(prod)
    (run,) = (s for s in granted if actions(s) == ["ecs:RunTask"])
    (task,) = prod.resources("atlantis", "AWS::ECS::TaskDefinition").keys() - {
        name for name in prod.resources("atlantis", "AWS::ECS::TaskDefinition") if name.startswith("Service")
    }
    assert run["Resource"] == {"Ref": task}
    assert resolve(run["Condition"]["ArnEquals"]["ecs:cluster"]).endswith(":cluster/prod-atlantis")
    (passed,) = (s for s in granted if actions(s) == ["iam:PassRole"])
    assert passed["Condition"] == {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
    names = {arn["Fn::GetAtt"][0] for arn in passed["Resource"]}
    assert all(name.startswith("Runs") for name in names)
    assert not any(action.startswith(("s3:Delete", "dynamodb:")) for s in granted for action in actions(s))


def test_each_repository_has_a_role_for_plans_and_one_for_applies_that_the_server_knows(prod: Templates) -> None:
    given = dict(part.split("=", 1) for part in resolve(variables(prod)["ATLANTIS_RUN_ROLES"]).split(","))
    settings = Settings()
    names = (*settings.terraform_repositories, *settings.cdk_repositories, *settings.service_repositories)
    assert set(given) == {f"{kind}/{name}" for kind in ("plan", "apply") for name in names}


def test_a_plan_of_cdk_looks_up_and_an_apply_deploys_but_never_as_cloudformation_works(prod: Templates) -> None:
    plan, apply = assumed(prod, "RunsPlanRoleGovernedCdk"), assumed(prod, "RunsApplyRoleGovernedCdk")
    assert kinds(plan) == {"lookup"}
    assert kinds(apply) == {"deploy", "file-publishing", "image-publishing", "lookup"}
    assert not any("*" in arn for arn in (*plan, *apply))


def test_a_service_repository_deploys_by_the_bounded_bootstrap_only(tmp_path: Path) -> None:
    templates = variant(tmp_path, service_repositories=["shop"])
    arns = assumed(templates, "RunsApplyRoleShop")
    assert kinds(arns, "services") == {"deploy", "file-publishing", "image-publishing", "lookup"}
    assert len([arn for arn in arns if "cdk-services-" in arn]) == len(arns)


def test_a_plan_of_terraform_changes_nothing_and_reads_its_own_part_of_the_state(tmp_path: Path) -> None:
    own = {key: f"arn:aws:iam::111122223333:role/{key}" for key in ("reads", "makes")}
    templates = variant(tmp_path, terraform_role_arns=[own["makes"]], terraform_plan_role_arns=[own["reads"]])
    granted = statements_of(templates, "RunsPlanRoleCrawler")
    assert {action for s in granted for action in actions(s)} == {
        "s3:ListBucket", "s3:GetObject", "kms:Decrypt", "sts:AssumeRole"
    }  # fmt: skip
    assert assumed(templates, "RunsPlanRoleCrawler") == [own["reads"]]
    assert assumed(templates, "RunsApplyRoleCrawler") == [own["makes"]]


@pytest.mark.parametrize("role", ["RunsPlanRoleCrawler", "RunsApplyRoleCrawler"])
def test_no_repository_reaches_the_state_of_another(prod: Templates, role: str) -> None:
    for statement in statements_of(prod, role):
        (service,) = {action.split(":")[0] for action in actions(statement)}
        if service == "s3" and actions(statement) != ["s3:ListBucket"]:
            assert all(resolve(arn).endswith("/crawler/*") for arn in resources_of(statement))
        if actions(statement) == ["s3:ListBucket"]:
            assert statement["Condition"] == {"StringLike": {"s3:prefix": ["crawler/", "crawler/*"]}}
        if "dynamodb:PutItem" in actions(statement):
            (keys,) = statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
            assert resolve(keys).endswith("/crawler/*")


def test_what_passes_between_the_tasks_is_on_the_key_of_states_and_is_gone_after_a_month(prod: Templates) -> None:
    bucket = prod.named("atlantis", "AWS::S3::Bucket", "Runs")
    assert "prodkmsterraformstatekeyarn" in json.dumps(bucket["BucketEncryption"])
    rules = {rule["Id"]: rule for rule in bucket["LifecycleConfiguration"]["Rules"]}
    assert rules["runs"]["ExpirationInDays"] == 30


def test_a_boundary_can_be_put_on_the_task_role(tmp_path: Path) -> None:
    boundary = "arn:aws:iam::111122223333:policy/boundary"
    templates = variant(tmp_path, permissions_boundary=boundary)
    assert templates.named("atlantis", "AWS::IAM::Role", "ServiceTaskRole")["PermissionsBoundary"] == boundary


# --- whom it serves


def test_the_platforms_team_applies_and_everyone_plans(prod: Templates, tmp_path: Path) -> None:
    rules = variables(prod)["ATLANTIS_GH_TEAM_ALLOWLIST"].split(",")
    assert [rule for rule in rules if rule.endswith((":apply", ":*"))] == ["platform-team:apply"]
    assert "*:plan" in rules
    other = variables(variant(tmp_path, apply_team="releases"))["ATLANTIS_GH_TEAM_ALLOWLIST"]
    assert "releases:apply" in other
    assert "platform-team" not in other


def test_an_apply_leaves_out_the_stack_in_which_the_server_waits_for_it(prod: Templates) -> None:
    assert variables(prod)["ATLANTIS_RUN_LEAVE_OUT"] == "prod-atlantis"
    stack = prod.only("atlantis", "AWS::ECS::Service")
    assert stack["ServiceName"] == variables(prod)["ATLANTIS_RUN_CLUSTER"]


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
    assert config["workflows"]["cdk"]["apply"]["steps"] == [{"run": "pull-request apply cdk"}]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"cdk_repositories": ["crawler"]}, "that terraform_repositories lacks"),
        ({"cdk_repositories": [], "terraform_repositories": []}, "at least one repository"),
        ({"terraform_repositories": ["*"]}, "a GitHub owner or repository name"),
        ({"image": "latest"}, "an image tag such as v0.47.1-2, or a digest"),
        ({"service_repositories": ["Governed-CDK"]}, "that cdk_repositories lacks"),
        ({"terraform_providers": ["aws"]}, "a provider's whole address"),
        (
            {key: ["arn:aws:iam::111122223333:role/t"] for key in ("terraform_role_arns", "terraform_plan_role_arns")},
            "roles that terraform_role_arns lacks",
        ),
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
        for task in (
            templates.named("atlantis", "AWS::ECS::TaskDefinition", "ServiceTask") for templates in (prod, dev)
        )
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


def test_the_service_the_load_balancer_and_the_file_system_have_alarms_with_actions(
    beside_terraform: Templates,
) -> None:
    alarms = beside_terraform.resources("atlantis", "AWS::CloudWatch::Alarm").values()
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
    assert copied == ["atlantis_workflow", "pull-request"]
    assert all((IMAGE / name).exists() for name in copied)


def test_the_image_has_the_command_line_that_the_lock_pins() -> None:
    dockerfile = (IMAGE / "Dockerfile").read_text()
    assert "COPY --from=project package.json package-lock.json /opt/cdk/" in dockerfile
    assert re.findall(r"\bnpm (ci|install)\b", dockerfile) == ["ci"]
    assert "--build-context project=. " in (IMAGE / "README.md").read_text()
    assert (ROOT / "package-lock.json").is_file()


def test_every_folder_that_the_task_writes_to_belongs_to_the_images_user(prod: Templates) -> None:
    dockerfile = (IMAGE / "Dockerfile").read_text()
    (declared,) = re.findall(r"^VOLUME (.+)$", dockerfile, re.MULTILINE)
    volumes = prod.named("atlantis", "AWS::ECS::TaskDefinition", "ServiceTask")["Volumes"]
    empty = {volume["Name"] for volume in volumes if "EFSVolumeConfiguration" not in volume}
    assert {path.strip("/").replace("/", "-") for path in json.loads(declared)} == empty
    assert dockerfile.rstrip().endswith("USER atlantis")
    point = prod.only("atlantis", "AWS::EFS::AccessPoint")["PosixUser"]
    assert point == {"Uid": str(USER["uid"]), "Gid": str(USER["gid"])}


def test_no_step_of_a_workflow_runs_anything_but_the_program_that_starts_tasks() -> None:
    steps = [
        step
        for workflow in read_yaml(IMAGE / "repos.yaml")["workflows"].values()
        for stage in workflow.values()
        for step in stage["steps"]
    ]
    assert all(isinstance(step, dict) and step["run"].startswith("pull-request ") for step in steps), steps
