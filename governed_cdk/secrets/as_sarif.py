"""Secrets in files as SARIF 2.1.0, one rule a kind. Source: as `governed_cdk.formats.as_sarif`."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from constructs_lib.kernel import project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from governed_cdk.secrets.scan import SecretFinding

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_sarif(findings: Sequence[SecretFinding]) -> str:
    """The log of one run."""
    kinds = sorted({one.kind for one in findings})
    rules = [
        {
            "id": _id(kind),
            "shortDescription": {"text": f"{kind} in the open"},
            "help": {"text": "Rotate it: it has been read. Keep the new one in Secrets Manager."},
            "defaultConfiguration": {"level": "error"},
        }
        for kind in kinds
    ]
    driver = {"name": f"{project.NAME} secrets", "informationUri": project.ADDRESS, "rules": rules}
    run = {"tool": {"driver": driver}, "results": [_result(one, kinds) for one in findings]}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1)


def _result(one: SecretFinding, kinds: Sequence[str]) -> dict[str, Any]:
    place = {"artifactLocation": {"uri": quote(one.file)}, "region": {"startLine": one.line}}
    known = one.fingerprint or hashlib.sha256(f"{one.file}\0{one.kind}\0{one.line}".encode()).hexdigest()[:32]
    return {
        "ruleId": _id(one.kind),
        "ruleIndex": kinds.index(one.kind),
        "level": "error",
        "message": {"text": one.text},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"secret/v1": known},
    }


def _id(kind: str) -> str:
    return "secret-" + "-".join(kind.lower().split())
