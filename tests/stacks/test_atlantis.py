"""How the server of Atlantis runs, and which settings it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError
from tests.stacks.atlantis import container, variables, variant
from tests.support import environment, resolve

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support import Templates


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
    ],
    ids=str,
)
def test_a_wrong_setting_is_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        environment("prod", stacks={"atlantis": settings})


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


def test_the_health_of_the_container_is_asked_once_by_the_load_balancer(prod: Templates) -> None:
    assert "HealthCheck" not in container(prod)
    assert prod.only("atlantis", "AWS::ElasticLoadBalancingV2::TargetGroup")["HealthCheckPath"] == "/healthz"
