"""GovernedFileSystem: encrypted EFS, backed up, reached over TLS by named roles and security groups only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_efs as efs
from aws_cdk import aws_iam as iam

from constructs_lib.kernel.errors import bounded, invalid
from constructs_lib.kernel.keys import KEYS, KeyPurpose
from constructs_lib.network.security_group import GovernedSecurityGroup
from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.telemetry.alarms import FILE_SYSTEM
from constructs_lib.security.grants import grant
from constructs_lib.security.role import allow
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.interfaces import IsFileSystem
from constructs_lib.storage.backup import GovernedBackupPlan, GovernedBackupVault

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms
    from constructs import Construct

NFS_PORT = 2049
_BACKUP_HOUR = 18  # UTC: the night of Seoul
_BACKUP_DAYS = 35
_IA_DAYS = {
    days: efs.LifecyclePolicy[f"AFTER_{days}_DAY{'' if days == 1 else 'S'}"]
    for days in (1, 7, 14, 30, 60, 90, 180, 270, 365)
}


class GovernedFileSystem(IsFileSystem):
    """A file system `<env>-<service>-<kind>` with one access point, in every private subnet.

    Its policy refuses connections without TLS and admits principals of this account through a mount target; what they
    may do stands in their own policies (see `access`). Nobody mounts it anonymously or as root. AWS Backup copies it
    every day into a vault on the same key and keeps 35 days; EFS's automatic backups would be on a key of AWS.

    Args:
        vpc: its private subnets get the mount targets.
        kind: last part of the name.
        path: directory that the access point shows as its root; made with the owner below and mode 0750.
        uid: POSIX user that every client acts as, 1 to 4,294,967,295.
        gid: its group, in the same range.
        ia_after_days: days without access before a file moves to the cheaper class: 1, 7, 14, 30, 60, 90, 180, 270 or
            365.
        key: a key of this stack instead of the key for file systems.

    Raises:
        ConfigurationError: root as owner, a path that is not absolute, or another number of days.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        vpc: ec2.IVpc,
        kind: str,
        path: str,
        uid: int = 1000,
        gid: int = 1000,
        ia_after_days: int = 30,
        key: kms.IKey | None = None,
    ) -> None:
        super().__init__(scope, id)
        self._check(path=path, uid=uid, gid=gid, ia_after_days=ia_after_days)
        stack = GovernedStack.of_construct(self)
        key = key or stack.key(KeyPurpose.EFS)
        self.name = stack.names.physical(kind, max_length=255)
        self.security_group = GovernedSecurityGroup(
            self, "SecurityGroup", vpc=vpc, kind=f"{kind}-efs", description=f"Mount targets of {self.name}", egress=()
        )
        resource = self._file_system(vpc, key, _IA_DAYS[ia_after_days])
        self.file_system: efs.IFileSystem = resource
        self.access_point: efs.IAccessPoint = resource.add_access_point(
            "AccessPoint",
            path=path,
            create_acl=efs.Acl(owner_uid=str(uid), owner_gid=str(gid), permissions="0750"),
            posix_user=efs.PosixUser(uid=str(uid), gid=str(gid)),
        )
        cdk.Tags.of(self.access_point).add("Name", self.name)
        self._back_up(kind, key)
        dimensions = {"FileSystemId": resource.file_system_id}
        GovernedAlarms(self, "Alarms", specs=FILE_SYSTEM, subject=kind, dimensions=dimensions)

    def _file_system(self, vpc: ec2.IVpc, key: kms.IKey, lifecycle: efs.LifecyclePolicy) -> efs.FileSystem:
        stack = GovernedStack.of_construct(self)
        return efs.FileSystem(
            self,
            "Resource",
            file_system_name=self.name,
            vpc=vpc,
            vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS),
            security_group=self.security_group.security_group,
            encrypted=True,
            kms_key=key,
            enable_automatic_backups=False,  # into a vault on a key that AWS manages; ours is below
            lifecycle_policy=lifecycle,
            out_of_infrequent_access_policy=efs.OutOfInfrequentAccessPolicy.AFTER_1_ACCESS,
            throughput_mode=efs.ThroughputMode.ELASTIC,
            allow_anonymous_access=True,  # said by the policy below: CDK's own statement would let anybody write
            file_system_policy=_policy(stack.account),
            removal_policy=stack.retain,
        )

    def _back_up(self, kind: str, key: kms.IKey) -> None:
        name = f"{kind}-backups"
        vault = GovernedBackupVault(
            self,
            "Vault",
            kind=name,
            key=key,
            retention_days=_BACKUP_DAYS,
            data_class=KEYS[KeyPurpose.EFS].data_class,
        )
        GovernedBackupPlan(
            self,
            "Backups",
            kind=name,
            resource_arn=self.file_system.file_system_arn,
            vault=vault.vault,
            hour=_BACKUP_HOUR,
            retention_days=_BACKUP_DAYS,
        )

    def _check(self, *, path: str, uid: int, gid: int, ia_after_days: int) -> None:
        bounded(self.node.path, 1, 2**32 - 1, "(root owns nothing here)", uid=uid, gid=gid)
        if not path.startswith("/") or path == "/":
            raise invalid(f"{self.node.path}: path", path, "an absolute path below the root")
        if ia_after_days not in _IA_DAYS:
            raise invalid(f"{self.node.path}: ia_after_days", ia_after_days, ", ".join(map(str, _IA_DAYS)))

    def grant_read(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let somebody mount it and read through the access point, and through nothing else."""
        return self._grant(grantee, "elasticfilesystem:ClientMount")

    def grant_read_write(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let somebody mount it, read and write through the access point, and through nothing else."""
        return self._grant(grantee, "elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite")

    def _grant(self, grantee: iam.IGrantable, *actions: str) -> iam.Grant:
        given = grant(grantee, *actions, on=self.file_system.file_system_arn, when=self._through_its_access_point())
        if not given.success:
            allowed = "a role, user or group of this account, or what works as one"
            raise invalid(f"{self.node.path}: grant", type(grantee).__name__, allowed)
        return given

    def _through_its_access_point(self) -> dict[str, dict[str, str]]:
        return {"ArnEquals": {"elasticfilesystem:AccessPointArn": self.access_point.access_point_arn}}

    def access(self) -> iam.PolicyStatement:
        """What a role needs to read and write through the access point, and through nothing else."""
        return allow(
            "elasticfilesystem:ClientMount",
            "elasticfilesystem:ClientWrite",
            on=self.file_system.file_system_arn,
            when=self._through_its_access_point(),
        )


def _policy(account: str) -> iam.PolicyDocument:
    """TLS or nothing; the account's own principals, through a mount target. Anonymous NFS clients are none of them."""
    return iam.PolicyDocument(
        statements=[
            iam.PolicyStatement(
                sid="DenyInsecureTransport",
                effect=iam.Effect.DENY,
                principals=[iam.AnyPrincipal()],
                actions=["*"],
                conditions={"Bool": {"aws:SecureTransport": "false"}},
            ),
            iam.PolicyStatement(
                sid="PrincipalsOfTheAccount",
                principals=[iam.AccountPrincipal(account)],
                actions=["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
                conditions={"Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"}},
            ),
        ]
    )
