"""The dated copy of AWS's managed policies says where it is from, and of each policy which version it is."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path

from constructs_lib.kernel import facts

TABLE = json.loads(Path(str(facts.__file__)).with_name("broad_managed_policies.json").read_text(encoding="utf-8"))


def test_the_copy_says_where_it_is_from_and_of_which_day() -> None:
    assert re.fullmatch(r"https://github\.com/zoph-io/MAMIP/tree/[0-9a-f]{40}/policies", TABLE["copied_from"])
    day = datetime.date.fromisoformat(TABLE["copied"])
    for name, policy in TABLE["policies"].items():
        assert re.fullmatch(r"v\d+", policy["version"]), name
        assert datetime.date.fromisoformat(policy["created"]) <= day, name


def test_each_policy_has_statements_that_allow_something() -> None:
    assert len(TABLE["policies"]) > 300
    for name, policy in TABLE["policies"].items():
        for statement in policy["statements"]:
            assert statement["Effect"] == "Allow", name
            assert statement.get("Action") or statement.get("NotAction"), name
