"""Whether the models that roles may ask are there, until when, and where their profiles send requests.

Nothing waits for a model: what is wrong with one is told, and no deploy is refused for it.
"""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.facts.inference_profiles import question
from governed_cdk.preflight.additions import Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aspects.judge.template import Template
    from governed_cdk.preflight.account import Account

SOON_DAYS = 90
"""A model that ends within so many days is told."""

_PROFILE = re.compile(r"arn:[\w-]+:bedrock:(?P<region>[\w-]+):\d{12}:inference-profile/(?P<id>[\w.:-]+)")
_MODEL = re.compile(r"arn:[\w-]+:bedrock:(?P<region>[\w-]*)::foundation-model/(?P<id>[\w.:-]+)")
_TYPES = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")
_SETTING = "diagnosis.profile says which is asked"


def asked(stacks: Iterable[Template], account: Account, today: datetime.date) -> Said:
    """Ask for each profile that a stack's policies name, and for its models."""
    said = Said()
    for stack in stacks:
        named = sorted({*_resources(stack)})
        for profile in (found for one in named if (found := _PROFILE.fullmatch(one))):
            _profile(stack.stack_name, profile, named, account=account, said=said)
        for region, model in sorted(_models(named, stack.region)):
            _model(stack.stack_name, model, region, account=account, today=today, said=said)
    return said


def _resources(stack: Template) -> Iterator[str]:
    for policy in (one for type_ in _TYPES for one in stack.of_type(type_)):
        document = policy.properties.get("PolicyDocument")
        statements = document.get("Statement") if isinstance(document, dict) else ()
        for statement in statements if isinstance(statements, list) else ():
            resources = statement.get("Resource") if isinstance(statement, dict) else ()
            yield from (
                one for one in (resources if isinstance(resources, list) else [resources]) if isinstance(one, str)
            )


def _models(named: list[str], home: str) -> set[tuple[str, str]]:
    """Each model once, with a region to ask in: the home region, where it is among them."""
    regions: dict[str, set[str]] = {}
    for found in (found for one in named if (found := _MODEL.fullmatch(one)) and found["region"]):
        regions.setdefault(found["id"], set()).add(found["region"])
    return {(home if home in known else min(known), model) for model, known in regions.items()}


def _profile(stack: str, profile: re.Match[str], named: list[str], *, account: Account, said: Said) -> None:
    answer, code = _ask("get_inference_profile", profile["region"], profile["id"], account)
    if code:
        said.unknown.append(f"{stack} asks {profile['id']} in {profile['region']}: {code}; {_SETTING}")
        return
    missing = sorted(one for one in answer or () if one not in named)
    if missing:
        regions = ", ".join(found["region"] for one in missing if (found := _MODEL.fullmatch(one)))
        said.unknown.append(
            f"{stack} asks {profile['id']}, which sends requests to {regions} too: name all in diagnosis.regions"
        )


def _model(stack: str, model: str, region: str, *, account: Account, today: datetime.date, said: Said) -> None:
    lifecycle, code = _ask("get_foundation_model", region, model, account)
    if code or not isinstance(lifecycle, dict):
        said.unknown.append(f"{stack} asks {model} in {region}: {code or 'no answer'}; {_SETTING}")
        return
    ends = lifecycle.get("endOfLifeTime")
    day = ends.date() if isinstance(ends, datetime.datetime) else None
    if day and (day - today).days <= SOON_DAYS:
        word = "ended" if day < today else "ends"
        said.unknown.append(f"{stack} asks {model}, which {word} on {day}; {_SETTING}")
    elif lifecycle.get("status") == "LEGACY":
        said.unknown.append(f"{stack} asks {model}, which AWS calls legacy; {_SETTING}")


def _ask(operation: str, region: str, identifier: str, account: Account) -> tuple[Any, str]:
    import jmespath  # noqa: PLC0415 - comes with boto3

    row = question(operation)
    try:
        answer, code = account.ask(row.service, region, row.operation, **{row.argument: identifier})
    except ConfigurationError as error:  # no Bedrock there, or no network: nothing waits for a model
        return None, error.mistakes[0]
    return (None, code) if code else (jmespath.search(row.answer, answer), "")
