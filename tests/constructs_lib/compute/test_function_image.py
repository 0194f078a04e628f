from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib import ConfigurationError, FunctionImage, GovernedFunction, GovernedRepository

if TYPE_CHECKING:
    from aws_cdk import aws_ecr as ecr

    from tests.constructs_lib.conftest import Bench

DIGEST = "sha256:" + "0" * 64


def function(bench: Bench, image: str, **changes: Any) -> GovernedFunction:
    repository: ecr.IRepository = GovernedRepository(bench.stack, "Repository").repository
    code = FunctionImage(repository=repository, image=image)
    return GovernedFunction(bench.stack, "Function", kind="thumbnails", description="Draws", code=code, **changes)


@pytest.mark.parametrize(("image", "end"), [(DIGEST, f"@{DIGEST}"), ("v1.2.3", ":v1.2.3")])
def test_a_function_runs_an_image_by_tag_or_digest(bench: Bench, image: str, end: str) -> None:
    function(bench, image)
    made = bench.only("AWS::Lambda::Function")
    assert made["PackageType"] == "Image"
    assert made["Code"]["ImageUri"]["Fn::Join"][1][-1] == end
    assert "Handler" not in made
    assert "Runtime" not in made
    assert made["KmsKeyArn"].endswith("key/secrets")
    assert made["TracingConfig"] == {"Mode": "Active"}


def test_the_policy_of_the_repository_stays_as_it_is(bench: Bench) -> None:
    function(bench, DIGEST)
    assert "lambda.amazonaws.com" not in str(bench.only("AWS::ECR::Repository").get("RepositoryPolicyText"))


@pytest.mark.parametrize("image", ["", "latest@sha256", "sha256:12", "a tag"])
def test_what_is_no_image_is_refused(bench: Bench, image: str) -> None:
    with pytest.raises(ConfigurationError, match=f"image: given '{image}'; allowed: a tag, or sha256"):
        function(bench, image)


def test_an_image_has_its_own_distributions(bench: Bench) -> None:
    with pytest.raises(ConfigurationError, match="distributions, modules: given 'PyMySQL'; allowed: none"):
        function(bench, DIGEST, distributions=["PyMySQL"])
