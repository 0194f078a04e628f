"""GovernedRestoreTests: backups that were restored and looked at, and an alarm when none was for too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from constructs_lib.kernel.naming import pascal
from constructs_lib.messaging.event_rule import EventTarget, EventText, GovernedEventRule
from constructs_lib.messaging.schedule import GovernedSchedule
from constructs_lib.network.security_group import GovernedSecurityGroup
from constructs_lib.observability.alarm import GovernedAlarms
from constructs_lib.observability.telemetry.alarm_spec import Severity
from constructs_lib.observability.telemetry.alarms import restore_age_alarms
from constructs_lib.platform.rds.restore_functions import marker_function, validation_function
from constructs_lib.platform.rds.restore_plan import GovernedRestoreTestingPlan, of_database, of_file_systems
from constructs_lib.security.role import GovernedRole
from constructs_lib.stack.acceptance import by_design
from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_ec2 as ec2
    from aws_cdk import aws_kms as kms

    from constructs_lib.compute.function import GovernedFunction
    from constructs_lib.database.database import GovernedDatabase
    from constructs_lib.platform.rds.restore_plan import RestoreTest

_EVENTS = "events.amazonaws.com"
_STATE_CHANGE = "Restore Job State Change"
_METRIC = "restore-test-age"
_POLICY = "service-role/AWSBackupServiceRolePolicyForRestores"
_TOLD = EventText(
    variables={"state": "$.detail.status", "job": "$.detail.restoreJobId", "type": "$.detail.resourceType"},
    lines=("Restore test of <type>: <state>", "aws backup describe-restore-job --restore-job-id <job>"),
)


class GovernedRestoreTests(Construct):
    """AWS Backup restores the database every week and each file system of the environment every month, and we look.

    A function writes a marker into the database every day; another takes over a restored copy by a new password, and
    asks for the marker, its rows and their digests, and one row of every table. It tells AWS Backup the result, which
    then takes the copy away; one that nobody judged goes after four hours. The copy is in the database's subnets in a
    security group that lets that function in and nothing out. A restored file system is looked at from outside.

    A copy that does not hold, a restore job that fails, and days without a success each reach the warning topic.

    Args:
        vpc: of the database.
        database: what is marked, restored and looked at.
        vault_arn: where its backups are.
        file_system_key: what restored file systems are encrypted with.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,  # noqa: A002 - CDK's own word
        *,
        vpc: ec2.IVpc,
        database: GovernedDatabase,
        vault_arn: str,
        file_system_key: kms.IKey,
    ) -> None:
        super().__init__(scope, id)
        self._stack = GovernedStack.of_construct(self)
        copies = GovernedSecurityGroup(
            self,
            "Copies",
            vpc=vpc,
            kind="restore-copies",
            description="Restored copies of the database: the function that looks at them, and nothing out",
            egress=(),
        )
        tests = (of_database(database, vault_arn, copies), of_file_systems(file_system_key))
        role = self._role().role.role_arn
        plans = {
            test.name: GovernedRestoreTestingPlan(self, pascal(test.name), test=test, role_arn=role).arn
            for test in tests
        }
        marker = marker_function(self, vpc=vpc, database=database)
        validation = validation_function(self, vpc=vpc, copies=copies, plans=plans)
        self._every_day("marker", "Marks the database", marker, {"do": "write-marker"}, hour=16)
        self._every_day("age", "Reports the last restore test that passed", validation, {"do": "report-age"}, hour=6)
        self._tell(list(plans.values()), validation)
        self._alarm(tests, validation)

    def _role(self) -> GovernedRole:
        role = GovernedRole(
            self,
            "Role",
            kind="restore-tests",
            assumed_by="backup.amazonaws.com",
            description="AWS Backup: restores backups as a test",
            managed_policies=[_POLICY],
        )
        by_design(
            role.role,
            f"AwsSolutions::AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/{_POLICY}]",
            reason="AWS maintains what a restore needs; only AWS Backup assumes the role, for the plans here",
        )
        return role

    def _every_day(
        self, kind: str, description: str, function: GovernedFunction, payload: dict[str, str], *, hour: int
    ) -> None:
        GovernedSchedule(
            self,
            f"{pascal(kind)}Schedule",
            kind=f"restore-{kind}",
            description=description,
            expression=f"cron(0 {hour} * * ? *)",
            target=function,
            payload=payload,
        )

    def _tell(self, plans: Sequence[str], validation: GovernedFunction) -> None:
        def rule(name: str, states: Sequence[str], target: EventTarget) -> GovernedEventRule:
            return GovernedEventRule(
                self,
                name,
                kind=f"restore-{name.lower()}",
                description=f"Restore tests: {', '.join(states)}",
                pattern={
                    "source": ["aws.backup"],
                    "detail-type": [_STATE_CHANGE],
                    "detail": {"status": list(states), "restoreTestingPlanArn": list(plans)},
                },
                target=target,
            )

        done = rule("Done", ["COMPLETED"], EventTarget(arn=validation.function.function_arn))
        topic = self._stack.topic(Severity.WARNING).topic_arn
        rule("Failures", ["ABORTED", "FAILED"], EventTarget(arn=topic, text=_TOLD))
        lambda_.CfnPermission(
            self,
            "Invoke",
            action="lambda:InvokeFunction",
            function_name=validation.function.function_arn,
            principal=_EVENTS,
            source_arn=f"arn:aws:events:{self._stack.region}:{self._stack.account}:rule/{done.name}",
        )

    def _alarm(self, tests: Sequence[RestoreTest], validation: GovernedFunction) -> None:
        names = self._stack.names
        namespace, metric = f"Logs/{names.organization}", names.physical(_METRIC, max_length=255)
        logs.CfnMetricFilter(
            self,
            "Age",
            log_group_name=validation.log_group.log_group.log_group_name,
            filter_name=metric,
            filter_pattern="{ $.restore_test_age_days >= 0 }",
            metric_transformations=[
                logs.CfnMetricFilter.MetricTransformationProperty(
                    metric_namespace=namespace,
                    metric_name=metric,
                    metric_value="$.restore_test_age_days",
                    dimensions=[logs.CfnMetricFilter.DimensionProperty(key="Test", value="$.restore_test")],
                )
            ],
        )
        for test in tests:
            GovernedAlarms(
                self,
                f"{pascal(test.name)}Age",
                specs=restore_age_alarms(namespace=namespace, name=metric, days=test.most_days),
                subject=f"restore-{test.name}",
                dimensions={"Test": test.name},
            )
