"""What CDK and Application Auto Scaling make for a policy that scales: its name, and the alarms that start it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from aspects.judge.readings.across import meant
from aspects.judge.template import ABSENT

if TYPE_CHECKING:
    from aspects.judge.template import Resource

_POLICIES = ("AWS::ApplicationAutoScaling::ScalingPolicy", "AWS::AutoScaling::ScalingPolicy")
_ARN = re.compile(r"arn:[^:]+:autoscaling:[^:]*:[^:]*:scalingPolicy:.+")
_HASHED = re.compile(r"([A-Za-z0-9]+)[0-9A-F]{8}")


def is_named_by_cdk(resource: Resource, name: Any) -> bool:
    """Whether a policy's name is the one that CDK gives where step scaling takes none: its path and a hash of that.

    Nobody has chosen it, and no argument of `scale_on_metric` would change it. Of its logical id it has the words.
    """
    if resource.type not in _POLICIES or not isinstance(name, str):
        return False
    found, own = _HASHED.fullmatch(name), _HASHED.fullmatch(resource.logical_id)
    return found is not None and own is not None and found[1].endswith(own[1])


def only_scales(alarm: Resource) -> bool:
    """Whether all that an alarm does, in each state, is to start a scaling policy: it wakes nobody."""
    done = [
        value
        for state in ("AlarmActions", "OKActions", "InsufficientDataActions")
        for value in alarm.values(state, "*")
        if value is not ABSENT
    ]
    return bool(done) and all(_scales(alarm, value) for value in done)


def _scales(alarm: Resource, action: Any) -> bool:
    if isinstance(action, str):
        return _ARN.fullmatch(action) is not None
    return any(found.type in _POLICIES for found in meant(alarm.template, action))
