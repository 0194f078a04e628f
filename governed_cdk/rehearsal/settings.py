"""A second version of the project's settings, to rehearse a change with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from constructs_lib.kernel.yaml_file import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

LOG_RETENTION = "log_retention_days"
# Two values that CloudWatch Logs allows (PutRetentionPolicy); the second is for who has the first already.
_DAYS = (30, 60)


def changed_project(project: Path, environment: str, folder: Path, *, tagged: bool = False) -> int:
    """Make `folder` a view of the project in which logs are kept longer or shorter; returns how many days.

    `tagged` changes the tag of the cost centre as well, so that every stack changes.

    Everything is a link to the project's own, but for the environment file: what is synthesised from there differs
    from the first synth in that setting alone.
    """
    folder.mkdir()
    for entry in project.iterdir():
        if entry.name != "environments":
            (folder / entry.name).symlink_to(entry)
    (folder / "environments").mkdir()
    for file in (project / "environments").iterdir():
        (folder / "environments" / file.name).write_bytes(file.read_bytes())
    name = f"{environment}.yaml"
    data = dict(read_yaml(project / "environments" / name))
    days = next(value for value in _DAYS if value != data.get(LOG_RETENTION))
    if tagged:
        data["tags"] = {**data.get("tags", {}), "cost_center": "rehearsal"}
    text = yaml.safe_dump({**data, LOG_RETENTION: days}, allow_unicode=True, sort_keys=False)
    (folder / "environments" / name).write_text(text, encoding="utf-8")
    return days
