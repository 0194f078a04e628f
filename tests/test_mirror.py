"""tests/ mirrors the source: a module has its test file at the same place, or stands in the one list of exceptions."""

from __future__ import annotations

import ast
from fnmatch import fnmatch
from typing import TYPE_CHECKING

import pytest

from tests.support import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PACKAGES = ("aspects", "constructs_lib", "governed_cdk", "stacks")
TELEMETRY = "constructs_lib/observability/telemetry"
ROTATION = "constructs_lib/runtime/rotation/mysql_rotation"

# Modules without a test file of their own: where they are tested, and why there. A `*` is every module of a folder.
ELSEWHERE = {
    "aspects/judge/lock/advice.py": (
        "tests/aspects/judge/lock/test_compare.py", "what is broken and what is advised are tried together"),
    "aspects/judge/readings/*": (
        "tests/aspects/judge/rules", "what several rules share: it is tried by what the rules say"),
    "aspects/judge/rule.py": ("tests/aspects/judge/test_registry.py", "two records; a rule's file fills them"),
    "aspects/judge/template/shape.py": (
        "tests/aspects/judge/template/test_loading.py", "refuses files, and says which: tried with files"),
    "aspects/nag_plugin.py": ("tests/aspects/test_rules_plugin.py", "the ledger needs both plugins in one synth"),
    "constructs_lib/compute/execution_role.py": (
        "tests/constructs_lib/compute/test_container_service.py", "a part of the service, with its container"),
    "constructs_lib/compute/task_definition.py": (
        "tests/constructs_lib/compute/test_container_service.py", "a part of the service, with its container"),
    "constructs_lib/kernel/accepted.py": (
        "tests/aspects/judge/test_acceptances.py", "one check for Python and templates, tried from both"),
    "constructs_lib/kernel/governance.py": ("tests/aspects/test_rules_plugin.py", "settings, tried by what they do"),
    "constructs_lib/kernel/retention.py": ("tests/test_environments.py", "a table of CloudWatch's numbers"),
    "constructs_lib/kernel/service_uses.py": (
        "tests/constructs_lib/security/test_key_policy.py", "a table, tried by the policies that it makes"),
    "constructs_lib/kernel/setting_errors.py": ("tests/test_environments.py", "words of mistakes, tried by mistakes"),
    "constructs_lib/kernel/strict_model.py": ("tests/constructs_lib/kernel/test_environment.py", "a base of settings"),
    "constructs_lib/kernel/yaml_file.py": (
        "tests/constructs_lib/kernel/test_environment.py", "reads environment files, and is tried with them"),
    f"{TELEMETRY}/alarms/*": (
        f"tests/{TELEMETRY}/alarms/test_alarms.py", "data: the same must hold of every alarm"),
    f"{TELEMETRY}/metrics/*": (
        f"tests/{TELEMETRY}/metrics/test_metrics.py", "data: the same must hold of every metric"),
    f"{TELEMETRY}/cloudwatch_dashboard.py": (f"tests/{TELEMETRY}/test_dashboards.py", "one page, drawn twice"),
    f"{TELEMETRY}/grafana.py": (f"tests/{TELEMETRY}/test_dashboards.py", "one page, drawn twice"),
    f"{TELEMETRY}/grafana_query.py": (f"tests/{TELEMETRY}/test_dashboards.py", "one page, drawn twice"),
    f"{TELEMETRY}/panels.py": (f"tests/{TELEMETRY}/test_dashboards.py", "one page, drawn twice"),
    f"{TELEMETRY}/prometheus/*": (
        f"tests/{TELEMETRY}/prometheus/test_prometheus.py", "promtool judges the rules that all of them make"),
    "constructs_lib/platform/atlantis/role.py": ("tests/stacks/test_atlantis.py", "what it may do, with its stack"),
    "constructs_lib/platform/atlantis/secrets.py": ("tests/stacks/test_atlantis.py", "secrets of one stack"),
    f"{ROTATION}/accounts.py": (f"tests/{ROTATION}/test_dialects.py", "reads a server's accounts: tried on servers"),
    f"{ROTATION}/errors.py": ("tests/constructs_lib/runtime/rotation/test_refusals.py", "tried by what is refused"),
    f"{ROTATION}/single_user.py": (f"tests/{ROTATION}/test_steps.py", "a strategy, tried by whole rotations"),
    f"{ROTATION}/versions.py": (f"tests/{ROTATION}/test_steps.py", "labels of a secret, tried by whole rotations"),
    "constructs_lib/security/web_acl_rule.py": (
        "tests/constructs_lib/security/test_web_acl.py", "the rules of the one ACL"),
    "stacks/*": ("tests/test_snapshots.py", "its whole template, reviewed; a stack begins as one file"),
    "governed_cdk/__main__.py": ("tests/test_command_line.py", "python -m governed_cdk, as its users run it"),
    "governed_cdk/cli.py": ("tests/governed_cdk/commands/test_check.py", "which command runs, tried by commands"),
    "governed_cdk/commands/catalogue.py": ("tests/test_generated_files.py", "writes one file, which is compared"),
    "governed_cdk/commands/docs.py": ("tests/test_generated_files.py", "writes pages, which are compared"),
    "governed_cdk/commands/rehearse.py": ("tests/integration/test_command.py", "minutes, on a local AWS"),
    "governed_cdk/commands/summary.py": ("tests/test_command_line.py", "shows a synth, as its users see it"),
    "governed_cdk/formats/__init__.py": (
        "tests/aspects/judge/test_any_template.py", "every format of every report, drawn by chance"),
    "governed_cdk/formats/ledger.py": ("tests/governed_cdk/commands/test_check.py", "entries of a report, as it says"),
    "governed_cdk/pages/contract.py": ("tests/test_contract.py", "generated, and compared with the stacks"),
    "governed_cdk/pages/parity.py": ("tests/test_parity.py", "generated, and compared with the templates"),
    "governed_cdk/preflight/check.py": ("tests/governed_cdk/commands/test_preflight.py", "tried by its one command"),
    "governed_cdk/rehearsal/coverage.py": ("tests/governed_cdk/rehearsal/test_report.py", "three words of the report"),
    "governed_cdk/rehearsal/extension/*": ("tests/integration", "runs inside the emulator, minutes a time"),
    "governed_cdk/rehearsal/proof.py": ("tests/integration/test_proof.py", "needs what a deploy leaves behind"),
    "governed_cdk/rehearsal/scenes.py": ("tests/integration/test_life.py", "needs an emulator to play on"),
    "governed_cdk/rehearsal/session.py": ("tests/integration/test_command.py", "needs an emulator to start"),
    "governed_cdk/rehearsal/teardown.py": ("tests/integration/test_life.py", "needs what a deploy leaves behind"),
    "governed_cdk/schemas/stateful.py": (
        "tests/aspects/judge/catalogue/test_facts_from_outside.py", "one look into the override file"),
}  # fmt: skip


def modules() -> list[Path]:
    """Every module that does something; a package's `__init__` that only names what it exports does nothing."""
    found = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return [path.relative_to(ROOT) for path in found if path.name != "__init__.py" or has_code(path)]


def has_code(path: Path) -> bool:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in body)


def mirror(module: Path) -> Path:
    """The test file of a module; of a package's own code, the one that is called like the package."""
    name = module.parent.name if module.name == "__init__.py" else module.stem
    return ROOT / "tests" / module.parent / f"test_{name}.py"


def listed(module: Path) -> list[str]:
    return [pattern for pattern in ELSEWHERE if fnmatch(str(module), pattern)]


def test_every_module_has_its_test_file_or_is_tested_elsewhere() -> None:
    missing = [module for module in modules() if not mirror(module).is_file() and not listed(module)]
    told = [f"{module}: write {mirror(module).relative_to(ROOT)}" for module in missing]
    assert not told, "\n".join(told)


def test_the_list_names_only_modules_without_a_test_file_of_their_own() -> None:
    told = [
        f"{module}: has {mirror(module).relative_to(ROOT)}; take it from the list"
        for module in modules()
        if mirror(module).is_file() and [pattern for pattern in listed(module) if not pattern.endswith("*")]
    ]
    told += [
        f"{pattern}: no such module any more; take it from the list"
        for pattern in ELSEWHERE
        if not any(fnmatch(str(module), pattern) for module in modules())
    ]
    assert not told, "\n".join(told)


@pytest.mark.parametrize("pattern", ELSEWHERE)
def test_what_is_tested_elsewhere_is_tested_there_for_a_reason(pattern: str) -> None:
    where, reason = ELSEWHERE[pattern]
    assert (ROOT / where).exists(), where
    assert len(reason) > 15


def test_every_folder_of_tests_is_one_of_the_source() -> None:
    folders = {path.parent.relative_to(ROOT / "tests") for path in (ROOT / "tests").rglob("test_*.py")}
    mirrored = [folder for folder in folders if folder.parts and folder.parts[0] in PACKAGES]
    assert len(mirrored) > 30
    assert [str(folder) for folder in sorted(mirrored) if not (ROOT / folder).is_dir()] == []
