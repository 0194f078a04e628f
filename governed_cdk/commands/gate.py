"""`governed-cdk gate`: everything that is held for and against a change, in one comment, in any pipeline or by hand."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from constructs_lib.kernel.errors import EXIT_FINDINGS, ConfigurationError, invalid
from constructs_lib.kernel.files import write_whole
from governed_cdk.app_run import project_environments
from governed_cdk.commands.check import checked
from governed_cdk.cost.book import price_book
from governed_cdk.formats import pieces
from governed_cdk.gate.approvals import approvals
from governed_cdk.gate.code_owners import read_code_owners
from governed_cdk.gate.comment import GateResult, comment
from governed_cdk.gate.publishing import (
    publish_comment,
    publish_sarif,
    publish_status,
    pull_number,
    pull_request,
    refuse_another_head,
)
from governed_cdk.gate.run import GateRun, read_account
from governed_cdk.gate.sides import given
from governed_cdk.git import Git
from governed_cdk.github.api import from_environment
from governed_cdk.preflight.account import Account
from governed_cdk.reviewed.account_parts import account_parts
from governed_cdk.reviewed.record import RECORD
from governed_cdk.terminal import say
from governed_cdk.today import today_or

if TYPE_CHECKING:
    import datetime

    from governed_cdk.formats.report import CheckReport

_MAIN = "origin/main"
Assembly = Annotated[Path | None, typer.Option(help="Made already: an assembly, or a folder of one for each --env.")]
Report = Annotated[Path | None, typer.Option(help="The scanner's report as JSON; a pipeline must give it.")]


def gate(
    *,
    base: Annotated[str, typer.Option(help="A commit of the base branch; else the pull request's, or main.")] = "",
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
    pull_of: Annotated[str, typer.Option(help="The same, of the open one whose head this commit is.")] = "",
    synth: Annotated[bool, typer.Option("--synth", help="Write both assemblies into --output, and end.")] = False,
    output: Annotated[Path | None, typer.Option(help="A folder for comment, findings, records and assemblies.")] = None,
    today: Annotated[str, typer.Option(help="YYYY-MM-DD that acceptances are held against; today if absent.")] = "",
) -> None:
    """Judge a change; exit with 0 when nothing is wrong, 3 on findings or missing approvals, 2 on bad input."""
    environments = env or project_environments()
    if read_account_to:
        _read_account(head_assembly, environments, read_account_to)
        return
    git, day, found = Git(), today_or(today), _pull_request(pull, pull_of)
    run = GateRun(
        git, git.commit(base or (found["base"]["sha"] if found else _MAIN)), git.commit(head), environments, day,
        lambda folder: _checked(folder, day), ci=bool(os.environ.get("CI")), base_assembly=base_assembly,
        head_assembly=head_assembly, kept=_folder(output), manifests=manifest or (),
        account=read_account(account) if account else {},
        reports={"trivy": trivy, "checkov": checkov, "checkov_base": checkov_base, "cfn_lint": cfn_lint},
    )  # fmt: skip
    run.synthesise() if synth else _hand_over(_published(run.result(), git, found), output)


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


def _pull_request(number: int, commit: str) -> dict[str, Any] | None:
    if not number and not commit:
        return None
    github = from_environment()
    return pull_request(github, number or pull_number(github, commit))


def _published(result: GateResult, git: Git, pull: dict[str, Any] | None) -> GateResult:
    """Count who has approved, and write comment, status and findings of a pull request, where it is one."""
    if pull is None:
        return result
    github, number = from_environment(), pull["number"]
    refuse_another_head(pull, result.head)
    changed = git.changed(git.merge_base(result.base, result.head), result.head)
    owners = read_code_owners(lambda path: git.text(result.base, path, of_app=False)).of_all(changed)
    counted = result.with_approvals(approvals(github, pull, owners, result.needed))
    say(publish_comment(github, number, comment(counted, price_book())), stderr=True)
    publish_status(github, counted.head, counted.verdict, passed=counted.passed)
    for one in counted.environments:
        try:
            publish_sarif(github, pull, one.environment, "".join(pieces(one.report, "sarif")))
        except ConfigurationError as error:  # a private repository without code scanning: the comment has them too
            say(f"code scanning: {error}", stderr=True)
    return counted


def _hand_over(result: GateResult, output: Path | None) -> None:
    """Show the comment; with a folder, write it there with the findings and the records. Ends with 3 where it fails."""
    text = comment(result, price_book())
    typer.echo(text, nl=False)
    if output:
        output.mkdir(exist_ok=True)
        write_whole(output / "comment.md", text)
        for one in result.environments:
            own = output / one.environment
            own.mkdir(exist_ok=True)
            write_whole(own / "findings.sarif", pieces(one.report, "sarif"))
            one.record.write(own / RECORD)
    if not result.passed:
        raise typer.Exit(EXIT_FINDINGS)
