"""What the templates of a service repository take from this one, and the example that they make."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from constructs_lib.kernel.project import release_address, version
from governed_cdk.scaffold.library import Library
from governed_cdk.scaffold.service import RECORD, Service

EXAMPLE = Path("examples/service_repo")
NAME = "fileflow"
_INFRA = Path("governed_cdk/scaffold/templates/service/infra")
# What follows from the hash of a release, which a release cannot hold of itself.
_OF_A_RELEASE = (RECORD, "infra/requirements.txt")
_FLAG = "@aws-cdk"


def render_templates() -> dict[Path, str]:
    """The feature flags and the CDK command line of the platform, for the templates."""
    return {
        _INFRA / "cdk.json.in": _json(_cdk_json()),
        _INFRA / "package.json.in": _package("package.json"),
        _INFRA / "package-lock.json.in": _package("package-lock.json"),
    }


def render_example() -> dict[Path, str]:
    """What `governed-cdk new service fileflow` writes, without what is made of the release's hash."""
    release = Library(version(), release_address(version()), "")
    files = Service(name=NAME, library=release).files()
    return {EXAMPLE / name: text for name, text in files.items() if name not in _OF_A_RELEASE}


def _cdk_json() -> dict[str, Any]:
    own = json.loads(Path("cdk.json").read_text(encoding="utf-8"))
    flags = {name: value for name, value in own["context"].items() if name.startswith(_FLAG)}
    bootstrap = {"@aws-cdk/core:bootstrapQualifier": "services"}
    return {**own, "context": {"cli-telemetry": False, **bootstrap, **flags}}


def _package(name: str) -> str:
    """One of npm's two files, under the service's name."""
    text = Path(name).read_text(encoding="utf-8").replace('"governed-cdk"', '"@slug@"')
    said = json.loads(text)
    for one in (said, said.get("packages", {}).get("", {})):
        for key in ("description", "license"):
            one.pop(key, None)
    return _json(said)


def _json(value: object) -> str:
    return json.dumps(value, indent=2) + "\n"
