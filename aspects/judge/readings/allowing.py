"""What says of something that nobody judged that a team has looked at it: an entry with reason, owner and end.

It stands in the environment file where a template has an environment; else in the template's own metadata.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aspects.judge.patch import Patch
from aspects.judge.template.whole import TEMPLATE
from constructs_lib.kernel.project import NAME

if TYPE_CHECKING:
    from aspects.judge.template import Resource

TERMS: Final = {"reason": "<why it is right here>", "owner": "<team>", "until": "<last day as yyyy-mm-dd>"}
"""What only they know who have looked at it."""


def allowing(resource: Resource, finding: str, name: str, number: int) -> Patch:
    """The entry that lets something be deployed of that name; `finding` is what an acceptance calls it.

    `number` counts those of one resource from 0: each becomes an entry behind those that are there.
    """
    if environment := resource.template.environment:
        entry = {"allow": name, **TERMS}
        file = f"environments/{environment.name}.yaml"
        return Patch(("governance", "unjudged", len(environment.unjudged) + number), entry, file)
    entry = {"accept": finding, **TERMS}
    metadata = ("Metadata",) if resource.type == TEMPLATE else ("Resources", resource.logical_id, "Metadata")
    given = resource.metadata.get(NAME)
    return Patch((*metadata, NAME, number + (len(given) if isinstance(given, list) else 0)), entry)
