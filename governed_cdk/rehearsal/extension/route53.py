"""Route 53: health checks."""

from __future__ import annotations

from governed_cdk.rehearsal.extension.api import client, new_id, unless_gone
from governed_cdk.rehearsal.extension.api_arguments import arguments
from governed_cdk.rehearsal.extension.handler import Handler, Made, Properties


def _create(properties: Properties, _name: str) -> Made:
    wanted = arguments("route53", "CreateHealthCheck", properties, CallerReference=new_id())
    check = client("route53").create_health_check(**wanted)["HealthCheck"]["Id"]
    if properties.get("HealthCheckTags"):
        client("route53").change_tags_for_resource(
            ResourceType="healthcheck", ResourceId=check, AddTags=properties["HealthCheckTags"]
        )
    return check, {"HealthCheckId": check}


def _delete(check: str, _properties: Properties) -> None:
    unless_gone(client("route53").delete_health_check, HealthCheckId=check)


HANDLERS = [Handler("AWS::Route53::HealthCheck", _create, _delete)]
