"""What `check` says of folders of templates, written down compactly: a line for each finding, and what it cost."""

from __future__ import annotations

import gzip
import json
import resource
import subprocess
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from aspects.judge.judgement import judge
from aspects.judge.template.loading import load_readable
from constructs_lib.kernel.errors import ConfigurationError
from tests.support import ROOT

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable
    from pathlib import Path

    from aspects.judge.judgement import Finding

FORMAT = "governed-cdk.corpus/1"


@dataclass(frozen=True, slots=True, order=True)
class Said:
    """One finding, or one thing that a rule could not know. `file` is below the folder that was recorded."""

    rule: str
    folder: str
    file: str
    logical_id: str
    message: str
    is_unknown: bool = False


@dataclass
class Record:
    """What was said of some folders. `commits` are those of the folders, as a file `.commit` in each says."""

    commit: str
    day: str
    commits: dict[str, str] = field(default_factory=dict)
    files: int = 0
    resources: int = 0
    seconds: float = 0
    peak_mb: int = 0
    refused: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many findings each rule has."""
        return dict(sorted(Counter(one.rule for one in self.said if not one.is_unknown).items()))


def recorded(folders: Iterable[Path], *, today: datetime.date) -> Record:
    """Judge every template below some folders, each folder by itself as `check` would."""
    record = Record(commit=_commit(), day=today.isoformat())
    started = time.process_time()
    for folder in folders:
        noted = folder / ".commit"
        record.commits[folder.name] = noted.read_text(encoding="utf-8").strip() if noted.is_file() else ""
        _judge(folder, record, today)
    record.seconds = round(time.process_time() - started, 1)
    record.peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    record.said.sort()
    return record


def _judge(folder: Path, record: Record, today: datetime.date) -> None:
    templates, unread = load_readable([folder])
    verdict = judge(templates, today=today)
    record.files += len({template.path for template in templates})
    record.resources += verdict.resources
    record.refused += [line.replace(f"{folder.parent}/", "") for line in unread]
    record.faults += [line.replace(f"{folder.parent}/", "") for line in verdict.faults]
    record.said += [_said(one, folder) for one in verdict.findings]
    record.said += [_said(one, folder, is_unknown=True) for one in verdict.unknown]


def _said(finding: Finding, folder: Path, *, is_unknown: bool = False) -> Said:
    path = finding.resource.template.path
    file = path.relative_to(folder) if path.is_relative_to(folder) else path.resolve().relative_to(folder.resolve())
    at = f"{finding.breach.at}: " if finding.breach.at else ""
    message = f"{at}{finding.breach.found}"
    return Said(finding.rule.id, folder.name, str(file), finding.resource.logical_id, message, is_unknown)


def write(record: Record, path: Path) -> None:
    """Write a record as gzipped lines of JSON: its head first, then a line for each finding."""
    head = {"format": FORMAT, **{key: value for key, value in asdict(record).items() if key != "said"}}
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(json.dumps(head) + "\n")
        file.writelines(json.dumps(list(asdict(one).values())) + "\n" for one in record.said)


def read(path: Path) -> Record:
    """Read what `write` wrote. Raises ConfigurationError for any other file."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            head = json.loads(next(file))
            if head.pop("format") != FORMAT:
                raise ConfigurationError(f"{path}: another version of a record; record again")
            return Record(**head, said=[Said(*json.loads(line)) for line in file])
    except (OSError, StopIteration, ValueError, TypeError, KeyError, AttributeError, EOFError) as error:
        raise ConfigurationError(f"{path}: not a record: {error}") from None


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty", "--exclude=*", "--abbrev=10"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip() or "unknown"
