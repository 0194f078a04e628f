"""TagSettings: the tags that an environment gives to everything in it."""

from __future__ import annotations

from constructs_lib.kernel.data_class import DataClass
from constructs_lib.kernel.strict_model import StrictModel
from constructs_lib.kernel.values import Kebab, Owner, ReleaseVersion


class TagSettings(StrictModel):
    """The tags that every resource of the environment carries, unless its stack or construct says otherwise."""

    team: Kebab
    """Team that runs it."""
    owner: Owner
    """Who answers for it: an e-mail address or a kebab-case name."""
    cost_center: Kebab
    """Who pays for it."""
    project: Kebab
    """What it belongs to."""
    data_class: DataClass = DataClass.INTERNAL
    """Sensitivity of what a resource holds where nothing nearer says so."""
    version: ReleaseVersion | None = None
    """What is deployed: tag `Version` of task definitions and functions, output `Version` of each stack, and of nothing
    else, since a release must not touch everything. The platform's own is that of its library."""
