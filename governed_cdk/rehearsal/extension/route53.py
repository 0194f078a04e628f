"""Route 53: health checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ministack.services import route53

from governed_cdk.rehearsal.extension.api import client, new_id, unless_gone
from governed_cdk.rehearsal.extension.api_arguments import arguments
from governed_cdk.rehearsal.extension.handler import Handler, Made, Properties

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


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


def spell_booleans() -> None:
    """Spell what is true or false of a health check as XML does: boto takes the emulator's `True` for false."""
    original = route53._build_health_check_el  # noqa: SLF001 - see handler.py

    def build(parent: Element, check: dict[str, Any]) -> None:
        original(parent, check)
        for element in parent.iter():
            if element.text in ("True", "False"):
                element.text = element.text.lower()

    route53._build_health_check_el = build  # noqa: SLF001 - see handler.py
