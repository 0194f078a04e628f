"""CloudTrail: trails."""

from __future__ import annotations

from governed_cdk.rehearsal.extension.api import client, unless_gone
from governed_cdk.rehearsal.extension.api_arguments import arguments
from governed_cdk.rehearsal.extension.handler import Handler, Made, Properties

_RENAME = {"TrailName": "Name", "KMSKeyId": "KmsKeyId", "Tags": "TagsList"}


def _create(properties: Properties, name: str) -> Made:
    wanted = arguments("cloudtrail", "CreateTrail", {"TrailName": name, **properties}, rename=_RENAME)
    client("cloudtrail").create_trail(**wanted)
    return _update(wanted["Name"], {}, properties)  # the emulator's CreateTrail drops the log group, this does not


def _update(trail: str, _old: Properties, new: Properties) -> Made:
    wanted = arguments("cloudtrail", "UpdateTrail", {**new, "TrailName": trail}, rename=_RENAME)
    made = client("cloudtrail").update_trail(**wanted)
    _follow(trail, new)
    return trail, {"Arn": made["TrailARN"]}


def _follow(trail: str, properties: Properties) -> None:
    """What the API takes by calls of their own: the selectors, and whether it logs."""
    selectors = {key: properties[key] for key in ("EventSelectors", "AdvancedEventSelectors") if properties.get(key)}
    if selectors:
        client("cloudtrail").put_event_selectors(
            **arguments("cloudtrail", "PutEventSelectors", selectors, TrailName=trail)
        )
    logs = str(properties.get("IsLogging")).lower() == "true"
    (client("cloudtrail").start_logging if logs else client("cloudtrail").stop_logging)(Name=trail)


def _delete(trail: str, _properties: Properties) -> None:
    unless_gone(client("cloudtrail").delete_trail, Name=trail)


HANDLERS = [Handler("AWS::CloudTrail::Trail", _create, _delete, _update)]
