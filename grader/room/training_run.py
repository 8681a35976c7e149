"""A learner's own program on her own data, as long as she likes to watch it train.

The room is locked like any other, but it has no time limit: the learner who watches ends it.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import CodeType
from typing import Any

from ..settings import Limits
from .answers import Crash, _list, answered
from .equipped import Equipped
from .pipes import Output
from .process import Start, fresh
from .room import Stopped

NO_LIMIT = 10**8
"""CPU seconds, some three years: setrlimit wants a number."""

MOST_PRINTED = 200_000
"""Bytes of what it prints that are shown; a program that prints more goes on all the same."""


@dataclass(frozen=True)
class Training:
    """How a lesson's programs train, for whoever watches one.

    `function` is the name of the one that trains. `weights` has the shape of each layer's, whose
    first number is None where it is the number of features. `answers` is the code of a function
    that gives a script's answers from the records and these weights, as NumPy arrays.
    """

    function: str
    weights: Mapping[str, tuple[int | None, int]]
    answers: CodeType | None = None


@dataclass(frozen=True)
class Folder:
    """A program and what lies beside it: matrix.py, data_prep.py and binary.csv, as bytes."""

    name: str
    source: bytes
    form: str
    files: Mapping[str, bytes]
    training: Training


@dataclass(frozen=True)
class Moment:
    """What was seen at a look: the line (0: unknown), the epochs done, and how many there are.

    `losses` has the new ones, each with its epoch, and `weights` each layer's, if they could be
    seen. A number that is infinite or not a number (nan) is None.
    """

    line: int
    epoch: int
    epochs: int
    losses: tuple[tuple[int, float | None], ...]
    weights: tuple[list[list[float | None]], ...]
    printed: str


class Overflowing(Output):
    """The head of what is printed; a program is not stopped for printing more."""

    @property
    def flooded(self) -> bool:
        return False

    def add(self, part: bytes) -> None:
        self.size = getattr(self, "size", 0) + len(part)
        self.head += part[: max(0, MOST_PRINTED - len(self.head))]


class TrainingRun(Equipped):
    """One training in its room. Use as a context manager; leaving it ends the program at once."""

    def __init__(self, folder: Folder, limits: Limits, start: Start = fresh) -> None:
        """Starts and locks the room. Raises RoomFault where that fails."""
        super().__init__(folder.source, file=folder.name, data={}, limits=limits, start=start)
        self._folder = folder
        self._output = Overflowing()
        self._told = 0
        assert self._room is not None
        self._room.keep_output_in(self._output)

    def __enter__(self) -> TrainingRun:
        return self

    def watched(
        self, epochs: int, learnrate: float, tell: Callable[[Moment], None]
    ) -> Crash | None:
        """Runs the program to its end, telling what is seen; gives the crash it ended with.

        Raises Stopped where the room ends before the program does.
        """

        def told(_: object, seen: object) -> object:
            if isinstance(seen, dict):
                tell(self._moment(seen))
            return None

        training = self._folder.training
        request = {
            "op": "train",
            "name": self._folder.name,
            "source": self._source,
            "form": self._folder.form,
            "files": {
                name: base64.b64encode(content).decode("ascii")
                for name, content in self._folder.files.items()
            },
            "epochs": epochs,
            "learnrate": learnrate,
            "function": training.function,
            "weights": dict(training.weights),
            "answers": training.answers,
        }
        if self._room is None:
            raise Stopped("it has ended already")
        try:
            answer = self._room.ask(
                request, cpu_seconds=math.inf, wall_seconds=math.inf, stand_in=told
            )
        finally:
            self.leave()
        return answered(answer).crash

    def printed_since(self) -> str:
        """What has been printed since the last call; only whole lines while it is still running."""
        head = bytes(self._output.head)
        end = head.rfind(b"\n") + 1 if self._room is not None else len(head)
        if len(head) >= MOST_PRINTED:
            end = len(head)
        part, self._told = head[self._told : end], max(self._told, end)
        return part.decode("utf-8", "replace")

    @property
    def is_cut_off(self) -> bool:
        """Was more printed than is shown?"""
        return bool(getattr(self._output, "size", 0) > MOST_PRINTED)

    def _moment(self, seen: Mapping[str, Any]) -> Moment:
        return Moment(
            line=_count(seen.get("line")),
            epoch=_count(seen.get("epoch")),
            epochs=_count(seen.get("epochs")),
            losses=tuple(
                (_count(pair[0]), _number(pair[1]))
                for pair in map(_list, _list(seen.get("losses")))
                if len(pair) == 2
            ),
            weights=tuple(
                [[_number(entry) for entry in _list(row)] for row in _list(layer)]
                for layer in _list(seen.get("weights"))[: len(self._folder.training.weights)]
            ),
            printed=self.printed_since(),
        )

    def _wanted(self) -> dict[str, Any]:
        return {**super()._wanted(), "neighbours": ["watch", "training"], "cpu_seconds": NO_LIMIT}


def _count(value: object) -> int:
    return value if isinstance(value, int) and value > 0 else 0


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None
