"""Templates as syrupy's snapshots, without what moves although nothing that is deployed means anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syrupy.extensions.json import JSONSnapshotExtension

from governed_cdk.comparing.assets import HASH

if TYPE_CHECKING:
    from syrupy.types import PropertyFilter, PropertyMatcher, SerializableData, SerializedData

_BOOTSTRAP = "CheckBootstrapVersion"  # CDK's own, the same in every stack
_VERSION = "<version>"


class TemplateSnapshots(JSONSnapshotExtension):
    """A file of JSON for each template: `<asset hash>` stands for the names of assets, `<version>` for the release."""

    def serialize(
        self,
        data: SerializableData,
        *,
        exclude: PropertyFilter | None = None,
        include: PropertyFilter | None = None,
        matcher: PropertyMatcher | None = None,
    ) -> SerializedData:
        """The text of the file."""
        return super().serialize(still(data), exclude=exclude, include=include, matcher=matcher)


def still(template: Any) -> Any:
    """A template without hashes of assets, the release's version, and the check of the bootstrap's version."""
    outputs = template.get("Outputs", {}) if isinstance(template, dict) else {}
    if isinstance(outputs, dict) and isinstance(outputs.get("Version"), dict):
        said = {**outputs["Version"], "Value": _VERSION}
        return _still({**template, "Outputs": {**outputs, "Version": said}})
    return _still(template)


def _still(value: Any) -> Any:
    match value:
        case {"Key": "Version", "Value": str()}:
            return {**value, "Value": _VERSION}
        case dict():
            return {key: _still(item) for key, item in value.items() if key != _BOOTSTRAP}
        case list():
            return [_still(item) for item in value]
        case str():
            return HASH.sub("<asset hash>", value)
        case _:
            return value
