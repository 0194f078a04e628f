"""Cases of IAM's evaluation, one JSON a line, answered by Reach: `allowed`, `denied` or `unknown`.

AGPL: a tool of this repository's tests, run by a Python of its own; nothing that ships imports it.
"""

import json
import sys

from reach.engine import Principal, Query, ResourcePolicy, decide  # type: ignore[import-not-found] # its own Python
from reach.policy import parse_policy  # type: ignore[import-not-found] # as above

for line in sys.stdin:
    case = json.loads(line)
    boundary = case["boundary"] and parse_policy(case["boundary"], "bound")
    who = Principal(case["principal"], [parse_policy(case["identity"], "own")], boundary)
    policy = ResourcePolicy(parse_policy(case["policy"], "resource"), case["owner"], required=case["required"])
    query = Query(case["action"], case["resource"], case["context"], policy)
    said = decide(who, query, catalog=None).verdict.value
    sys.stdout.write(f"{json.dumps({'said': said})}\n")
