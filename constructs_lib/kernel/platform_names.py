"""Whose a name is: what the platform's stacks are called, no other repository may call its own.

Physical names begin `<env>-<slug>-`, and what a service repository may touch is told by them, so a slug that goes on
where one of the platform's ends is as good as taken: `network-extra` makes `prod-network-extra`, a name of `network`.
`networks` and `net` are nobody's. The other way round it is the same: `file` would make names of a `file-share`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.kernel import contract
from constructs_lib.kernel.context import CDK_JSON
from constructs_lib.kernel.errors import ConfigurationError, invalid

if TYPE_CHECKING:
    from collections.abc import Iterable

STATEMENT = "governed-cdk:platform"
"""In the context of `cdk.json`: the app is the platform's own. Its value is the tag `Project` of everything in it.

A service repository that copies `cdk.json` has another project, and is told so: only who writes down both is the
platform.
"""

SLUGS = tuple(sorted({output.producer for output in contract.ALL}))
"""The platform's stacks that services know: every producer of the contract."""


def is_the_platform(stated: object, project: str) -> bool:
    """Whether an app is the platform's own, as its context states. Raises ConfigurationError where that is untrue."""
    if stated is None:
        return False
    if stated != project:
        allowed = f"the platform's own repository says so; in the one whose tags.project is {project}, leave it out"
        raise invalid(f"{CDK_JSON}: {STATEMENT}", stated, allowed)
    return True


def taken(slug: str, slugs: Iterable[str] = SLUGS) -> str | None:
    """The platform's slug that another one shares names with: itself, or one that goes on after the other's hyphen."""
    return next((own for own in slugs if f"{slug}-".startswith(f"{own}-") or own.startswith(f"{slug}-")), None)


def taken_stack(name: str, environments: Iterable[str]) -> str | None:
    """The platform's slug that a stack of some name would share names with, in any of these environments."""
    slugs = (name.removeprefix(f"{one}-") for one in environments if name.startswith(f"{one}-"))
    return next((own for slug in slugs if (own := taken(slug))), None)


def refuse_slug(slug: str, *, stated: object, project: str) -> None:
    """Raise ConfigurationError for a slug of the platform's in an app that is not the platform's.

    Args:
        slug: of the stack.
        stated: what the app's context has under STATEMENT.
        project: the environment's `tags.project`.
    """
    own = taken(slug)
    if own and not is_the_platform(stated, project):
        raise invalid("slug", slug, _allowed(own))


def refuse_stacks(names: Iterable[str], environments: Iterable[str]) -> None:
    """Raise ConfigurationError, a line each, for stacks whose names are the platform's, of an app that is not."""
    known = tuple(environments)
    found = [(name, own) for name in names if (own := taken_stack(name, known))]
    if found:
        raise ConfigurationError(*(str(invalid("stack name", name, _allowed(own))) for name, own in found))


def _allowed(own: str) -> str:
    return f"a name that is not the platform's: not {own}, nor one that begins {own}- (it has {', '.join(SLUGS)})"
