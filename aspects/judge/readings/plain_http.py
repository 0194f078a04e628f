"""Whether the policies of a bucket deny plain HTTP: everybody, each action, on the bucket and on each object in it.

Several statements do it together. What only the deploy knows of them leaves it open. Sources: Amazon S3 User Guide,
"Bucket policy examples: managing access based on HTTP or HTTPS requests" and "Policy condition keys" (`s3:TlsVersion`,
which a request without TLS does not have); IAM User Guide, "Condition operators", which names Bool for such a key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aspects.judge.catalogue.permissions import actions_on
from aspects.judge.iam.conditions import ABSENT as NOT_SENT
from aspects.judge.iam.conditions import Condition, holds
from aspects.judge.iam.matching import matches, may_agree, unknown_text
from aspects.judge.iam.truth import Truth, both, either, negated
from aspects.judge.template import ABSENT, OPAQUE, Partial, Reference, describe
from aspects.judge.template.once import once_an_app
from aspects.judge.template.policies import statements
from constructs_lib.kernel.iam_patterns import SOMETHING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource, Template
    from aspects.judge.template.policies import Statement

_PLAIN = {"aws:securetransport": ("false",), "s3:tlsversion": NOT_SENT}
_ARN = "arn:aws:s3:::"
_ANY_ACTION = f"s3:{SOMETHING}"


def denies_plain_http(bucket: Resource) -> Truth:
    """Whether some policy of a bucket, or several together, deny plain HTTP."""
    said = [(policy, one) for policy in policies_of(bucket) for one in statements(policy, "PolicyDocument")]
    denying = [(policy, one, answer) for policy, one in said if (answer := _denies_everybody(policy, one))]
    if not denying:
        return Truth.NO
    names = _names(bucket)

    def denied(kind: str, ending: str) -> Truth:
        covering = [(one, both(answer, _covers(policy, one, names, ending))) for policy, one, answer in denying]
        if any(answer is Truth.YES and _acts(one, _ANY_ACTION) is Truth.YES for one, answer in covering):
            return Truth.YES
        each = (either(both(answer, _acts(one, action)) for one, answer in covering) for action in _actions(kind))
        return both(*each)

    return both(denied("bucket", ""), denied("object", f"/{SOMETHING}"))


def policies_of(bucket: Resource) -> list[Resource]:
    """The policies of a bucket, in all the templates that were read together."""
    policies = _policies(bucket.template)
    names = _names(bucket) if policies else []
    return list({policy: None for name in names for policy in policies.get(name, ()) if name in _buckets(policy)})


@once_an_app
def _policies(app: tuple[Template, ...]) -> dict[str, list[Resource]]:
    """The policies of buckets, by what they call the bucket."""
    found: dict[str, list[Resource]] = {}
    for template in app:
        for policy in template.of_type("AWS::S3::BucketPolicy"):
            for name in _buckets(policy):
                found.setdefault(name, []).append(policy)
    return found


def _buckets(policy: Resource) -> list[str]:
    """What a policy calls its bucket, in the world that is being asked."""
    return [_text(policy.template, value) for value in policy.values("Bucket")]


def _names(bucket: Resource) -> list[str]:
    """What a bucket is called: by a reference, and by the name that it is given."""
    given = (value for value in bucket.values("BucketName") if value is not ABSENT)
    return [_stand_in(bucket.template, bucket.logical_id), *(_text(bucket.template, value) for value in given)]


def _actions(kind: str) -> Iterator[str]:
    """The actions on what there is: whoever makes a bucket asks no policy of it."""
    return (f"s3:{name}" for name in actions_on("s3", kind) if name != "createbucket")


def _denies_everybody(policy: Resource, statement: Statement) -> Truth:
    """Whether a statement denies something to everybody who asks by plain HTTP."""
    if statement.unknown or isinstance(statement.effect, OPAQUE):
        return Truth.MAYBE
    if statement.effect != "Deny":
        return Truth.NO
    everybody = either(
        Truth.MAYBE if isinstance(one.value, OPAQUE) else Truth.of(one.value == "*" and one.kind in ("*", "AWS"))
        for one in statement.principals
    )
    return both(everybody, *(_is_met(policy, one.operator, one.key, one.values) for one in statement.conditions))


def _is_met(policy: Resource, operator: str, key: str, values: tuple[Any, ...]) -> Truth:
    """Whether each request without TLS meets a condition: one on another key, some do not."""
    if key not in _PLAIN:
        return Truth.NO if key else Truth.MAYBE
    answer = holds(Condition(operator, key, tuple(_text(policy.template, value) for value in values)), _PLAIN)
    return min(answer, Truth.MAYBE) if "string" in operator else answer  # not an operator for such a key


def _acts(statement: Statement, action: str) -> Truth:
    """Whether a statement is about an action, given in lower case but for what stands for any."""
    if statement.unknown:
        return Truth.MAYBE
    named = statement.not_actions or statement.actions
    if statement.not_actions and action == _ANY_ACTION:
        texts = [str(place.value) for place in named]
        known = not any(isinstance(place.value, OPAQUE) for place in named)
        return Truth.of(known and not any(may_agree(text.lower(), "s3:*") for text in texts))
    found = either(
        Truth.MAYBE if isinstance(place.value, OPAQUE) else matches(str(place.value), action, ignore_case=True)
        for place in named
    )
    return negated(found) if statement.not_actions else found


def _covers(policy: Resource, statement: Statement, names: list[str], ending: str) -> Truth:
    """Whether a statement is about what a bucket's ARN and an ending stand for."""
    if statement.unknown:
        return Truth.MAYBE
    places = statement.not_resources or statement.resources
    patterns = [_pattern(_text(policy.template, place.value), names) for place in places]
    if statement.not_resources:
        arns = [f"{_ARN}{name}{ending}".replace(SOMETHING, "*") for name in names]
        return Truth.of(not any(may_agree(pattern, arn) for pattern in patterns for arn in arns))
    return either(
        matches(pattern, f"{_ARN}{name}{ending}")
        for pattern in patterns
        for name in (names[:1] if names[0] in pattern else names)
    )


def _pattern(text: str, names: list[str]) -> str:
    """A resource as a statement names it, a name of the bucket as the first of them; the partition says nothing."""
    parts = text.split(":", 2)
    text = ":".join(["arn", "aws", parts[2]]) if len(parts) == 3 and parts[0] == "arn" else text
    for name in names[1:]:
        rest = text.removeprefix(f"{_ARN}{name}")
        if rest != text and rest[:1] in ("", "/", "*", "?"):
            return f"{_ARN}{names[0]}{rest}"
    return text


def _text(template: Template, value: Any) -> str:
    """A value as text: a bucket of the app as what stands for its name, what nobody knows as itself."""
    if isinstance(value, Partial):
        return "".join(_text(template, part) for part in value.parts)
    if isinstance(value, Reference) and value.resource.type == "AWS::S3::Bucket" and value.attribute in ("", "Arn"):
        return f"{_ARN if value.attribute else ''}{_stand_in(value.template, value.logical_id)}"
    if isinstance(value, OPAQUE):
        return unknown_text(f"{id(template)} {describe(value)}")
    return str(value)


def _stand_in(template: Template, logical_id: str) -> str:
    return f"\ue004{id(template)}.{logical_id}\ue004"
