"""The whole template of every stack, for prod and dev. `make snapshots` accepts a change; its diff is to be read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from syrupy.extensions.json import JSONSnapshotExtension

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion

    from tests.support import Templates

STACKS = (
    "acm",
    "atlantis",
    "bootstrap",
    "cloudtrail",
    "kms",
    "logging",
    "monitoring",
    "network",
    "rds",
    "route53",
    "secrets",
)
_HASH = re.compile(r"[0-9a-f]{64}")


def normalised(value: Any) -> Any:
    """The template without asset hashes, which change with every line of a Lambda function."""
    match value:
        case dict():
            return {key: normalised(item) for key, item in value.items() if key != "CheckBootstrapVersion"}
        case list():
            return [normalised(item) for item in value]
        case str():
            return _HASH.sub("<asset hash>", value)
        case _:
            return value


@pytest.mark.snapshot
@pytest.mark.parametrize("environment", ["prod", "dev"])
@pytest.mark.parametrize("stack", STACKS)
def test_the_template_is_as_it_was_reviewed(
    stack: str, environment: str, request: pytest.FixtureRequest, snapshot: SnapshotAssertion
) -> None:
    templates: Templates = request.getfixturevalue(environment)
    for name in sorted(templates):
        if name == stack or name.startswith(f"{stack}-"):
            content = snapshot.with_defaults(extension_class=JSONSnapshotExtension)
            assert normalised(templates[name]) == content(name=f"{environment}-{name}")


def test_every_stack_and_companion_has_a_snapshot(prod: Templates, dev: Templates) -> None:
    for templates in (prod, dev):
        assert all(name.startswith(STACKS) for name in templates)
        assert set(STACKS) <= set(templates)
