"""What somebody acknowledged by CDK's own call: it has no owner and no end, and counts for nothing here.

`accept()` and `by_design()` acknowledge too, or CDK would not leave the finding out; beside it they write down what
they accept. Source: aws-cdk-lib 2.275.0, `Validations.acknowledge` and `collectAcknowledgedRules`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.accepted import MARK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

ACKNOWLEDGED = "aws:cdk:acknowledged-rules"
"""The type of the metadata that CDK's call leaves on a construct."""

# Where CDK files what was said without a pack. cdk-nag takes its own findings from there, too.
_NO_PACK = "Annotation::"
_ANNOTATIONS = ("annotation", "Annotation", "Construct-Annotations")


@dataclass(frozen=True, slots=True, order=True)
class Acknowledged:
    """A finding, `<pack>::<rule>` or a bare rule, acknowledged by CDK's own call on the construct of a path."""

    place: str
    finding: str

    def __str__(self) -> str:
        """What to write instead of it."""
        finding = self.finding if "::" in self.finding else f"<pack>::{self.finding}"
        line = f'accept(construct, "{finding}", reason="...", owner="...", until="...")'
        said = f"{self.finding} is acknowledged by CDK's own call, which counts for nothing"
        return f"{self.place or 'the app'}: {said}; write {line}"


def by_others(place: str, entries: Iterable[Mapping[str, Any]]) -> Iterator[Acknowledged]:
    """What the metadata of a construct acknowledges and does not accept. CDK's own warnings may be acknowledged."""
    listed = list(entries)
    ours = {_spelled(str(one["data"].get("finding"))) for one in listed if _of_type(one, MARK)}
    for entry in listed:
        for finding in entry["data"] if _of_type(entry, ACKNOWLEDGED) else ():
            bare = finding.removeprefix(_NO_PACK)
            if _spelled(finding) not in ours and not bare.startswith("@"):
                yield Acknowledged(place.removeprefix("/"), bare)


def acknowledged_in(folder: Path) -> list[Acknowledged]:
    """What the stacks of an assembly that has been read, and those of its stages, acknowledge so; by place."""
    return sorted(set(_in(folder)))


def _in(folder: Path) -> Iterator[Acknowledged]:
    for artifact in json.loads((folder / "manifest.json").read_text(encoding="utf-8")).get("artifacts", {}).values():
        properties = artifact.get("properties") or {}
        if artifact.get("type") == "cdk:cloud-assembly":
            yield from _in(folder / properties["directoryName"])
        metadata = dict(artifact.get("metadata") or {})
        if "additionalMetadataFile" in artifact:
            metadata |= json.loads((folder / artifact["additionalMetadataFile"]).read_text(encoding="utf-8"))
        for place, entries in metadata.items():
            yield from by_others(place, entries)


def _of_type(entry: Mapping[str, Any], type_: str) -> bool:
    return entry.get("type") == type_ and isinstance(entry.get("data"), dict)


def _spelled(finding: str) -> str:
    """As CDK spells it: blanks become dashes, and the pack of annotations has three names."""
    pack, separator, rule = finding.replace(" ", "-").partition("::")
    return f"{_NO_PACK}{rule}" if separator and pack in _ANNOTATIONS else f"{pack}{separator}{rule}"
