"""What AWS admits in the settings of environment files: ranges, enumerations and patterns, and facts of other tables.

Everything comes out of development dependencies: the schemas and the rules' data inside cfn-lint, the reserved words of
MySQL out of sqlglot. A setting that no schema bounds says its bound beside itself, with its source.
"""

from __future__ import annotations

import importlib.resources
import json
import re
from typing import Any

from cfnlint.helpers import AVAILABILITY_ZONES
from sqlglot.dialects.mysql import MySQL

from governed_cdk.schemas.reader import children, schema_date, schemas, variants

# The properties that settings end up in.
PROPERTIES = (
    "AWS::APS::Workspace.QueryLoggingConfiguration.Destinations.[].Filters.QspThreshold",
    "AWS::APS::Workspace.WorkspaceConfiguration.RetentionPeriodInDays",
    "AWS::Athena::WorkGroup.WorkGroupConfiguration.BytesScannedCutoffPerQuery",
    "AWS::Chatbot::SlackChannelConfiguration.SlackChannelId",
    "AWS::Chatbot::SlackChannelConfiguration.SlackWorkspaceId",
    "AWS::CloudWatch::Alarm.Tags.[].Value",
    "AWS::ECS::Service.CapacityProviderStrategy.[].Base",
    "AWS::ECS::Service.CapacityProviderStrategy.[].Weight",
    "AWS::ECS::Service.DeploymentConfiguration.BakeTimeInMinutes",
    "AWS::ECS::Service.DeploymentConfiguration.CanaryConfiguration.CanaryBakeTimeInMinutes",
    "AWS::ECS::Service.DeploymentConfiguration.CanaryConfiguration.CanaryPercent",
    "AWS::ECS::Service.DeploymentConfiguration.LinearConfiguration.StepBakeTimeInMinutes",
    "AWS::ECS::Service.DeploymentConfiguration.LinearConfiguration.StepPercent",
    "AWS::IAM::Role.RoleName",
    "AWS::KMS::Key.PendingWindowInDays",
    "AWS::Logs::LogGroup.RetentionInDays",
    "AWS::RDS::DBInstance.PerformanceInsightsRetentionPeriod",
    "AWS::Route53::HealthCheck.HealthCheckConfig.FailureThreshold",
    "AWS::Route53::HealthCheck.HealthCheckConfig.ResourcePath",
    "AWS::SecretsManager::Secret.Description",
)
_KEYWORDS = ("minimum", "maximum", "enum", "pattern", "minLength", "maxLength")
_OTHER_PARTITIONS = re.compile(r"^(cn|us-gov|us-iso|eu-iso|eusc)")
# cfn-lint has two zones of us-west-1; an account sees two of three (EC2 User Guide, "Regions and Zones").
_FURTHER_ZONES = {"us-west-1": "b"}
_OFFERED = re.compile(r"^8\.[04]\.\d+\Z")


def render_limits() -> str:
    """The facts as JSON text, a line each."""
    said = {
        "schema_date": schema_date(),
        "properties": {name: _property(name) for name in PROPERTIES},
        "zones": _zones(),
        "fargate": _fargate(),
        "mysql_versions": _mysql_versions(),
        "mysql_reserved": sorted(MySQL.generator_class.RESERVED_KEYWORDS),
    }
    parts = (f'"{key}": {_part(value)}' for key, value in said.items())
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _part(value: Any) -> str:
    if not isinstance(value, dict):
        return json.dumps(value)
    return "{\n" + ",\n".join(f"  {json.dumps(key)}: {json.dumps(item)}" for key, item in value.items()) + "\n}"


def _property(name: str) -> dict[str, Any]:
    type_, _, path = name.partition(".")
    schema = schemas()[type_]
    node: dict[str, Any] = {"properties": schema["properties"]}
    for part in path.split("."):
        node = children(schema, node)[part]
    found: dict[str, Any] = {}
    for variant in variants(schema, node):
        for keyword in _KEYWORDS:
            if keyword in variant:
                found.setdefault(keyword, variant[keyword])
    return found


def _zones() -> dict[str, str]:
    return {
        region: "".join(sorted({zone.removeprefix(region) for zone in zones} | {*_FURTHER_ZONES.get(region, "")}))
        for region, zones in sorted(AVAILABILITY_ZONES.items())
        if not _OTHER_PARTITIONS.match(region)
    }


def _extension(path: str) -> dict[str, Any]:
    file = importlib.resources.files("cfnlint") / "data" / "schemas" / "extensions" / path
    said: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return said


def _fargate() -> dict[str, list[int]]:
    pairs = [
        size["properties"] for size in _extension("aws_ecs_taskdefinition/fargate_cpu_memory.json")["then"]["anyOf"]
    ]
    return {cpu: _sizes(pair["Memory"]["then"]) for pair in pairs for cpu in pair["Cpu"]["then"]["enum"]}


def _sizes(memory: dict[str, Any]) -> list[int]:
    if "enum" in memory:
        return sorted(memory["enum"])
    return list(range(memory["minimum"], memory["maximum"] + 1, memory["multipleOf"]))


def _mysql_versions() -> list[str]:
    """The minor versions, without those that RDS has withdrawn and the patches of extended support."""
    offered = _of_mysql("engine_version", "then")
    withdrawn = _of_mysql("engine_version_deprecated", "if")
    found = [version for version in offered if _OFFERED.match(version) and version not in withdrawn]
    return sorted(found, key=lambda version: [int(part) for part in version.split(".")])


def _of_mysql(extension: str, branch: str) -> list[str]:
    for case in _extension(f"aws_rds_dbinstance/{extension}.json")["allOf"]:
        if case["if"]["properties"]["Engine"].get("const") == "mysql":
            found: list[str] = case[branch]["properties"]["EngineVersion"]["enum"]
            return found
    raise LookupError(extension)
