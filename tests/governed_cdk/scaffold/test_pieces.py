"""A stack, a construct and a rule are whole files, each where it belongs."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from constructs_lib import ConfigurationError
from governed_cdk.scaffold.pieces import NewKind, written
from governed_cdk.scaffold.writing import write_files
from tests.governed_cdk.scaffold.services import service
from tests.integration.newcomer import shown
from tests.markdown import tokens
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ROOMS = (
    "stacks", "constructs_lib", "constructs_lib/messaging", "constructs_lib/storage", "constructs_lib/kernel",
    "aspects/judge/rules/durability",
)  # fmt: skip
DOOR, TWICE = "constructs_lib/__init__.pyi", "tests/constructs_lib/two_of_a_kind.py"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A service repository."""
    write_files(tmp_path, service().files())
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What there is of the platform where a piece is put into it."""
    write_files(tmp_path, {f"{room}/__init__.py": "" for room in ROOMS})
    write_files(tmp_path, {"cdk.json": json.dumps({"context": {"governed-cdk:platform": "infrastructure"}})})
    write_files(tmp_path, {name: (ROOT / name).read_text() for name in (DOOR, TWICE, "pyproject.toml")})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder: Path) -> Mapping[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def in_style(*paths: Path) -> None:
    for command in (["check"], ["format", "--check"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--no-cache", *map(str, paths)]
        done = subprocess.run(ruff, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_a_stack_of_the_platform_is_the_one_that_the_readme_shows(platform: Path) -> None:
    told = written(NewKind.STACK, "reports", "")
    assert told == ["wrote stacks/reports.py", "wrote tests/stacks/test_reports.py"]
    assert (platform / "stacks/reports.py").read_text() == shown("README.md", '"""Reports')


def test_a_construct_of_the_platform_is_the_guides_without_its_alarm(platform: Path) -> None:
    written(NewKind.CONSTRUCT, "stream", "messaging")
    guide = {text.split("\n")[0]: text.partition("\n")[2] for text in fences("docs/guides/construct.md")}
    made = (platform / "constructs_lib/messaging/stream.py").read_text()
    whole = guide["# constructs_lib/messaging/stream.py"]
    assert [line for line in made.splitlines() if line not in whole.splitlines()] == [
        '"""GovernedStream: a Kinesis data stream, encrypted."""',
        '    """A stream `<env>-<service>-<kind>` on demand, with the messaging key.',
    ]
    test = (platform / "tests/constructs_lib/messaging/test_stream.py").read_text()
    shown_test = guide["# tests/constructs_lib/messaging/test_stream.py"].splitlines()
    assert [line for line in test.splitlines() if line not in shown_test] == []
    assert "from .messaging.stream import GovernedStream\n" in (platform / DOOR).read_text()
    assert '    "GovernedStream",\n' in (platform / DOOR).read_text()
    assert shown("docs/guides/construct.md", '    "GovernedStream"') in (platform / TWICE).read_text()


def fences(page: str) -> list[str]:
    return [token.content for token in tokens(ROOT / page) if token.type == "fence"]


@pytest.mark.parametrize(
    ("piece", "name", "room"),
    [
        (NewKind.STACK, "order-history", ""),
        (NewKind.CONSTRUCT, "order-stream", "messaging"),
        (NewKind.RULE, "queues-keep-messages-for-four-days", "durability"),
    ],
)
def test_what_is_written_into_the_platform_is_python_in_its_style(
    piece: NewKind, name: str, room: str, platform: Path
) -> None:
    before = files(platform)
    written(piece, name, room)
    new = [platform / path for path in files(platform).keys() - before.keys()]
    assert len(new) == 2
    in_style(*new)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("stacks/order_history.py", "OrderHistory(app, environment)"),
        ("components/job_queue.py", ""),
        ("rules/topics_are_fifo.py", 'govern(app, environment, rules=Path("rules"))'),
    ],
)
def test_what_is_written_into_a_service_is_in_its_style_and_named_in_its_app(
    path: str, line: str, repository: Path
) -> None:
    room, _, module = path.partition("/")
    piece = {"stacks": NewKind.STACK, "components": NewKind.CONSTRUCT, "rules": NewKind.RULE}[room]
    written(piece, module.removesuffix(".py").replace("_", "-"), "")
    in_style(repository / "infra" / path, repository / "infra/app.py")
    assert line in (repository / "infra/app.py").read_text().splitlines()


def test_a_second_stack_and_a_second_rule_stand_beside_the_first(repository: Path) -> None:
    for piece, name in ((NewKind.STACK, "a-b"), (NewKind.STACK, "c-d"), (NewKind.RULE, "a-b"), (NewKind.RULE, "c-d")):
        told = written(piece, name, "")
    assert told == ["wrote infra/rules/c_d.py"]
    app = (repository / "infra/app.py").read_text()
    ast.parse(app)
    assert app.count("rules=Path") == app.count("from pathlib import Path") == 1
    assert app.index("AB(app, environment)") < app.index("CD(app, environment)") < app.index("govern(app, env")


def test_an_app_that_was_written_anew_is_left_alone_and_the_lines_are_told(repository: Path) -> None:
    (repository / "infra/app.py").write_text("run()\n")
    told = written(NewKind.STACK, "reports", "")
    assert told[1:] == [
        "put into infra/app.py: from stacks.reports import Reports",
        "put into infra/app.py: Reports(app, environment)",
    ]
    assert (repository / "infra/app.py").read_text() == "run()\n"


def test_what_is_there_already_stays_and_nothing_else_is_written(repository: Path) -> None:
    written(NewKind.STACK, "reports", "")
    before = files(repository)
    with pytest.raises(ConfigurationError, match=r"infra/stacks/reports\.py: is there already"):
        written(NewKind.STACK, "reports", "")
    assert files(repository) == before


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((NewKind.CONSTRUCT, "stream", ""), "--room: given ''; allowed: messaging, storage"),
        ((NewKind.RULE, "a-b", "messaging"), "--room: given 'messaging'; allowed: durability"),
        ((NewKind.STACK, "Reports", ""), "stack: given 'Reports'; allowed: kebab-case"),
    ],
)
def test_bad_input_is_one_line(given: tuple[NewKind, str, str], said: str, platform: Path) -> None:
    before = files(platform)
    with pytest.raises(ConfigurationError) as told:
        written(*given)
    assert said in told.value.mistakes[0]
    assert files(platform) == before


@pytest.mark.usefixtures("repository")
def test_a_stack_of_a_service_has_no_name_of_the_platforms() -> None:
    with pytest.raises(ConfigurationError, match="not the platform's network"):
        written(NewKind.STACK, "network-extra", "")


def test_a_folder_without_an_app_takes_no_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigurationError, match=r"cdk\.json: neither here nor in infra/"):
        written(NewKind.STACK, "reports", "")
