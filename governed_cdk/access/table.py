"""Who may do what to each resource, by which statements and under which conditions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aspects.judge.access.entities import ACCOUNT, EVERYBODY, FEDERATED, KINDS, SERVICE, Entity, Request
from aspects.judge.access.evaluation import decide
from aspects.judge.iam.matching import readable
from aspects.judge.iam.truth import Truth
from governed_cdk.access.choosing import chosen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aspects.judge.access.entities import Target
    from aspects.judge.access.evaluation import Applied, Decision
    from aspects.judge.access.world import World

# What is asked of each kind, beside every action that a policy of the templates spells out.
_ACTIONS = {
    "key": (
        "kms",
        "CreateGrant Decrypt DescribeKey DisableKey Encrypt GenerateDataKey PutKeyPolicy ScheduleKeyDeletion",
    ),
    "bucket": ("s3", "DeleteBucket DeleteObject GetObject ListBucket PutBucketPolicy PutObject"),
    "secret": ("secretsmanager", "DeleteSecret DescribeSecret GetSecretValue PutResourcePolicy PutSecretValue"),
    "topic": ("sns", "DeleteTopic Publish SetTopicAttributes Subscribe"),
    "queue": ("sqs", "DeleteMessage PurgeQueue ReceiveMessage SendMessage SetQueueAttributes"),
    "role": ("sts", "AssumeRole AssumeRoleWithWebIdentity"),
}


@dataclass(frozen=True, slots=True)
class AccessRow:
    """What somebody may do to a resource in one way.

    `answer` is `yes` or `depends`. `by` are the statements that allow it, `unless` those that may deny it, each with
    the conditions that nobody can settle before the request.
    """

    what: str
    kind: str
    stack: str
    logical_id: str
    who: str
    actions: tuple[str, ...]
    answer: str
    by: tuple[str, ...]
    unless: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccessTable:
    """The rows, and in a line each what nobody knows of the policies that were read."""

    rows: tuple[AccessRow, ...]
    unknown: tuple[str, ...]


def table_of(world: World, who: str = "*", what: str = "*") -> AccessTable:
    """Who may do what; patterns take principals and resources by name, by kind, or by both (`key alias/*`)."""
    rows: list[AccessRow] = []
    for target in world.targets:
        if target.kind in KINDS.values() and _means(what, target.kind, target.name):
            for entity in _asked(target, world):
                if _means(who, entity.kind, entity.name):
                    rows += _rows(world, entity, target)
    unknown = [f"{one}: {line}" for one in world.entities for line in one.policies.unknown]
    unknown += [f"{one.kind} {one.name}: {line}" for one in world.targets for line in one.policies.unknown]
    return AccessTable(tuple(rows), tuple(dict.fromkeys(map(readable, unknown))))


def _means(pattern: str, kind: str, name: str) -> bool:
    return any(chosen(text, (pattern,), ()) for text in (name, kind, f"{kind} {name}"))


def _asked(target: Target, world: World) -> Iterator[Entity]:
    """Our principals, and whoever else the resource's policy names."""
    yield from (one for one in world.entities if one.account == target.account and one.arn != target.arn)
    named = dict.fromkeys(one for said in target.policies.statements for one in said.principals)
    if target.behind_its_policy(""):
        yield Entity(ACCOUNT, f"any principal of {target.account} whose own policies allow it", "", target.account)
    for one in named:
        if one.kind == "Service":
            yield Entity(SERVICE, one.value)
        elif one.kind == "Federated":
            yield Entity(FEDERATED, one.value.rpartition("oidc-provider/")[2], one.value, target.account)
        elif one.value == "*":
            yield Entity(EVERYBODY, "anybody")


def _rows(world: World, who: Entity, target: Target) -> Iterator[AccessRow]:
    groups: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for action in _actions(world, target):
        decision = decide(Request(who, action, target))
        if decision.answer:
            groups.setdefault(_way(decision), []).append(action)
    for (answer, by, unless), actions in groups.items():
        resource = target.resource
        yield AccessRow(
            readable(target.name), target.kind, resource.template.stack_name, resource.logical_id, str(who),
            tuple(actions), answer, by, unless,
        )  # fmt: skip


def _way(decision: Decision) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    answer = "yes" if decision.answer is Truth.YES else "depends"
    return answer, tuple(dict.fromkeys(_said(decision.allowed_by))), tuple(dict.fromkeys(_said(decision.denied_by)))


def _said(applied: Iterable[Applied]) -> Iterator[str]:
    """Each statement with what it depends on."""
    for one in applied:
        depends = " and ".join([*map(str, one.conditions), *(f"on {readable(text)}" for text in one.resources)])
        yield f"{one.statement.origin}{f' if {depends}' if depends else ''}"


def _actions(world: World, target: Target) -> list[str]:
    service, fixed = _ACTIONS[target.kind]
    return sorted({*(f"{service}:{name}" for name in fixed.split()), *world.spelled.get(service, ())}, key=str.lower)
