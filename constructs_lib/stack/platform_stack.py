"""PlatformStack: a stack with a slug, settings, and outputs that it publishes and reads."""

from __future__ import annotations

import typing
from typing import Any, ClassVar, Generic, TypeVar, cast

import aws_cdk as cdk
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from constructs_lib.kernel.contract import Output, WireType
from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.environment import Environment, declare_section
from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.naming import KEBAB, pascal
from constructs_lib.kernel.strict_model import StackSettings
from constructs_lib.stack.codecs import CODECS, Reader
from constructs_lib.stack.governed_stack import GovernedStack

S = TypeVar("S", bound=StackSettings)
T = TypeVar("T")


class PlatformStack(GovernedStack, Generic[S]):
    """One stack of the platform or of a service repository.

    A subclass names its `slug`, declares what it `reads`, and takes its settings as type argument::

        class Stack(PlatformStack[Settings]):
            slug = "route53"
            reads = (contract.KMS_LOGS_KEY_ARN,)
    """

    slug: ClassVar[str]
    reads: ClassVar[tuple[Output[Any], ...]] = ()
    data_class: ClassVar[DataClass | None] = None
    settings_type: ClassVar[type[StackSettings]] = StackSettings

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        if not KEBAB.match(getattr(cls, "slug", "")):
            raise ConfigurationError(f"{cls.__module__}.{cls.__name__}: slug must be kebab-case")
        data_class: Any = cls.data_class
        if not isinstance(data_class, DataClass | None):
            allowed = ", ".join(f"DataClass.{one.name}" for one in DataClass)
            raise invalid(f"{cls.__module__}.{cls.__name__}: data_class", data_class, allowed)
        for base in getattr(cls, "__orig_bases__", ()):
            for argument in typing.get_args(base):
                if isinstance(argument, type) and issubclass(argument, StackSettings):
                    cls.settings_type = argument
        declare_section(cls.slug, cls.settings_type)

    def __init__(self, scope: Construct, environment: Environment) -> None:
        super().__init__(scope, environment, service=self.slug, region=environment.region, data_class=self.data_class)
        self.settings = cast("S", environment.stacks.get(self.slug) or self.settings_type())
        self._read = Construct(self, "Read")

    def publish(self, output: Output[T], value: T) -> None:
        """Publish an output of this stack, under its legacy paths too while the environment says so."""
        if output.producer != self.slug:
            raise ConfigurationError(f"{self.slug} publishes {output.constant}, which is {output.producer}'s")
        if output in self._known:
            raise ConfigurationError(f"{self.slug} publishes {output.constant} twice")
        self.provide(output, value)
        self.write_parameter(output, value)
        if self.environment_settings.legacy_parameters:
            for legacy in output.legacy:
                if legacy != output.path(self.environment_settings.name):
                    self.write_parameter(output, value, path=legacy)

    def read(self, output: Output[T]) -> T:
        """What another stack published. It must stand in `reads`; the stack deploys after its producer."""
        return self.lookup(output)

    def lookup(self, output: Output[T]) -> T:
        """What this stack published, provided or reads."""
        if output not in self._known:
            if not self._may_read(output):
                raise ConfigurationError(
                    f"{self.slug} reads {output.constant}: add contract.{output.constant} to its reads"
                )
            self._known[output] = self._import(output)
        return cast("T", self._known[output])

    def companion(self, suffix: str, *, region: str) -> GovernedStack:
        """This stack's part in another region, `<env>-<slug>-<suffix>`, in the same stage.

        Nothing crosses but deterministic names.
        """
        return GovernedStack(
            cdk.Stage.of(self) or cast("Construct", self.node.root),
            self.environment_settings,
            service=self.slug,
            suffix=suffix,
            region=region,
            data_class=self.data_class,
        )

    def _may_read(self, output: Output[Any]) -> bool:
        return output in {*self.reads, *(also for declared in self.reads for also in declared.also)}

    def _also(self, output: Output[Any]) -> Any:
        """What comes with another output; None when it is neither declared nor always needed."""
        return self.lookup(output) if self._may_read(output) else None

    def _import(self, output: Output[Any]) -> Any:
        path = output.path(self.environment_settings.name)
        self.deploy_after(output.producer, f"reads {path}")
        if output.wire is WireType.STRING_LIST:
            value: Any = ssm.StringListParameter.value_for_typed_list_parameter(self, path)
        else:
            value = ssm.StringParameter.value_for_string_parameter(self, path)
        reader = Reader(
            scope=self._read, id=pascal(output.name), environment=self.environment_settings, companion=self._also
        )
        return CODECS[output.kind].decode(reader, value)
