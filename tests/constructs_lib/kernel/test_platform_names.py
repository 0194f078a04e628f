from __future__ import annotations

import json

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.platform_names import (
    SLUGS,
    STATEMENT,
    is_the_platform,
    refuse_slug,
    refuse_stacks,
    taken,
    taken_stack,
)
from tests.support import ENVIRONMENTS, ROOT, environment, refusal


@pytest.mark.parametrize("slug", ["network", "network-a", "network-extra", "network-1-b", "rds", "rds-proxy", "kms"])
def test_a_slug_of_the_platform_s_and_whatever_goes_on_behind_its_hyphen_are_taken(slug: str) -> None:
    assert taken(slug) == slug.partition("-")[0]


@pytest.mark.parametrize("slug", ["networks", "net", "networ", "my-network", "extra-network", "fileflow", "rds2", "n"])
def test_neighbours_of_the_platform_s_slugs_are_free(slug: str) -> None:
    assert taken(slug) is None


@pytest.mark.parametrize(("slug", "own"), [("file", "file-share"), ("file-share", "file-share"), ("file-x", None)])
def test_a_slug_that_would_make_names_of_a_longer_one_is_taken(slug: str, own: str | None) -> None:
    assert taken(slug, ("file-share",)) == own


@pytest.mark.parametrize(
    ("stack", "own"),
    [
        ("prod-network", "network"), ("dev-network", "network"), ("prod-network-dr", "network"), ("network", None),
        ("prod-eu-network", "network"), ("prod-networks", None), ("prod", None), ("qa-network", None),
    ],
)  # fmt: skip
def test_a_stack_is_the_platform_s_in_any_environment_that_there_is(stack: str, own: str | None) -> None:
    assert taken_stack(stack, ("prod", "dev", "prod-eu")) == own


@pytest.mark.parametrize(
    ("stated", "project", "says"),
    [
        (None, "fileflow", "slug: given 'network'; allowed: a name that is not the platform's: not network, nor one"),
        ("infrastructure", "fileflow", "cdk.json: governed-cdk:platform: given 'infrastructure'; allowed: "),
        (True, "infrastructure", "cdk.json: governed-cdk:platform: given true; allowed: "),
        ("", "infrastructure", "cdk.json: governed-cdk:platform: given ''; allowed: "),
    ],
)  # fmt: skip
def test_only_who_states_its_own_project_is_the_platform(stated: object, project: str, says: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        refuse_slug("network", stated=stated, project=project)
    (line,) = caught.value.mistakes
    assert line.startswith(says)


def test_the_platform_has_its_slugs_and_a_service_every_other() -> None:
    assert refusal(refuse_slug, "network", stated="infrastructure", project="infrastructure") is None
    assert refusal(refuse_slug, "fileflow", stated=None, project="fileflow") is None
    assert refusal(refuse_stacks, ["prod-fileflow", "prod-networks"], ["prod"]) is None


def test_each_stack_that_is_the_platform_s_is_a_line() -> None:
    with pytest.raises(ConfigurationError) as caught:
        refuse_stacks(["prod-network", "prod-fileflow", "prod-kms-x"], ["prod"])
    first, second = caught.value.mistakes
    assert first.startswith("stack name: given 'prod-network'; allowed: ")
    assert "not kms, nor one that begins kms-" in second


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_the_repository_states_the_project_of_each_of_its_environments(name: str) -> None:
    stated = json.loads((ROOT / "cdk.json").read_text())["context"][STATEMENT]
    assert is_the_platform(stated, environment(name).tags.project)


def test_services_know_every_stack_that_hands_something_out() -> None:
    assert {"acm", "atlantis", "bootstrap", "kms", "network", "rds"} <= set(SLUGS)
