"""What tests share: environments with changes, synthesis in this process, and templates as plain data.

CDK, and what needs it, is imported where it is used: tests of pure modules start without.
"""

from __future__ import annotations

import fnmatch
import functools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.environment import Environment
from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.yaml_file import read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import aws_cdk as cdk

    from constructs_lib import PlatformStack, StackSettings

ROOT = Path(__file__).parent.parent
TODAY = "2026-11-29"
"""The day of every synth here: what people have accepted must not expire in the tests while nobody looks."""

AT_WORK: dict[str, Any] = {
    "atlantis": {"running": True},
    "route53": {"health_checks": [{"name": "atlantis", "answers": True}]},
}
"""Settings of prod's stacks once Atlantis runs."""

ENVIRONMENTS = tuple(sorted(path.stem for path in ROOT.glob("environments/*.yaml")))
"""Every environment: a file in environments/ is one, and is tested by being there."""


def refusal(check: Callable[..., object], *given: Any, **named: Any) -> str | None:
    """What a check says against what it is given, or None where it takes it."""
    try:
        check(*given, **named)
    except ConfigurationError as error:
        return str(error)
    return None


Properties = dict[str, Any]


@dataclass(frozen=True)
class Templates:
    """The templates of one synth by stack name without the environment: `kms`, `route53-us-east-1`.

    `refusal` is what the synth said against them; nothing where it let them pass.
    """

    environment: str
    folder: Path
    by_stack: Mapping[str, dict[str, Any]]
    refusal: str = ""

    def __getitem__(self, stack: str) -> dict[str, Any]:
        return self.by_stack[stack]

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_stack)

    def resources(self, stack: str, type_: str) -> dict[str, Properties]:
        """Properties by logical id of every resource of one type in one stack."""
        found = self.by_stack[stack].get("Resources", {})
        return {key: value.get("Properties", {}) for key, value in found.items() if value["Type"] == type_}

    def only(self, stack: str, type_: str) -> Properties:
        """Properties of the one resource of a type in a stack."""
        (properties,) = self.resources(stack, type_).values()
        return properties

    def named(self, stack: str, type_: str, part: str) -> Properties:
        """Properties of the one resource of a type whose logical id contains a text."""
        (properties,) = (value for key, value in self.resources(stack, type_).items() if part in key)
        return properties

    def all(self, type_: str | None = None) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """(stack, logical id, resource) of every stack, of one type or of all."""
        for stack, template in self.by_stack.items():
            for key, resource in template.get("Resources", {}).items():
                if type_ in (None, resource["Type"]):
                    yield stack, key, resource


@functools.cache
def feature_flags() -> dict[str, Any]:
    """The context of cdk.json and what the command line adds, so that tests synthesise what `cdk synth` does."""
    context: dict[str, Any] = json.loads((ROOT / "cdk.json").read_text())["context"]
    return {**context, "aws:cdk:enable-path-metadata": True}


def environment(name: str = "prod", /, *, also: Iterable[type[PlatformStack[Any]]] = (), **changes: Any) -> Environment:
    """An environment of the repository with changes, merged key by key at every depth, checked for all its stacks."""
    data = _merge(read_yaml(ROOT / "environments" / f"{name}.yaml"), changes)
    own = {stack.slug: stack.settings_type for stack in also}
    return Environment.parse(data, f"{name}.yaml", sections={**sections(), **own})


@functools.cache
def sections() -> Mapping[str, type[StackSettings]]:
    """The settings of every stack of the platform, by slug."""
    from stacks import discover  # noqa: PLC0415 - see above

    return {stack.slug: stack.settings_type for stack in discover()}


def _merge(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in changes.items():
        old = merged.get(key)
        merged[key] = _merge(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


def new_app(folder: Path, *, validated: bool = False, **context: str) -> cdk.App:
    """An app that synthesises into a folder, with the repository's feature flags and without CDK's validator.

    The validator takes seconds a synth: one synth of each environment is validated (`tests.judged`), no other is.
    """
    import aws_cdk as cdk  # noqa: PLC0415 - see above

    from constructs_lib.stack.source_lines import record_lines  # noqa: PLC0415 - see above

    record_lines()  # as start() does for an app: findings name the line
    return cdk.App(
        outdir=str(folder), context={**feature_flags(), "today": TODAY, **context}, analytics_reporting=False,
        builtin_cloud_formation_validation=validated,
    )  # fmt: skip


def synthesize(settings: Environment, folder: Path, *, only: tuple[str, ...] = ()) -> Templates:
    """Synthesise the platform's stacks (or only some) for an environment."""
    from stacks import discover  # noqa: PLC0415 - see above

    def build(app: cdk.App) -> None:
        for stack in discover():
            if not only or stack.slug in only:
                stack(app, settings)

    return synthesize_with(settings, folder, build)


def synthesize_with(settings: Environment, folder: Path, build: Callable[[cdk.App], None]) -> Templates:
    """Synthesise whatever `build` puts into an app, governed."""
    from aspects import govern  # noqa: PLC0415 - see above

    app = new_app(folder)
    build(app)
    govern(app, settings, lock=None)
    assembly = app.synth()
    prefix = f"{settings.name}-"
    return Templates(
        settings.name, folder, {stack.stack_name.removeprefix(prefix): stack.template for stack in assembly.stacks}
    )


def resolve(value: Any) -> str:
    """A template value as flat text, for looking into Joins and Subs: references become `${Name}`."""
    match value:
        case {"Fn::Join": [separator, parts]}:
            return str(separator).join(resolve(part) for part in parts)
        case {"Ref": name}:
            return f"${{{name}}}"
        case {"Fn::GetAtt": [name, attribute]}:
            return f"${{{name}.{attribute}}}"
        case {"Fn::Sub": text}:
            return text if isinstance(text, str) else str(text[0])
        case _:
            return str(value)


def as_list(value: Any) -> list[Any]:
    """An element of a policy statement, which may stand alone where a list may stand."""
    return value if isinstance(value, list) else [value]


def grants(statement: Mapping[str, Any], action: str) -> bool:
    """Whether a statement names an action, by itself or by a pattern."""
    patterns = as_list(statement.get("Action", []))
    return any(fnmatch.fnmatchcase(action.lower(), pattern.lower()) for pattern in patterns)


def resources_of(statement: Mapping[str, Any]) -> list[str]:
    """What a statement is about, as flat text."""
    return [resolve(resource) for resource in as_list(statement["Resource"])]
