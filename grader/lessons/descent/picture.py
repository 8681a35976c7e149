"""What `grade show` draws: something to learn, and a learner's own network learning it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from ...room.program import Program
from .training import Run, Weights, mean_squared_error


@dataclass(frozen=True)
class Scene:
    """Something to learn: the training that is asked for, and what it is, in words."""

    run: Run
    words: str


@dataclass(frozen=True)
class Frame:
    """The network after `epoch` epochs: its loss, and its weights."""

    epoch: int
    loss: float
    weights: Weights


class Picture(ABC):
    """A lesson's picture: points in a plane, and what a network answers to each place in it."""

    epochs: ClassVar[Sequence[int]]
    """How many epochs go by from one frame to the next."""

    told: ClassVar[Mapping[str, str]]
    """What tells the weights which way to go, in each form."""

    @abstractmethod
    def scene(self, program: Program) -> Scene:
        """What this submission's network is to learn."""

    @abstractmethod
    def record(self, x: float, y: float) -> list[float]:
        """A point as a record."""

    @abstractmethod
    def answers(self, grid: Sequence[list[float]], weights: Weights) -> list[float]:
        """What a network with these weights answers to each of these records."""

    @abstractmethod
    def trained(self, program: Program, run: Run) -> Weights:
        """The weights that the learner's own training ends with. Raises Refused."""

    def frames(self, program: Program, run: Run) -> Iterator[Frame]:
        """The network from its start on, trained by the learner's own program."""
        weights, epoch = run.weights, 0
        yield Frame(epoch, mean_squared_error(run, weights), weights)
        for epochs in self.epochs:
            weights = self.trained(program, replace(run, weights=weights, epochs=epochs))
            epoch += epochs
            yield Frame(epoch, mean_squared_error(run, weights), weights)
