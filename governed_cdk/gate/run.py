"""One run of the gate, from two commits to the result."""

from __future__ import annotations

import contextlib
import json
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aspects.judge.acceptances import acceptances_in
from aspects.judge.lock import LOCK_FILE, read_lock
from aspects.judge.template.assembly import read_assembly
from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.files import write_whole
from governed_cdk.access.settings import read_access
from governed_cdk.cost.book import price_book
from governed_cdk.cost.settings import COSTS, CostSettings, parse_costs
from governed_cdk.gate import scan
from governed_cdk.gate.comment import GateResult
from governed_cdk.gate.judgement import EnvironmentJudgement, OfBase, judged, new_acceptances
from governed_cdk.gate.secret_lines import secrets
from governed_cdk.gate.sides import Sides, given, synthesised
from governed_cdk.terminal import say

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterator, Sequence

    from aspects.judge.acceptances import Acceptance
    from governed_cdk.access.settings import Access
    from governed_cdk.formats.report import CheckReport
    from governed_cdk.gate.scan import Scan
    from governed_cdk.git import Git
    from governed_cdk.reviewed.parts import Parts

_ACCESS = "access.yaml"


@dataclass(frozen=True)
class GateRun:
    """What the gate is asked: two commits, the environments, and what other jobs have handed over.

    `check` judges an assembly by the rules; `ci` says that nothing may be skipped.
    """

    git: Git
    base: str
    head: str
    environments: Sequence[str]
    today: datetime.date
    check: Callable[[Path], CheckReport]
    ci: bool
    base_assembly: Path | None = None
    head_assembly: Path | None = None
    kept: Path | None = None
    reports: dict[str, Path | None] = field(default_factory=dict)
    manifests: Sequence[Path] = ()
    account: dict[str, Parts] = field(default_factory=dict)

    def result(self) -> GateResult:
        """Everything that is judged, without what only GitHub knows. Raises ConfigurationError for bad input."""
        common = self.git.merge_base(self.base, self.head)
        scans = [secrets(self.git.added(common, self.head)), *self._scans()]
        base = OfBase(self.base, self._costs(), price_book(), self._access(), self.manifests)
        with self._assemblies(common) as (old, new), self._lock() as lock_file:
            lock = read_lock(lock_file)
            found = []
            for name in self.environments:
                say(f"judging {name} ...", stderr=True)
                sides = Sides(_there(old, name), given(new, name))
                found.append(
                    judged(
                        name, sides, base, lock=lock, today=self.today, report=self.check(sides.head),
                        accepted=_accepted(sides), account=self.account.get(name),
                    )
                )  # fmt: skip
        return GateResult(self.base, self.head, found, scans, _needed(found), behind=common != self.base)

    def synthesise(self) -> None:
        """Make the assemblies of both sides, and keep them. Raises ConfigurationError where nobody said where."""
        if self.kept is None:
            raise ConfigurationError("--synth: give --output, a folder for the assemblies")
        self.kept.mkdir(exist_ok=True)
        with self._assemblies(self.git.merge_base(self.base, self.head)):
            pass

    def _scans(self) -> Iterator[Scan]:
        yield scan.trivy(self.reports.get("trivy"), ci=self.ci)
        found = scan.checkov(self.reports.get("checkov"), ci=self.ci)
        before = self.reports.get("checkov_base")
        yield found.beyond(scan.checkov(before, ci=self.ci)) if before else found
        yield scan.cfn_lint(self.reports.get("cfn_lint"), ci=self.ci)

    @contextlib.contextmanager
    def _assemblies(self, common: str) -> Iterator[tuple[Path, Path]]:
        with contextlib.ExitStack() as stack:
            sides = []
            for commit, folder, name in ((common, self.base_assembly, "base"), (self.head, self.head_assembly, "head")):
                kept = self.kept / name if self.kept else None
                made = folder or stack.enter_context(synthesised(self.git, commit, self.environments, kept))
                sides.append(made)
            yield sides[0], sides[1]

    def _costs(self) -> CostSettings:
        text = self.git.text(self.base, str(COSTS))
        return parse_costs(text, f"{self.base[:12]}:{COSTS}") if text else CostSettings()

    def _access(self) -> Access | None:
        with self._file(self.base, _ACCESS) as path:
            return read_access(path) if path.is_file() else None

    def _lock(self) -> contextlib.AbstractContextManager[Path]:
        return self._file(self.head, LOCK_FILE)

    @contextlib.contextmanager
    def _file(self, commit: str, name: str) -> Iterator[Path]:
        """A file as it is in a commit, alone in a folder; not there where the commit has none."""
        with tempfile.TemporaryDirectory(prefix="governed-cdk-gate-") as folder:
            path = Path(folder, name)
            if (text := self.git.text(commit, name)) is not None:
                write_whole(path, text)
            yield path


def _there(folder: Path, environment: str) -> Path | None:
    """The assembly of an environment on the base branch; None where that has no such environment yet."""
    try:
        return given(folder, environment)
    except ConfigurationError:
        return None


def _accepted(sides: Sides) -> list[Acceptance]:
    old, new = (acceptances_in(read_assembly(side)) if side else [] for side in (sides.base, sides.head))
    return new_acceptances(old, new)


def _needed(found: Sequence[EnvironmentJudgement]) -> int:
    """One approval as ever, more for what costs more, and one more for what is newly accepted."""
    return 1 + max((one.rise.approvals for one in found), default=0) + any(one.accepted for one in found)


def _parts(said: Any) -> Parts:
    if not all(isinstance(value, str) for value in said.values()):
        raise TypeError
    return dict(said)


def read_account(path: Path) -> dict[str, Parts]:
    """What another job read of the account, by environment. Raises ConfigurationError for anything else."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): _parts(parts) for name, parts in said.items()}
    except (OSError, AttributeError, TypeError, ValueError):
        raise invalid("--account", str(path), "what governed-cdk gate --read-account wrote") from None
