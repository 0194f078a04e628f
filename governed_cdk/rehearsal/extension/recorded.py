"""Types whose service the emulator lacks: their properties are kept, and `cloudcontrol get-resource` shows them.

`Ref` and the attributes look as AWS's do, so that what depends on them can be deployed. Schemas check the properties
before the deploy; nothing acts on them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ministack.core.responses import get_account_id, get_region

from governed_cdk.rehearsal.coverage import Coverage
from governed_cdk.rehearsal.extension.api import client, new_id, unless_gone
from governed_cdk.rehearsal.extension.handler import Handler, Made, Properties

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Recorded:
    """One recorded type: what `Ref` gives, and the attributes.

    Both are texts with {region}, {account}, {new} (an id of its own), {name} (the resource's own), and the template's
    properties by name; the attributes also know {ref} and {last}, the part of it behind the last slash or colon.
    """

    type: str
    ref: str
    attributes: Mapping[str, str] = field(default_factory=dict)


_TYPES = (
    Recorded(
        "AWS::APS::Workspace", "arn:aws:aps:{region}:{account}:workspace/ws-{new}",
        {
            "Arn": "{ref}", "WorkspaceId": "{last}",
            "PrometheusEndpoint": "https://aps-workspaces.{region}.amazonaws.com/workspaces/{last}/",
        },
    ),
    Recorded("AWS::APS::RuleGroupsNamespace", "{Workspace}/rulegroupsnamespace/{Name}", {"Arn": "{ref}"}),
    Recorded(
        "AWS::AccessAnalyzer::Analyzer", "arn:aws:access-analyzer:{region}:{account}:analyzer/{new}", {"Arn": "{ref}"}
    ),
    # Source: CloudFormation Template Reference, AWS::ApplicationAutoScaling::ScalableTarget, return values.
    Recorded(
        "AWS::ApplicationAutoScaling::ScalableTarget", "{ResourceId}|{ScalableDimension}|{ServiceNamespace}",
        {"Id": "{ref}"},
    ),
    Recorded(
        "AWS::Backup::RestoreTestingPlan", "{RestoreTestingPlanName}",
        {"RestoreTestingPlanArn": "arn:aws:backup:{region}:{account}:restore-testing-plan:{ref}-{new}"},
    ),
    Recorded("AWS::Backup::RestoreTestingSelection", "{RestoreTestingPlanName}|{RestoreTestingSelectionName}"),
    Recorded("AWS::CE::AnomalyMonitor", "arn:aws:ce::{account}:anomalymonitor/{new}", {"MonitorArn": "{ref}"}),
    Recorded(
        "AWS::CE::AnomalySubscription", "arn:aws:ce::{account}:anomalysubscription/{new}", {"SubscriptionArn": "{ref}"}
    ),
    Recorded("AWS::Chatbot::SlackChannelConfiguration", "arn:aws:chatbot::{account}:chat-configuration/{name}"),
    Recorded("AWS::EC2::TransitGateway", "tgw-{new}", {"Id": "{ref}"}),
    Recorded("AWS::EC2::TransitGatewayAttachment", "tgw-attach-{new}", {"Id": "{ref}"}),
    Recorded(
        "AWS::Grafana::Workspace", "g-{new}",
        {"Id": "{ref}", "Endpoint": "{ref}.grafana-workspace.{region}.amazonaws.com", "Status": "ACTIVE"},
    ),
    Recorded("AWS::GuardDuty::Detector", "{new}", {"Id": "{ref}"}),
    Recorded("AWS::WAFv2::LoggingConfiguration", "{ResourceArn}"),
)  # fmt: skip


def _handler(recorded: Recorded) -> Handler:
    def attributes(ref: str, known: Mapping[str, object]) -> dict[str, str]:
        words = {**known, "ref": ref, "last": ref.replace(":", "/").rsplit("/", 1)[-1]}
        return {name: text.format_map(words) for name, text in recorded.attributes.items()}

    def create(properties: Properties, name: str) -> Made:
        known = {**properties, **_words(name)}
        ref = recorded.ref.format_map(known)
        _keep(recorded.type, ref, properties)
        return ref, attributes(ref, known)

    def update(ref: str, _old: Properties, new: Properties) -> Made:
        delete(ref, new)
        _keep(recorded.type, ref, new)
        return ref, attributes(ref, {**new, **_words(ref)})

    def delete(ref: str, _properties: Properties) -> None:
        unless_gone(client("cloudcontrol").delete_resource, TypeName=recorded.type, Identifier=ref)

    return Handler(recorded.type, create, delete, update, Coverage.RECORDED)


def _words(name: str) -> dict[str, str]:
    return {"region": get_region(), "account": get_account_id(), "new": new_id(digits=32), "name": name}


def _keep(type_: str, ref: str, properties: Properties) -> None:
    state = json.dumps({**properties, "Id": ref})
    client("cloudcontrol").create_resource(TypeName=type_, DesiredState=state)


HANDLERS = [_handler(recorded) for recorded in _TYPES]
