from __future__ import annotations

import json

from governed_cdk.secrets.as_sarif import as_sarif
from governed_cdk.secrets.scan import SecretFinding


def test_each_finding_has_its_rule_place_and_fingerprint() -> None:
    known, unknown = SecretFinding("a b.py", 3, "GitHub token", "f" * 32), SecretFinding("a.py", 1, "private key", "")
    (run,) = json.loads(as_sarif([known, unknown]))["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["secret-github-token", "secret-private-key"]
    first, second = run["results"]
    assert (first["ruleId"], first["partialFingerprints"]) == ("secret-github-token", {"secret/v1": "f" * 32})
    assert first["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "a%20b.py"}
    assert len(second["partialFingerprints"]["secret/v1"]) == 32
