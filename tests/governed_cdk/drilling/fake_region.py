"""The few calls of S3, KMS, Secrets Manager and AWS Backup that trials make, in memory."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError


def error(operation: str, code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": code}}, operation)


@dataclass
class FakeRegions:
    """Everything of all regions; `key` is what replicas lie under, `works` whether it does."""

    key: str = "arn:aws:kms:ap-northeast-1:111122223333:key/k"
    works: bool = True
    copies: bool = True
    objects: dict[tuple[str, str], bytes] = field(default_factory=dict)
    secrets: dict[tuple[str, str], str] = field(default_factory=dict)
    vaults: set[str] = field(default_factory=lambda: {"vault"})
    copy_to: str = "arn:aws:backup:ap-northeast-1:111122223333:backup-vault:vault"

    def client(self, service: str, region: str) -> Any:
        return {"s3": FakeS3, "kms": FakeKms, "secretsmanager": FakeSecrets, "backup": FakeBackup}[service](
            self, region
        )


@dataclass
class FakeService:
    account: FakeRegions
    region: str


class FakeS3(FakeService):
    def put_object(self, **given: Any) -> None:
        self.account.objects[given["Bucket"], given["Key"]] = given["Body"]
        if self.account.copies and "late" not in given["Key"]:
            self.account.objects["copy", given["Key"]] = given["Body"]

    def head_object(self, **_: Any) -> dict[str, str]:
        return {"ReplicationStatus": "COMPLETED"}

    def get_object(self, **given: Any) -> dict[str, Any]:
        try:
            content = self.account.objects[given["Bucket"], given["Key"]]
        except KeyError:
            raise error("GetObject", "NoSuchKey") from None
        return {"Body": io.BytesIO(content), "SSEKMSKeyId": self.account.key}


class FakeKms(FakeService):
    def _use(self) -> None:
        if not self.account.works:
            raise error("Decrypt", "DisabledException")

    def encrypt(self, **given: Any) -> dict[str, Any]:
        self._use()
        return {"CiphertextBlob": given["Plaintext"][::-1]}

    def decrypt(self, **given: Any) -> dict[str, Any]:
        self._use()
        return {"Plaintext": given["CiphertextBlob"][::-1]}

    def generate_data_key(self, **_: Any) -> dict[str, Any]:
        self._use()
        return {"Plaintext": bytes(range(32)), "CiphertextBlob": bytes(range(32))[::-1]}


class FakeSecrets(FakeService):
    def put_secret_value(self, **given: Any) -> None:
        for region in ("ap-northeast-2", *(["ap-northeast-1"] if self.account.copies else [])):
            self.account.secrets[region, given["SecretId"]] = given["SecretString"]

    def get_secret_value(self, **given: Any) -> dict[str, Any]:
        try:
            return {"SecretString": self.account.secrets[self.region, given["SecretId"]]}
        except KeyError:
            raise error("GetSecretValue", "ResourceNotFoundException") from None


class FakeBackup(FakeService):
    def describe_backup_vault(self, **given: Any) -> dict[str, Any]:
        if given["BackupVaultName"] not in self.account.vaults:
            raise error("DescribeBackupVault", "ResourceNotFoundException")
        return {"EncryptionKeyArn": self.account.key}

    def list_backup_plans(self) -> dict[str, Any]:
        return {"BackupPlansList": [{"BackupPlanId": "plan"}]}

    def list_backup_selections(self, **_: Any) -> dict[str, Any]:
        return {"BackupSelectionsList": [{"SelectionId": "selection"}]}

    def get_backup_selection(self, **_: Any) -> dict[str, Any]:
        return {"BackupSelection": {"Resources": ["arn:database"]}}

    def get_backup_plan(self, **_: Any) -> dict[str, Any]:
        actions = [{"DestinationBackupVaultArn": self.account.copy_to}] if self.account.copies else []
        return {"BackupPlan": {"Rules": [{"CopyActions": actions}]}}
