"""What is found and is none, in a file of the repository: by fingerprint, with a reason, an owner and an end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.yaml_file import read_yaml
from constructs_lib.platform.secrets.scan_settings import AcceptedSecret
from constructs_lib.runtime.secret_scan.workflow.scanning.fingerprints import is_accepted, read_accepted

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

FILE = Path("accepted-secrets.yaml")


@dataclass(frozen=True, slots=True)
class Accepted:
    """Fingerprints that somebody answers for, on one day."""

    until: Mapping[str, datetime.date]
    today: datetime.date

    def holds(self, fingerprint: str) -> bool:
        """Whether a fingerprint is one of them."""
        return is_accepted(fingerprint, self.until, self.today)


def read_file(path: Path, today: datetime.date) -> Accepted:
    """The rows of a file, `accepted:` with those of the setting `secret_scan.accepted`; none where there is no file.

    Raises ConfigurationError for a file that is none.
    """
    if not path.is_file():
        return Accepted({}, today)
    rows = read_yaml(path).get("accepted")
    if not isinstance(rows, list):
        raise invalid(f"{path}: accepted", rows, "a list of fingerprint, reason, owner and until")
    try:
        read = [AcceptedSecret.model_validate(row) for row in rows]
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(f"{path}: {place}: {first['msg']}") from None
    return Accepted(read_accepted(",".join(f"{row.fingerprint}:{row.until}" for row in read)), today)
