"""The grader's handle on one submission: reads it, loads it, calls its functions.

A submission that had to be stopped is started afresh for the next question (guest.py), but the
function that was running then is not called again. Whatever a function returned, only numbers and
words leave this file.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from types import CodeType
from typing import Any

from ...solution import matrix as matrix_module
from . import noted
from .account import A_RUN
from .answers import ENDLESS, Answer, Crash, _list, _mapping, answered, crashed
from .calls import NOBODY, Call, StandIns, answering, sent
from .guest import Guest
from .message import STRANGE
from .noted import Noted, Puts, Site
from .reading import Reading
from .room import Room, StandIn, Stopped

INSIDE = Path(__file__).with_name("inside")
MATRIX = compile(Path(matrix_module.__file__).read_bytes(), "matrix.py", "exec")


class Program(Guest):
    """One submission in its room. Use as a context manager."""

    opening = "as it was imported"
    opening_advice = (
        "What stands outside of functions runs at once: put training and tests of your own "
        'under if __name__ == "__main__".'
    )

    @property
    def is_endless(self) -> bool:
        return bool(self._stopped)

    _notes_in: Room | None = None
    """The room that has the modules which note every value, and has told its `_sites`."""

    _sites: list[Site] | None = None

    @cached_property
    def _stopped(self) -> dict[tuple[str, ...], Answer]:
        """What came of the functions that had to be stopped; they are not called again.

        Each with the names of those that the grader stood in for: without that it may go on.
        """
        return {}

    def become(self, source: bytes) -> None:
        super().become(source)
        self._stopped.clear()

    @contextlib.contextmanager
    def not_stopped_yet(self, function: str) -> Iterator[None]:
        """Inside of this block the function is called again, if it had to be stopped once."""
        stopped = {name: a for name, a in self._stopped.items() if name[0] == function}
        for name in stopped:
            del self._stopped[name]
        try:
            yield
        finally:
            self._stopped.update(stopped)

    def read(self) -> Reading:
        """What kind of Python is it? Asked before anything of it has run. Raises Stopped."""
        answer = self._ask(
            {"op": "read", "source": self._source, "name": self._file}, self.limits.call_seconds
        )
        return Reading(
            syntax=answer.get("syntax"),
            empty=bool(answer.get("empty")),
            functions=tuple(map(str, answer.get("functions", ()))),
            imports=tuple(map(str, answer.get("imports", ()))),
        )

    def load(self) -> Crash | None:
        """Runs the file as an import would; gives the crash if it has one. Raises Stopped."""
        answer = self._ask(
            {
                "op": "load",
                "source": self._source,
                "shown": self._as_handed_in,
                "name": self._file,
                "matrix": MATRIX,
                "data": {name: sent(table) for name, table in self.data.items()},
            },
            2 * self.limits.call_seconds,
        )
        self._loaded = True
        crash = crashed(answer.get("crash"))
        if late := still_running(crash, 2 * self.limits.call_seconds):
            raise Stopped(late)
        return crash

    def calls(self, *calls: Call, stand_ins: StandIns = NOBODY) -> list[Answer]:
        """What came of each of these calls, in their order.

        All go to the room in one request. Where one has to be stopped, the rest are asked one by
        one, so that none of them loses its answer to it. `stand_ins` are functions of the
        grader's, called here in place of the submission's own of those names.
        """
        answers: list[Answer] = []
        names = [(call.function, *stand_ins) for call in calls]
        if len(calls) > 1 and self._stopped.keys().isdisjoint(names):
            with contextlib.suppress(Stopped):
                answers = self._asked(calls, stand_ins, self._call_seconds)
            if answers and answers[-1].stopped:
                last = calls[len(answers) - 1]
                if last.trains:
                    answers.pop()
                else:
                    self._stopped[names[len(answers) - 1]] = answers[-1]
        return answers + [self._alone(call, stand_ins) for call in calls[len(answers) :]]

    def _alone(self, call: Call, stand_ins: StandIns) -> Answer:
        name = call.function, *stand_ins
        if name in self._stopped:
            return self._stopped[name]
        limit = self.limits.training_seconds if call.trains else self._call_seconds
        try:
            [answer] = self._asked([call], stand_ins, limit)
        except Stopped as stopped:
            answer = Answer(stopped=str(stopped))
        if answer.stopped:
            self._stopped[name] = answer
        return answer

    def _asked(
        self, calls: Sequence[Call], stand_ins: StandIns, cpu_seconds: float
    ) -> list[Answer]:
        self._reload()
        answer = self._ask(
            {
                "op": "call",
                "calls": [call.asked for call in calls],
                "stand_ins": list(stand_ins),
            },
            cpu_seconds,
            answering(stand_ins) if stand_ins else None,
        )
        found = [answered(_mapping(one)) for one in _list(answer.get("answers"))]
        told = [*found[:-1], *(timed(one, cpu_seconds) for one in found[-1:])]
        if told and told[-1].stopped:
            self._count_stop()
        elif len(told) != len(calls):
            self.leave()
            raise Stopped(STRANGE)
        return told[: len(calls)]

    def look(
        self,
        call: Call,
        runs: Sequence[Puts],
        after: Sequence[Call] = (),
        stand_ins: StandIns = NOBODY,
        plain: Sequence[str] = (),
    ) -> tuple[list[Site], list[Noted]] | None:
        """Every value on the way through a call: one run for each of `runs`, which it puts in.

        The calls in `after` are made first. Of them nothing is noted, nor of the functions named
        in `plain` that the call uses. `stand_ins` as in `calls`.
        None where nothing can be seen: the room had to be closed, or its answer makes no sense.
        """
        request = {
            "op": "look",
            "source": self._source,
            "calls": [one.asked for one in (*after, call)],
            "stand_ins": list(stand_ins),
            "plain": list(plain),
            "runs": [[put.asked for put in puts] for puts in runs],
        }
        return self._looked(request, answering(stand_ins) if stand_ins else None)

    def _looked(
        self, request: dict[str, Any], stand_in: StandIn | None = None
    ) -> tuple[list[Site], list[Noted]] | None:
        """What a look shows; None where nothing can be seen, or it has been looked at enough.

        A program that is known to be endless is stopped as soon as always, and any other by what
        is counted: how long it takes tells nothing of it.
        """
        if not self.may_look:
            return None
        try:
            self._reload()
            has_them = self._notes_in is self._room
            seconds = self._call_seconds if self.is_endless else math.inf
            request = {**request, "noting": {} if has_them else noting()}
            answer = self._ask(request, seconds, stand_in, looking=True)
        except Stopped:
            return None
        found = noted.read(answer, self._sites)
        self._notes_in, self._sites = self._room, found[0] if found else self._sites
        wanted = len(request["runs"])
        n_notes = sum(one.count for one in found[1]) if found else 0
        self._account.looked += wanted * A_RUN + n_notes
        self._time_left(looking=True)
        if found is None or len(found[1]) != wanted:
            return None
        if any(one.is_stuck for one in found[1]):
            self.looks = False  # each look would take as long
        return found

    def _reload(self) -> None:
        if self._room is None:
            self._time_left()  # raises before a room is opened, which takes time itself
            self._loaded = False
            self._room = self._new_room()
        if not self._loaded:
            self.load()


def still_running(crash: Crash | None, seconds: float) -> str:
    """What is said of a program that was interrupted after these seconds; "" where none was."""
    if crash is None or crash.type != ENDLESS:
        return ""
    where = f", in line {crash.line}" if crash.line else ""
    return f"it was still running after {seconds:.3g} seconds of computing{where}"


def timed(answer: Answer, seconds: float) -> Answer:
    """The answer; of one that was interrupted after these seconds only that it was, and where."""
    late = still_running(answer.crash, seconds)
    return Answer(stopped=late, crash=answer.crash) if late else answer


@cache
def noting() -> dict[str, CodeType]:
    """The modules that note every value, compiled, to be sent into the room in this order."""
    return {
        name: compile((INSIDE / f"{name}.py").read_bytes(), f"{name}.py", "exec")
        for name in ("targets", "unwritten", "sites", "noting")
    }
