"""docs/rules: a page for each rule, and the index of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aspects.judge.assembly_rules import ASSEMBLY_RULES
from aspects.judge.ledger_rules import LEDGER_RULES
from aspects.judge.registry import RULES
from aspects.judge.rule import Rule
from aspects.judge.rule_files import PAGES, settles_in
from aspects.judge.unseen import INCLUDED

if TYPE_CHECKING:
    from aspects.judge.ledger_rules import LedgerRule

SHOWN: tuple[Rule | LedgerRule, ...] = (*RULES, INCLUDED, *LEDGER_RULES, *ASSEMBLY_RULES)
"""Every rule that has a page."""

_FOLDER = Path(PAGES)
_MANY_TYPES = 12
_INDEX = """# Rules

What `governed-cdk check` and `cdk synth` judge, one page a rule. Generated from `aspects/judge/rules/` (`make docs`).

| Rule | Enforces | Severity | Since |
|---|---|---|---|
{table}

## Checking templates

```
governed-cdk check PATH...
```

reads CloudFormation templates as JSON or YAML, folders of them, and `cdk.out`; it needs neither Node nor an account.
Exit code 0: nothing that fails a build; 3: findings, or a rule that itself failed; 2: bad input. What depends on the
deploy is *unknown*: reported, and no finding (in SARIF a notification of the run, in place of a result). On exposure,
keys and policies it is a finding in an assembly of an environment, an error in production.

A rule only warns in the minor version that brings it, and weighs what it is meant to from the next one on: an update
fails no build by a rule that nobody has seen yet. `--severity RULE=error` takes it at its word at once.

| Option | |
|---|---|
| `--format` | `text`, `json`, `sarif`, `junit`, `markdown` |
| `--output FILE` | write the report there, whole or not at all |
| `--audit` | report only: findings end with exit code 0 |
| `--severity RULE=warning` | a rule's findings as warnings (or `error`); any number of times |
| `--rules-as-of 0.1.0` | rules that came with a later version only warn |
| `--unknown error` | what a rule on exposure, keys or policies cannot tell is a finding of that weight (or `warning`) |
| `--today YYYY-MM-DD` | the day that acceptances are held against; today when absent |
| `--limit NAME=NUMBER` | what is read at most (docs/governance.md has the names); any number of times |

In JSON, `version` changes when a field goes or changes its meaning, not when one is added:

```json
{{
  "version": 1,
  "findings": [
    {{
      "rule": "alarms-reach-somebody", "pack": "governed-cdk", "since": "0.1.0",
      "link": "https://.../docs/rules/alarms-reach-somebody.md", "severity": "error",
      "template": "cdk.out/prod-rds.template.json", "line": 12, "logical_id": "Alarm", "type": "AWS::CloudWatch::Alarm",
      "construct_path": "prod-rds/Alarm/Resource", "source": "stacks/rds.py:86", "property": "AlarmActions",
      "found": "...", "why": "...", "fix": "...", "accept": "...",
      "patches": [{{"path": ["Resources", "Alarm", "Properties", "AlarmActions"], "value": ["<topic arn>"],
                   "placeholders": ["topic arn"]}}]
    }}
  ],
  "unknown": [], "accepted": [], "faults": [],
  "summary": {{
    "findings": 1, "warnings": 0, "unknown": 0, "accepted": 0, "faults": 0,
    "resources": 120, "templates": 3, "seconds": 0.21
  }}
}}
```

`patches` are the fix as changes of the template: what should stand at a path (`value`; without one, what stands there
is taken away), with the `placeholders` in it that only its reader can fill in. Those of one finding belong together, in
their order, and are of the template as it stands; there are none where no single change would be right, and where the
rule has none. Where CDK did not make the template, `fix` is their YAML. One with a `file` is a change of that file,
which is the environment's: of `nothing-is-deployed-unjudged`, the entry that says who has looked at it.

`unknown` and `accepted` hold the same fields, `accepted` also `reason`, `owner` and `until`; what is by design of a
construct of this library has neither owner nor end, but a version, `by_design`. `summary.ledger` counts every accepted
finding of the templates, also those of cdk-nag and CDK's validator where their synth ran them.

## Accepting a finding

Each finding prints the line that would accept it: a call of `accept()` in CDK, metadata of the resource elsewhere:

```yaml
Metadata:
  governed-cdk:
    - accept: governed-cdk::alarms-reach-somebody
      reason: The console of the vendor shows it, and somebody looks every morning.
      owner: team-orders
      until: "2027-06-30"
```

It takes a reason in words, of 20 characters or more, an owner and a last day, a year away at most. An acceptance that
has expired is a finding itself.
"""


def render_rules() -> dict[Path, str]:
    """The text of every page by its path in the repository."""
    pages = {_FOLDER / f"{rule.id}.md": render_rule(rule) for rule in SHOWN}
    return {_FOLDER / "README.md": _index(), **pages}


def render_rule(rule: Rule | LedgerRule) -> str:
    """A rule's page."""
    parts = [f"# {rule.title.rstrip('.')}", f"`{rule.id}`, {_severity(rule)}{_since(rule)}. {rule.why}"]
    if isinstance(rule, Rule):
        parts += [rule.about, f"Judges {_types(rule)}."]
    else:
        parts += ["Judges acceptances rather than resources."]
    parts += ["## Fix", _block("python", rule.fix)]
    if isinstance(rule, Rule):
        accepted = f'accept(self, "{rule.full_id}", at="...", reason="...", owner="...", until="...")'
        for heading, example in (("A finding", rule.bad), ("No finding", rule.good)):
            parts += [f"## {heading}", _block("yaml", example)] if example else []
        parts += ["## Accepting it", _block("python", accepted)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _index() -> str:
    rows = [f"| [{rule.id}]({rule.id}.md) | {rule.title} | {_severity(rule)} | {rule.since} |" for rule in SHOWN]
    return _INDEX.format(table="\n".join(rows))


def _severity(rule: Rule | LedgerRule) -> str:
    """What its findings weigh; of a new rule, what they will."""
    if not isinstance(rule, Rule) or rule.severity == rule.settled:
        return rule.severity
    return f"{rule.severity} ({rule.settled} from {settles_in(rule.since)})"


def _since(rule: Rule | LedgerRule) -> str:
    return f", since {rule.since}" if rule.since else ""


def _types(rule: Rule) -> str:
    if not rule.types:
        return "resources of every type"
    if len(rule.types) > _MANY_TYPES:
        return f"{len(rule.types)} types of resources"
    return ", ".join(f"`{name}`" for name in sorted(rule.types))


def _block(language: str, code: str) -> str:
    return f"```{language}\n{code.strip()}\n```"
