"""The ARNs that an action is allowed on, for the resources of an app.

Reading is scoped where every ARN that the action takes is named by the app; what writes is bound to the account at
least, save in EC2, whose actions also reach what is others' (images, endpoint services). What lists takes no ARN.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Final

from aspects.judge.catalogue.permissions import ActionFacts, action_facts, service_forms
from governed_cdk.deploy_policy.names import NAMED, NamePatterns, at_deploy, named_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from aspects.judge.template import Resource, Template
    from governed_cdk.deploy_policy.texts import Texts

ANY: Final = frozenset({"*"})
_PART = re.compile(r"\$\{(\w+)\}")
_PLACE = {"Region", "Account", "Partition"}


def partition_of(region: str) -> str:
    """The partition that a region is in."""
    return "aws-cn" if region.startswith("cn-") else "aws-us-gov" if region.startswith("us-gov-") else "aws"


class Arns:
    """ARNs as patterns, in one account and the regions of the app."""

    def __init__(self, app: tuple[Template, ...], names: NamePatterns, texts: Texts) -> None:
        self.names, self._texts = names, texts
        regions = {template.region for template in app}
        self.account = app[0].account
        self.region = regions.pop() if len(regions) == 1 else "*"
        self.partition = partition_of(app[0].region)

    def arn(self, rest: str) -> str:
        """An ARN of the account, from what follows the partition."""
        return f"arn:{self.partition}:{rest.replace('{region}', self.region).replace('{account}', self.account)}"

    def of(self, action: str, resources: Iterable[Resource]) -> frozenset[str]:
        """The ARNs of an action that some resources of one type ask for."""
        facts, resources = action_facts(action), list(resources)
        if not facts.forms or facts.level == "L" or action.startswith("ec2:"):
            return ANY
        own = self._own(action.partition(":")[0], facts, resources[0].type)
        if facts.level == "R" and not all(self._named(form) for form in own or facts.forms.values()):
            return ANY
        required = [facts.forms[kind] for kind in facts.required]
        if facts.level in ("R", "T") and own:
            return frozenset(arn for form in (*own, *required) for arn in self._filled(form, resources))
        named = [*(own or filter(self._named, facts.forms.values())), *required]
        forms = (*facts.forms.values(), *own)
        return frozenset(arn for form in forms for arn in self._filled(form, resources, named=form in named))

    @staticmethod
    def _own(service: str, facts: ActionFacts, type_: str) -> list[str]:
        """The forms of the type's own ARNs, where the action takes one.

        For an action of the type's service that takes others only, the reference lags behind: the type's own are added.
        """
        noun = type_.rpartition("::")[2].lower()
        forms = facts.forms.items()
        own = [form for kind, form in forms if type_ in named_types(form) or re.split(r"\W", kind.lower())[0] == noun]
        lags = facts.level == "T" and not own
        return own or [form for form in service_forms(service).values() if lags and _is_of(form, type_)]

    def _named(self, form: str) -> bool:
        return bool(self.names.of(*named_types(form)))

    def _filled(self, form: str, resources: list[Resource], *, named: bool = True) -> Iterator[str]:
        """A form with the app's names in it; also as a resource spells an ARN of it that is not the app's.

        Not named: any of the account.
        """
        known = named_types(form)
        outside = not named or (
            not any(one.type in known for one in resources) and any(self._texts.unknown(one) for one in resources)
        )
        parts = [part for part in _PART.findall(form) if part not in _PLACE]
        choices = [self._choices(form, part, any_name=outside) for part in parts]
        for chosen in itertools.product(*choices):
            given = {"Region": self.region, "Account": self.account, "Partition": self.partition}
            yield f"arn:{self.partition}:{_with(form, given | dict(zip(parts, chosen, strict=True)))}"
        if known and not outside:
            pattern = re.compile(f"arn:[^:]*:{_as_regex(form)}")
            yield from (at_deploy(arn) for one in resources for arn in self._texts.arns(one) if pattern.fullmatch(arn))

    def _choices(self, form: str, part: str, *, any_name: bool) -> list[str]:
        found = self.names.of(*NAMED.get((form.partition(":")[0], part), ()))
        return ["*"] if any_name or not found else sorted(found)


def _is_of(form: str, type_: str) -> bool:
    """Whether a form is that of a type itself, and of nothing inside it."""
    return named_types(form) == {type_} and len(set(_PART.findall(form)) - _PLACE) == 1


def _with(form: str, parts: Mapping[str, str]) -> str:
    return _PART.sub(lambda part: parts[part[1]], form)


def _as_regex(form: str) -> str:
    return "".join("[^*]*" if index % 2 else re.escape(text) for index, text in enumerate(_PART.split(form)))
