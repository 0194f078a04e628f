from __future__ import annotations

import datetime
import re

from aspects.judge.access.managed import managed_policies, managed_policy
from aspects.judge.access.policy import Reader
from aspects.judge.access.values import Values

READER = Reader(Values([]))


def test_every_copy_says_where_it_is_from_and_of_which_day() -> None:
    for arn, known in managed_policies().items():
        name = arn.rpartition("/")[2]
        assert arn.startswith("arn:aws:iam::aws:policy/"), arn
        assert known["page"] == f"https://docs.aws.amazon.com/aws-managed-policy/latest/reference/{name}.html"
        assert re.fullmatch(r"https://github\.com/[\w/.-]+/blob/[0-9a-f]{40}/policies/\w+", known["copied_from"]), arn
        assert datetime.date.fromisoformat(known["copied"]) >= datetime.date.fromisoformat(known["created"])
        assert re.fullmatch(r"v\d+", known["version"])
        assert managed_policy(arn, READER).statements


def test_what_there_is_no_copy_of_is_unknown_and_not_guessed() -> None:
    found = managed_policy("arn:aws:iam::aws:policy/AdministratorAccess", READER)
    assert (found.statements, found.unknown) == ((), ("the managed policy AdministratorAccess",))
