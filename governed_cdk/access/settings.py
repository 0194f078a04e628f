"""`access.yaml`: what must be true of who may do what, in statements over classes of principals and resources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.setting_errors import Mistakes, checked, source_of
from constructs_lib.kernel.strict_model import StrictModel
from constructs_lib.kernel.yaml_file import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

ABSENT, ANOTHER = "absent", "another"
"""In `when`: the request does not have the key; it has a value that no policy names."""

USER = "user"
"""In `services`: the principal that acts for what names the resource."""

MOST = 40
"""So many statements: classes, and no list of what there is."""

Text = Annotated[str, Field(min_length=1, max_length=300)]
Texts = Annotated[tuple[Text, ...], Field(min_length=1)]


class Who(StrictModel):
    """A class of principals; what several keys say must hold together, and `but` takes names out of it."""

    kinds: tuple[Literal["role", "user", "policy"], ...] = ()
    """Roles, users, and whoever has a managed policy that the templates attach to nobody."""
    services: tuple[Text, ...] = ()
    """Service principals, such as `logs.{region}.amazonaws.com`; `*` is each that a policy names, `user` the one that
    acts for what names the resource."""
    subjects: tuple[Text, ...] = ()
    """Subjects of GitHub's OIDC tokens, `repo:example-org/fileflow:pull_request`."""
    account: Literal["ours", "another", "nobody"] | None = None
    """Any principal of our account, or of another one, whose own policies allow everything; whoever has no account."""
    named: tuple[Text, ...] = ()
    """Patterns of names."""
    but: tuple[Text, ...] = ()
    """Patterns of names that are left out."""
    used_by: tuple[Text, ...] = ()
    """Types of resources that name the role."""

    @model_validator(mode="after")
    def _one_class(self) -> Self:
        given = [bool(one) for one in (self.kinds, self.services, self.subjects, self.account)]
        if sum(given) != 1:
            raise invalid("kinds", list(self.kinds), "one class of principals: kinds, services, subjects or account")
        return self


class What(StrictModel):
    """A class of resources, as of principals."""

    kinds: Texts
    """`key`, `bucket`, `secret`, `topic`, `queue`, `role`, or a type of CloudFormation."""
    named: tuple[Text, ...] = ()
    """Patterns of names."""
    but: tuple[Text, ...] = ()
    """Patterns of names that are left out."""
    used_by: tuple[Text, ...] = ()
    """Types of resources that name it. `when` may then say `{user}`, the ARN of each that does."""
    bounded: bool | None = None
    """Of roles: whether they have a permissions boundary."""


class AccessStatement(StrictModel):
    """One thing that must be true: `never` that it is possible, or `always`."""

    says: Text
    """The sentence."""
    must: Literal["never", "always"]
    """Whether it may be allowed at all, or has to be."""
    who: Who
    """Who acts."""
    do: tuple[Text, ...] = ()
    """Actions, each asked of resources of its own service; or nothing, where `become` is what is done."""
    become: bool = False
    """Whether it is about becoming a role, in any number of steps, rather than about one request."""
    to: What
    """What is acted upon."""
    part: tuple[Text, ...] = ()
    """Keys of objects in buckets, or `log-stream:<name>` in log groups, each asked for; any where there is none."""
    when: dict[Text, tuple[Text, ...]] = Field(default_factory=dict)
    """Keys of the request with each value that is asked for; `absent`, `another`, or text with `{env}`, `{account}`,
    `{region}`, `{service}` and `{what}` (of the resource), `{user}` and `{user_service}` (of what names it). A key
    that is not there may be anything."""
    or_when: tuple[dict[Text, tuple[Text, ...]], ...] = ()
    """Further requests, each as `when` says one, which are asked as well."""
    by: Literal["all", "identity", "resource", "boundary"] = "all"
    """Which policies are asked: all, those of who acts, those of what is acted upon, or who acts's boundary alone."""
    some: bool = False
    """Of `always`: whether it is enough that one of the principals may."""
    its_key: bool = False
    """Whether it is asked of the key that the resource names, rather than of the resource."""
    named_by: tuple[Text, ...] = ()
    """Types of resources, one of which must name the principal, and name or be the resource."""
    of: Literal["any", "another", "the same"] = "any"
    """Whether both have the same tag `Service`."""

    @model_validator(mode="after")
    def _asks(self) -> Self:
        if bool(self.do) == self.become:
            raise invalid("do", list(self.do), "actions, or become: true")
        return self


class Access(StrictModel):
    """The file."""

    statements: Annotated[tuple[AccessStatement, ...], Field(max_length=MOST)]
    """What must be true."""
    calls: Text | None = None
    """The sentence of one more: every call that the resources make at run time, or have others make, is allowed."""


def read_access(path: Path) -> Access:
    """The statements of a file. Raises ConfigurationError with a line for each mistake."""
    data = read_yaml(path)
    mistakes = Mistakes(source_of(data, str(path)))
    found = checked(Access, dict(data), mistakes)
    if mistakes or found is None:
        raise mistakes.error()
    says = [one.says for one in found.statements]
    if twice := sorted({one for one in says if says.count(one) > 1}):
        raise ConfigurationError(*(f"{path}: says {one!r} twice; allowed: once" for one in twice))
    return found
