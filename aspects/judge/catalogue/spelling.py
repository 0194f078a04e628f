"""How physical names are spelled: kebab-case, with room for what a type demands.

A type whose own pattern takes no hyphens gets the first spelling that its pattern takes: snake_case, PascalCase, or
plain letters. Names that are paths, or begin with what their service prescribes, stand in a table.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from aspects.judge.catalogue import NameFact, facts
from constructs_lib.kernel.naming import KEBAB, pascal, shorten

# The last of the shapes that are allowed; only a placeholder may have spaces.
_SHAPE = re.compile(r"(?:[^\s<]*<[^>]*>)+\S*\Z")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A spelling: the pattern of a whole name, how it is said, and what joins the words of a name."""

    pattern: re.Pattern[str]
    allowed: str
    joint: str = "-"

    @property
    def shape(self) -> str:
        """A name with a placeholder for each part that has to be chosen: `alias/<env>-<purpose>`."""
        return _shape(self.allowed)


@functools.cache
def _shape(allowed: str) -> str:
    found = _SHAPE.search(allowed)
    return found[0].lower() if found else "<env>-<service>-<kind>"


KEBAB_CASE = Spelling(KEBAB, "kebab-case, <env>-<service>-<kind>")
SNAKE_CASE = Spelling(re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*"), "snake_case, <env>_<service>_<kind>", "_")
PASCAL_CASE = Spelling(re.compile(r"[A-Za-z][A-Za-z0-9]*"), "letters and digits, <Env><Service><Kind>", "")
LOWER_CASE = Spelling(re.compile(r"[a-z][a-z0-9]*"), "lower-case letters and digits, <env><service><kind>", "")

_WORD = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_PATH = Spelling(
    re.compile(rf"(/[a-z0-9]+([_-][a-z0-9]+)*)+|AmazonMSK_{_WORD}|ecr-pullthroughcache(/{_WORD})+"),
    "a path such as /<org>/<service>/<env>/<name>",
)
_FIFO = Spelling(re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*(\.fifo)?"), KEBAB_CASE.allowed)
_ALIAS = Spelling(re.compile(r"alias/(?!aws/)[a-z][a-z0-9]*(-[a-z0-9]+)*"), "alias/<env>-<purpose>")
_LOG_GROUP = Spelling(
    re.compile(
        r"/aws(-glue)?(/[A-Za-z0-9]+([._-][A-Za-z0-9]+)*){2,}"  # what AWS services write to by themselves
        rf"|(/{_WORD}){{3,}}"
        rf"|aws-waf-logs-{_WORD}|API-Gateway-Execution-Logs_[a-z0-9]+/{_WORD}|RDSOSMetrics"
    ),
    "/aws/<service>/<name> or /<org>/<env>/<service>/<kind>",
)

_IN_ZONE = "<env>-<service>-<kind>--<zone id>--"

SPELLINGS: dict[str, Spelling] = {
    "AWS::CloudWatch::View": Spelling(re.compile(rf"view\.{_WORD}"), "view.<env>-<service>-<kind>"),
    "AWS::ECR::PublicRepository": Spelling(re.compile(rf"{_WORD}(/{_WORD})*"), "kebab-case, with slashes"),
    "AWS::ECR::Repository": Spelling(re.compile(rf"{_WORD}(/{_WORD})*"), "kebab-case, with slashes"),
    "AWS::Events::EventBus": Spelling(re.compile(rf"{KEBAB.pattern}|aws\.partner/.+"), KEBAB_CASE.allowed),
    "AWS::GameLift::Location": Spelling(re.compile(rf"custom-{_WORD}"), "custom-<env>-<service>-<kind>"),
    "AWS::KMS::Alias": _ALIAS,
    "AWS::Logs::LogGroup": _LOG_GROUP,
    "AWS::PaymentCryptography::Alias": _ALIAS,
    "AWS::S3Express::AccessPoint": Spelling(re.compile(rf"{_WORD}--{_WORD}--xa-s3"), f"{_IN_ZONE}xa-s3"),
    "AWS::S3Express::DirectoryBucket": Spelling(re.compile(rf"{_WORD}--{_WORD}--x-s3"), f"{_IN_ZONE}x-s3"),
    "AWS::SNS::Topic": _FIFO,
    "AWS::SQS::Queue": _FIFO,
    "AWS::SSM::Parameter": _PATH,
    "AWS::SecretsManager::Secret": _PATH,
}


@functools.cache
def spellings_of(type_name: str) -> tuple[Spelling, ...]:
    """The spellings that a type's names may have, the one to choose first; kebab-case for an unknown type."""
    fact = facts(type_name).name
    if type_name in SPELLINGS:
        return (SPELLINGS[type_name],)
    if fact is None or fact.pattern is None:
        return (KEBAB_CASE,)
    samples = ((KEBAB_CASE, "prod-api"), (SNAKE_CASE, "prod_api"), (PASCAL_CASE, "ProdApi"), (LOWER_CASE, "prodapi"))
    fitting = [spelling for spelling, sample in samples if fact.pattern.fullmatch(sample)][:1]
    # A pattern without anchors takes more than its author meant: CloudFormation lets it pass, and so do the rules.
    loose = [KEBAB_CASE] if fact.pattern.search("prod-api") else []
    return tuple(dict.fromkeys([*fitting, *loose])) or (KEBAB_CASE,)


def name_mistake(type_name: str, name: str) -> str | None:
    """What is wrong with a physical name of a type, as the end of a sentence; None when nothing is."""
    fact = facts(type_name).name
    if fact is not None and len(name) > fact.max_length:
        return f"{name} has {len(name)} characters; allowed: {fact.max_length}"
    spellings = spellings_of(type_name)
    if not any(spelling.pattern.fullmatch(name) for spelling in spellings):
        return f"{name}; allowed: {spellings[0].allowed}"
    if fact is not None and len(name) < fact.min_length:
        return f"{name} has {len(name)} characters; needed: {fact.min_length}"
    if fact is not None and fact.pattern is not None and not fact.pattern.search(name):
        return f"{name}; allowed: {fact.pattern.pattern}"
    return None


def spelled(type_name: str, fact: NameFact, name: str, suffix: str = "") -> str:
    """A kebab-case name as the type spells it, with its suffix within its length; a stable hash ends what is cut."""
    spelling = spellings_of(type_name)[0]
    short = shorten(name, fact.max_length - len(suffix)) + suffix
    return pascal(short) if spelling is PASCAL_CASE else short.replace("-", spelling.joint)
