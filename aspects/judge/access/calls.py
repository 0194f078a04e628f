"""Every call that the resources of an app make at run time, or make others make, from templates alone; pure.

The facts stand in `constructs_lib/kernel/facts/calls.yaml`. What is called has to be in a template of the app, and so
has the role that calls: of others nobody knows the policies.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aspects.judge.access.call_context import of_account, of_service, told_keys
from aspects.judge.access.entities import ACCOUNT, ROLE, SERVICE, Entity, Request, Target
from aspects.judge.access.policy import source_of
from aspects.judge.access.properties import Properties
from aspects.judge.iam.matching import matches
from aspects.judge.iam.truth import Truth
from constructs_lib.kernel.calls import ANY, JUDGED_BY, calls_of, keys, on_behalf_of, roles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from aspects.judge.access.estate import Estate
    from aspects.judge.access.uses import TargetNames
    from aspects.judge.iam.conditions import Context
    from aspects.judge.template import Resource
    from constructs_lib.kernel.calls import CallRow

ASSUME = "sts:AssumeRole"
ELSEWHERE = "resource"


@dataclass(frozen=True, slots=True)
class RunTimeCall:
    """One call: a question to the policies, and the resource that causes it with the row that says so.

    `row` is what is made once: the row's types, principal and actions.
    """

    request: Request
    cause: Resource
    row: tuple[str, ...] = field(default=(), compare=False)

    def among(self, entities: Mapping[str, Entity], targets: Mapping[str, Target]) -> Request:
        """The question about a principal and a resource as they are there, by ARN."""
        who, what = self.request.who, self.request.what
        now, then = entities.get(who.arn, who) if who.kind == ROLE else who, targets.get(what.arn, what)
        return self.request if now is who and then is what else dataclasses.replace(self.request, who=now, what=then)

    def __str__(self) -> str:
        """As a finding names its cause."""
        said = source_of(self.cause)
        return f"{self.cause.template.stack_name} {self.cause.logical_id}{f' ({said})' if said else ''}"


def once(made: Iterable[RunTimeCall]) -> tuple[RunTimeCall, ...]:
    """Each call once, with the first of its causes."""
    found: dict[tuple[object, ...], RunTimeCall] = {}
    for one in made:
        asked = one.request
        key = (str(asked.who), asked.action, asked.what.arn, asked.part, tuple(sorted(asked.context.items())))
        found.setdefault(key, one)
    return tuple(found.values())


class Calls:
    """Derives the calls of an app."""

    def __init__(self, estate: Estate, names: TargetNames) -> None:
        self.estate, self._names = estate, names
        self.roles = {one.arn: one for one in estate.entities if one.kind == ROLE}
        having: list[Entity | Target] = [*estate.entities, *estate.targets]
        self._told = told_keys(one.policies for one in having)

    def derive(self) -> Iterator[RunTimeCall]:
        """Every call that a property says."""
        for resource in self.estate.resources:
            yield from self._taking_roles(resource)
            yield from self._calling(resource)

    def _taking_roles(self, resource: Resource) -> Iterator[RunTimeCall]:
        given = Properties(self.estate.values, resource)
        for use in (one for one in roles() if one.type == resource.type):
            for role in self._named(given.texts(*use.at), resource, "AWS::IAM::Role"):
                row = ("roles", use.type, use.service)
                behalf = use.behalf or on_behalf_of().get(resource.type, "")
                yield from self.by_service(use.service, (ASSUME,), role, given, behalf, {}, "", row)

    def _calling(self, resource: Resource) -> Iterator[RunTimeCall]:
        for row in calls_of(resource.type):
            for given in Properties(self.estate.values, resource).things(row, self._names):
                for what in self._called(row, given):
                    yield from self._of_row(row, given, what)

    def _of_row(self, row: CallRow, given: Properties, what: Target) -> Iterator[RunTimeCall]:
        said = ("calls", row.type, row.to, row.service or "".join(row.role) or row.via, *row.does)
        sends = {key: given.filled(value, what) for key, value in row.sends.items()}
        part = given.filled(row.part, what)
        if row.service:
            service = given.filled(row.service, what)
            yield from self.by_service(service, row.does, what, given, row.behalf, sends, part, said)
            return
        if not row.role:
            sends = {"aws:PrincipalArn": f"arn:aws:iam::{what.account}:role/anybody", **sends}
        for who in self._acting(row, given):
            context = of_account(row.via, what, sends)
            yield from self._each(who, row.does, what, (context,), given, part, said)
            anything = self._elsewhere(given, ANY)
            yield from self._each(who, row.also, anything, ({},), given, "", said)
            yield from self.of_key(who, row.does, what, given, "", said)

    def by_service(  # noqa: PLR0917 - what one call is made of
        self, service: str, does: Iterable[str], what: Target, given: Properties, behalf: str,
        sends: Mapping[str, str], part: str, row: tuple[str, ...],
    ) -> Iterator[RunTimeCall]:  # fmt: skip
        """What a service does by itself, and what it needs of the key of what it calls."""
        who, source = Entity(SERVICE, service), self._source(given, behalf, what)
        policy = JUDGED_BY[what.resource.type]
        contexts = of_service(service, policy, sends, source=source, account=what.account)
        yield from self._each(who, does, what, contexts, given, part, row)
        yield from self.of_key(who, does, what, given, source, row)

    def of_key(  # noqa: PLR0917 - the same
        self, who: Entity, does: Iterable[str], what: Target, given: Properties, source: str, row: tuple[str, ...]
    ) -> Iterator[RunTimeCall]:
        """What the service of what is called asks of its key, for who calls."""
        own = Properties(self.estate.values, what.resource)
        for use in keys():
            if use.type != what.resource.type or (who.kind == SERVICE and not use.services):
                continue
            asked = tuple(dict.fromkeys(one for action in does for one in use.asks.get(action, ())))
            sends = {f"kms:EncryptionContext:{name}": own.filled(text, what) for name, text in use.context.items()}
            for key in self._named(own.texts(*use.at), what.resource, "AWS::KMS::Key"):
                contexts: tuple[Context, ...] = (of_account(use.via, key, sends),)
                if who.kind == SERVICE:
                    contexts = of_service(
                        who.name, JUDGED_BY[key.resource.type], sends, source=source, account=key.account
                    )
                yield from self._each(who, asked, key, contexts, given, "", ("keys", use.type, *row))

    def _each(  # noqa: PLR0917 - the same
        self, who: Entity, does: Iterable[str], what: Target, contexts: Iterable[Context], given: Properties, part: str,
        row: tuple[str, ...],
    ) -> Iterator[RunTimeCall]:  # fmt: skip
        for action in does:
            for context in contexts:
                yield RunTimeCall(Request(who, action, what, {**self._told, **context}, part), given.resource, row)

    def _acting(self, row: CallRow, given: Properties) -> list[Entity]:
        """The roles at a path that templates have, or any principal of the account."""
        if not row.role:
            account = given.resource.template.account
            return [Entity(ACCOUNT, f"any principal of {account}", "", account)]
        having = [given]
        if row.through:
            there = self._named(given.texts(*row.through), given.resource, "")
            having = [Properties(self.estate.values, one.resource) for one in there]
        found = [role for one in having for role in self._named(one.texts(*row.role), given.resource, "AWS::IAM::Role")]
        return [self.roles[one.arn] for one in found if one.arn in self.roles]

    def _called(self, row: CallRow, given: Properties) -> list[Target]:
        if not row.elsewhere:
            own = [given.resource] if not row.at else []
            itself = [one for one in self.estate.targets if own and one.resource is own[0]]
            return itself or self._named(given.texts(*row.at), given.resource, row.to)
        if row.at and not given.has(*row.at):
            return []
        if row.to == ANY or ANY not in row.to:
            return [self._elsewhere(given, given.filled(row.to, None))]
        named = [text for text in given.texts(*row.at) if matches(row.to, text) is Truth.YES]
        return [self._elsewhere(given, text) for text in named]

    @staticmethod
    def _elsewhere(given: Properties, arn: str) -> Target:
        template = given.resource.template
        return Target(ELSEWHERE, arn, arn, template.account, template.region, given.resource)

    def _named(self, texts: Iterable[str], resource: Resource, type_: str) -> list[Target]:
        found = [one for text in texts for one in self._names.named_in(text, resource.template)]
        fitting = {one.arn: one for one in found if not type_ or one.resource.type == type_}
        return list(fitting.values())

    def _source(self, given: Properties, behalf: str, what: Target) -> str:
        """The ARN of the resource for which a service says that it calls."""
        if not behalf or behalf.startswith("arn:"):
            return given.filled(behalf or "{by}", what)
        texts = given.texts(*behalf.split("."))
        named = self._named(texts, given.resource, "")
        return named[0].arn if named else next(iter(texts), "")
