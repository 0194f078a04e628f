"""Each setting of prod may change later: no change of one would replace what has a name of its own, and so be refused.

CloudFormation makes the new resource before the old one goes, and refuses that under a name that is taken
(https://github.com/awsdocs/aws-cloudformation-user-guide/issues/927). The lock tells of such a change at synth, which
is late for whoever wants it: so the names of what a setting replaces are derived, or not given.
"""

from __future__ import annotations

import copy
import functools
import json
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import TypeAdapter

from aspects.judge.lock import broken, locked
from aspects.judge.template.assembly import read_assembly, stacks_of
from constructs_lib import ConfigurationError, Environment
from constructs_lib.kernel.yaml_file import read_yaml
from constructs_lib.stack.app import mark_governed
from stacks import discover
from tests import support
from tests.support import ROOT, new_app, sections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aspects.judge.lock import BrokenLock, Lock
    from tests.support import Templates

pytestmark = pytest.mark.slow

Place = tuple[Any, ...]

STACKS = sorted(stack.slug for stack in discover())
GROUPS = 2  # of settings that change together, drawn anew each run: what one hides beside another shows apart from it
LEAST = 0.5  # of a stack's settings that another value is found for by itself; networks, say, only change together

# What a setting may be that is a text, a list or nothing now.
POOL: tuple[Any, ...] = (
    30, 14, 7, 60, 90, 365, 1, 2, 8, 100, 512, 1024, 4096, 8192, True, "some-role", "other", "a@example.com",
    "team-b@example.com", "db.t4g.large", "8.4.10", "gp3", "us-west-2", "10.9.0.0/16", "198.51.100.0/24", "/ready",
    "arn:aws:iam::111122223333:role/other",
    "arn:aws:kms:us-east-1:111122223333:key/01234567-0123-0123-0123-0123456789ab", "sun:19:00-sun:20:00",
    "18:00-18:30", ["some-role"], ["a@example.com"], ["198.51.100.0/24"], ["us-east-1", "us-west-2"], ["us-west-2"],
    ["ApiCallRateInsight"], ["sg-0123456789abcdef0"], ["10.9.0.0/16"], ["other"], [50], [50, 80],
    ["letsencrypt.org", "amazon.com"], [{"name": "other"}], {}, [],
)  # fmt: skip

# What replaces something under its name all the same, and why that is right.
MEANT = {
    (
        "prod-rds/DatabaseF44359DD",
        "DBName",
    ): "the first schema is made with the instance: docs/first-deployment.md says so",
    ("prod-rds/DatabaseF44359DD", "MasterUsername"): "RDS never renames it: docs/first-deployment.md says so",
    ("prod-rds/DatabaseF44359DD", "PerformanceInsightsKMSKeyId"): "RDS takes its key once, whether insights go or come",
}


def leaves(node: Any, place: Place = ()) -> Iterator[Place]:
    """Where the values of settings stand."""
    if isinstance(node, dict) and node:
        for key, value in node.items():
            yield from leaves(value, (*place, key))
    else:
        yield place


def defaults(slug: str) -> dict[str, Any]:
    (kind,) = (stack.settings_type for stack in discover() if stack.slug == slug)
    found: dict[str, Any] = TypeAdapter(kind).dump_python(kind(), mode="json")
    return found


def at(node: Any, place: Place) -> Any:
    for key in place:
        node = node[key]
    return node


def changed(settings: dict[str, Any], place: Place, value: Any) -> dict[str, Any]:
    made = copy.deepcopy(settings)
    at(made, place[:-1])[place[-1]] = value
    return made


@functools.cache
def prod_file() -> dict[str, Any]:
    return dict(read_yaml(ROOT / "environments/prod.yaml"))


def environment(slug: str, settings: dict[str, Any]) -> Environment | None:
    """Prod with these settings of one stack; None where they are refused. Nothing is put right in it: an audit."""
    data = {**prod_file(), "stacks": {slug: settings}, "governance": {"mode": "audit"}}
    try:
        return Environment.parse(data, "prod.yaml", sections={slug: sections()[slug]})
    except ConfigurationError:
        return None


def words(slug: str) -> list[str]:
    """All that settings of a stack enumerate."""
    (kind,) = (stack.settings_type for stack in discover() if stack.slug == slug)
    text = json.dumps(TypeAdapter(kind).json_schema())
    return sorted({word for found in re.findall(r'"enum": (\[[^\]]*\])', text) for word in map(str, json.loads(found))})


def neighbours(value: Any, words: list[str]) -> Iterator[Any]:
    """Other values than this one, near ones first; the words are those that settings of the stack enumerate."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield from (value + 1, value - 1, value * 2, value // 2)
    elif isinstance(value, list) and value:
        yield from (value[:-1], value[1:])
    yield from (one for one in (*words, *POOL) if one != value)


def single_changes(slug: str, settings: dict[str, Any]) -> dict[Place, Any]:
    """For each setting of a stack one other value that is taken by itself."""
    found, known = {}, words(slug)
    for place in leaves(settings):
        for value in neighbours(at(settings, place), known):
            if environment(slug, changed(settings, place, value)):
                found[place] = value
                break
    return found


def together(slug: str, settings: dict[str, Any], changes: dict[Place, Any]) -> list[Place]:
    """Change the settings in place, all those that agree; the others, which must change apart."""
    apart = []
    for place, value in changes.items():
        made = changed(settings, place, value)
        if environment(slug, made):
            at(settings, place[:-1])[place[-1]] = value
        else:
            apart.append(place)
    return apart


def synthesize_unjudged(settings: Environment, folder: Path, slug: str) -> None:
    """The templates of one stack as of an audit, which puts nothing right: our rules take half of a synth's time."""
    app = new_app(folder)
    for stack in discover():
        if stack.slug == slug:
            stack(app, settings)
    mark_governed(app)
    app.synth()


def refused(slug: str, settings: dict[str, Any], lock: Lock, folder: Path) -> list[BrokenLock]:
    """What CloudFormation could not replace, since it keeps its name."""
    made = environment(slug, settings)
    assert made
    synthesize_unjudged(made, folder, slug)
    return [one for one in broken(lock, stacks_of(read_assembly(folder)), "prod") if one.named]


@pytest.mark.parametrize("slug", STACKS)
def test_no_setting_replaces_what_keeps_its_name(slug: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    settings = defaults(slug)
    before = environment(slug, settings)
    assert before
    synthesize_unjudged(before, tmp_path / "before", slug)
    lock = locked(stacks_of(read_assembly(tmp_path / "before")))
    changes = single_changes(slug, settings)
    assert len(changes) >= LEAST * len(list(leaves(settings))), sorted(set(leaves(settings)) - set(changes))
    rest = list(changes)
    random.Random(f"{request.config.option.hypothesis_seed}").shuffle(rest)  # noqa: S311 - to find faults
    told: set[tuple[str, str]] = set()
    for number, share in enumerate(rest[group::GROUPS] for group in range(GROUPS)):
        wanted = {place: changes[place] for place in share}
        while wanted:
            made = copy.deepcopy(settings)
            apart = together(slug, made, wanted)
            found = refused(slug, made, lock, tmp_path / f"{number}-{len(apart)}")
            told |= {(one.address, change.place) for one in found for change in one.changes}
            wanted = {place: changes[place] for place in apart}
    assert told - set(MEANT) == set()


def test_no_tag_replaces_what_keeps_its_name(prod: Templates, tmp_path: Path) -> None:
    tags = {"cost_center": "another", "team": "another-team", "owner": "another@example.org"}
    changed_tags = support.environment("prod", tags=tags, governance={"mode": "audit"})
    support.synthesize(changed_tags, tmp_path)
    lock = locked(stacks_of(read_assembly(Path(prod.folder))))
    assert broken(lock, stacks_of(read_assembly(tmp_path)), "prod") == []


def test_what_is_meant_has_a_reason() -> None:
    assert all(len(reason) > 20 for reason in MEANT.values())
