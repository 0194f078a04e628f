"""The requests that CloudFormation makes while it handles a resource: each action, on which ARN, with which keys.

The actions are those of the handler in the schema. The ARN is that of the real resource, worked out from its properties
and its physical id: not from the policies that are tried on it.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

from ministack.core.responses import get_account_id
from ministack.services import iam

from aspects.judge.catalogue import facts
from aspects.judge.catalogue.permissions import action_facts, handler_actions
from constructs_lib.kernel.boundaries import NEEDS_BOUNDARY
from governed_cdk.deploy_policy import special
from governed_cdk.deploy_policy.names import NAMED, named_types
from governed_cdk.rehearsal.extension.existence import texts_outside_policies

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from governed_cdk.rehearsal.extension.lifecycle import Operation

Context = dict[str, Any]

SOMEWHERE = ""
"""In place of an ARN that nobody here can tell: an allow on any resource will do."""

_PART = re.compile(r"\$\{(\w+)\}")
_CUSTOM = ("Custom::", "AWS::CloudFormation::CustomResource")
_KEY = re.compile(r"arn:aws[\w-]*:kms:[\w-]+:\d{12}:(?:key|alias)/.+")
_ROLE = re.compile(r"arn:aws[\w-]*:iam::\d{12}:role/(?:.*/)?(?P<name>[^/]+)")


def requests(step: Operation) -> Iterator[tuple[str, str, Context]]:
    """Action, ARN and condition keys of what an operation asks for; nothing of a type that nobody knows."""
    texts = list(texts_outside_policies(step.properties))
    if step.type.startswith(_CUSTOM):
        token = str(step.properties.get("ServiceToken", SOMEWHERE))
        yield ("sns:Publish" if ":sns:" in token else "lambda:InvokeFunction"), token, {}
        return
    if _unbound(step):
        yield from ((special.UNBOUND, arn, {}) for arn in _arns(special.UNBOUND, step, texts))
    for action in _asked(step):
        if action == special.PASS:
            yield from ((action, role, {"iam:passedtoservice": to}) for role, to in _passed(texts))
        elif action == special.LINKED:
            yield action, f"arn:aws:iam::{get_account_id()}:role/aws-service-role/service.amazonaws.com/Any", {}
        elif special.is_key_use(action):
            yield from ((action, key, _through(step)) for key in texts if _KEY.fullmatch(key))
        elif action in special.READS_ASSETS:
            yield from ((action, asset, {}) for asset in _asset(step.properties))
        else:
            for context in _contexts(action, step):
                yield from ((action, arn, context) for arn in _arns(action, step, texts))


def _asked(step: Operation) -> Iterator[str]:
    letters = {"create": "cr", "update": "ur", "delete": "dr"}[step.verb]
    properties = step.properties
    types = {step.type, *special.principals(properties)}
    for action, operations in (handler_actions(step.type) or {}).items():
        bounded = bool(properties.get("PermissionsBoundary"))
        if set(letters) & set(operations) and not special.is_left_out(action, types, bounded=bounded):
            yield action


def _passed(texts: list[str]) -> Iterator[tuple[str, str]]:
    """Each role among the properties, with a service that it trusts."""
    for text in texts:
        found = _ROLE.fullmatch(text)
        if found:
            role = iam._roles.get(found["name"]) or {}  # noqa: SLF001 - see handler.py
            trusted = re.findall(r"[\w.-]+\.amazonaws\.com", str(role.get("AssumeRolePolicyDocument", "")))
            yield text, trusted[0] if trusted else ""


def _through(step: Operation) -> Context:
    service = f"{special.service_of(step.type)}.{step.region}.amazonaws.com"
    return {"kms:viaservice": service, "kms:grantisforawsresource": "true", "kms:calleraccount": get_account_id()}


def _asset(properties: Mapping[str, Any]) -> Iterator[str]:
    code = properties.get("Code") or properties.get("Content") or {}
    if isinstance(code, dict) and code.get("S3Bucket"):
        yield f"arn:aws:s3:::{code['S3Bucket']}/{code.get('S3Key')}"


def _contexts(action: str, step: Operation) -> list[Context]:
    bounds: list[Context] = [_tags(step)]
    if action in NEEDS_BOUNDARY:
        bounds = [{"iam:permissionsboundary": arn} if arn else {} for arn in _boundaries(step)]
    if action in special.ATTACHING:
        arns = step.properties.get("ManagedPolicyArns") or []
        return [{**bound, "iam:policyarn": arn} for bound in bounds for arn in arns]
    return bounds


def _tags(step: Operation) -> Context:
    """The tags of the resource, as IAM compares them."""
    given = step.properties.get("Tags")
    pairs = given if isinstance(given, list) else []
    return {f"aws:resourcetag/{one['Key']}".lower(): one["Value"] for one in pairs if {"Key", "Value"} <= set(one)}


def _boundaries(step: Operation) -> set[str]:
    """The boundary of the role that is made or changed, or of each that a policy is put on; empty of one without."""
    if step.type == special.ROLE:
        return {str(step.properties.get("PermissionsBoundary") or "")}
    return {_boundary_of(name) for name in _names_in(step.properties, "RoleNameWithPath")}


def _boundary_of(role: str) -> str:
    return str((iam._roles.get(role) or {}).get("PermissionsBoundary") or "")  # noqa: SLF001 - see handler.py


def _unbound(step: Operation) -> bool:
    """Whether an update, such as one that rolls back, takes the boundary off a role."""
    changed = step.type == special.ROLE and step.verb == "update"
    return changed and _boundaries(step) == {""} != {_boundary_of(step.physical_id)}


def _arns(action: str, step: Operation, texts: list[str]) -> set[str]:
    """The ARNs of the request: of the resource itself, and of those that its properties name."""
    known = action_facts(action)
    if not known.forms or known.level == "L" or action.startswith("ec2:"):
        return {"*"}
    required = [known.forms[kind] for kind in known.required]
    own = [form for form in known.forms.values() if step.type in named_types(form)]
    found = {arn for form in own for arn in _filled(form, step)}
    found |= {arn for form in required for arn in (*_filled(form, step), *_spelled(form, texts))}
    if not own:
        found |= {arn for form in known.forms.values() for arn in (*_filled(form, step), *_spelled(form, texts))}
    return found or {SOMEWHERE}


def _spelled(form: str, texts: list[str]) -> Iterator[str]:
    """The ARNs of a form among the properties."""
    parts = enumerate(_PART.split(form))
    pattern = "".join("[^*]*" if index % 2 else re.escape(text) for index, text in parts)
    yield from (text for text in texts if re.fullmatch(f"arn:[^:]*:{pattern}", text))


def _filled(form: str, step: Operation) -> Iterator[str]:
    """A form with the names of the resource and of those that it names; nothing where one of them is not said."""
    if not named_types(form):
        return
    given = {"Region": step.region, "Account": get_account_id(), "Partition": "aws"}
    parts = [part for part in _PART.findall(form) if part not in given]
    for chosen in itertools.product(*(_names(form.partition(":")[0], part, step) for part in parts)):
        values = given | dict(zip(parts, chosen, strict=True))
        yield "arn:aws:" + "".join(values[text] if index % 2 else text for index, text in enumerate(_PART.split(form)))


def _names(service: str, part: str, step: Operation) -> list[str]:
    """What may stand for a part of an ARN: a name, as far as it is said; for an id that nobody names, any."""
    types = NAMED.get((service, part), ())
    if step.type in types:
        return [_own_name(step)]
    return list(_names_in(step.properties, part)) if types else ["0"]


def _own_name(step: Operation) -> str:
    if step.type == "AWS::IAM::OIDCProvider":
        return str(step.properties.get("Url", "")).removeprefix("https://")
    known = facts(step.type).name
    value: Any = step.properties
    for key in known.path if known else ():
        value = value.get(key) if isinstance(value, dict) else None
    stack, _, logical_id = step.place.partition(":")
    name = value if isinstance(value, str) else re.split(r"[:/]", step.physical_id)[-1] or f"{stack}-{logical_id}-X"
    suffix = "-AbCdEf" if step.type == "AWS::SecretsManager::Secret" else ""
    return name.removeprefix("alias/").removeprefix("/" if step.type == "AWS::SSM::Parameter" else "") + suffix


def _names_in(properties: Mapping[str, Any], part: str) -> Iterator[str]:
    """The names in a property that is called like a part of the ARN: `LogGroupName`, `Bucket`, `Roles`."""
    short = re.sub(r"(NameWithPath|Name|Id)\Z", "", part)
    for key in (part, short, f"{short}s", f"{short}Name"):
        given = properties.get(key)
        for one in given if isinstance(given, list) else [given]:
            if isinstance(one, str) and not one.startswith("arn:"):
                yield one.rpartition("/")[2] if "://" in one else one
