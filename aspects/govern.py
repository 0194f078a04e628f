"""govern(): one call that puts an app under the rules."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import aws_cdk as cdk
import jsii
from constructs import Construct

from aspects.claims import claim_stacks
from aspects.contradictions import Contradictions
from aspects.deployed import name_in_lock
from aspects.encryption import Encryption
from aspects.included_tags import IncludedTags
from aspects.judge.judgement import checked_severities
from aspects.judge.known_rules import check_rule
from aspects.judge.lock import LOCK_FILE
from aspects.judge.own_rules import own_rules
from aspects.lock_violations import StacksAreMade, StatefulLock
from aspects.nag_plugin import Nag
from aspects.naming import Naming
from aspects.pack_plugin import PackPlugin
from aspects.rules_plugin import RulesPlugin
from aspects.tagging import Tagging, say_version, tag_everything, version_tag
from constructs_lib.kernel.day import day_of, refuse_kept_day
from constructs_lib.kernel.errors import ConfigurationError
from constructs_lib.kernel.governance import GovernanceMode, tell_weakened
from constructs_lib.kernel.tags import environment_tags
from constructs_lib.stack.acceptance import said_in
from constructs_lib.stack.app import governed_stacks, mark_governed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from aws_cdk.cx_api import CloudAssembly
    from constructs import IConstruct

    from aspects.judge.rule import Rule
    from constructs_lib.kernel.environment import Environment
    from constructs_lib.kernel.level import Level


@jsii.implements(cdk.IAspect)
class _Sweep:
    """Lets several Aspects see every construct of a stage in one visit; what is in a stage below it has its own sweep.

    CDK calls an Aspect for each node of the tree, and each call crosses from JavaScript to Python and back: for the
    platform more than a second. This one stands on a construct of its own, the last of its stage, so it is called once,
    after CDK's and everybody's own Aspects; it then asks for all nodes at once.

    Args:
        stage: the app, or a stage in it.
        stages: all that are swept, each by itself.
        aspects: what sees each node.
    """

    def __init__(self, stage: cdk.Stage, stages: Collection[cdk.Stage], *aspects: cdk.IAspect) -> None:
        self._stage = stage
        self._stages = stages
        self._above = {scope for one in stages for scope in one.node.scopes if scope is not one}
        self._aspects = aspects

    def visit(self, _node: IConstruct) -> None:
        for node in self._nodes(self._stage):
            for aspect in self._aspects:
                aspect.visit(node)

    def _nodes(self, node: IConstruct) -> Iterator[IConstruct]:
        """A node and all below it but for what is in other stages, which CDK has synthesised by now."""
        if node in self._above:
            yield node
            for child in node.node.children:
                if child not in self._stages:
                    yield from self._nodes(child)
            return
        for found in node.node.find_all():
            if _is_stage(found) and found is not self._stage:
                raise ConfigurationError(f"{found.node.path}: nobody governs this stage: make it before govern()")
            yield found


def govern(
    app: cdk.App, environment: Environment, *, lock: Path | None = Path(LOCK_FILE), rules: Path | None = None
) -> None:
    """Put every stack of the app under governance. Call it once, after the stacks and before `app.synth()`.

    Tags, keys and names are put right where they are absent. Then our rules and cdk-nag's AwsSolutions pack judge the
    finished templates; a finding that nobody accepted fails the synth, and so does an acceptance that accepts nothing
    any more, and a stateful resource that would lose its logical id or be replaced (`stateful.lock.json`). With
    `governance.mode: audit` in the environment file nothing is put right and nothing fails: all of it is reported.

    Args:
        app: the app, with all its stacks.
        environment: what the stacks were made for.
        lock: file with the app's stateful resources. Each of several apps in a folder has one of its own. None switches
            it off, for an app that makes only some of the stacks.
        rules: folder with rules of your own, judged beside ours (docs/governance.md, "A rule of your own").

    Stages are governed with it, wherever they stand: below the app, in one another, below a stack (CDK Pipelines).

    What people accept is held against the day that `-c today=YYYY-MM-DD` gives; without it, nobody may accept anything.

    Raises ConfigurationError, here or from `app.synth()`, for a section of the environment file that no stack has, a
    stack of a service called as the platform's, a severity or an acceptance of an unknown rule, a folder without rules,
    a day that is none or stands in cdk.json, acceptances that say too little, and a lock that is missing.
    """
    _refuse_bad_input(app, environment)
    governance = environment.governance
    tell_weakened(app, governance, environment.source, production=environment.production)
    own = own_rules(rules) if rules else ()
    severities = _severities(environment, own)
    nag = Nag(app, governance.mode)
    locked = StatefulLock.read(lock, environment.name, day_of(app))
    judge = RulesPlugin(app, environment, nag=nag, severities=severities, today=day_of(app), lock=locked, own=own)
    judge.expected = _sweep_stages(app, environment, locked)
    if governance.mode is GovernanceMode.ENFORCE:
        app.node.add_validation(StacksAreMade(app, locked))
    cdk.Validations.of(app).add_plugins(nag, judge, *PackPlugin.of(own, judge))
    mark_governed(app)
    app.synth = functools.partial(_synth, app.synth, judge)  # type: ignore[method-assign] # see there


def _severities(environment: Environment, own: tuple[Rule, ...]) -> Mapping[str, Level]:
    where = f"environment {environment.name}: governance.severities"
    governance = environment.governance
    return checked_severities(governance.severities, where, own, as_of=governance.rules_as_of)


def _sweep_stages(app: cdk.App, environment: Environment, locked: StatefulLock) -> list[cdk.Stack]:
    """Let the Aspects see every stage; the stacks that are in them."""
    stacks = claim_stacks(app, environment)

    def without_key(stack: cdk.Stack, logical_id: str) -> bool:
        return locked.has_without_key(name_in_lock(stack), logical_id)

    def without_name(stack: cdk.Stack, logical_id: str) -> bool:
        return locked.has_without_name(name_in_lock(stack), logical_id)

    enforced = environment.governance.mode is GovernanceMode.ENFORCE
    tags, versions = (environment_tags(environment), version_tag(app, environment)) if enforced else ({}, {})
    put_right = (Tagging(tags, versions), Encryption(without_key), Naming(without_name)) if enforced else ()
    say_version(governed_stacks(app), versions)
    stages = [cast("cdk.Stage", node) for node in app.node.find_all() if _is_stage(node)]
    for stage in stages:  # CDK's Aspects, and so its tags, stop at the border of a stage
        tag_everything(stage, tags, versions)
        sweep = _Sweep(stage, stages, *put_right, IncludedTags(), Contradictions())
        cdk.Aspects.of(Construct(stage, "Governance")).add(sweep)
    return stacks


def _is_stage(node: IConstruct) -> bool:
    return cdk.Stage in type(node).__mro__  # not by isinstance: its first look at a class asks each of CDK's classes


def _refuse_bad_input(app: cdk.App, environment: Environment) -> None:
    environment.refuse_unknown_sections(stack.service for stack in governed_stacks(app))
    refuse_kept_day()
    _refuse_unknown_rules(app)


def _refuse_unknown_rules(app: cdk.App) -> None:
    """Before the synth, so that no half of an assembly is left behind; what is accepted later, the plugin refuses."""
    mistakes: list[str] = []
    for where, path, finding in said_in(app):
        try:
            check_rule(f"{where}: {path}", finding)
        except ConfigurationError as error:
            mistakes += error.mistakes
    if mistakes:
        raise ConfigurationError(*mistakes)


def _synth(synth: Callable[..., CloudAssembly], judge: RulesPlugin, **options: Any) -> CloudAssembly:
    """`app.synth()`, but for bad input in the finished templates: CDK would call that a failed validation.

    What runs after the rules must leave the assembly as they saw it.
    """
    try:
        assembly = synth(**options)
    except RuntimeError:
        if judge.refused:
            raise judge.refused from None
        raise
    judge.refuse_changes()
    return assembly
