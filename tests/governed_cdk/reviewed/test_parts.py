"""Every tampering changes just the parts that it touches, and what means nothing changes none."""

from __future__ import annotations

import json
import operator
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.reviewed.parts import assembly_parts, template_digest
from tests.governed_cdk.reviewed.assembly import ASSET, edited, made

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def manifest(edit: Callable[[Any], object]) -> Callable[[Path], object]:
    return lambda out: edited(out / "manifest.json", lambda body: edit(body["artifacts"]["prod-app"]))


def listing(edit: Callable[[Any], object]) -> Callable[[Path], object]:
    return lambda out: edited(out / "prod-app.assets.json", lambda body: edit(body["files"][ASSET]))


def changed(tmp_path: Path, edit: Callable[[Path], object]) -> set[str]:
    before, out = assembly_parts(made(tmp_path / "one")), made(tmp_path / "other")
    edit(out)
    after = assembly_parts(out)
    return {name.replace(ASSET, "A") for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


@pytest.mark.parametrize(
    ("edit", "parts"),
    [
        (lambda out: (out / f"asset.{ASSET}/index.py").write_text("evil"), {"asset A"}),
        (lambda out: (out / f"asset.{ASSET}/more.py").write_text("evil"), {"asset A"}),
        (listing(lambda one: one["destinations"]["here"].update(bucketName="elsewhere")), {"asset A"}),
        (listing(lambda one: one["source"].update(path="prod-jobs.template.json", executable=["sh"])), {"asset A"}),
        (manifest(lambda one: one["properties"]["parameters"].update(Image="sha256:2")), {"parameters prod-app"}),
        (manifest(lambda one: one.update(environment="aws://999999999999/us-east-1")), {"target prod-app"}),
        (manifest(lambda one: one["properties"].update(assumeRoleArn="arn:evil")), {"target prod-app"}),
        (manifest(lambda one: one["properties"].update(terminationProtection=False)), {"target prod-app"}),
        (manifest(lambda one: one.update(dependencies=["prod-jobs"])), {"target prod-app"}),
    ],
)
def test_a_tampering_changes_its_part(tmp_path: Path, edit: Callable[[Path], object], parts: set[str]) -> None:
    assert changed(tmp_path, edit) == parts


def test_a_tampered_template_is_no_longer_published_under_its_digest(tmp_path: Path) -> None:
    def edit(out: Path) -> None:
        edited(out / "prod-jobs.template.json", lambda body: body["Resources"]["Queue"].update(Properties={}))

    assert {"template prod-jobs", "target prod-jobs"} <= changed(tmp_path, edit)


def test_another_template_under_the_address_of_a_stack_is_told(tmp_path: Path) -> None:
    evil = {"stackTemplateAssetObjectUrl": f"s3://assets/{'e' * 64}.json"}
    assert "target prod-app" in changed(tmp_path, manifest(lambda one: one["properties"].update(evil)))


@pytest.mark.parametrize(
    "edit",
    [
        listing(operator.methodcaller("update", displayName="Another name")),
        manifest(operator.methodcaller("update", displayName="Another name")),
        lambda out: (out / "tree.json").write_text("{}"),
    ],
)
def test_what_is_not_deployed_is_no_part(tmp_path: Path, edit: Callable[[Path], object]) -> None:
    assert changed(tmp_path, edit) == set()


def test_the_order_of_keys_and_the_metadata_of_cdk_are_no_difference() -> None:
    one = {"Resources": {"A": {"Type": "T", "Metadata": {"aws:cdk:path": "x"}}, "B": {"Type": "T"}}}
    other = {"Resources": {"B": {"Type": "T"}, "A": {"Type": "T"}}}
    assert template_digest(one) == template_digest(other)
    kept = {"Resources": {"A": {"Type": "T", "Metadata": {"AWS::CloudFormation::Init": {}}}, "B": {"Type": "T"}}}
    assert template_digest(kept) != template_digest(other)


def test_what_is_no_assembly_is_one_line(tmp_path: Path) -> None:
    out = made(tmp_path / "out")
    (out / "prod-app.assets.json").write_text("{")
    with pytest.raises(ConfigurationError, match=r"prod-app\.assets\.json:"):
        assembly_parts(out)


def test_two_synths_of_one_app_have_the_same_parts(tmp_path: Path) -> None:
    one, other = (assembly_parts(made(tmp_path / name)) for name in ("one", "other"))
    assert one == other
    assert json.dumps(sorted(one)) == json.dumps(sorted([
        "asset " + ASSET, *(f"{what} {stack}" for what in ("parameters", "target", "template")
                            for stack in ("prod-app", "prod-jobs")),
    ]))  # fmt: skip
