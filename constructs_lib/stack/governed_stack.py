"""GovernedStack: a stack that knows its environment, its names, its keys and its alarm topics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

import aws_cdk as cdk
import jsii
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from constructs import Construct, IConstruct

from constructs_lib.kernel import contract
from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.keys import KEYS
from constructs_lib.kernel.naming import pascal
from constructs_lib.kernel.platform_names import STATEMENT, refuse_slug
from constructs_lib.observability.telemetry.alarm_spec import Severity
from constructs_lib.stack.app import join_app
from constructs_lib.stack.boundary import boundary_of_roles
from constructs_lib.stack.contract_parameter import write
from constructs_lib.stack.siblings import Siblings
from constructs_lib.stack.source_lines import stack_of, whole_stack_of

if TYPE_CHECKING:
    from constructs_lib.kernel.data_class import DataClass
    from constructs_lib.kernel.environment import Environment
    from constructs_lib.kernel.keys import KeyPurpose
    from constructs_lib.kernel.naming import Names
    from constructs_lib.kernel.output import Output

T = TypeVar("T")

_TOPICS = {
    Severity.CRITICAL: contract.MONITORING_CRITICAL_TOPIC_ARN,
    Severity.WARNING: contract.MONITORING_WARNING_TOPIC_ARN,
    Severity.INFO: contract.MONITORING_INFO_TOPIC_ARN,
}


class GovernedStack(cdk.Stack):
    """A stack of one service in one environment and region: its names, keys, alarm topics and tags.

    Use PlatformStack for a stack of its own and `companion` for its part in another region.
    """

    def __init__(
        self,
        scope: Construct,
        environment: Environment,
        *,
        service: str,
        suffix: str = "",
        region: str,
        data_class: DataClass | None,
    ) -> None:
        project = environment.tags.project
        refuse_slug(service, stated=scope.node.try_get_context(STATEMENT), project=project)
        name = "-".join(part for part in (environment.name, service, suffix) if part)
        super().__init__(
            scope,
            name,
            stack_name=name,
            env=cdk.Environment(account=environment.account, region=region),
            tags={"Project": project},  # of the stack itself: whose it is, asked before it is deployed into
            analytics_reporting=False,
            termination_protection=environment.deletion_protection,
            permissions_boundary=boundary_of_roles(scope, environment),
        )
        self.environment_settings = environment
        self.service, self.data_class_tag = service, data_class
        self.names: Names = environment.names(service)
        self._known: dict[Output[Any], Any] = {}
        self._topic_arns: dict[Severity, str] = {}
        self._key_arns: dict[KeyPurpose, str] = {}
        self.region_name = region
        self._contract: Construct | None = None
        self.owed: dict[str, str] = {}
        cdk.Tags.of(self).add("Service", service)
        if data_class:
            cdk.Tags.of(self).add("DataClass", data_class)
        join_app(self)
        self.place_in_app = self.node.path
        self._siblings = Siblings.of(self)
        self._siblings.add(self, name)

    @property
    @jsii.member(jsii_name="availabilityZones")
    def availability_zones(self) -> list[str]:
        """The environment's zones: CDK would ask the account for them."""
        return list(self.environment_settings.availability_zones)

    @property
    def is_production(self) -> bool:
        """Whether customers see the environment: what is enough for others is not for it."""
        return self.environment_settings.production

    @property
    def retain(self) -> cdk.RemovalPolicy:
        """What becomes of data when its resource goes: retained where the environment protects deletion.

        A resource whose very creation fails is removed all the same: it holds nothing, and its name would be taken.
        """
        protected = self.environment_settings.deletion_protection
        return cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE if protected else cdk.RemovalPolicy.DESTROY

    def mistakes(self) -> list[str]:
        """What is wrong with it and shows only when all stacks are there, a sentence each.

        In `owed` constructs say what they still need of others, by their paths, and take it out when they have it.
        """
        return [f"{path}: {what}" for path, what in self.owed.items()]

    @property
    def region_suffix(self) -> str:
        """What tells a companion's global names from those of the home region: its region, and nothing at home.

        Roles, policies, buckets, dashboards and budgets are one set in the whole account, whatever region makes them.
        """
        return "" if self.region_name == self.environment_settings.region else self.region_name

    def provide(self, output: Output[T], value: T) -> None:
        """Use a construct of this very stack wherever the output is asked for here."""
        self._known[output] = value

    def has_read(self, output: Output[Any]) -> bool:
        """Whether the output was read, or is this stack's own."""
        return output in self._known

    def lookup(self, output: Output[T]) -> T:
        """The value of an output within this stack."""
        if output not in self._known:
            raise ConfigurationError(f"{self.stack_name}: has no {output.constant}; provide() one of this region")
        return cast("T", self._known[output])

    def key(self, purpose: KeyPurpose) -> kms.IKey:
        """The key of a purpose, from the contract or made in this stack."""
        return self.lookup(purpose.output)

    def key_arn(self, purpose: KeyPurpose) -> str:
        """The ARN of that key, asked from CDK once."""
        if purpose not in self._key_arns:
            self._key_arns[purpose] = self.key(purpose).key_arn
        return self._key_arns[purpose]

    def hold_at_most(self, construct: IConstruct, purpose: KeyPurpose) -> None:
        """Tag logs and images, which hold no data of a service, with their key's class where the stack's is higher."""
        covered, own = KEYS[purpose].data_class, self.data_class_tag or self.environment_settings.tags.data_class
        if not covered.covers(own):
            cdk.Tags.of(construct).add("DataClass", covered)

    def topic(self, severity: Severity) -> sns.ITopic:
        """The topic that alarms of a severity reach."""
        return self.lookup(_TOPICS[severity])

    def topic_arn(self, severity: Severity) -> str:
        """The ARN of that topic, asked from CDK once."""
        if severity not in self._topic_arns:
            self._topic_arns[severity] = self.topic(severity).topic_arn
        return self._topic_arns[severity]

    def sibling(self, slug: str) -> GovernedStack | None:
        """Another stack of the same environment and stage (the app, where it is in none), if there is one by now."""
        return self._siblings.stacks.get(f"{self.environment_settings.name}-{slug}")

    def deploy_after(self, slug: str, reason: str) -> None:
        """Deploy this stack after that sibling, also where the sibling is made later. None is fine."""
        self._siblings.order(self, f"{self.environment_settings.name}-{slug}", reason)

    def write_parameter(self, output: Output[Any], value: Any, *, path: str = "") -> None:
        """Write an output's SSM parameter in this stack's region, or the same value under a legacy path."""
        self._contract = self._contract or Construct(self, "Contract")
        name = path or output.path(self.environment_settings.name)
        # Construct ids never name the environment, and neither does the id of a legacy path (/shared/...).
        construct_id = pascal(f"legacy{path}") if path else pascal(output.name)
        write(self._contract, construct_id, output, value, name=name)

    @staticmethod
    def around(construct: IConstruct) -> GovernedStack | None:
        """The governed stack that a construct is in, also by stacks that are nested in it; None where there is none."""
        stack = stack_of(construct)
        if not isinstance(stack, GovernedStack):  # no such stack is nested itself: asking each would be a call to CDK
            stack = whole_stack_of(construct)
        return stack if isinstance(stack, GovernedStack) else None

    @staticmethod
    def of_construct(construct: IConstruct) -> GovernedStack:
        """The governed stack around a construct. Raises ConfigurationError where there is none."""
        stack = stack_of(construct)
        if not isinstance(stack, GovernedStack):
            raise ConfigurationError(f"{construct.node.path}: governed constructs live in a PlatformStack")
        return stack
