"""What of a MySQL instance follows from its settings alone: engine, groups, size, and how it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_rds as rds

from constructs_lib.stack.governed_stack import GovernedStack

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib.database.database_settings import DatabaseSettings


def mysql_engine(settings: DatabaseSettings) -> rds.IInstanceEngine:
    """RDS for MySQL of the settings' version."""
    version = rds.MysqlEngineVersion.of(settings.engine_version, settings.major_version)
    return rds.DatabaseInstanceEngine.mysql(version=version)


def subnet_group(scope: Construct, *, name: str, vpc: ec2.IVpc, subnets: ec2.SubnetSelection) -> rds.ISubnetGroup:
    """The subnets that an instance may be in."""
    return rds.SubnetGroup(
        scope,
        "SubnetGroup",
        subnet_group_name=name,
        description=f"Private subnets of {name}",
        vpc=vpc,
        vpc_subnets=subnets,
        removal_policy=GovernedStack.of_construct(scope).retain,
    )


def parameter_group(
    scope: Construct, *, name: str, engine: rds.IInstanceEngine, settings: DatabaseSettings
) -> rds.IParameterGroup:
    """The parameters. The name carries the family: a group cannot change it, so 8.4 needs a second one beside 8.0's."""
    return rds.ParameterGroup(
        scope,
        "ParameterGroup",
        name=f"{name}-{settings.major_version.replace('.', '-')}",
        engine=engine,
        description=f"TLS, UTF-8 and slow queries of {name}",
        parameters=settings.all_parameters,
        removal_policy=GovernedStack.of_construct(scope).retain,
    )


def sized(settings: DatabaseSettings) -> dict[str, Any]:
    """Properties of rds.DatabaseInstance: what the instance is made of."""
    return {
        "instance_type": ec2.InstanceType(settings.instance_class.removeprefix("db.")),
        "database_name": settings.database_name,
        "multi_az": settings.multi_az,
        "storage_type": rds.StorageType.GP3,
        "allocated_storage": settings.allocated_gib,
        "max_allocated_storage": settings.max_allocated_gib,
        "iops": settings.iops,
        "storage_throughput": settings.throughput_mibps,
        "monitoring_interval": cdk.Duration.seconds(settings.monitoring_interval_seconds),
        "enable_performance_insights": settings.performance_insights,
        "cloudwatch_logs_exports": list(settings.exported_logs),
    }


def kept(stack: GovernedStack, settings: DatabaseSettings) -> dict[str, Any]:
    """Properties of rds.DatabaseInstance: how it is backed up, upgraded and protected."""
    protected = stack.environment_settings.deletion_protection
    return {
        "engine_lifecycle_support": _lifecycle(settings),
        "allow_major_version_upgrade": settings.allow_major_version_upgrade or None,
        "auto_minor_version_upgrade": True,
        "backup_retention": cdk.Duration.days(settings.backup_retention_days),
        "preferred_backup_window": settings.backup_window,
        "preferred_maintenance_window": settings.maintenance_window,
        "copy_tags_to_snapshot": True,
        "delete_automated_backups": not protected,
        "deletion_protection": protected,
        "removal_policy": stack.retain,
    }


def _lifecycle(settings: DatabaseSettings) -> rds.EngineLifecycleSupport:
    """8.0 is past its standard support and can be created only with extended support; 8.4 shall not slip into it."""
    if settings.major_version == "8.0":
        return rds.EngineLifecycleSupport.OPEN_SOURCE_RDS_EXTENDED_SUPPORT
    return rds.EngineLifecycleSupport.OPEN_SOURCE_RDS_EXTENDED_SUPPORT_DISABLED
