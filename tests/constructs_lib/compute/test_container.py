from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_ecr as ecr

from constructs_lib import ConfigurationError, Container, Sidecar

if TYPE_CHECKING:
    from tests.constructs_lib.conftest import Bench

DIGEST = f"sha256:{'a' * 64}"


@pytest.fixture
def repository(bench: Bench) -> ecr.IRepository:
    return ecr.Repository.from_repository_name(bench.stack, "Images", "prod-example")


def refusal(repository: ecr.IRepository, **changes: Any) -> str:
    with pytest.raises(ConfigurationError) as refused:
        Container(**{"repository": repository, "image": "1.4.2", "port": 8080, **changes})
    (line,) = refused.value.mistakes
    return line


@pytest.mark.parametrize("image", ["1.4.2", "v1", "2026-11-29_a", "a" * 128, DIGEST])
def test_a_tag_that_stays_and_a_digest_are_taken(repository: ecr.IRepository, image: str) -> None:
    assert Container(repository=repository, image=image, port=8080).image == image


@pytest.mark.parametrize(
    "image", ["latest", "stable", "main", "master", "dev", "", "a b", "-x", "a" * 129, "sha256:abc", DIGEST.upper()]
)
def test_a_tag_that_moves_or_is_none_is_refused(repository: ecr.IRepository, image: str) -> None:
    assert "allowed: an immutable tag or sha256:<digest>" in refusal(repository, image=image)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"port": 0}, "port: given 0; allowed: 1 to 65535"),
        ({"port": 65_536}, "port: given 65536; allowed: 1 to 65535"),
        ({"shutdown_seconds": 0}, "shutdown_seconds: given 0; allowed: 1 to 120"),
        ({"shutdown_seconds": 121}, "shutdown_seconds: given 121; allowed: 1 to 120"),
        ({"writable": ("tmp",)}, "given 'tmp'; allowed: absolute paths below the root"),
        ({"writable": ("/",)}, "given '/'; allowed: absolute paths below the root"),
        ({"cpu": 300}, "cpu"),
        ({"environment": {"DB_PASSWORD": "x"}}, "use secrets= for this one"),
        ({"environment": {"SIGNING_SECRET": "x"}}, "use secrets= for this one"),
        ({"environment": {"GITHUB_TOKEN": "x"}}, "use secrets= for this one"),
    ],
)
def test_what_ecs_would_refuse_or_show_to_anybody_is_refused(
    repository: ecr.IRepository, changes: dict[str, Any], message: str
) -> None:
    assert message in refusal(repository, **changes)


@pytest.mark.parametrize("name", ["TOKEN_LIFETIME_SECONDS", "SECRETARY", "LOG_LEVEL"])
def test_a_variable_that_only_speaks_of_secrets_is_taken(repository: ecr.IRepository, name: str) -> None:
    container = Container(repository=repository, image="1", port=1, environment={name: "x"})
    assert dict(container.environment) == {name: "x"}


def test_containers_of_one_task_have_names_of_their_own_and_share_its_memory(repository: ecr.IRepository) -> None:
    def beside(name: str, memory_mib: int | None = None) -> Sidecar:
        return Sidecar(name=name, image="public.ecr.aws/x/y:1.2", memory_mib=memory_mib)

    for sidecars in ((beside("main"),), (beside("one"), beside("one"))):
        assert "names that differ, and not main" in refusal(repository, sidecars=sidecars)
    assert "less than the task's 512 together" in refusal(repository, sidecars=(beside("one", 512),))
    whole = Container(repository=repository, image="1", sidecars=(beside("one", 256), beside("two")))
    assert len(whole.parts) == 3
    assert whole.repositories == (repository,)
