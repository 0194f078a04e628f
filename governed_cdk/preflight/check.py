"""What the account says of everything that some stacks will read, make and run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.table import Table

from aspects.judge.template.assembly import read_assembly, stacks_of
from aspects.judge.traits import stack_environment
from constructs_lib.kernel.errors import ConfigurationError, invalid
from governed_cdk.contract.check import described
from governed_cdk.contract.graph import Graph, declared, graph_of, is_bootstrap
from governed_cdk.contract.parameters import SECURE
from governed_cdk.preflight import boundary, delegation, execution, models, owners, room, runtime
from governed_cdk.preflight import names as taken
from governed_cdk.preflight.additions import additions
from governed_cdk.terminal import plain
from governed_cdk.today import today_or

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from aspects.judge.template import Template
    from governed_cdk.contract.parameters import Read
    from governed_cdk.preflight.account import Account


@dataclass(frozen=True)
class Answer:
    """What the account says of one read: the type of the parameter, or nothing where it is missing."""

    read: Read
    account: str
    region: str
    type: str

    @property
    def fits(self) -> bool:
        """Whether the deploy can read it."""
        # A dynamic reference without a type takes whatever is no secret.
        return self.type == self.read.wire or (not self.read.wire and self.type not in ("", SECURE))


@dataclass(frozen=True)
class Result:
    """The answers, and the findings in a line each.

    `later` is how many reads are of what the same deployment makes; `unknown` says what cannot be told.
    """

    answers: tuple[Answer, ...]
    later: int
    unknown: tuple[str, ...]
    findings: tuple[str, ...]


def checked(folder: Path, environment: str, names: Sequence[str], account: Account) -> Result:
    """Hold the reads of an environment's stacks, or of those that are named, against the account.

    Raises ConfigurationError for an unknown environment or stack, and for credentials of another account.
    """
    templates = read_assembly(folder)
    app = _of_environment(stacks_of(templates), environment, folder)
    chosen = _chosen(app, names)
    _check_account(chosen, account)
    own = {template.stack_name for template in chosen}
    everything, graph = graph_of(templates), graph_of(chosen)
    asked = [read for read in graph.reads if not any(use.owner in own for use in everything.producers(read))]
    answers = _ask(asked, account)
    findings = dict.fromkeys(_finding(everything, answer, environment) for answer in answers if not answer.fits)
    added = additions(chosen, account)
    said = [owners.asked(chosen, account), taken.asked(added, account), room.asked(added, account)]
    said += [delegation.asked(chosen, added, account), runtime.asked(chosen, account)]
    said += [execution.asked(chosen, account, app), boundary.asked(chosen, account)]
    said += [models.asked(chosen, account, today_or(""))]
    more = [line for one in said for line in one.findings]
    unknown = [line for one in said for line in one.unknown]
    return Result(
        tuple(answers), len(graph.reads) - len(asked), (*graph.unknown, *unknown), (*findings, *dict.fromkeys(more))
    )


def _of_environment(stacks: Sequence[Template], environment: str, folder: Path) -> list[Template]:
    own = [stack for stack in stacks if stack_environment(stack) == environment]
    if not own:
        there = {stack_environment(stack) for stack in stacks}
        raise invalid("--env", environment, f"{' or '.join(sorted(there)) or 'none'}, as synthesised into {folder}")
    return own


def _chosen(own: Sequence[Template], names: Sequence[str]) -> list[Template]:
    """The stacks of an environment, or those that are named."""
    known = [stack.stack_name for stack in own]
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ConfigurationError(*(str(invalid("--stack", name, ", ".join(known))) for name in unknown))
    return [stack for stack in own if not names or stack.stack_name in names]


def _check_account(stacks: Sequence[Template], account: Account) -> None:
    """Raise ConfigurationError unless the credentials are for the account that the stacks go to."""
    number = account.number(stacks[0].region or account.region)
    for stack in stacks:
        if stack.account not in ("", number):
            raise invalid("AWS credentials", number, f"account {stack.account}, which {stack.stack_name} goes to")


def _ask(reads: Sequence[Read], account: Account) -> list[Answer]:
    """What the account says of each read, region by region."""
    by_region: dict[str, list[Read]] = {}
    for read in reads:
        by_region.setdefault(read.region or account.region, []).append(read)
    answers = []
    for region, wanted in sorted(by_region.items()):
        found = account.types((read.parameter for read in wanted), region)
        number = account.number(region)
        answers += [Answer(read, number, region, found.get(read.parameter, "")) for read in wanted]
    return answers


def table(answers: Sequence[Answer]) -> Table:
    """The answers, a row for each parameter."""
    shown = Table()
    for heading in ("Region", "Parameter", "Type", "Found"):
        shown.add_column(heading, no_wrap=True)
    shown.add_column("Read by")
    rows: dict[tuple[str, str, str, str], list[str]] = {}
    for answer in answers:
        found = f"[green]{answer.type}[/green]" if answer.fits else f"[red]{answer.type or 'missing'}[/red]"
        row = (answer.region, answer.read.parameter, answer.read.wire or "any", found)
        rows.setdefault(row, []).append(answer.read.stack)
    for row, stacks in rows.items():
        shown.add_row(*map(plain, row[:3]), row[3], plain(", ".join(stacks)))
    return shown


def _finding(graph: Graph, answer: Answer, environment: str) -> str:
    """What is wrong, and what to do first."""
    read, where = answer.read, f"{answer.account}/{answer.region}"
    if is_bootstrap(read.parameter):
        return f"every stack reads {described(read)}: missing in {where}; run cdk bootstrap aws://{where}"
    found = answer.type or "missing"
    return f"{read.stack} reads {described(read)}: {found} in {where}; {_remedy(graph, read, environment)}"


def _remedy(graph: Graph, read: Read, environment: str) -> str:
    """Who publishes it, and what to do about it."""
    output = declared(read.parameter)
    owners = sorted({use.owner for use in graph.producers(read)})
    if not owners and (elsewhere := graph.elsewhere(read)):
        places = " and ".join(f"{use.account}/{use.region}" for use in elsewhere)
        return f"{elsewhere[0].owner} publishes it in {places} only"
    if not owners and output:
        owners = [f"{environment}-{output.producer}"]
    if not owners:
        return "no stack here publishes it: create it, or correct its name"
    return f"{' or '.join(owners)} publishes it: deploy that first"
