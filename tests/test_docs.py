"""The documents name what exists: files and anchors, commands and options, settings, and resources of prod."""

from __future__ import annotations

import functools
import json
import re
from typing import TYPE_CHECKING, Any

import botocore.session
import pytest
import yaml
from botocore import xform_name

from constructs_lib.observability.telemetry.alarms import deployment_alarms
from governed_cdk.cli import COMMANDS
from stacks import discover
from tests.constructs_lib.observability.telemetry.alarms.subjects import EVERY
from tests.markdown import PAGES, anchors, code, page_id, tokens
from tests.support import ROOT, Templates, environment, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GUIDES = [
    path
    for path in PAGES
    if path.parent.name == "runbooks" or path.stem in {"first-deployment", "operations", "terraform-state"}
]
RUNBOOKS = [path for path in PAGES if path.parent.name == "runbooks" and path.stem != "README"]

# Made by a setting that prod leaves off, or by hand.
OF_SERVICES = {spec.slug for spec in deployment_alarms([{"TargetGroup": "x", "LoadBalancer": "y"}])}
"""Alarms that the platform itself has none of."""
NOT_IN_PROD = {
    "prod-route53-dnssec",  # stacks.route53.dnssec
    "prod-rds-shared-mysql-drill",  # the restored instance of operations.md
    "prod-rds-shared-mysql-old",  # the one that it replaces
}
# Commands of the AWS command line that are no API operation.
CLI_ONLY = {
    "cloudtrail validate-logs": {"trail-arn", "start-time"},
    "ecr get-login-password": set(),
    "logs tail": {"since", "filter-pattern"},
    "s3 ls": {"recursive"},
}
CLI_OPTIONS = {"max-items", "output", "query", "region"}
NAMING_PROPERTY = re.compile(r"(Name|Alias|Family|Identifier)$")
PROD_NAME = re.compile(r"(?<![A-Za-z0-9-])prod-[A-Za-z0-9*-]+")
PROD_PATH = re.compile(r"(?<![A-Za-z0-9.])/(?:prod|shared|connectly|aws)/[A-Za-z0-9/._*-]+")
PLACEHOLDER = re.compile(r"\*|[A-Z]")


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_every_link_leads_to_a_file_and_its_anchor_to_a_heading(page: Path) -> None:
    links = [str(token.attrs["href"]) for token in tokens(page) if token.type == "link_open"]
    for link in links:
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), f"{link}: no such file"
        if anchor:
            assert anchor in anchors(target), f"{link}: no such heading"


def makefile_of(page: Path) -> Path:
    """The one of the repository that the page is of: the example is one itself, and has a page of ours."""
    if page.name == "service-repositories.md":
        return ROOT / "examples/service_repo/Makefile"
    return next(path for path in (folder / "Makefile" for folder in page.parents) if path.is_file())


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_every_make_target_and_command_of_ours_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", makefile_of(page).read_text(), re.MULTILINE))
    commands = set(COMMANDS)
    for text in code(page):
        assert set(re.findall(r"(?<![\w-])make ([a-z]+)", text)) <= targets
        assert set(re.findall(r"(?<![\w./-])governed-cdk ([a-z]+)", text)) <= commands


@functools.cache
def _aws() -> botocore.session.Session:
    """One for all: each of its own would look through the folders of every service anew."""
    return botocore.session.get_session()


@functools.cache
def _options(service: str, operation: str) -> frozenset[str]:
    """The options of an AWS CLI command."""
    if (command := f"{service} {operation}") in CLI_ONLY:
        return frozenset(CLI_ONLY[command] | CLI_OPTIONS)
    model = _aws().get_service_model({"s3api": "s3"}.get(service, service))
    (name,) = [name for name in model.operation_names if xform_name(name, "-") == operation]
    shape = model.operation_model(name).input_shape
    return frozenset({xform_name(member, "-") for member in (shape.members if shape else ())} | CLI_OPTIONS)


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_every_aws_command_and_its_options_exist(page: Path) -> None:
    command = re.compile(r"(?<![\w./-])aws ([a-z][a-z0-9]+) ([a-z][a-z0-9-]+)((?:(?!\baws )[^\n`;#|&)])*)")
    for text in code(page):
        for service, operation, rest in command.findall(text):
            given = {option.removeprefix("no-") for option in re.findall(r"(?<=\s)--([a-z][a-z0-9-]+)", rest)}
            assert given <= _options(service, operation), f"aws {service} {operation}"


@pytest.fixture(scope="session")
def prod_names(beside_terraform: Templates) -> frozenset[str]:
    """Every physical name and parameter path of prod, the legacy ones too, and its stacks."""

    def walk(node: Any, key: str) -> Iterator[str]:
        if NAMING_PROPERTY.search(key) and isinstance(node, str | dict):
            yield resolve(node).removeprefix("alias/").replace("-111122223333", "")
        if isinstance(node, dict) and node.get("Key") == "Name":  # a tag
            yield str(node.get("Value"))
        for name, child in node.items() if isinstance(node, dict) else ():
            yield from walk(child, name)
        for child in node if isinstance(node, list) else ():
            yield from walk(child, "")

    found = {name for _, _, resource in beside_terraform.all() for name in walk(resource.get("Properties", {}), "")}
    return frozenset(found | {f"prod-{stack}" for stack in beside_terraform})


@pytest.mark.parametrize("page", GUIDES, ids=page_id)
def test_every_name_of_prod_is_in_its_templates(page: Path, prod_names: frozenset[str]) -> None:
    text = "\n".join(code(page)).replace("-111122223333", "")
    for name in {*PROD_NAME.findall(text), *PROD_PATH.findall(text)} - NOT_IN_PROD:
        fixed, *open_end = PLACEHOLDER.split(name, maxsplit=1)
        start = fixed if open_end else fixed.rstrip("/") + "/"  # a placeholder, or a folder of parameters
        assert name in prod_names or any(real.startswith(start) for real in prod_names), name


@pytest.mark.parametrize("page", RUNBOOKS, ids=page_id)
def test_the_alarm_that_a_runbook_silences_is_one_of_prod_or_of_services(
    page: Path, prod_names: frozenset[str]
) -> None:
    of_services = {spec.slug for spec in EVERY if spec.runbook == page.stem}
    for ending in re.findall(r"it ends in ([a-z0-9-]+)", "\n".join(code(page))):
        known = ending in OF_SERVICES or ending in of_services
        assert known or any(name.endswith(f"-{ending}") for name in prod_names), ending


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_every_grafana_dashboard_that_is_named_exists(page: Path) -> None:
    known = {json.loads(path.read_text())["uid"] for path in (ROOT / "dashboards/grafana").glob("*.json")}
    named = {text for text in code(page) if re.fullmatch(r"governed-(?!cdk|runtime)[a-z]+", text)}
    assert named <= known


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_every_setting_that_is_named_exists(page: Path) -> None:
    environment()  # declares what every stack may be told
    for slug, keys in re.findall(r"\bstacks\.([a-z0-9]+)\.([a-z0-9_.]*[a-z0-9_])", "\n".join(code(page))):
        if slug == "fileflow":  # the example of a service repository
            continue
        model: Any = {stack.slug: stack.settings_type for stack in discover()}[slug]
        for key in keys.split("."):
            assert key in model.model_fields, f"stacks.{slug}.{keys}"
            kinds = [model.model_fields[key].annotation, *getattr(model.model_fields[key].annotation, "__args__", ())]
            model = next((kind for kind in kinds if hasattr(kind, "model_fields")), None)


PIECES = [
    pytest.param(token.content, id=page_id(page))
    for page in PAGES
    for token in tokens(page)
    if token.info == "yaml" and token.content.startswith("stacks:")
]


@pytest.mark.parametrize("piece", PIECES)
def test_every_piece_of_an_environment_file_is_valid(piece: str) -> None:
    given = yaml.safe_load(piece)["stacks"]
    stacks = environment("prod", stacks=given).stacks
    assert given.keys() <= stacks.keys()


def test_a_page_shows_a_piece_of_an_environment_file() -> None:
    assert PIECES


@pytest.mark.parametrize(
    "path", [*ROOT.glob("environments/*.yaml"), *ROOT.glob("examples/*/environments/*.yaml")], ids=page_id
)
def test_the_schema_that_an_environment_file_names_is_there(path: Path) -> None:
    for name in re.findall(r"\$schema=(\S+)", path.read_text()):
        assert (path.parent / name).is_file()


def test_operations_lists_every_type_that_prod_retains(prod: Templates) -> None:
    text = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
    section = text.partition("### What stays")[2].partition("\n### ")[0]
    retained = {resource["Type"] for _, _, resource in prod.all() if resource.get("UpdateReplacePolicy") == "Retain"}
    assert set(re.findall(r"`(AWS::[A-Za-z0-9:]+)`", section)) == retained
