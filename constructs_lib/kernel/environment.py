"""Environment: everything that differs between dev, stg and prod, from one validated YAML file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import AfterValidator, Field, PrivateAttr, model_validator

from constructs_lib.kernel.context import cdk_json_context
from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.errors import ConfigurationError, did_you_mean, invalid
from constructs_lib.kernel.governance import GovernanceSettings
from constructs_lib.kernel.naming import Names
from constructs_lib.kernel.sections import sections_of_schema, unknown_sections, validated
from constructs_lib.kernel.strict_model import StackSettings, StrictModel
from constructs_lib.kernel.values import (
    AccountId,
    AvailabilityZone,
    Domain,
    EnvironmentName,
    GitHubName,
    HttpsUrl,
    Kebab,
    Owner,
    Region,
    RetentionDays,
)
from constructs_lib.kernel.yaml_file import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = Path("environments")
DEFAULT = "prod"

S = TypeVar("S", bound=StackSettings)

_GLOBAL_REGION = "us-east-1"  # where Route 53, CloudFront and the events of global services want things


class TagSettings(StrictModel):
    """The tags that every resource of the environment carries, unless its stack or construct says otherwise."""

    team: Kebab
    """Team that runs it."""
    owner: Owner
    """Who answers for it: an e-mail address or a kebab-case name."""
    cost_center: Kebab
    """Who pays for it."""
    project: Kebab
    """What it belongs to."""
    data_class: DataClass = DataClass.INTERNAL
    """Sensitivity of what a resource holds where nothing nearer says so."""


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
    """Company, in paths of secrets and log groups."""
    domain: Domain
    """Domain of the public zone."""
    github_owner: GitHubName
    """Owner of the repositories."""
    runbook_url: HttpsUrl
    """Where the runbooks are read; alarms link there."""
    tags: TagSettings
    """Default tags."""
    log_retention_days: RetentionDays = 14
    """How long CloudWatch keeps log events, in days."""
    deletion_protection: bool = True
    """Keep data when a stack goes: retain buckets, tables and databases, refuse their deletion."""
    governance: GovernanceSettings = GovernanceSettings()
    """How strictly it is governed."""
    legacy_parameters: bool = False
    """Publish the parameters of the Terraform platform (/shared/...) too."""
    stacks: Annotated[Mapping[str, Any], AfterValidator(MappingProxyType)] = Field(
        default_factory=dict, validate_default=True
    )
    """Settings by stack, as they stand in the file: a stack reads its own with `section`."""

    _source: str = PrivateAttr(default="the environment")

    @model_validator(mode="before")
    @classmethod
    def _traits_by_name(cls, data: Any) -> Any:
        """What prod and dev are where their file does not say, as before it could."""
        if not isinstance(data, Mapping):
            return data
        name = data.get("name")
        return {"production": name == "prod", "disposable": name == "dev", **data}

    @model_validator(mode="after")
    def _regions_agree(self) -> Environment:
        if self.region == _GLOBAL_REGION:
            raise invalid(
                "region", self.region, "another home region; companion stacks of home stacks live in this one"
            )
        if self.dr_region == self.region:
            raise invalid("dr_region", self.dr_region, f"another region than region ({self.region})")
        for zone in self.availability_zones:
            if not zone.startswith(self.region):
                raise invalid("availability_zones", zone, f"zones of region {self.region}")
        if len(set(self.availability_zones)) < len(self.availability_zones):
            raise invalid("availability_zones", ", ".join(self.availability_zones), "each zone once")
        return self

    def names(self, service: str) -> Names:
        """The names of one service in this environment."""
        return Names(environment=self.name, organization=self.organization, service=service, account=self.account)

    @classmethod
    def from_context(cls, app: Any) -> Environment:  # an aws_cdk.App; this module must load without aws_cdk
        """The environment that `-c env=<name>` names, prod when absent, from `environments/<name>.yaml`.

        The context of `cdk.json` (feature flags) is taken over where the CDK command line has not done so, so that
        `python app.py` makes the same templates as `cdk synth`. Call it before the first stack.

        Raises ConfigurationError, which ends the program with one line for each mistake and exit code 2.
        """
        given = app.node.get_all_context()
        for key, value in cdk_json_context().items():
            if key not in given:
                app.node.set_context(key, value)
        return cls.load(str(app.node.try_get_context("env") or DEFAULT))

    @classmethod
    def load(cls, name: str, folder: Path = FOLDER) -> Environment:
        """Read and validate `<folder>/<name>.yaml`; a stack validates its own section."""
        known = environment_names(folder)
        if name not in known:
            allowed = ", ".join(known) or f"an environment; {folder}/ holds no .yaml file here"
            raise ConfigurationError(f"-c env: given {name!r}{did_you_mean(name, known)}; allowed: {allowed}")
        path = folder / f"{name}.yaml"
        environment = cls.parse(read_yaml(path), str(path))
        if environment.name != name:
            raise invalid(f"{path}: name", environment.name, f"{name}, as the file is called")
        return environment

    @classmethod
    def parse(
        cls, data: Mapping[str, Any], source: str, *, sections: Mapping[str, type[StackSettings]] | None = None
    ) -> Environment:
        """Validate settings that came from `source`, with those of all stacks where `sections` has their types.

        Raises ConfigurationError with every mistake at once.
        """
        mistakes: list[str] = []
        environment = validated(cls, data, source, mistakes)
        given = data.get("stacks")
        if sections is not None and isinstance(given, Mapping):
            mistakes += unknown_sections(given, sections, source)
            for slug, settings in sections.items():
                validated(settings, given.get(slug) or {}, source, mistakes, "stacks", slug)
        if mistakes or environment is None:
            raise ConfigurationError(*mistakes)
        environment._source = source  # noqa: SLF001 - its own, set once
        return environment

    def section(self, slug: str, settings: type[S]) -> S:
        """The settings of one stack, defaults where the file says nothing of it.

        Raises ConfigurationError with every mistake in the section.
        """
        mistakes: list[str] = []
        found = validated(settings, self.stacks.get(slug) or {}, self._source, mistakes, "stacks", slug)
        if found is None:
            raise ConfigurationError(*mistakes)
        return found

    def refuse_unknown_sections(self, known: Iterable[str]) -> None:
        """Raise ConfigurationError for every section that is of none of these stacks, nor in the folder's schema."""
        known = {*known, *sections_of_schema(Path(self._source).parent)}
        if unknown := unknown_sections(self.stacks, known, self._source):
            raise ConfigurationError(*unknown)


def environment_names(folder: Path = FOLDER) -> list[str]:
    """The environments there are: the files of the folder."""
    return sorted(path.stem for path in folder.glob("*.yaml"))
