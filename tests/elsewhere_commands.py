"""As `tests/elsewhere.py`, of the command line."""

from __future__ import annotations

COMMANDS = {
    "governed_cdk/comparing/difference.py": (
        "tests/governed_cdk/comparing/test_stacks.py", "records, made by the comparison"),
    "governed_cdk/comparing/resources.py": (
        "tests/governed_cdk/comparing/test_stacks.py", "one resource of two stacks, tried by what is told of both"),
    "governed_cdk/formats/assembly.py": (
        "tests/aspects/judge/test_assembly_rules.py", "what an assembly lacks, tried by the command that says it"),
    "governed_cdk/access/choosing.py": (
        "tests/governed_cdk/access/test_asking.py", "what a statement is about, tried by what it finds"),
    "governed_cdk/access/table.py": (
        "tests/governed_cdk/commands/test_access.py", "the rows that the command shows"),
    "governed_cdk/commands/cdk.py": (
        "tests/governed_cdk/cdk_cli/test_main.py", "hands its arguments on"),
    "governed_cdk/deploy_policy/beside.py": (
        "tests/governed_cdk/deploy_policy/test_needs.py", "a part of the needs, tried with them"),
    "governed_cdk/deploy_policy/roles.py": (
        "tests/governed_cdk/deploy_policy/test_needs.py", "a part of the needs, tried with them"),
    "governed_cdk/deploy_policy/special.py": (
        "tests/governed_cdk/deploy_policy/test_needs.py", "a part of the needs, tried with them"),
    "governed_cdk/deploy_policy/texts.py": (
        "tests/governed_cdk/deploy_policy/test_arns.py", "what the ARNs are found in, tried with them"),
    "governed_cdk/locking/lock_file.py": (
        "tests/governed_cdk/commands/test_lock.py", "what the three commands of the lock share"),
    "governed_cdk/app_run.py": (
        "tests/governed_cdk/upgrading/test_comparison.py", "an app is run, tried by apps that end in every way"),
    "governed_cdk/locking/synth.py": (
        "tests/governed_cdk/commands/test_accept.py", "what the two commands that synthesise share"),
    "governed_cdk/pages/interfaces.py": (
        "tests/test_generated_files.py", "a generated file, compared with the committed one"),
    "governed_cdk/schemas/limits.py": (
        "tests/test_generated_files.py", "a generated file, compared with the committed one"),
    "governed_cdk/__main__.py": ("tests/integration/test_command_line.py", "run as its users do"),
    "governed_cdk/commands/catalogue.py": ("tests/test_generated_files.py", "writes one file, which is compared"),
    "governed_cdk/commands/docs.py": ("tests/test_generated_files.py", "writes pages, which are compared"),
    "governed_cdk/formats/__init__.py": (
        "tests/aspects/judge/test_any_template.py", "every format of every report, drawn by chance"),
    "governed_cdk/formats/ledger.py": ("tests/governed_cdk/commands/test_check.py", "entries of a report, as it says"),
    "governed_cdk/pages/contract.py": ("tests/test_contract.py", "generated, and compared with the stacks"),
    "governed_cdk/pages/parity.py": ("tests/test_parity.py", "generated, and compared with the templates"),
    "governed_cdk/preflight/check.py": ("tests/governed_cdk/commands/test_preflight.py", "tried by its one command"),
    "governed_cdk/rehearsal/deploying.py": ("tests/integration/test_command.py", "needs an emulator to deploy to"),
    "governed_cdk/proving/experiments/*": (
        "tests/integration/test_proving.py", "each made on the emulator, as it is made in an account"),
    "governed_cdk/proving/kinds.py": (
        "tests/integration/test_proving.py", "finds and takes away what experiments made there"),
    "governed_cdk/proving/making.py": (
        "tests/integration/test_proving.py", "makes what experiments make there"),
    "governed_cdk/rehearsal/fault_scenes.py": ("tests/integration/test_command.py", "needs an emulator to fail on"),
    "governed_cdk/rehearsal/coverage.py": ("tests/governed_cdk/rehearsal/test_report.py", "three words of the report"),
    "governed_cdk/rehearsal/execution_policies.py": (
        "tests/integration/test_execution_role.py", "needs an emulator to make policies in"),
    "governed_cdk/rehearsal/extension/*": ("tests/integration", "runs inside the emulator, minutes a time"),
    "governed_cdk/rehearsal/questions.py": ("tests/integration/test_calls.py", "needs what a deploy leaves behind"),
    "governed_cdk/rehearsal/proof.py": ("tests/integration/test_proof.py", "needs what a deploy leaves behind"),
    "governed_cdk/rehearsal/scenes.py": ("tests/integration/test_life.py", "needs an emulator to play on"),
    "governed_cdk/rehearsal/session.py": ("tests/integration/test_command.py", "needs an emulator to start"),
    "governed_cdk/rehearsal/teardown.py": ("tests/integration/test_life.py", "needs what a deploy leaves behind"),
    "governed_cdk/schemas/stateful.py": (
        "tests/aspects/judge/catalogue/test_facts_from_outside.py", "one look into the override file"),
}  # fmt: skip
