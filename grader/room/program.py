"""The grader's handle on one submission: reads it, loads it, calls its functions.

A submission that stops (too long, too large, gone) is started afresh for the next question, but
the function that stopped is not called again, and the whole has a limit of its own. What a
function gave back is only numbers and words by the time it leaves here.
"""

from __future__ import annotations

import base64
import contextlib
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any, Self

from ...solution import matrix as matrix_module
from ...solution.matrix import Matrix
from ..settings import Limits
from . import noted
from .account import LOOKS, Account
from .answers import ENDLESS, Answer, Crash, _list, _mapping, answered, crashed, lists
from .calls import NOBODY, Call, StandIns, answering
from .clock import QUIET_WALL_PER_CPU
from .library import HONEST_MODULES
from .message import STRANGE
from .noted import Noted, Puts, Site
from .process import Start, fresh
from .reading import Reading
from .room import Lock, Room, RoomFault, StandIn, Stopped

INSIDE = Path(__file__).with_name("inside")
MATRIX = compile(Path(matrix_module.__file__).read_bytes(), "matrix.py", "exec")
CANARY = Path(__file__).resolve()
GRACE = 0.5
"""Seconds beyond its time that a room gets to say in which line it still is, before it is ended."""


class Program:
    """One submission in its room. Use as a context manager."""

    opening = "as it was imported"
    opening_advice = (
        "What stands outside of functions runs at once: put training and tests of your own "
        'under if __name__ == "__main__".'
    )

    def __init__(
        self,
        source: bytes,
        *,
        file: str = "submission.py",
        data: Mapping[str, Matrix] | None = None,
        limits: Limits | None = None,
        start: Start = fresh,
        account: Account | None = None,
    ) -> None:
        """Starts and locks the room. Raises RoomFault where that fails.

        `data` is what the stand-in for data_prep hands to the submission, `start` gives the
        room's process: a fresh one, or the fork of a zygote. All that it uses goes on `account`.
        """
        self._start = start
        self._account = account or Account()
        self.limits = limits or Limits()
        self._file = file
        self.looks = True
        self._source = base64.b64encode(source).decode("ascii")
        self.data = data or {}
        self.notices: tuple[str, ...] = ()
        self._stopped: dict[str, Answer] = {}
        self._printed = ""
        self._loaded = False
        self._room: Room | None = self._new_room()
        self.lock: Lock = self._room.lock

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    def with_source(self, source: bytes, *, looks: bool) -> Self:
        """Another program in the place of this one, on the same account; may it be looked at?

        Raises Stopped where there is no time left for it.
        """
        self._time_left()
        other = type(self)(
            source,
            file=self._file,
            data=self.data,
            limits=self.limits,
            start=self._start,
            account=self._account,
        )
        other.looks = looks
        return other

    @contextlib.contextmanager
    def without_looks(self) -> Iterator[None]:
        """It is not looked at more closely meanwhile."""
        looks, self.looks = self.looks, False
        try:
            yield
        finally:
            self.looks = looks

    @property
    def cpu_seconds(self) -> float:
        """CPU time of all the rooms on this submission's account so far."""
        return self._account.cpu + (self._room.cpu_seconds if self._room else 0.0)

    @property
    def _spent(self) -> float:
        """Seconds of computing, the submission's and the grader's for it."""
        return self.cpu_seconds + self._account.graders

    @property
    def may_look(self) -> bool:
        """Is there time left to look more closely at it?"""
        return self.looks and self._spent <= LOOKS * self.limits.total_seconds

    @property
    def printed(self) -> str:
        """The head of what the submission printed."""
        return self._printed + (self._room.printed if self._room else "")

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
                "name": self._file,
                "matrix": MATRIX,
                "data": {name: lists(table) for name, table in self.data.items()},
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

        They are asked for together. Where something in them is to be stopped they are asked for one
        by one, so that it costs no other its answer. `stand_ins` answer, here, in the place of
        functions of the submission.
        """
        answers: list[Answer] = []
        if len(calls) > 1 and self._stopped.keys().isdisjoint(call.function for call in calls):
            with contextlib.suppress(Stopped):
                answers = self._asked(calls, stand_ins, self.limits.call_seconds)
            if answers and answers[-1].stopped:
                last = calls[len(answers) - 1]
                if last.trains:
                    answers.pop()
                else:
                    self._stopped[last.function] = answers[-1]
        return answers + [self._alone(call, stand_ins) for call in calls[len(answers) :]]

    def _alone(self, call: Call, stand_ins: StandIns) -> Answer:
        if call.function in self._stopped:
            return self._stopped[call.function]
        limit = self.limits.training_seconds if call.trains else self.limits.call_seconds
        try:
            [answer] = self._asked([call], stand_ins, limit)
        except Stopped as stopped:
            answer = Answer(stopped=str(stopped))
        if answer.stopped:
            self._stopped[call.function] = answer
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
        if len(told) != len(calls) and not (told and told[-1].stopped):
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
        """Every value on the way through a call, once for each of these ways to put values in.

        It is called `after` others, of which nothing is noted; nor is anything of what it calls by
        the names in `plain`. `stand_ins` as in `calls`.
        None where nothing can be seen: the room had to be closed, or its answer makes no sense.
        """
        request = {
            "op": "look",
            "noting": noting(),
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
        """What a look shows; None where nothing can be seen, or most of the time is spent."""
        if not self.may_look:
            return None
        try:
            self._reload()
            answer = self._ask(request, self.limits.call_seconds, stand_in)
        except Stopped:
            return None
        found = noted.read(answer)
        wanted = len(request["runs"])
        return found if found is not None and len(found[1]) == wanted else None

    def _reload(self) -> None:
        if self._room is None:
            self._time_left()  # or else no room is opened, which costs time itself
            self._loaded = False
            self._room = self._new_room()
        if not self._loaded:
            self.load()

    def _ask(
        self,
        request: Mapping[str, object],
        cpu_seconds: float,
        stand_in: StandIn | None = None,
    ) -> dict[str, Any]:
        left, wall_left = self._time_left()
        if self._room is None:
            self._room = self._new_room()
        seconds = min(cpu_seconds, left)
        try:
            return self._room.ask(
                {**request, "seconds": seconds},
                cpu_seconds=seconds + GRACE,
                wall_seconds=wall_left,
                stand_in=stand_in,
            )
        except Stopped:
            self.leave()
            raise

    def _time_left(self) -> tuple[float, float]:
        """Seconds of computing, and on the clock, that the whole submission still has.

        Raises Stopped, with the room closed, where there are none.
        """
        account, room = self._account, self._room
        graders, total = account.graders, self.limits.total_seconds
        left = total - self._spent
        quiet = account.quiet + (room.quiet_seconds if room else 0.0)
        wall_left = total * QUIET_WALL_PER_CPU - quiet - graders
        if left <= 0 or wall_left <= 0:
            self.leave()
            raise Stopped(f"all its questions together took more than {total:g} seconds")
        return left, wall_left

    def leave(self) -> None:
        """Ends the room; the next question gets a new one. Harmless when repeated."""
        if self._room is not None:
            self._room.close()
            self._account.cpu += self._room.cpu_seconds
            self._account.quiet += self._room.quiet_seconds
            self._printed += self._room.printed
            self._room = None

    def _new_room(self) -> Room:
        """Another room for this submission, locked no worse than the first."""
        room = self._opened_room()
        if room.lock.tier != getattr(self, "lock", room.lock).tier:
            room.close()
            raise RoomFault(f"the second room is less locked than the first: {room.lock.reason}")
        return room

    def _opened_room(self) -> Room:
        return Room(self._wanted(), self._start)

    def _wanted(self) -> dict[str, Any]:
        """What the room is to be like; see confine.lock."""
        return {
            "memory_bytes": self.limits.memory_mib << 20,
            "cpu_seconds": int(self.limits.total_seconds) + 1,
            "readable": [],
            "canary": str(CANARY),
            "max_tier": os.environ.get("BYHAND_MAX_TIER", "full"),
            "max_abi": int(os.environ.get("BYHAND_MAX_LANDLOCK_ABI", "0")) or None,
            "preload": list(HONEST_MODULES),
        }


def still_running(crash: Crash | None, seconds: float) -> str:
    """What is said of a program that was interrupted after these seconds; "" where none was."""
    if crash is None or crash.type != ENDLESS:
        return ""
    where = f", in line {crash.line}" if crash.line else ""
    return f"it was still running after {seconds:.3g} seconds of computing{where}"


def timed(answer: Answer, seconds: float) -> Answer:
    """The answer; where it was interrupted after these seconds, only that it was, and where."""
    late = still_running(answer.crash, seconds)
    return Answer(stopped=late, crash=answer.crash) if late else answer


@cache
def noting() -> dict[str, CodeType]:
    """What goes into the room where every value is to be noted."""
    return {
        name: compile((INSIDE / f"{name}.py").read_bytes(), f"{name}.py", "exec")
        for name in ("sites", "noting")
    }
