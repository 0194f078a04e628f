"""`governed-cdk gate`: everything that is held for and against a change, in one comment, in any pipeline or by hand."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from constructs_lib.kernel.errors import EXIT_FINDINGS, ConfigurationError, invalid
from constructs_lib.kernel.files import write_whole
from governed_cdk.commands.check import checked
from governed_cdk.cost.book import price_book
from governed_cdk.formats import pieces
from governed_cdk.gate.approvals import approvals
from governed_cdk.gate.code_owners import read_code_owners
from governed_cdk.gate.comment import GateResult, comment
from governed_cdk.gate.git import Git
from governed_cdk.gate.publishing import publish_comment, publish_sarif, publish_status, pull_request
from governed_cdk.gate.run import GateRun, read_account
from governed_cdk.gate.sides import given
from governed_cdk.github.api import from_environment
from governed_cdk.locking.synth import project_environments
from governed_cdk.preflight.account import Account
from governed_cdk.reviewed.account_parts import account_parts
from governed_cdk.reviewed.record import RECORD
from governed_cdk.terminal import say
from governed_cdk.today import today_or

if TYPE_CHECKING:
    import datetime

    from governed_cdk.formats.report import CheckReport

Assembly = Annotated[Path | None, typer.Option(help="Made already: an assembly, or a folder of one for each --env.")]
Report = Annotated[Path | None, typer.Option(help="The scanner's report as JSON; a pipeline must give it.")]


def gate(
    *,
    base: Annotated[str, typer.Option(help="The base branch, or a commit of it.")] = "origin/main",
    head: Annotated[str, typer.Option(help="The commit that is judged.")] = "HEAD",
    env: Annotated[list[str] | None, typer.Option(help="An environment; again for each. Without it, all.")] = None,
    base_assembly: Assembly = None,
    head_assembly: Assembly = None,
    trivy: Report = None,
    checkov: Report = None,
    checkov_base: Annotated[Path | None, typer.Option(help="The same of the base: only more than that counts.")] = None,
    cfn_lint: Report = None,
    manifest: Annotated[list[Path] | None, typer.Option(help="What another repository reads or publishes.")] = None,
    account: Annotated[Path | None, typer.Option(help="What --read-account wrote.")] = None,
    read_account_to: Annotated[
        Path | None, typer.Option("--read-account", help="Ask the account, write what it has into this file, and end.")
    ] = None,
    pull: Annotated[int, typer.Option(help="A pull request: write its comment, its status and its findings.")] = 0,
    output: Annotated[Path | None, typer.Option(help="A folder for comment, findings, records and assemblies.")] = None,
    today: Annotated[str, typer.Option(help="YYYY-MM-DD that acceptances are held against; today if absent.")] = "",
) -> None:
    """Judge a change; exit with 0 when nothing is wrong, 3 on findings or missing approvals, 2 on bad input."""
    environments = env or project_environments()
    if read_account_to:
        _read_account(head_assembly, environments, read_account_to)
        return
    git, day = Git(), today_or(today)
    run = GateRun(
        git, git.commit(base), git.commit(head), environments, day, lambda folder: _checked(folder, day),
        ci=bool(os.environ.get("CI")), base_assembly=base_assembly, head_assembly=head_assembly,
        kept=_folder(output), manifests=manifest or (), account=read_account(account) if account else {},
        reports={"trivy": trivy, "checkov": checkov, "checkov_base": checkov_base, "cfn_lint": cfn_lint},
    )  # fmt: skip
    result = run.result()
    if pull:
        result = _published(result, git, pull)
    _hand_over(result, output)
    if not result.passed:
        raise typer.Exit(EXIT_FINDINGS)


def _checked(folder: Path, day: datetime.date) -> CheckReport:
    report, unread = checked([folder], severities={}, today=day)
    if unread:
        raise ConfigurationError(*unread)
    return report


def _folder(output: Path | None) -> Path | None:
    if output and (output.is_file() or not output.parent.is_dir()):
        raise invalid("--output", str(output), "a folder, or a new one in a folder that is there")
    return output


def _read_account(head: Path | None, environments: list[str], file: Path) -> None:
    if head is None:
        raise ConfigurationError("--read-account: give --head-assembly, whose stacks are looked at")
    asked = Account()
    found = {name: account_parts(given(head, name), name, asked) for name in environments}
    write_whole(file, json.dumps(found, indent=1, sort_keys=True) + "\n")


def _published(result: GateResult, git: Git, number: int) -> GateResult:
    """Count who has approved, and write comment, status and findings of a pull request."""
    github = from_environment()
    found = pull_request(github, number, result.head)
    changed = git.changed(git.merge_base(result.base, result.head), result.head)
    owners = read_code_owners(lambda path: git.text(result.base, path)).of_all(changed)
    counted = result.with_approvals(approvals(github, found, owners, result.needed))
    say(publish_comment(github, number, comment(counted, price_book())), stderr=True)
    for one in counted.environments:
        publish_sarif(github, number, counted.head, "".join(pieces(one.report, "sarif")))
    publish_status(github, counted.head, counted.verdict, passed=counted.passed)
    return counted


def _hand_over(result: GateResult, output: Path | None) -> None:
    """Show the comment; with a folder, write it there with the findings and the records."""
    text = comment(result, price_book())
    typer.echo(text, nl=False)
    if output is None:
        return
    output.mkdir(exist_ok=True)
    write_whole(output / "comment.md", text)
    for one in result.environments:
        own = output / one.environment
        own.mkdir(exist_ok=True)
        write_whole(own / "findings.sarif", pieces(one.report, "sarif"))
        one.record.write(own / RECORD)
