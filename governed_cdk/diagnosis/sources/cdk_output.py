"""What the CDK command line printed: of a deploy, by file; or what `cdk diagnose` says now.

`cdk diagnose` (unstable in 2.1148.1) reads stack events, failed change sets, ECS stop reasons and, where the account
lets it, CloudTrail, which tells denied calls that CloudFormation words poorly.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.cdk_cli.programs import find
from governed_cdk.diagnosis.evidence import Evidence, Weight
from governed_cdk.diagnosis.sources.build_logs import read_end
from governed_cdk.diagnosis.sources.lines import weighed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

NAME = "cdk"
_SECONDS = 90
_MARK = re.compile(r"❌\s+(?P<stack>\S+)\s+failed:|(?:CREATE|UPDATE|DELETE)_FAILED\s*\|")
_REST = re.compile(r"^\s+at \S+ \(|node_modules/|^\[[█▌· ]+\]")  # a stack trace, a progress bar
_CANCELLED = re.compile(r"(?:creation|update|deletion) cancelled|failed to (?:create|update): \[", re.IGNORECASE)


def collect(path: Path) -> list[Evidence]:
    """What a deploy printed. Raises ConfigurationError for a file that cannot be read."""
    return list(_lines(read_end(path).splitlines()))


def diagnosed(assembly: Path, stacks: Sequence[str]) -> list[Evidence]:
    """What `cdk diagnose` says of some stacks.

    It runs beside the project, so that nothing of its `cdk.json` runs. Raises ConfigurationError where it cannot.
    """
    command = [*find().command, "diagnose", *stacks, "--app", str(assembly.resolve()), "--unstable=diagnose"]
    with tempfile.TemporaryDirectory(prefix="governed-cdk-diagnose-") as folder:
        try:
            done = subprocess.run(  # noqa: S603 - the pinned program; stacks are those of the assembly
                [*command, "--no-color", "--ci"], cwd=folder, capture_output=True, text=True, check=False,
                timeout=_SECONDS, errors="replace",
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise ConfigurationError(f"cdk diagnose: no answer in {_SECONDS} s") from None
    return [Evidence("cdk diagnose", one.text, one.weight) for one in _lines(done.stdout.splitlines())]


def _lines(lines: Sequence[str]) -> Iterator[Evidence]:
    for text, weight in weighed([line for line in lines if not _REST.search(line)]):
        told = Weight.CONSEQUENCE if _CANCELLED.search(text) else weight
        if told is Weight.FAILURE and _MARK.search(text):
            told = Weight.CAUSE
        yield Evidence(NAME, text, told)
