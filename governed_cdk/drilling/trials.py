"""Which stores are walked, and how: what else is copied follows from its settings alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from governed_cdk.drilling.database import ENGINES, DatabaseTrial
from governed_cdk.drilling.declared import CopyWay
from governed_cdk.drilling.objects import ObjectsTrial
from governed_cdk.drilling.replicas import SecretTrial
from governed_cdk.drilling.vault import Vaults
from governed_cdk.rehearsal import proof

if TYPE_CHECKING:
    import contextlib
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from governed_cdk.drilling.stores import DataStore
    from governed_cdk.drilling.trial import Trial, TwoRegions
    from governed_cdk.rehearsal.emulator import Emulator

_DATABASES = {"AWS::RDS::DBInstance": "db", "AWS::RDS::DBCluster": "cluster"}


@dataclass(frozen=True)
class Places:
    """Where trials work: a folder, what is closed with the home region, and what is closed with the drill."""

    folder: Path
    home: contextlib.ExitStack
    undo: contextlib.ExitStack


def trials_of(stores: Iterable[DataStore], emulator: Emulator, regions: TwoRegions, places: Places) -> Iterator[Trial]:
    """A trial of each store that can be walked, while the home region is there."""
    vaults = Vaults(places.folder / "vaults", regions.client)
    for number, store in enumerate(stores):
        if (copy := store.copy) is None:
            continue
        name = proof.physical_ids(emulator, store.resource.template)[store.resource.logical_id]
        if copy.way is CopyWay.REPLICATION:
            yield ObjectsTrial(store, regions, name, copy.target, copy.prefix)
        elif copy.way is CopyWay.BACKUP and store.type in _DATABASES and _engine(store) in ENGINES:
            arn = f"arn:aws:rds:{regions.home}:{regions.account}:{_DATABASES[store.type]}:{name}"
            folder = places.folder / f"server-{number}"
            yield DatabaseTrial(store, regions, arn, copy.target, vaults, folder, places.home, places.undo)
        elif store.type == "AWS::SecretsManager::Secret":
            found = regions.client("secretsmanager", regions.home).describe_secret(SecretId=name)
            yield SecretTrial(store, regions, found["Name"])


def _engine(store: DataStore) -> str:
    return str(store.resource.properties.get("Engine", "")).lower()
