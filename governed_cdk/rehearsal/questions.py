"""The calls that an app's resources make at run time, put to the policies that are deployed.

Each is made once: with the principal, the action, the resource and the keys that the table says, all by the names that
the deploy gave. `extension/service_calls.py` answers.
"""

from __future__ import annotations

import json
import urllib.request
from typing import TYPE_CHECKING, Any

from aspects.judge.access.arns import SAME_AS, naming_of
from aspects.judge.access.entities import ROLE, SERVICE
from aspects.judge.access.values import Values
from aspects.judge.access.world import world_of
from aspects.judge.iam.matching import readable
from governed_cdk.rehearsal import proof

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aspects.judge.access.calls import RunTimeCall
    from aspects.judge.template import Resource, Template
    from governed_cdk.rehearsal.emulator import Emulator

ADDRESS = "/_rehearsal/calls"
_WAIT_S = 60


def calls(emulator: Emulator, stacks: Iterable[Template], platform: Iterable[Template] = ()) -> tuple[int, list[str]]:
    """How many calls at run time are allowed, and a line for each that is not: who, what, on what, and for what.

    Those of some stacks, also on what is in the stacks of a platform.
    """
    own, app = list(stacks), [*platform, *stacks]
    ours = {id(template) for stack in own for _, template in stack.with_nested()}
    made = [one for one in made_by(app) if id(one.cause.template) in ours]
    answers = ask(emulator, made, physical_names(emulator, app))
    refused = [one for one, answer in zip(made, answers, strict=True) if not answer]
    return len(made) - len(refused), [said(one) for one in refused]


def made_by(stacks: Iterable[Template]) -> tuple[RunTimeCall, ...]:
    """The calls of the stacks, and of those that are nested in them."""
    return world_of(template for stack in stacks for _, template in stack.with_nested()).calls


def said(call: RunTimeCall) -> str:
    """One line."""
    asked = call.request
    given = "; ".join(f"{key}={'|'.join(values)}" for key, values in asked.context.items() if values)
    what = f"{asked.what.kind} {asked.what.name}"
    return f"{asked.who} may not {asked.action} on {what}, for {call}" + (f" ({readable(given)})" if given else "")


def ask(emulator: Emulator, made: Sequence[RunTimeCall], names: dict[str, str]) -> list[bool]:
    """Whether each call is allowed as things are deployed; `names` are those that the deploy gave."""
    return put(emulator, [question(one, names) for one in made])


def put(emulator: Emulator, asked: Sequence[dict[str, Any]]) -> list[bool]:
    """The answer to each question."""
    request = urllib.request.Request(emulator.endpoint + ADDRESS, data=json.dumps(asked).encode())  # noqa: S310 - loopback
    with urllib.request.urlopen(request, timeout=_WAIT_S) as answer:  # noqa: S310 - the same
        found: list[bool] = json.loads(answer.read())
    return found


def question(call: RunTimeCall, names: dict[str, str]) -> dict[str, Any]:
    """A call as the emulator takes it."""
    asked = call.request
    principal = {SERVICE: asked.who.name, ROLE: asked.who.arn}.get(asked.who.kind, asked.what.account)
    context = {key: [_real(one, names) for one in values] for key, values in asked.whole_context().items() if values}
    return {
        "principal": _real(principal, names),
        "action": asked.action,
        "resource": _real(asked.what.arn_for(asked.action, asked.part or "any"), names),
        "region": asked.what.region,
        "account": asked.what.account,
        "context": context,
    }


def physical_names(emulator: Emulator, stacks: Iterable[Template]) -> dict[str, str]:
    """What the templates call a resource for as long as it is not there, and what it is called: the longest first."""
    app = [template for stack in stacks for _, template in stack.with_nested()]
    values, found = Values(app), {}
    for template in app:
        physical = proof.physical_ids(emulator, template)
        for resource in template.resources.values():
            if resource.logical_id in physical and resource.type not in SAME_AS:
                found.update(_names(values, resource, physical[resource.logical_id]))
                found.update(_asked(emulator, values, resource, physical[resource.logical_id]))
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def _asked(emulator: Emulator, values: Values, resource: Resource, physical: str) -> dict[str, str]:
    """What only the service knows: the default security group of a VPC."""
    if resource.type == "AWS::EC2::VPC":
        wanted = [{"Name": "vpc-id", "Values": [physical]}, {"Name": "group-name", "Values": ["default"]}]
        groups = emulator.client("ec2", resource.template.region).describe_security_groups(Filters=wanted)
        return {values.of(resource, "DefaultSecurityGroup"): groups["SecurityGroups"][0]["GroupId"]}
    return {}


def _names(values: Values, resource: Resource, physical: str) -> dict[str, str]:
    """The ARN and the name of a resource before, each with what they are now."""
    form, arn = naming_of(resource.type), values.arn(resource)
    before = arn.rpartition("/")[2] if "/" in arn else arn.rpartition(":")[2]
    if physical.startswith("arn:"):
        pairs = {arn: physical, before: physical.rpartition("/")[2] if "/" in physical else physical.rpartition(":")[2]}
    else:
        pairs = {values.of(resource): physical} if form.ref == "name" else {}
        pairs[f"{resource.template.stack_name}.{resource.logical_id}"] = physical
    return {text: now for text, now in pairs.items() if text and text != now}


def _real(text: str, names: dict[str, str]) -> str:
    for before, now in names.items():
        if before in text:
            text = text.replace(before, now)
    return text
