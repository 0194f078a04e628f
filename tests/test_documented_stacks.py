"""The stacks that the documents show are whole: they load, they are governed, and they do what the text says."""

from __future__ import annotations

import importlib.util
import json
import sys
from typing import TYPE_CHECKING, Any

from stacks import discover
from tests.markdown import tokens
from tests.support import ROOT, Templates, environment, synthesize_with

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    import aws_cdk as cdk
    import pytest


def _module(page: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The one whole Python module that a page shows, loaded."""
    fences = [token.content for token in tokens(ROOT / page) if token.type == "fence" and token.info == "python"]
    (source,) = [content for content in fences if "class Stack(" in content]
    file = folder / "documented.py"
    file.write_text(source, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, file.stem, module)
    spec.loader.exec_module(module)
    return module


def _synthesize(module: ModuleType, folder: Path, *, producers: set[str], **settings: Any) -> Templates:
    def build(app: cdk.App) -> None:
        for stack in (*(found for found in discover() if found.slug in producers), module.Stack):
            stack(app, prod)

    prod = environment("prod", also=(module.Stack,), stacks={module.Stack.slug: settings})
    return synthesize_with(prod, folder, build)


def test_the_new_stack_of_the_readme_is_governed_and_follows_its_producers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = _module("README.md", tmp_path, monkeypatch)
    templates = _synthesize(module, tmp_path / "out", producers={"kms", "monitoring", "logging"}, keep_days=60)
    bucket = templates.only("reports", "AWS::S3::Bucket")
    assert bucket["BucketName"] == "prod-reports-files-111122223333"
    kept = [rule.get("NoncurrentVersionExpiration") for rule in bucket["LifecycleConfiguration"]["Rules"]]
    assert {"NoncurrentDays": 60} in kept
    assert {"Key": "Service", "Value": "reports"} in bucket["Tags"]
    manifest = json.loads((templates.folder / "manifest.json").read_text())
    assert {"prod-kms", "prod-logging"} <= set(manifest["artifacts"]["prod-reports"]["dependencies"])


def test_the_output_that_a_service_team_hands_on_is_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = _module("docs/service-repositories.md", tmp_path, monkeypatch)
    templates = _synthesize(module, tmp_path / "out", producers=set())
    assert templates.only("orders", "AWS::SSM::Parameter")["Name"] == "/prod/orders/new-orders"


def test_the_services_of_the_page_about_containers_are_governed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = _module("docs/containers.md", tmp_path, monkeypatch)
    templates = _synthesize(module, tmp_path / "out", producers=set())
    services = {one["ServiceName"]: one for one in templates.resources("reports", "AWS::ECS::Service").values()}
    assert services["prod-reports-api"]["DeploymentConfiguration"]["Strategy"] == "CANARY"
    assert not services["prod-reports-worker"].get("LoadBalancers")
    watched = services["prod-reports-worker"]["DeploymentConfiguration"]["Alarms"]["AlarmNames"]
    alarms = {alarm["AlarmName"] for alarm in templates.resources("reports", "AWS::CloudWatch::Alarm").values()}
    assert set(watched) <= alarms
