"""Write the bill of materials of a wheel beside it: what it needs at run time, in the versions of requirements.txt.

    python tools/sbom.py dist/governed_cdk-0.1.0-py3-none-any.whl

CycloneDX 1.6 as JSON, in `sbom.cdx.json`. The components and their licences are those of the packages that
are installed here (cyclonedx-py), and of the wheels inside the wheel, which Lambda functions ship; what only develops,
tests or builds is left out. Ends with 2 where something is not installed in the version that is pinned.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from importlib.metadata import PathDistribution, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from cyclonedx.schema import SchemaVersion
from cyclonedx.spdx import is_supported_id
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.metadata import Distribution

ROOT = Path(__file__).parent.parent
ITSELF = "root-component"  # what cyclonedx-py calls the package of --pyproject


def main(wheel: Path) -> None:
    """Write the bill of materials of one wheel."""
    needs = _needs(_metadata(wheel))
    bom = _of_this_environment()
    by_name = {str(canonicalize_name(component["name"])): component for component in bom["components"]}
    bom["components"] = [by_name[name] for name in sorted(needs) if name != ITSELF]
    _refuse_other_versions(bom["components"])
    refs = {ITSELF: ITSELF, **{name: component["bom-ref"] for name, component in by_name.items()}}
    bom["dependencies"] = [
        {"ref": refs[name], "dependsOn": [refs[other] for other in sorted(needs[name])]} for name in sorted(needs)
    ]
    shipped = list(_shipped(wheel))
    bom["components"] += shipped
    bom["dependencies"] += [{"ref": component["bom-ref"], "dependsOn": []} for component in shipped]
    (itself,) = (entry for entry in bom["dependencies"] if entry["ref"] == ITSELF)
    itself["dependsOn"] += [component["bom-ref"] for component in shipped]
    checksum = hashlib.sha256(wheel.read_bytes()).hexdigest()
    bom["metadata"]["component"]["hashes"] = [{"alg": "SHA-256", "content": checksum}]
    text = json.dumps(bom, indent=2, sort_keys=True) + "\n"
    if error := JsonStrictValidator(SchemaVersion.V1_6).validate_str(text):
        raise SystemExit(f"error: the bill of materials is no CycloneDX 1.6: {error}")
    wheel.with_name("sbom.cdx.json").write_text(text, encoding="utf-8")


def _metadata(wheel: Path | BinaryIO) -> Distribution:
    (folder,) = (entry for entry in zipfile.Path(wheel).iterdir() if entry.name.endswith(".dist-info"))
    return PathDistribution(folder)


def _shipped(wheel: Path) -> Iterator[dict[str, Any]]:
    """The wheels that lie inside the wheel, each with its hash as on PyPI and the licence that it names."""
    with zipfile.ZipFile(wheel) as archive:
        for path in sorted(name for name in archive.namelist() if name.endswith(".whl")):
            content = archive.read(path)
            said = _metadata(io.BytesIO(content)).metadata
            name, version = str(canonicalize_name(said["Name"])), said["Version"]
            component: dict[str, Any] = {
                "type": "library",
                "bom-ref": f"shipped:{name}=={version}",
                "name": name,
                "version": version,
                "purl": f"pkg:pypi/{name}@{version}",
                "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(content).hexdigest()}],
                "properties": [{"name": "governed-cdk:path", "value": path}],
            }
            if licence := next((said[key] for key in ("License-Expression", "License") if key in said), ""):
                component["licenses"] = [{"license": {"id" if is_supported_id(licence) else "name": licence}}]
            yield component


def _needs(wheel: Distribution) -> dict[str, set[str]]:
    """Who needs whom at run time: by canonical name, from the wheel on, each with the extras that somebody asks for."""
    needs: dict[str, set[str]] = {}
    left: list[tuple[str, Distribution, frozenset[str]]] = [(ITSELF, wheel, frozenset())]
    seen = set()
    while left:
        name, package, extras = left.pop()
        for each in map(Requirement, package.requires or []):
            if each.marker and not any(each.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
                continue
            other = str(canonicalize_name(each.name))
            needs.setdefault(name, set()).add(other)
            if (other, frozenset(each.extras)) not in seen:
                seen.add((other, frozenset(each.extras)))
                left.append((other, distribution(other), frozenset(each.extras)))
        needs.setdefault(name, set())
    return needs


def _of_this_environment() -> dict[str, Any]:
    """Every package that is installed here, as cyclonedx-py describes it; who needs whom it reads without markers."""
    command = [sys.executable, "-m", "cyclonedx_py", "environment", sys.executable, "--no-validate"]
    options = ["--pyproject", str(ROOT / "pyproject.toml"), "--mc-type", "library", "--output-reproducible"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=True)  # noqa: S603 - as written
    bom: dict[str, Any] = json.loads(done.stdout)
    return bom


def _refuse_other_versions(components: Iterable[dict[str, Any]]) -> None:
    pins = dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE))
    for component in components:
        name, installed = component["name"], component["version"]
        pinned = pins.get(canonicalize_name(name))
        if pinned != installed:
            sys.stderr.write(f"error: {name}: installed {installed}, pinned {pinned}: make setup\n")
            raise SystemExit(2)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
