"""The way from a failed deploy to its explanation: collect, redact, choose, recognise, ask."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.kernel.errors import ConfigurationError
from governed_cdk.diagnosis import bedrock
from governed_cdk.diagnosis.budget import within
from governed_cdk.diagnosis.causes import recognised
from governed_cdk.diagnosis.evidence import Collected, Evidence, collect
from governed_cdk.diagnosis.failure import FailedDeploy
from governed_cdk.diagnosis.redaction import redact
from governed_cdk.diagnosis.sources import (
    build_logs,
    cdk_output,
    change,
    services,
    stack_events,
    stopped_tasks,
    targets,
    task_logs,
    trivy,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from governed_cdk.diagnosis.bedrock import Model
    from governed_cdk.diagnosis.failure import DeployRun
    from governed_cdk.git import Git
    from governed_cdk.preflight.account import Account

Sources = dict[str, "Callable[[], Iterable[Evidence]]"]


@dataclass(frozen=True, kw_only=True)
class Given:
    """What is there to look at: files, a change, an account with stacks and their regions; each of them may be missing.

    `assembly` is the folder for `cdk diagnose`, which is asked where it is given; `untold` what is known to be missing.
    """

    logs: Sequence[Path] = ()
    outputs: Sequence[Path] = ()
    reports: Sequence[Path] = ()
    git: Git | None = None
    base: str = ""
    account: Account | None = None
    stacks: Sequence[tuple[str, str]] = ()
    assembly: Path | None = None
    untold: Sequence[str] = ()


def diagnose(deploy: DeployRun, given: Given, *, characters: int, model: Model | None) -> FailedDeploy:
    """Explain a failed deploy. Whatever cannot be read or asked is told in the result; nothing of it is an error.

    The table's cause is looked for in everything that was collected; the model sees what `characters` hold.
    """
    collected = collect(sources(given, deploy))
    collected.untold[:0] = given.untold
    evidence = redact(collected.evidence)
    chosen = within(evidence, characters)
    match = recognised(evidence)
    untold = tuple(dict.fromkeys(redact_told(collected)))
    opinion, unheard = None, ""
    if model:
        known = match.title(deploy.language) if match else ""
        try:
            opinion = bedrock.ask(
                model, chosen.lines, deploy.language, environment=deploy.environment, known=known
            )  # fmt: skip
        except ConfigurationError as error:
            unheard = error.mistakes[0]
    return FailedDeploy(
        deploy=deploy, chosen=chosen, match=match, profile=model.profile if model else "", opinion=opinion,
        unheard=unheard, untold=untold,
    )  # fmt: skip


def redact_told(collected: Collected) -> list[str]:
    """What could not be read, redacted as evidence is: an error repeats what it was given."""
    return [one.text for one in redact([Evidence("", line) for line in collected.untold])]


def sources(given: Given, deploy: DeployRun) -> Sources:
    """Every source of what is given, by the name under which a failure of it is told."""
    found: Sources = {}
    for stack, region in given.stacks if given.account else ():
        found |= _of_stack(given.account, stack, region, deploy)
    if given.assembly and given.stacks:
        names = [stack for stack, _ in given.stacks]
        found["cdk diagnose"] = functools.partial(cdk_output.diagnosed, given.assembly, names)
    for name, ask, paths in (
        (cdk_output.NAME, cdk_output.collect, given.outputs),
        (build_logs.NAME, build_logs.collect, given.logs),
        (trivy.NAME, trivy.collect, given.reports),
    ):
        found |= {f"{name} {path}": functools.partial(ask, path) for path in paths}
    if given.git and given.base:
        found[change.NAME] = functools.partial(change.collect, given.git, given.base)
    return found


def _of_stack(account: Account | None, stack: str, region: str, deploy: DeployRun) -> Sources:
    if account is None:
        return {}
    held = functools.cache(lambda: services.services_of(account, stack, region))
    return {
        f"{stack_events.NAME} {stack}": lambda: stack_events.collect(account, stack, region),
        f"{stopped_tasks.NAME} {stack}": lambda: stopped_tasks.collect(account, held()),
        f"{targets.NAME} {stack}": lambda: targets.collect(account, held()),
        f"{task_logs.NAME} {stack}": lambda: task_logs.collect(account, held(), deploy.moment),
    }
