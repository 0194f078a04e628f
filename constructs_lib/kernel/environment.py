"""Environment: everything that differs between dev, stg and prod, from one validated YAML file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import AfterValidator, Field, PrivateAttr, model_validator

from constructs_lib.kernel.context import cdk_json_context
from constructs_lib.kernel.diagnosis_settings import DiagnosisSettings
from constructs_lib.kernel.environment_names import DEFAULT, FOLDER, environment_names
from constructs_lib.kernel.environment_traits import EnvironmentTraits
from constructs_lib.kernel.errors import ConfigurationError, closest, invalid, shown
from constructs_lib.kernel.governance import GovernanceSettings, allowances, tell_weakened
from constructs_lib.kernel.language import Language
from constructs_lib.kernel.naming import Names
from constructs_lib.kernel.places import Source
from constructs_lib.kernel.platform_facts import PLATFORM, facts_of, filled
from constructs_lib.kernel.platform_names import STATEMENT, is_the_platform
from constructs_lib.kernel.regions import check_regions
from constructs_lib.kernel.sections import check_sections, sections_of_schema, unknown_sections
from constructs_lib.kernel.setting_errors import Mistakes, checked, source_of
from constructs_lib.kernel.strict_model import StackSettings, StrictModel
from constructs_lib.kernel.tag_settings import TagSettings
from constructs_lib.kernel.values import (
    AccountId,
    AvailabilityZone,
    CertifiedDomain,
    EnvironmentName,
    GitHubOwner,
    HttpsUrl,
    Kebab,
    Region,
    RetentionDays,
)
from constructs_lib.kernel.yaml_file import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

S = TypeVar("S", bound=StackSettings)

_SECTION_KEYS = ("diagnosis", "governance", "stacks")  # with nothing after the colon they are sections without settings


class Environment(StrictModel):
    """One environment of the platform."""

    name: EnvironmentName
    """First part of every physical name, and the name of the file."""
    production: bool = False
    """Customers see it: databases span zones and tell of their load. True for prod where the file does not say."""
    disposable: bool = False
    """It is made anew rather than mended: its data goes with the stack. True for dev where the file does not say."""
    account: AccountId
    """AWS account."""
    region: Region
    """Home region."""
    dr_region: Region
    """Region that holds copies for disaster recovery."""
    availability_zones: Annotated[tuple[AvailabilityZone, ...], Field(min_length=2, max_length=3)]
    """Availability Zones that the VPC spans, two or three."""
    organization: Kebab
    """Company, in paths of secrets and log groups, and the tag `Organization`."""
    domain: CertifiedDomain
    """Domain of the public zone."""
    github_owner: GitHubOwner
    """Owner of the repositories."""
    runbook_url: HttpsUrl
    """Where the runbooks are read; alarms link there."""
    language: Language = Language.EN
    """What people read is written in it: notices, issues, reports."""
    tags: TagSettings
    """Default tags."""
    log_retention_days: RetentionDays = 14
    """How long CloudWatch keeps log events, in days."""
    deletion_protection: bool = True
    """Keep data when a stack goes: retain buckets, tables and databases, refuse their deletion."""
    governance: GovernanceSettings = GovernanceSettings()
    """How strictly it is governed."""
    diagnosis: DiagnosisSettings = DiagnosisSettings()
    """How a failed deploy is explained."""
    legacy_parameters: bool = False
    """Publish the parameters of the Terraform platform (/shared/...) too."""
    stacks: Annotated[Mapping[str, Any], AfterValidator(MappingProxyType)] = Field({}, validate_default=True)
    """Settings by stack, as they stand in the file: a stack reads its own with `section`."""

    _source: Source = PrivateAttr(default=Source("the environment"))

    @model_validator(mode="after")
    def _regions_agree(self) -> Environment:
        check_regions(self.region, self.dr_region, self.availability_zones)
        return self

    def names(self, service: str) -> Names:
        """The names of one service in this environment."""
        return Names(environment=self.name, organization=self.organization, service=service, account=self.account)

    @classmethod
    def from_context(cls, app: Any) -> Environment:  # an aws_cdk.App; this module must load without aws_cdk
        """The environment that `-c env=<name>` names, prod when absent, from `environments/<name>.yaml`.

        The context of `cdk.json` (feature flags) is taken over where the CDK command line has not done so, so that
        `python app.py` makes the same templates as `cdk synth`. Call it before the first stack.

        What weakens governance is told on standard error. Raises ConfigurationError, which ends the program with one
        line for each mistake and exit code 2.
        """
        given = app.node.get_all_context()
        for key, value in cdk_json_context().items():
            if key not in given:
                app.node.set_context(key, value)
        environment = cls.load(str(app.node.try_get_context("env") or DEFAULT))
        is_the_platform(app.node.try_get_context(STATEMENT), environment.tags.project)
        tell_weakened(app, environment.governance, environment.source, production=environment.production)
        return environment

    @classmethod
    def load(
        cls, name: str, folder: Path = FOLDER, *, sections: Mapping[str, type[StackSettings]] | None = None
    ) -> Environment:
        """Read and validate `<folder>/<name>.yaml`, with all sections where their types are given, as `parse`.

        Raises ConfigurationError with a line for each mistake.
        """
        known = environment_names(folder)
        if not known:
            raise invalid("-c env", name, f"an environment; {folder}/ holds no .yaml file here")
        if name not in known:
            raise ConfigurationError(f"-c env: given {shown(name)}{closest(name, known)}")
        data = read_yaml(path := folder / f"{name}.yaml")
        environment = cls.parse(data, str(path), sections=sections, facts=facts_of(name, folder.parent / PLATFORM.name))
        if environment.name != name:
            raise invalid(f"{data.source.at(('name',))}: name", environment.name, f"{name}, as the file is called")
        return environment

    @classmethod
    def parse(
        cls,
        data: Mapping[str, Any],
        source: str,
        *,
        sections: Mapping[str, type[StackSettings]] | None = None,
        facts: Mapping[str, Any] = MappingProxyType({}),
    ) -> Environment:
        """Validate settings that came from `source`, with those of all stacks where `sections` has their types.

        `facts` are the platform's: what the file leaves out of them is filled in, what it has otherwise is a mistake.
        Raises ConfigurationError with every mistake at once.
        """
        mistakes = Mistakes(source_of(data, source))
        stated = {key: value for key, value in data.items() if value is not None or key not in _SECTION_KEYS}
        by_its_name = EnvironmentTraits.by_name(data.get("name")).by_its_name()
        given: dict[str, Any] = {**by_its_name, **filled(stated, facts, mistakes)}
        stacks: Any = given.get("stacks", {})
        whole = isinstance(stacks, Mapping)
        environment = checked(cls, {**given, "stacks": {}} if whole else given, mistakes)
        if environment is not None and whole:
            environment = environment.model_copy(update={"stacks": MappingProxyType(dict(stacks))})
            environment._source = mistakes.source  # noqa: SLF001 - its own, set once
        check_sections(stacks if whole else {}, environment, sections, mistakes)
        if mistakes or environment is None:
            raise mistakes.error()
        return environment

    @property
    def traits(self) -> EnvironmentTraits:
        """What the rules ask of it."""
        unknown, unjudged = self.governance.unknown, allowances(self.governance, self._source)
        return EnvironmentTraits(self.name, self.production, self.disposable, unknown, unjudged)

    @property
    def source(self) -> Source:
        """The file that it was read from, with the lines of its values."""
        return self._source

    def section(self, slug: str, settings: type[S]) -> S:
        """The settings of one stack, defaults where the file says nothing of it.

        Raises ConfigurationError with every mistake in the section.
        """
        mistakes = Mistakes(self._source)
        found = check_sections({slug: self.stacks.get(slug)}, self, {slug: settings}, mistakes)
        if mistakes:
            raise mistakes.error()
        return found[slug]

    def refuse_unknown_sections(self, known: Iterable[str]) -> None:
        """Raise ConfigurationError for every section that is of none of these stacks, nor in the folder's schema."""
        mistakes = Mistakes(self._source)
        schema = sections_of_schema(Path(self._source.name).parent) or sections_of_schema(FOLDER)
        unknown_sections(self.stacks, {*known, *schema}, mistakes)
        if mistakes:
            raise mistakes.error()
