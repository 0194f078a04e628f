"""What AWS Backup takes: which stores of data the selections of an app cover.

Source: AWS Backup Developer Guide, "Assign resources with AWS CLI" and "Assign resources with CloudFormation"; AWS
Backup API Reference, BackupSelection. A selection takes what its resources name and all of its conditions hold for, or
what one of its tags is on, less what it excludes; one that says none of these takes all that AWS Backup supports.
"""

from __future__ import annotations

import fnmatch
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from aspects.judge.catalogue import facts
from aspects.judge.readings.across import meant
from aspects.judge.template import ABSENT, EVERY, Partial, Unknown, is_known
from aspects.judge.template.once import once_an_app
from aspects.judge.traits import tag_values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aspects.judge.template import Resource, Template

_SELECTION = "AWS::Backup::BackupSelection"
_TAG = "aws:ResourceTag/"
_ARN_PARTS = 6


class _Arn(NamedTuple):
    """The service of a type's ARNs, and what stands in their last part before the name."""

    service: str
    kind: str = ""


# Service Authorization Reference, "Resource types defined by" each service; only what AWS Backup supports.
_ARNS: Final = {
    "AWS::DocDB::DBCluster": _Arn("rds", "cluster:"),
    "AWS::DynamoDB::GlobalTable": _Arn("dynamodb", "table/"),
    "AWS::DynamoDB::Table": _Arn("dynamodb", "table/"),
    "AWS::EFS::FileSystem": _Arn("elasticfilesystem", "file-system/"),
    "AWS::FSx::FileSystem": _Arn("fsx", "file-system/"),
    "AWS::Neptune::DBCluster": _Arn("rds", "cluster:"),
    "AWS::RDS::DBCluster": _Arn("rds", "cluster:"),
    "AWS::RDS::DBInstance": _Arn("rds", "db:"),
    "AWS::Redshift::Cluster": _Arn("redshift", "cluster:"),
    "AWS::S3::Bucket": _Arn("s3"),
    "AWS::Serverless::SimpleTable": _Arn("dynamodb", "table/"),
}


def is_selected(resource: Resource) -> bool | None:
    """Whether a selection of the app takes a resource; None where nobody can know."""
    return _any(_selects(one, resource) for one in _selections(resource.template) if _same_place(one, resource))


@once_an_app
def _selections(app: tuple[Template, ...]) -> tuple[Resource, ...]:
    return tuple(one for template in app for one in template.of_type(_SELECTION))


def _same_place(one: Resource, other: Resource) -> bool:
    """Whether both may be of one account and region, which AWS Backup works in."""
    pairs = ((one.template.account, other.template.account), (one.template.region, other.template.region))
    return all(not first or not second or first == second for first, second in pairs)


def _selects(selection: Resource, resource: Resource) -> bool | None:
    said = {name: selection.values("BackupSelection", name) != [ABSENT] for name in ("Resources", "ListOfTags")}
    patterns = selection.values("BackupSelection", "Resources", EVERY)
    named = _any(_names(selection, value, resource) for value in patterns) if said["Resources"] else None
    if not said["Resources"]:
        # Without resources, conditions go over everything, and tags stand for themselves.
        named = resource.type in _ARNS and (not said["ListOfTags"] or bool(_conditions(selection)))
    by_name = _all([named, *(_holds(one, resource) for one in _conditions(selection))])
    taken = _any([by_name, _tagged(selection, resource)])
    excluded = _any(
        _names(selection, value, resource)
        for value in selection.values("BackupSelection", "NotResources", EVERY)
        if value is not ABSENT
    )
    return _all([taken, None if excluded is None else not excluded])


class _Condition(NamedTuple):
    operator: str
    key: str
    values: list[Any]


def _conditions(selection: Resource) -> list[_Condition]:
    found: list[_Condition] = []
    for operator in ("StringEquals", "StringLike", "StringNotEquals", "StringNotLike"):
        for value in selection.values("BackupSelection", "Conditions", operator, EVERY):
            if isinstance(value, dict):
                wanted = selection.template.alternatives(value.get("ConditionValue"))
                found.append(_Condition(operator, str(value.get("ConditionKey")), wanted))
    return found


def _tagged(selection: Resource, resource: Resource) -> bool | None:
    tags = [tag for tag in selection.values("BackupSelection", "ListOfTags", EVERY) if isinstance(tag, dict)]
    conditions = (
        _Condition("StringEquals", str(tag.get("ConditionKey")), selection.template.alternatives(tag["ConditionValue"]))
        for tag in tags
        if "ConditionValue" in tag
    )
    return _any(_holds(one, resource) for one in conditions)


def _holds(condition: _Condition, resource: Resource) -> bool | None:
    """Whether a condition holds for the tags of a resource; without the tag, the negated ones do."""
    values = tag_values(resource, condition.key.removeprefix(_TAG))
    matches = _any(_matches(value, wanted, condition.operator) for value in values for wanted in condition.values)
    if "Not" not in condition.operator:
        return matches
    return None if matches is None else not matches


def _matches(value: Any, wanted: Any, operator: str) -> bool | None:
    value, wanted = (str(one).lower() if isinstance(one, bool | int) else one for one in (value, wanted))
    if not isinstance(value, str) or not isinstance(wanted, str):
        return None
    if operator.endswith("Like"):
        return bool(_pattern(wanted).fullmatch(value)) if is_known(value) and is_known(wanted) else None
    return True if value == wanted else None if not (is_known(value) and is_known(wanted)) else False


def _names(selection: Resource, value: Any, resource: Resource) -> bool | None:
    """Whether an entry of a selection is the ARN of a resource, or a pattern of it."""
    if resource in meant(selection.template, value):
        return True
    if resource.type not in _ARNS or not isinstance(value, str):
        return None if isinstance(value, Unknown) else False
    parts = _text(value).split(":", _ARN_PARTS - 1)
    if len(parts) < _ARN_PARTS:
        if not parts[-1].endswith("*"):
            return False
        parts += ["*"] * (_ARN_PARTS - len(parts))
    own, template = _ARNS[resource.type], resource.template
    known = ("arn", "", own.service, template.region, template.account)
    if not all(not one or _pattern(part).fullmatch(one) for part, one in zip(parts, known, strict=False)):
        return False
    names = resource.values(*_name_path(resource))
    return _any(_tail(parts[-1], own.kind, name) for name in names)


def _name_path(resource: Resource) -> tuple[str, ...]:
    fact = facts(resource.type).name
    return fact.path if fact else ("Name",)


def _tail(pattern: str, kind: str, name: Any) -> bool | None:
    """Whether the last part of a pattern is that of a resource; one without a name has whatever AWS gives it."""
    if isinstance(name, str) and is_known(name):
        return bool(_pattern(pattern).fullmatch(kind + name))
    if _pattern(pattern).fullmatch(f"{kind}\0"):
        return True
    begins = pattern.partition("*")[0]
    return None if "*" in pattern and begins.startswith(kind) else False


def _text(value: str) -> str:
    """A text, with a star for each part that only the deploy knows: the account, the region, the partition."""
    parts = value.parts if isinstance(value, Partial) else (value,)
    return "".join(part if isinstance(part, str) else "*" for part in parts)


def _pattern(text: str) -> re.Pattern[str]:
    """A text with stars, as `fnmatch` makes it: however many there are, none is tried twice."""
    return re.compile(fnmatch.translate(text.replace("[", "[[]").replace("?", "[?]")))


def _any(outcomes: Iterable[bool | None]) -> bool | None:
    seen = set(outcomes)
    return True if True in seen else None if None in seen else False


def _all(outcomes: Iterable[bool | None]) -> bool | None:
    seen = set(outcomes)
    return False if False in seen else None if None in seen else True
