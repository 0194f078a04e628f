"""govern(): one call that puts an app under the rules."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii
from constructs import Construct

from aspects.encryption import Encryption
from aspects.judge.judgement import checked_severities
from aspects.judge.lock import LOCK_FILE, read_lock
from aspects.judge.own_rules import own_rules
from aspects.nag_plugin import Nag
from aspects.naming import Naming
from aspects.pack_plugin import PackPlugin
from aspects.rules_plugin import RulesPlugin
from aspects.tagging import Tagging, environment_tags
from constructs_lib.kernel.errors import invalid
from constructs_lib.kernel.governance import GovernanceMode
from constructs_lib.stack.governed_stack import GOVERNED_MARK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs import IConstruct

    from aspects.judge.lock import Locked
    from constructs_lib.kernel.environment import Environment

_TODAY = "today"


@jsii.implements(cdk.IAspect)
class _Sweep:
    """Lets several Aspects see every construct below a scope in one visit.

    CDK calls an Aspect for each node of the tree, and each call crosses from JavaScript to Python and back: for the
    platform more than a second. This one stands on a construct of its own, the last of its scope, so it is called once,
    after CDK's and everybody's own Aspects; it then asks for all nodes at once.
    """

    def __init__(self, scope: cdk.Stage, *aspects: cdk.IAspect) -> None:
        self._scope = scope
        self._aspects = aspects

    def visit(self, _node: IConstruct) -> None:
        for node in self._scope.node.find_all():
            for aspect in self._aspects:
                aspect.visit(node)


def govern(
    app: cdk.App, environment: Environment, *, lock: Path | None = Path(LOCK_FILE), rules: Path | None = None
) -> None:
    """Put every stack of the app under governance. Call it once, after the stacks and before `app.synth()`.

    Tags, keys and names are put right where they are absent. Then our rules and cdk-nag's AwsSolutions pack judge the
    finished templates; a finding that nobody accepted fails the synth, and so does an acceptance that accepts nothing
    any more, and a stateful resource that would lose its logical id (`stateful.lock.json`). With `governance.mode:
    audit` in the environment file nothing is put right and nothing fails: all of it is reported.

    Args:
        app: the app, with all its stacks.
        environment: what the stacks were made for.
        lock: file with the logical ids of stateful resources; none where it is not there, or None is given.
        rules: folder with rules of your own, judged beside ours (docs/governance.md, "A rule of your own").

    Acceptances are held against the day that `-c today=YYYY-MM-DD` gives; without it, none is called expired.

    Raises ConfigurationError for a severity of an unknown rule, a day that is none, or a folder without rules.
    """
    governance = environment.governance
    own = own_rules(rules) if rules else ()
    where = f"environment {environment.name}: governance.severities"
    severities = checked_severities(governance.severities, where, own)
    nag = Nag(app, governance.mode)
    locked = read_lock(lock) if lock else {}
    judge = RulesPlugin(app, environment, nag=nag, severities=severities, today=_today(app), lock=locked, own=own)
    if governance.mode is GovernanceMode.ENFORCE:
        _put_right(app, environment, locked.get(environment.name, {}))
    cdk.Validations.of(app).add_plugins(nag, judge, *([PackPlugin(own[0].pack, own, judge)] if own else ()))
    app.node.add_metadata(GOVERNED_MARK, environment.name)


def _put_right(app: cdk.App, environment: Environment, locked: Mapping[str, Mapping[str, Locked]]) -> None:
    def deployed(stack: cdk.Stack, logical_id: str) -> bool:
        return logical_id in locked.get(stack.stack_name, {})

    stages = [child for child in app.node.children if isinstance(child, cdk.Stage)]
    for scope in (app, *stages):  # CDK's Aspects stop at the border of a stage
        for key, value in environment_tags(environment).items():
            cdk.Tags.of(scope).add(key, value)
        sweep = _Sweep(scope, Tagging(environment), Encryption(deployed), Naming())
        cdk.Aspects.of(Construct(scope, "Governance")).add(sweep)


def _today(app: cdk.App) -> datetime.date | None:
    given = app.node.try_get_context(_TODAY)
    if not given:
        return None
    try:
        return datetime.date.fromisoformat(str(given))
    except ValueError:
        raise invalid(f"-c {_TODAY}", given, "a date as YYYY-MM-DD") from None
