"""A newcomer's first day: README and the guides are done as they stand, in a copy of the repository."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.integration.newcomer import NIGHTLY, QUICK, Project, commands, shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TELEMETRY = "constructs_lib/observability/telemetry"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A copy of the repository."""
    made = Project(tmp_path / "governed-cdk")
    yield made
    shutil.rmtree(made.folder)


def test_a_stack_is_one_file_make_accept_and_make_test(project: Project) -> None:
    (project.folder / "stacks/reports.py").write_text(shown("README.md", '"""Reports'), encoding="utf-8")
    assert project.make("test", "args=tests/test_snapshots.py tests/test_generated_files.py").returncode == 2
    project.do("README.md", "A new stack")
    assert "prod-reports" in project.made("synth")


def test_an_environment_is_one_file_make_accept_and_make_test(project: Project) -> None:
    page = "docs/guides/environment.md"
    for command in commands(page, "1. The file"):
        subprocess.run(command, cwd=project.folder, check=True)
    file = project.folder / "environments/qa.yaml"
    lines = [line.partition("#")[0].strip() for line in shown(page, "# environments/qa.yaml").splitlines()[1:]]
    kept = [
        line
        for line in file.read_text(encoding="utf-8").splitlines()
        if not line.startswith(tuple(one.partition(":")[0] + ":" for one in lines))
    ]
    file.write_text("\n".join([*lines, *kept, ""]), encoding="utf-8")
    project.do(page, "2. Take it over")
    assert '"qa-kms"' in (project.folder / "stateful.lock.json").read_text(encoding="utf-8")


def test_a_construct_with_an_alarm_is_what_its_two_guides_say(project: Project) -> None:
    alarm, construct = "docs/guides/alarm.md", "docs/guides/construct.md"
    project.write(alarm)
    project.write(construct)
    named = [path for path in (project.folder / "tests").rglob("test_metrics.py") if "PUBLISHED" in path.read_text()]
    published, door = str(named[0].relative_to(project.folder)), f"{TELEMETRY}/alarms/__init__.py"
    imported = shown(alarm, f"from {TELEMETRY.replace('/', '.')}.alarms.stream")
    for name, before, text in (
        (published, '    "AWS/SQS"', shown(alarm, '    "AWS/Kinesis"')),
        (door, "__all__", imported),
        (door, '    "', '    "STREAM",\n'),
        ("constructs_lib/__init__.pyi", "from .messaging", shown(construct, "from .messaging")),
        ("constructs_lib/__init__.pyi", '    "', '    "GovernedStream",\n'),
        ("tests/constructs_lib/two_of_a_kind.py", '    "GovernedQueue"', shown(construct, '    "GovernedStream"')),
        ("docs/runbooks/README.md", "| [Queue", shown(alarm, "| [Stream")),
    ):
        project.insert(name, before=before, text=text)
    project.made("format")
    page = project.folder / "docs/runbooks/kinesis-throttled.md"
    text = page.read_text(encoding="utf-8")
    page.unlink()
    told = project.make("test", f"args=tests/{TELEMETRY}")
    assert "write docs/runbooks/kinesis-throttled.md" in told.stdout
    page.write_text(text, encoding="utf-8")
    rooms = " ".join(f"tests/constructs_lib/{one}" for one in ("messaging", "observability", "test_two_of_a_kind.py"))
    project.made("test", f"args={'tests/constructs_lib' if NIGHTLY else rooms} {QUICK}")


def test_a_rule_is_one_file_its_test_and_make_docs(project: Project) -> None:
    project.governed("new", "rule", "queues-keep-messages-for-four-days", "--room", "durability")
    assert "docs/rules/queues-keep-messages-for-four-days.md" in project.made("docs")
    rules = "tests/aspects/judge/rules"
    rooms = [f"{rules}/{one}" for one in ("durability", "test_examples.py", "test_fixes_fit.py", "test_patches*.py")]
    project.made("test", f"args={rules if NIGHTLY else ' '.join(rooms)} {QUICK}")
