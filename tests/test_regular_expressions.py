"""A pattern judges the whole text: Python's `$` also matches before a final newline, which AWS would refuse."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any

import pytest

from aspects.judge.catalogue.spelling import name_mistake
from constructs_lib import ConfigurationError, Container, DatabaseSettings, GovernedSecret, Names
from constructs_lib.kernel.tags import is_valid
from constructs_lib.observability.telemetry.alarm_spec import AlarmSpec
from constructs_lib.observability.telemetry.alarms import TOPIC
from constructs_lib.security.parameter import check_parameter
from tests.constructs_lib.conftest import make_bench
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FOLDERS = ("aspects", "constructs_lib", "examples", "governed_cdk", "stacks", "tools")
FUNCTIONS = {"compile", "findall", "finditer", "fullmatch", "match", "search", "split", "sub"}
# Escaped characters, and sets of characters, in which `$` is the character.
LITERAL = re.compile(r"\\.|\[\^?\]?(\\.|[^]\\])*\]", re.DOTALL)


def patterns(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every pattern that a file gives to `re`, what is filled in left out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=attr), args=[first, *_]) if (
                attr in FUNCTIONS
            ):
                parts = [part.value for part in ast.walk(first) if isinstance(part, ast.Constant)]
                yield node.lineno, "".join(part for part in parts if isinstance(part, str))


def test_no_pattern_takes_a_final_newline_for_the_end() -> None:
    files = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
    found = [(str(path), line, text) for path in files for line, text in patterns(path)]
    assert len(found) > 40
    assert [one for one in found if "$" in LITERAL.sub("", one[2])] == [], r"use fullmatch, or \Z"


@pytest.mark.parametrize("text", [r"a$", r"^(a|b$)", r"[$]a$", r"\\$"])
def test_a_dollar_is_seen_wherever_it_stands_for_the_end(text: str) -> None:
    assert "$" in LITERAL.sub("", text)


@pytest.mark.parametrize("text", [r"\$a", r"[a$]", r"[^$]", r"[]$]b", r"\[\$", r"[\]$]"])
def test_a_dollar_that_is_a_character_is_left_alone(text: str) -> None:
    assert "$" not in LITERAL.sub("", text)


@pytest.mark.parametrize("key", ["Team", "Owner", "CostCenter"])
@pytest.mark.parametrize("value", ["platform", "team@example.com"])
def test_a_tag_ends_with_its_last_letter(key: str, value: str) -> None:
    assert not is_valid(key, f"{value}\n")


@pytest.mark.parametrize(
    ("type_name", "name"),
    [
        ("AWS::SQS::Queue", "prod-orders"),
        ("AWS::KMS::Alias", "alias/prod-orders"),
        ("AWS::Logs::LogGroup", "/aws/lambda/prod-orders"),
        ("AWS::SSM::Parameter", "/prod/orders/name"),
        ("AWS::Glue::Database", "prod_orders"),
        ("AWS::ECR::Repository", "prod-orders"),
    ],
)
def test_a_physical_name_ends_with_its_last_letter(type_name: str, name: str) -> None:
    assert name_mistake(type_name, name) is None
    assert name_mistake(type_name, f"{name}\n") is not None


REFUSED: dict[str, Callable[[], Any]] = {
    "kind": lambda: Names(environment="prod", organization="o", service="s", account="1").physical("api\n"),
    "parameter": lambda: check_parameter(branch="global", name="region\n", value="x"),
    "branch": lambda: check_parameter(branch="global\n", name="region", value="x"),
    "image": lambda: Container(repository=object(), image="v1.2.3\n", port=80),  # type: ignore[arg-type]  # not looked at
    "digest": lambda: Container(repository=object(), image=f"sha256:{'0' * 64}\n", port=80),  # type: ignore[arg-type]  # not looked at
    "database parameter": lambda: DatabaseSettings(parameters={"wait_timeout\n": "60"}),
    "alarm": lambda: AlarmSpec(**{**vars(TOPIC[0]), "slug": "failures\n"}),
}


@pytest.mark.parametrize("what", REFUSED)
def test_an_argument_ends_with_its_last_letter(what: str) -> None:
    with pytest.raises(ValueError, match=r"\\n'"):  # shown, so that somebody sees it
        REFUSED[what]()


def test_the_name_of_a_secret_ends_with_its_last_letter(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="kebab-case"):
        GovernedSecret(make_bench(tmp_path).stack, "Secret", name="login\n", description="Opens nothing")
