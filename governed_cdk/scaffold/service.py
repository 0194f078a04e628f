"""The files of a service repository."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_lib.kernel.errors import ConfigurationError, invalid
from constructs_lib.kernel.naming import pascal
from constructs_lib.kernel.platform_names import SLUGS, taken
from constructs_lib.kernel.project import ADDRESS, page
from governed_cdk.scaffold.library import Library
from governed_cdk.scaffold.rendering import rendered

if TYPE_CHECKING:
    from collections.abc import Mapping

RECORD = ".governed-cdk.json"
"""What a repository was made of: the answers, and each file as it was written, which `new --update` compares with."""

EXTRAS = "aws,gate,node,rehearse,test"
"""What of the library a service repository uses; `make lock` pins what they bring."""

_PINS = Path(__file__).with_name("pins.txt")
_KEBAB = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LONGEST = 24  # of a name: beside an environment and a kind it is part of names with 63 characters at most
_OWNER, _REPOSITORY = ADDRESS.split("/")[-2:]
_REGION = "ap-northeast-2"
MADE = ("infra/package-lock.json", "infra/requirements.txt")
"""Made by commands, and no text to be merged: the record has their digests."""


class Deployer(StrEnum):
    """Who deploys a service repository."""

    ATLANTIS = "atlantis"
    GITHUB = "github"


@dataclass(frozen=True, kw_only=True)
class Service:
    """The answers that a service repository is made of."""

    name: str
    deployer: Deployer = Deployer.ATLANTIS
    team: str = ""
    owner: str = ""
    library: Library

    def __post_init__(self) -> None:
        check_service_name(self.name)

    def files(self) -> dict[str, str]:
        """Each file by its path, with the record of them all."""
        words = self._words()
        files = rendered("service", words) | rendered(f"deployer_{self.deployer}", words)
        files["infra/requirements.txt"] = self._requirements()
        return files | {RECORD: self._record(files)}

    def _words(self) -> Mapping[str, str]:
        team = self.team or f"{self.name}-team"
        return {
            "slug": self.name,
            "Slug": pascal(self.name),
            "title": pascal(self.name),
            "team": team,
            "owner": self.owner or f"{team}@set-of.com",
            "github_owner": _OWNER,
            "platform_repository": f"{_OWNER}/{_REPOSITORY}",
            "platform_address": ADDRESS,
            "region": _REGION,
            "runbook_url": page("docs/runbooks"),
            "release": f"v{self.library.version}",
            "library_url": self.library.url,
            "extras": EXTRAS,
            "deployer": self.deployer,
        }

    def _requirements(self) -> str:
        """Everything by its hashes: what the release was tested with, and the release itself."""
        pinned = f"governed-cdk[{EXTRAS}] @ {self.library.url} \\\n    --hash=sha256:{self.library.sha256}\n"
        return f"# By `make lock` from requirements.in: everything by its hashes.\n{pinned}{_PINS.read_text('utf-8')}"

    def _record(self, files: Mapping[str, str]) -> str:
        written = {path: digest(text) if path in MADE else text for path, text in sorted(files.items())}
        said: dict[str, Any] = {"template": "service", **asdict(self), "written": written}
        return json.dumps(said, indent=1) + "\n"


def read_record(path: Path) -> tuple[Service, dict[str, str]]:
    """The answers of a repository, and its files as they were written. Raises ConfigurationError for another file."""
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        written = {str(name): str(text) for name, text in said["written"].items()}
        answers = {name: said[name] for name in ("name", "team", "owner")}
        library = Library(**said["library"])
        return Service(**answers, deployer=Deployer(said["deployer"]), library=library), written
    except ConfigurationError:
        raise
    except FileNotFoundError:
        raise ConfigurationError(f"{path}: not here; call it where governed-cdk new service has written it") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise ConfigurationError(f"{path}: not what governed-cdk new service writes") from None


def digest(text: str) -> str:
    """What stands for a text that is too long to be kept."""
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def check_service_name(name: str) -> None:
    """Refuse what is no name, or the platform's. Raises ConfigurationError."""
    check_name("service", name)
    if own := taken(name):
        raise invalid("service", name, f"a name that is not the platform's {own} (it has {', '.join(SLUGS)})")


def check_name(kind: str, name: str, *, longest: int | None = None) -> None:
    """Raise ConfigurationError for a name that is not kebab-case, 2 to 24 characters unless more are allowed."""
    longest = longest or _LONGEST
    if not _KEBAB.fullmatch(name) or not 2 <= len(name) <= longest:
        raise invalid(kind, name, f"kebab-case, such as order-history, 2 to {longest} characters")
