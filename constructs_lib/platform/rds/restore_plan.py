"""GovernedRestoreTestingPlan: AWS Backup restores the newest backup by the clock, and takes the copy away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aws_cdk import aws_backup as backup
from constructs import Construct

from constructs_lib.kernel.record import Record
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aws_cdk import aws_kms as kms

    from constructs_lib.database.database import GovernedDatabase
    from constructs_lib.network.security_group import GovernedSecurityGroup

_LONGEST_NAME = 50
_NEWEST_OF_DAYS = 7
KEPT_HOURS = 4
"""A copy that nobody has judged is taken away after so long; one that was, at once."""


@dataclass(frozen=True, kw_only=True)
class RestoreTest(Record):
    """What is restored.

    Attributes:
        name: of the test, kebab-case; the plan is `<env>_<service>_<name>`, which takes no hyphens.
        resource_type: AWS Backup's word for it, `RDS` or `EFS`.
        resource_arns: of what; with none of them, everything of the type that has the environment's tag.
        vault_arns: where its backups are; every vault of the region by default.
        schedule: `cron(...)`, UTC.
        overrides: restore metadata in place of what AWS Backup infers (AWS Backup Developer Guide, "Restore testing
            inferred metadata"); lists as JSON.
        most_days: so many days may pass without a test that succeeded.
    """

    name: str
    resource_type: str
    schedule: str
    overrides: Mapping[str, str]
    most_days: int
    resource_arns: tuple[str, ...] = ()
    vault_arns: tuple[str, ...] = ("*",)


def of_database(database: GovernedDatabase, vault_arn: str, copies: GovernedSecurityGroup) -> RestoreTest:
    """Every week, into the database's subnets and a group of the copies' own."""
    return RestoreTest(
        name="database",
        resource_type="RDS",
        schedule="cron(0 1 ? * SUN *)",
        resource_arns=(database.instance_arn,),
        vault_arns=(vault_arn,),
        overrides={
            "dbSubnetGroupName": database.identifier,
            "vpcSecurityGroupIds": f'["{copies.security_group.security_group_id}"]',
            "multiAz": "false",
            "publiclyAccessible": "false",
        },
        most_days=8,
    )


def of_file_systems(key: kms.IKey) -> RestoreTest:
    """Every month, each one of the environment, onto a key of ours: AWS Backup would take one of AWS."""
    return RestoreTest(
        name="file-system",
        resource_type="EFS",
        schedule="cron(0 2 1 * ? *)",
        overrides={"kmsKeyId": key.key_arn},
        most_days=35,
    )


class GovernedRestoreTestingPlan(Construct):
    """A restore testing plan with one selection, of the newest backup of a week.

    Sources: AWS Backup Developer Guide, "Restore testing"; AWS Backup API reference, CreateRestoreTestingPlan and
    CreateRestoreTestingSelection: names of letters, digits and underscores, 50 at most.

    Args:
        test: what is restored.
        role_arn: what AWS Backup restores as.
    """

    def __init__(self, scope: Construct, id: str, *, test: RestoreTest, role_arn: str) -> None:  # noqa: A002 - CDK's own word
        super().__init__(scope, id)
        stack = GovernedStack.of_construct(self)
        name = stack.names.physical(f"restore-{test.name}", max_length=_LONGEST_NAME).replace("-", "_")
        plan = backup.CfnRestoreTestingPlan(
            self,
            "Resource",
            restore_testing_plan_name=name,
            schedule_expression=test.schedule,
            start_window_hours=1,
            recovery_point_selection=backup.CfnRestoreTestingPlan.RestoreTestingRecoveryPointSelectionProperty(
                algorithm="LATEST_WITHIN_WINDOW",
                include_vaults=list(test.vault_arns),
                recovery_point_types=["SNAPSHOT"],
                selection_window_days=_NEWEST_OF_DAYS,
            ),
        )
        selection = backup.CfnRestoreTestingSelection(
            self,
            "Selection",
            restore_testing_plan_name=name,
            restore_testing_selection_name=name,
            protected_resource_type=test.resource_type,
            protected_resource_arns=list(test.resource_arns) or ["*"],
            protected_resource_conditions=None if test.resource_arns else _tagged(stack),
            iam_role_arn=role_arn,
            restore_metadata_overrides=dict(test.overrides),
            validation_window_hours=KEPT_HOURS,
        )
        selection.add_resource_dependency(plan)
        self.name = name
        self.arn = plan.attr_restore_testing_plan_arn


def _tagged(stack: GovernedStack) -> backup.CfnRestoreTestingSelection.ProtectedResourceConditionsProperty:
    return backup.CfnRestoreTestingSelection.ProtectedResourceConditionsProperty(
        string_equals=[
            backup.CfnRestoreTestingSelection.KeyValueProperty(
                key="aws:ResourceTag/Environment", value=stack.environment_settings.name
            )
        ]
    )
