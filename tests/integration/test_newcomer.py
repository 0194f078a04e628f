"""A newcomer's first day: README and the guides are done as they stand, in a copy of the repository.

What a page shows as a whole file is written, what it says to run is run. Where a page says `make test`, the tests that
a newcomer's slip turns red are run; all of them where GOVERNED_CDK_NIGHTLY says so (`make nightly`).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.markdown import tokens
from tests.support import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NIGHTLY = os.environ.get("GOVERNED_CDK_NIGHTLY") == "1"
# What is red when a task is done by half: a page, a snapshot, the lock, a test file or a name that is missing.
QUICK = (
    "tests/test_docs.py tests/test_documented_stacks.py tests/test_generated_files.py tests/test_mirror.py"
    " tests/test_snapshots.py tests/test_stateful_lock.py"
)
TELEMETRY = "constructs_lib/observability/telemetry"
FILE = re.compile(r"(?:#|<!--) ([\w./-]+\.(?:py|md))(?: -->)?")


class Project:
    """A copy of the repository, set up by the set-up of this one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
        for name in filter(lambda name: (ROOT / name).is_file(), names):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
        for command in (["init", "--quiet"], ["add", "--all"]):  # some tests ask git what the repository holds
            subprocess.run(["git", *command], cwd=folder, check=True)
        for installed in (".venv", "node_modules"):
            (folder / installed).symlink_to((ROOT / installed).resolve(), target_is_directory=True)

    def make(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`make` in the copy, without its set-up."""
        lent = ("PYTEST", "MAKE", "MFLAGS", "CDK_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(lent)}
        return subprocess.run(
            ["make", "--old-file=setup", *arguments], cwd=self.folder, env={**kept, "PYTHONPATH": str(self.folder)},
            capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def made(self, *arguments: str) -> str:
        """What `make` said, having ended well."""
        done = self.make(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def do(self, page: str, heading: str) -> None:
        """Run what a page says below a heading, line by line."""
        for command in commands(page, heading):
            whole = command == ["make", "test"] and not NIGHTLY
            if command[0] == "make":
                self.made(*command[1:], *([f"args={QUICK}"] if whole else []))
            else:
                subprocess.run(command, cwd=self.folder, check=True)

    def write(self, page: str) -> None:
        """Write each file that a page shows whole; what is there already gets it at its end."""
        for token in tokens(ROOT / page):
            first, _, text = token.content.partition("\n") if token.type == "fence" else ("", "", "")
            if found := FILE.fullmatch(first):
                path = self.folder / found[1]
                path.parent.mkdir(parents=True, exist_ok=True)
                before = path.read_text(encoding="utf-8") + "\n" if path.exists() else ""
                path.write_text(before + text, encoding="utf-8")

    def insert(self, name: str, *, before: str, text: str) -> None:
        """Put a line of a guide into a file, before the first that begins so."""
        path = self.folder / name
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        index = next(number for number, line in enumerate(lines) if line.startswith(before))
        path.write_text("".join([*lines[:index], text, *lines[index:]]), encoding="utf-8")


def commands(page: str, heading: str) -> list[list[str]]:
    """The lines of the code blocks without a language below a heading, as words."""
    found, here = list[list[str]](), False
    for token in tokens(ROOT / page):
        if token.type == "heading_open":
            here = False
        elif token.type == "inline" and token.content == heading:
            here = True
        elif here and token.type == "fence" and not token.info:
            lines = [line.partition("#")[0].strip() for line in token.content.splitlines()]
            found += [re.findall(r'[\w./-]+="[^"]*"|\S+', line) for line in lines if line]
    assert found, f"{page}: nothing to run below {heading}"
    return [[word.replace('"', "") for word in command] for command in found]


def shown(page: str, beginning: str) -> str:
    """The code block of a page that begins so."""
    (text,) = [one.content for one in tokens(ROOT / page) if one.type == "fence" and one.content.startswith(beginning)]
    return text


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
        ("tests/constructs_lib/test_two_of_a_kind.py", '    "GovernedQueue"', shown(construct, '    "GovernedStream"')),
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


RULE = '''"""Queues keep messages for four days.

MessageRetentionPeriod, in seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aspects.judge.rule import Breach
from aspects.judge.template import as_int

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.template import Resource

TYPES = ("AWS::SQS::Queue",)
SINCE = "0.1.0"
WHY = "A weekend without a consumer loses messages that nobody has read."
FIX = "GovernedQueue(self, ..., retention_days=4)"

BAD = """
Queue:
  Type: AWS::SQS::Queue
  Properties: {MessageRetentionPeriod: 3600}
"""
GOOD = """
Queue:
  Type: AWS::SQS::Queue
  Properties: {MessageRetentionPeriod: 345600}
"""


def check(resource: Resource) -> Iterator[Breach]:
    """Judge how long a queue keeps messages, in seconds."""
    for place in resource.places("MessageRetentionPeriod"):
        seconds = as_int(place.value)
        if seconds is not None and seconds < 345_600:
            yield Breach(f"Messages are lost after {seconds} seconds.", at=place.path)
'''
RULE_TEST = """from tests.aspects.judge.rules.support import findings_of


def test_an_hour_is_too_short() -> None:
    queue = "Queue: {Type: AWS::SQS::Queue, Properties: {MessageRetentionPeriod: 3600}}"
    assert findings_of("queues-keep-messages-for-four-days", queue) == [("Queue", "MessageRetentionPeriod")]
"""


def test_a_rule_is_one_file_its_test_and_make_docs(project: Project) -> None:
    for name, text in (
        ("aspects/judge/rules/durability/queues_keep_messages_for_four_days.py", RULE),
        ("tests/aspects/judge/rules/durability/test_queues_keep_messages_for_four_days.py", RULE_TEST),
    ):
        (project.folder / name).write_text(text, encoding="utf-8")
    assert "docs/rules/queues-keep-messages-for-four-days.md" in project.made("docs")
    project.made("test", f"args=tests/aspects/judge/rules {QUICK}")
