"""Types that neither the emulator nor we know: CloudFormation is told that they exist, and nothing is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from governed_cdk.rehearsal.coverage import Coverage
from governed_cdk.rehearsal.extension.api import arn, new_id
from governed_cdk.rehearsal.extension.handler import Handler, Made, Properties

if TYPE_CHECKING:
    from collections.abc import Iterable


def handler(type_: str, attributes: Iterable[str]) -> Handler:
    """A handler that makes nothing, with a made-up value for each attribute that the templates ask for."""

    def create(_properties: Properties, _name: str) -> Made:
        made = new_id("rehearsal-")
        service = type_.lower().split("::")[1]
        return made, {name: arn(service, made) if name.endswith("Arn") else made for name in attributes}

    def delete(_ref: str, _properties: Properties) -> None:
        """Nothing was made."""

    def update(ref: str, _old: Properties, _new: Properties) -> Made:
        service = type_.lower().split("::")[1]
        return ref, {name: arn(service, ref) if name.endswith("Arn") else ref for name in attributes}

    return Handler(type_, create, delete, update, Coverage.NONE)
