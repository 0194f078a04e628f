"""One run: experiments one after another, each taken away whatever becomes of it, and their answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from governed_cdk.proving.cleaning import clean
from governed_cdk.proving.experiment import InconclusiveError
from governed_cdk.proving.room import PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterable

    from governed_cdk.proving.experiment import Answers, Experiment
    from governed_cdk.proving.room import Room


@dataclass
class Outcome:
    """What was learnt: answers by experiment; what our constructs stand on and the account denies; what went wrong.

    `left` is what could not be taken away, each with the reason.
    """

    answers: dict[str, Answers] = field(default_factory=dict)
    contradictions: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def run(experiments: Iterable[Experiment], room: Room, outcome: Outcome) -> None:
    """Make the experiments. What one has made is taken away before the next, and also when it is interrupted.

    What fails is recorded and the next one is made; whatever else ends it (Ctrl-C, SIGTERM) is passed on.
    """
    for experiment in experiments:
        room.tell(f"{experiment.name}: {experiment.asks}")
        try:
            answers = experiment.answers(room)
            outcome.answers[experiment.name] = answers
            outcome.contradictions += experiment.contradictions(answers)
        except InconclusiveError as error:
            outcome.failures.append(str(error))
        except (BotoCoreError, ClientError) as error:
            outcome.failures.append(f"{experiment.name}: {' '.join(str(error).split())}")
        finally:
            room.tell(f"{experiment.name}: taking away what it made; if this is interrupted: --clean")
            outcome.left += clean(room, room.run)[1]


def clean_up(room: Room) -> tuple[list[str], list[str]]:
    """Take away what runs that were killed have left; (what was taken away, what is left and why)."""
    return clean(room, PREFIX)
