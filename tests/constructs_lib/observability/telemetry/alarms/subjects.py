"""Every alarm of the catalogue by its subject, those of functions with plausible arguments."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from constructs_lib.observability.telemetry import alarms
from constructs_lib.observability.telemetry.alarm_spec import AlarmSpec, CompositeAlarmSpec, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# A plausible argument for each parameter without a default of a function that gives alarms.
ARGUMENTS: dict[str, Any] = {
    "allocated_gib": 100,
    "days": 8,
    "groups": ("services;targets", "slo;burn"),
    "max_connections": 341,
    "memory_gib": 4,
    "name": "errors",
    "namespace": "CustomLogs/Atlantis",
    "nodes": ("prod-files-cache-001", "prod-files-cache-002"),
    "running": True,
    "severity": Severity.WARNING,
    "slug": "root-use",
    "summary": "It happened.",
    "target_groups": [{"TargetGroup": f"targetgroup/{name}/1", "LoadBalancer": "app/x/1"} for name in ("a", "b")],
    "timeout_seconds": 60,
    "vcpus": 2,
}


def given(name: str, function: Callable[..., Any]) -> Any:
    """What a function of alarms gives."""
    needed = [key for key, one in inspect.signature(function).parameters.items() if one.default is one.empty]
    for key in needed:
        if key not in ARGUMENTS:
            raise LookupError(f"{name}({key}=...): add a plausible {key} to ARGUMENTS in {Path(__file__).name}")
    return function(**{key: ARGUMENTS[key] for key in needed})


def public() -> Iterator[tuple[str, Any]]:
    """Every public name of every module of alarms, with what it is; a function of alarms with what it gives."""
    for found in pkgutil.iter_modules(alarms.__path__):
        module = importlib.import_module(f"{alarms.__name__}.{found.name}")
        for name, value in vars(module).items():
            if name.startswith("_"):
                continue
            own = inspect.isfunction(value) and value.__module__ == module.__name__
            gives_alarms = own and "AlarmSpec" in str(inspect.signature(value).return_annotation)
            yield name, given(name, value) if gives_alarms else value


def subjects(kind: type) -> dict[str, Any]:
    return {
        name: value
        for name, value in public()
        if isinstance(value, tuple) and value and all(isinstance(one, kind) for one in value)
    }


SUBJECTS: dict[str, tuple[AlarmSpec, ...]] = subjects(AlarmSpec)
COMPOSITE_SUBJECTS: dict[str, tuple[CompositeAlarmSpec, ...]] = subjects(CompositeAlarmSpec)
METRIC_ALARMS = [
    pytest.param(spec, id=f"{subject}: {spec.slug}") for subject, specs in SUBJECTS.items() for spec in specs
]
COMPOSITES = [pytest.param(spec, id=spec.slug) for specs in COMPOSITE_SUBJECTS.values() for spec in specs]
EVERY: list[AlarmSpec | CompositeAlarmSpec] = [
    *(spec for specs in SUBJECTS.values() for spec in specs),
    *(spec for specs in COMPOSITE_SUBJECTS.values() for spec in specs),
]
