"""Environment: everything that differs between dev, stg and prod, from one validated YAML file."""

from __future__ import annotations

import gc
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.errors import ConfigurationError, invalid, report_in_one_line
from constructs_lib.kernel.governance import GovernanceSettings
from constructs_lib.kernel.naming import Names
from constructs_lib.kernel.regions import GLOBAL_REGION
from constructs_lib.kernel.setting_errors import closest, sentence
from constructs_lib.kernel.strict_model import StackSettings, StrictModel
from constructs_lib.kernel.values import (
    AccountId,
    AvailabilityZone,
    Domain,
    GitHubName,
    HttpsUrl,
    Kebab,
    Owner,
    Region,
    RetentionDays,
)
from constructs_lib.kernel.yaml_file import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path("environments")
CDK_JSON = Path("cdk.json")
DEFAULT = "prod"


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

    name: Literal["dev", "stg", "prod"]
    """First part of every physical name."""
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
    stacks: dict[str, Any] = Field(default_factory=dict)
    """Settings by stack."""

    @model_validator(mode="after")
    def _regions_agree(self) -> Environment:
        if self.region == GLOBAL_REGION:
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
        report_in_one_line()
        # A synth makes few reference cycles and ends soon: looking for them costs a tenth of it.
        gc.freeze()
        gc.set_threshold(100_000, 50, 50)
        given = app.node.get_all_context()
        for key, value in _cdk_json_context().items():
            if key not in given:
                app.node.set_context(key, value)
        return cls.load(str(app.node.try_get_context("env") or DEFAULT))

    @classmethod
    def load(cls, name: str, folder: Path = FOLDER) -> Environment:
        """Read and validate `<folder>/<name>.yaml`, with the settings of every stack declared so far."""
        known = sorted(path.stem for path in folder.glob("*.yaml"))
        if name not in known:
            raise invalid("-c env", name, ", ".join(known) or f"an environment; {folder}/ holds no .yaml file here")
        path = folder / f"{name}.yaml"
        environment = cls.parse(read_yaml(path), str(path))
        if environment.name != name:
            raise invalid(f"{path}: name", environment.name, f"{name}, as the file is called")
        return environment

    @classmethod
    def parse(cls, data: Mapping[str, Any], source: str) -> Environment:
        """Validate settings that came from `source`; all mistakes are reported at once."""
        mistakes: list[str] = []
        environment = None
        try:
            environment = cls.model_validate(data)
        except ValidationError as error:
            mistakes += [sentence(source, cls, item) for item in error.errors()]
        sections = data.get("stacks")
        checked = _validate_sections(sections if isinstance(sections, dict) else {}, source, mistakes)
        if mistakes or environment is None:
            raise ConfigurationError(*mistakes)
        return environment.model_copy(update={"stacks": checked})


_SECTIONS: dict[str, type[StackSettings]] = {}


def declare_section(slug: str, settings: type[StackSettings]) -> None:
    """Make `stacks.<slug>` a known section of every environment file. Stacks do so when they are defined."""
    _SECTIONS[slug] = settings


def _validate_sections(given: Mapping[str, Any], source: str, mistakes: list[str]) -> dict[str, StackSettings]:
    unknown = [slug for slug in given if _SECTIONS and slug not in _SECTIONS]
    mistakes += [f"{source}: stacks.{slug}: unknown stack{closest(slug, _SECTIONS)}" for slug in unknown]
    checked = {}
    for slug, settings in _SECTIONS.items():
        try:
            checked[slug] = settings.model_validate(given.get(slug) or {})
        except ValidationError as error:
            mistakes += [sentence(source, settings, item, "stacks", slug) for item in error.errors()]
    return checked


def _cdk_json_context() -> Mapping[str, Any]:
    if not CDK_JSON.is_file():
        return {}
    try:
        context = json.loads(CDK_JSON.read_text(encoding="utf-8")).get("context", {})
    except ValueError as error:
        raise ConfigurationError(f"{CDK_JSON}: not JSON: {error}") from None
    return context if isinstance(context, dict) else {}
