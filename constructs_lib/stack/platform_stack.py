"""PlatformStack: a stack with a slug, settings, and outputs that it publishes and reads."""

from __future__ import annotations

import functools
import typing
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

import aws_cdk as cdk
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from constructs_lib.kernel.declaration import check_declaration, expressions
from constructs_lib.kernel.errors import ConfigurationError, did_you_mean, invalid
from constructs_lib.kernel.naming import KEBAB_ALLOWED, pascal
from constructs_lib.kernel.output import Output, WireType
from constructs_lib.kernel.strict_model import StackSettings
from constructs_lib.stack.codecs import CODECS, Reader, check_value
from constructs_lib.stack.governed_stack import GovernedStack
from constructs_lib.stack.reads_granted import granted
from constructs_lib.stack.source_lines import user_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs_lib.kernel.data_class import DataClass
    from constructs_lib.kernel.environment import Environment

S = TypeVar("S", bound=StackSettings)
T = TypeVar("T")


class PlatformStack(GovernedStack, Generic[S]):
    """One stack of the platform or of a service repository.

    A subclass names its `slug`, declares what it `reads`, and takes its settings as type argument::

        class Stack(PlatformStack[Settings]):
            slug = "route53"
            reads = (contract.KMS_LOGS_KEY_ARN,)
    """

    slug: ClassVar[str] = ""
    reads: ClassVar[tuple[Output[Any], ...] | None] = ()
    data_class: ClassVar[DataClass | None] = None
    settings_type: ClassVar[type[StackSettings]] = StackSettings
    _is_being_made = False

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        check_declaration(cls.slug, cls.reads, cls.data_class)
        for base in getattr(cls, "__orig_bases__", ()):
            for argument in typing.get_args(base):
                if isinstance(argument, type) and issubclass(argument, StackSettings):
                    cls.settings_type = argument
        if "__init__" in vars(cls):
            cls.__init__ = _told_at_once(cls.__init__)  # type: ignore[method-assign] # its own constructor, wrapped

    def __init__(self, scope: Construct, environment: Environment) -> None:
        if not self.slug:
            raise ConfigurationError(f"{type(self).__name__}: has no slug; allowed: {KEBAB_ALLOWED}")
        super().__init__(scope, environment, service=self.slug, region=environment.region, data_class=self.data_class)
        self.settings = cast("S", environment.section(self.slug, self.settings_type))
        self.published: set[Output[Any]] = set()
        self._asked: dict[Output[Any], None] = {}
        self._undeclared: dict[Output[Any], str] = {}
        self._read = Construct(self, "Read")

    def publish(self, output: Output[T], value: T) -> None:
        """Publish an output of this stack, under its legacy paths too while the environment says so."""
        if output.producer != self.slug:
            raise ConfigurationError(f"{self.slug} publishes {output.constant}, which is {output.producer}'s")
        if output in self.published:
            raise ConfigurationError(f"{self.slug} publishes {output.constant} twice")
        check_value(output, value)
        self.published.add(output)
        self.provide(output, value)
        self.write_parameter(output, value)
        if self.environment_settings.legacy_parameters:
            for legacy in output.legacy:
                if legacy != output.path(self.environment_settings.name):
                    self.write_parameter(output, value, path=legacy)

    def read(self, output: Output[T]) -> T:
        """What another stack published. It must stand in `reads`; the stack deploys after its producer."""
        if not isinstance(output, Output):
            raise invalid(f"{self.slug}: read", output, "an output, such as contract.NETWORK_VPC_ID")
        return self.lookup(output)

    def ask(self, *outputs: Output[Any]) -> None:
        """Declare outputs by the call that needs them; a stack whose `reads` say something reads no more by it."""
        self._asked.update(dict.fromkeys(outputs))

    def lookup(self, output: Output[T]) -> T:
        """What this stack published, provided or reads."""
        if output not in self._known:
            self.ask(output)
            if not self._may_read(output):
                self._undeclared[output] = user_line()
                if not self._is_being_made:
                    self.refuse_undeclared()
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

    def mistakes(self) -> list[str]:
        """What it reads of stacks beside it that do not publish it: the deploy would wait for nobody."""
        found = super().mistakes()
        for output in self._declared:
            producer = self.sibling(output.producer)
            if isinstance(producer, PlatformStack) and output not in producer.published:
                why = f", which is optional ({output.meaning})" if output.optional else ""
                hint = did_you_mean(output.constant, (one.constant for one in producer.published))
                found.append(f"{self.slug} reads {output.constant}{why}: {output.producer} does not publish it{hint}")
        return found

    def refuse_undeclared(self) -> None:
        """Raise ConfigurationError for everything that the stack has read without a word in its `reads`."""
        if self._undeclared:
            undeclared, self._undeclared = self._undeclared, {}
            names = ", ".join(output.constant for output in undeclared)
            wanted = ", ".join(expressions(undeclared))
            place = next(iter(undeclared.values()))
            where = f"{place}: " if place else ""
            raise ConfigurationError(f"{where}{self.slug} reads {names}: add {wanted} to its reads")

    @property
    def _declared(self) -> tuple[Output[Any], ...]:
        return tuple(self._asked) if self.reads is None else self.reads

    def _may_read(self, output: Output[Any]) -> bool:
        return output in {*self._declared, *(also for declared in self._declared for also in declared.also)}

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
        return granted(self._read, output, CODECS[output.kind].decode(reader, value))


def _told_at_once(init: Callable[..., None]) -> Callable[..., None]:
    """The constructor of a stack, after which all reads that it did not declare are refused in one line."""

    @functools.wraps(init)
    def checked(self: PlatformStack[Any], *arguments: Any, **named: Any) -> None:
        outermost = not self._is_being_made
        self._is_being_made = True
        init(self, *arguments, **named)
        if outermost:
            self._is_being_made = False
            self.refuse_undeclared()

    return checked
