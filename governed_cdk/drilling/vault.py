"""Recovery points: the embedded AWS counts them and keeps none, so that the drill keeps them in its place.

The plan, its selection, the vault and its key are the deployed ones, asked by their APIs. A copy lies in a file, under
a data key that the key of the vault protects, in the vault's region: without that key nobody opens it, as in AWS Backup
(AWS Backup Developer Guide, "Encryption for backups in AWS Backup": copies are encrypted with the key of their vault).
"""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_NONCE = 12  # bytes: what AES-GCM takes (NIST SP 800-38D, 8.2)


@dataclass(frozen=True)
class Vaults:
    """The copies of one run. `client` gives a boto3 client of a service in a region."""

    folder: Path
    client: Callable[[str, str], Any]

    def copy(self, arn: str, content: bytes, *, home: str, region: str) -> int:
        """Run the deployed plans that copy a resource into a region; how many copies were made."""
        made = 0
        for vault in self._destinations(arn, home):
            where, name = vault.split(":")[3], vault.rpartition(":")[2]
            if where == region:
                self._keep(arn, content, where, name)
                made += 1
        return made

    def points(self, arn: str, region: str, vault: str) -> list[Path]:
        """The recovery points of a resource in a vault, the oldest first. The vault itself is asked for.

        Raises ClientError where it is not there.
        """
        self.client("backup", region).describe_backup_vault(BackupVaultName=vault)
        found = sorted(self._of(region, vault).glob("*.json"))
        return [one for one in found if json.loads(one.read_text(encoding="utf-8"))["ResourceArn"] == arn]

    def opened(self, point: Path, region: str) -> bytes:
        """What is in a recovery point. Raises ClientError where the key of the vault does not open it."""
        kept = json.loads(point.read_text(encoding="utf-8"))
        asked = {"CiphertextBlob": base64.b64decode(kept["DataKey"]), "KeyId": kept["EncryptionKeyArn"]}
        key = self.client("kms", region).decrypt(**asked)["Plaintext"]
        content = point.with_suffix(".data").read_bytes()
        return AESGCM(key).decrypt(content[:_NONCE], content[_NONCE:], kept["ResourceArn"].encode())

    def _destinations(self, arn: str, home: str) -> Iterator[str]:
        backup = self.client("backup", home)
        for plan in (one["BackupPlanId"] for one in backup.list_backup_plans()["BackupPlansList"]):
            for one in backup.list_backup_selections(BackupPlanId=plan)["BackupSelectionsList"]:
                found = backup.get_backup_selection(BackupPlanId=plan, SelectionId=one["SelectionId"])
                if not any(fnmatchcase(arn, named) for named in found["BackupSelection"].get("Resources", ())):
                    continue
                for rule in backup.get_backup_plan(BackupPlanId=plan)["BackupPlan"]["Rules"]:
                    yield from (action["DestinationBackupVaultArn"] for action in rule.get("CopyActions") or ())

    def _keep(self, arn: str, content: bytes, region: str, vault: str) -> None:
        described = self.client("backup", region).describe_backup_vault(BackupVaultName=vault)
        key_arn = described["EncryptionKeyArn"]
        key = self.client("kms", region).generate_data_key(KeyId=key_arn, KeySpec="AES_256")
        nonce = secrets.token_bytes(_NONCE)
        folder = self._of(region, vault)
        folder.mkdir(parents=True, exist_ok=True)
        point = folder / f"{len(list(folder.glob('*.json'))):04}.json"
        point.with_suffix(".data").write_bytes(nonce + AESGCM(key["Plaintext"]).encrypt(nonce, content, arn.encode()))
        wrapped = base64.b64encode(key["CiphertextBlob"]).decode()
        kept = {"ResourceArn": arn, "EncryptionKeyArn": key_arn, "DataKey": wrapped}
        point.write_text(json.dumps(kept), encoding="utf-8")

    def _of(self, region: str, vault: str) -> Path:
        return self.folder / region / vault
