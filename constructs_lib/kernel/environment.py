"""Environment: everything that differs between dev, stg and prod, from one validated YAML file."""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, model_validator

from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.errors import ConfigurationError, closest, invalid, report_in_one_line, shown
from constructs_lib.kernel.governance import GovernanceSettings
from constructs_lib.kernel.naming import Names
from constructs_lib.kernel.setting_errors import Mistakes, check_against, checked, source_of
from constructs_lib.kernel.strict_model import StackSettings, StrictModel
from constructs_lib.kernel.values import (
    AccountId,
    AvailabilityZone,
    CertifiedDomain,
    GitHubOwner,
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

_SECTION_KEYS = ("governance", "stacks")  # with nothing after the colon they are sections without settings
_GLOBAL_REGION = "us-east-1"  # where Route 53, CloudFront and the events of global services want things
_COMPANIONS = "companion stacks of home stacks live in this one"


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
    domain: CertifiedDomain
    """Domain of the public zone."""
    github_owner: GitHubOwner
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
        wrong = []
        if self.region == _GLOBAL_REGION:
            wrong.append(invalid("region", self.region, f"another home region; {_COMPANIONS}"))
        if self.dr_region in (self.region, _GLOBAL_REGION):
            allowed = f"another region than region ({self.region}) and {_GLOBAL_REGION}; {_COMPANIONS}"
            wrong.append(invalid("dr_region", self.dr_region, allowed))
        if elsewhere := [zone for zone in self.availability_zones if not zone.startswith(self.region)]:
            wrong.append(invalid("availability_zones", ", ".join(elsewhere), f"zones of region {self.region}"))
        if len(set(self.availability_zones)) < len(self.availability_zones):
            wrong.append(invalid("availability_zones", ", ".join(self.availability_zones), "each zone once"))
        if wrong:
            raise ConfigurationError(*(mistake for error in wrong for mistake in error.mistakes))
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
        """Read and validate `<folder>/<name>.yaml`, with the settings of every stack declared so far.

        What weakens governance is told on standard error. Raises ConfigurationError with a line for each mistake.
        """
        known = sorted(path.stem for path in folder.glob("*.yaml"))
        if not known:
            raise invalid("-c env", name, f"an environment; {folder}/ holds no .yaml file here")
        if name not in known:
            raise ConfigurationError(f"-c env: given {shown(name)}{closest(name, known)}")
        path = folder / f"{name}.yaml"
        data = read_yaml(path)
        environment = cls.parse(data, str(path))
        if environment.name != name:
            raise invalid(f"{data.source.at(('name',))}: name", environment.name, f"{name}, as the file is called")
        sys.stderr.write("".join(f"warning: {line}\n" for line in environment.governance.weakened(data.source)))
        return environment

    @classmethod
    def parse(cls, data: Mapping[str, Any], source: str) -> Environment:
        """Validate settings that came from `source`; all mistakes are reported at once."""
        mistakes = Mistakes(source_of(data, source))
        given = {key: value for key, value in data.items() if value is not None or key not in _SECTION_KEYS}
        sections = given.get("stacks", {})
        if isinstance(sections, dict):
            environment = checked(cls, {**given, "stacks": {}}, mistakes)
        else:
            sections, environment = {}, checked(cls, given, mistakes)
        stacks = _validate_sections(sections, environment, mistakes)
        if mistakes or environment is None:
            raise mistakes.error()
        return environment.model_copy(update={"stacks": stacks})


_SECTIONS: dict[str, type[StackSettings]] = {}


def declare_section(slug: str, settings: type[StackSettings]) -> None:
    """Make `stacks.<slug>` a known section of every environment file. Stacks do so when they are defined."""
    _SECTIONS[slug] = settings


def _validate_sections(
    given: Mapping[str, Any], environment: Environment | None, mistakes: Mistakes
) -> dict[str, StackSettings]:
    for slug in given:
        if _SECTIONS and slug not in _SECTIONS:
            mistakes.add_unknown(("stacks", slug), "stack", _SECTIONS)
    stacks = {}
    for slug, settings in _SECTIONS.items():
        section = given.get(slug)
        stack = checked(settings, {} if section is None else section, mistakes, ("stacks", slug))
        if stack:
            stacks[slug] = stack
    if environment and not mistakes:
        check_against(environment.model_copy(update={"stacks": stacks}), stacks, mistakes)
    return stacks


def _cdk_json_context() -> Mapping[str, Any]:
    if not CDK_JSON.is_file():
        return {}
    try:
        context = json.loads(CDK_JSON.read_text(encoding="utf-8")).get("context", {})
    except ValueError as error:
        raise ConfigurationError(f"{CDK_JSON}: not JSON: {error}") from None
    return context if isinstance(context, dict) else {}
