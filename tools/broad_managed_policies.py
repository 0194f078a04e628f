"""Make `constructs_lib/kernel/facts/broad_managed_policies.json`: `broad_managed_policies.py CLONE DAY`.

CLONE is a git clone of https://github.com/zoph-io/MAMIP, which holds the text of every managed policy of AWS as IAM
gives it; DAY is the day of its last commit. Of each policy stay the statements in which a rule of ours finds something.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from aspects.judge.readings.aws_managed_policies import FILE
from aspects.judge.registry import BY_ID
from aspects.judge.template import Resource, Template

RULES = ("nobody-may-do-everything", "policies-name-their-actions")


def broad(statement: dict[str, Any]) -> bool:
    """Whether a rule finds something in a statement."""
    body = {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": [statement]}}}
    resource = Resource(Template(Path(), {"Resources": {"Policy": body}}), "Policy", body)
    return any(any(BY_ID[rule].breaches(resource, None)) for rule in RULES)


def trimmed(statement: dict[str, Any]) -> dict[str, Any]:
    """A statement without the actions in which nothing is found, and without its name."""
    kept = {key: value for key, value in statement.items() if key != "Sid"}
    actions = kept.get("Action")
    if isinstance(actions, list):
        kept["Action"] = [action for action in actions if broad({**kept, "Action": action})]
    return kept


def table(clone: str, day: str) -> dict[str, Any]:
    """The table, by name of policy."""

    def git(*words: str) -> str:
        command = ["git", "-C", clone, *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - git, by words of ours

    commit = git("rev-parse", "HEAD").strip()
    found: dict[str, Any] = {}
    for path in git("ls-tree", "--name-only", "HEAD", "policies/").split():
        text = git("show", f"HEAD:{path}")
        if not text.strip():
            continue  # one that AWS has taken away
        version = json.loads(text)["PolicyVersion"]
        said = version["Document"]["Statement"]
        statements = [trimmed(one) for one in (said if isinstance(said, list) else [said]) if broad(one)]
        if statements:
            found[Path(path).name] = {
                "version": version["VersionId"], "created": version["CreateDate"][:10], "statements": statements,
            }  # fmt: skip
    source = f"https://github.com/zoph-io/MAMIP/tree/{commit}/policies"
    return {"copied_from": source, "copied": day, "policies": dict(sorted(found.items()))}


def written(found: dict[str, Any]) -> str:
    """The text of the table: a policy a line, so that a newer copy shows what changed."""
    lines = [
        f"  {json.dumps(name)}: {json.dumps(policy, sort_keys=True)}" for name, policy in found["policies"].items()
    ]
    head = f'{{\n "copied_from": {json.dumps(found["copied_from"])},\n "copied": {json.dumps(found["copied"])},\n'
    return head + ' "policies": {\n' + ",\n".join(lines) + "\n }\n}\n"


if __name__ == "__main__":
    FILE.write_text(written(table(*sys.argv[1:])), encoding="utf-8")
