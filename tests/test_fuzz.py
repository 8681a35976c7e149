"""Whatever comes out of a room: no fault of the grader, no point unearned, and no time of its own.

The answers of the two solutions are taken down once. Then they are spoiled, one way after another
and many at once, and go through the whole checklist again, as if they had come out of a room.
By default some of it is tried; with BYHAND_FUZZ=5000 so many answers are spoiled in each form.
"""

from __future__ import annotations

import copy
import json
import marshal
import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

import pytest
from byhand.grader.command import exercise
from byhand.grader.judging.checklist import Checklist, with_checklist
from byhand.grader.judging.grading import grade
from byhand.grader.lessons import LESSONS
from byhand.grader.lessons.backprop import backprop
from byhand.grader.room import equipped, guest, process, room
from byhand.grader.settings import Limits, Settings
from byhand.grader.submission import of_bytes
from byhand.grader.verdict import Ending, Report

COUNT = int(os.environ.get("BYHAND_FUZZ", "6"))
AT_A_TIME = 20
LIMITS = Limits()
Spoil = Callable[[random.Random, Any], Any]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it is the same there, and slow")


class Parrot:
    """In the place of a room: says what was said before, spoiled; asks a real one what is new."""

    said: ClassVar[dict[bytes, str]] = {}
    real: ClassVar[dict[str, room.Room]] = {}
    spoiled: Callable[[Any], Any] = staticmethod(lambda answer: answer)

    def __init__(self, wanted: Mapping[str, Any], start: Callable[..., process.Process]) -> None:
        self._kind = "packages" if "library" in wanted else "plain"
        if self._kind not in self.real:
            self.real[self._kind] = room.Room(wanted, start)
        self._room = self.real[self._kind]
        self.lock = self._room.lock
        self.cpu_seconds = self.quiet_seconds = 0.0
        self.printed = ""

    def ask(self, request: Mapping[str, Any], **how: Any) -> dict[str, Any]:
        key = self._kind.encode() + marshal.dumps({**request, "data": None, "seconds": None})
        how["cpu_seconds"], how["wall_seconds"] = 60.0, 600.0
        if key not in self.said:
            try:
                self.said[key] = json.dumps(self._room.ask(request, **how))
            except room.Stopped:  # it is closed, and the next parrot needs another
                self.real.pop(self._kind).close()
                raise
        answer: dict[str, Any] = json.loads(self.said[key])
        if request["op"] in ("call", "play"):
            part = "answers" if request["op"] == "call" else "played"
            answer[part] = type(self).spoiled(answer[part])
        elif "sites" in answer:
            seen = {part: answer[part] for part in ("sites", "values", "runs")}
            answer.update(type(self).spoiled(seen))
        return answer

    def close(self) -> None:
        pass


@pytest.fixture(scope="module", params=backprop.files)
def form(request: pytest.FixtureRequest) -> Iterator[str]:
    """A form of the lesson, with parrots in the place of rooms."""
    patch = pytest.MonkeyPatch()
    patch.setattr(guest, "Room", Parrot)
    patch.setattr(equipped, "Room", Parrot)
    Parrot.said, Parrot.real = {}, {}
    yield request.param
    patch.undo()
    for each in Parrot.real.values():
        each.close()


def graded(form: str, spoiled: Callable[[Any], Any], checklist: Checklist) -> Report:
    """The report on a solution whose answers are spoiled on their way."""
    source = (exercise.SOLUTION / backprop.files[form]).read_bytes()
    Parrot.spoiled = staticmethod(spoiled)
    settings = Settings("a secret of the fuzz", limits=LIMITS)
    return grade(of_bytes(backprop.files[form], source), settings, LESSONS, checklist=checklist)


# ------------------------------------------------------------ ways to spoil

SIZES = (0, 1, 2, 3, 4, 6, 7, 61, 100, 360, 1001)
ODD = ("nothing", "ellipsis", "nan", "infinite", "giant", "a function", "a Decoy", "")


def table(chance: random.Random, rows: int, columns: int) -> list[list[float]]:
    """A table of noise, or of one number throughout."""
    number = chance.choice((None, 0.0, 1.0, 0.5, -1e308, 1e-320, 1e29))
    return [
        [chance.gauss(0.0, 1.0) if number is None else number for _ in range(columns)]
        for _ in range(rows)
    ]


def is_table(value: Any) -> bool:
    return bool(value) and isinstance(value, list) and isinstance(value[0], list) and bool(value[0])


def of_odd_shape(chance: random.Random, _: Any) -> Any:
    rows, columns = chance.choice(SIZES), chance.choice(SIZES)
    return table(chance, rows, columns if rows * columns < 90_000 else 1)


def of_the_same_shape(chance: random.Random, value: Any) -> Any:
    return table(chance, len(value), len(value[0])) if is_table(value) else chance.gauss(0.0, 1.0)


def turned(_: random.Random, value: Any) -> Any:
    widths = {len(row) if isinstance(row, list) else -1 for row in value} if value else ()
    return [list(column) for column in zip(*value, strict=True)] if len(widths) == 1 else None


def a_word(chance: random.Random, _: Any) -> Any:
    return {"odd": chance.choice(ODD)}


def strange(chance: random.Random, value: Any) -> Any:
    return chance.choice((
        None, True, "text", [], [[]], [[], [1.0]], {}, {"rows": [[1.0]]}, 10**30, [1, [2, [3]]],
        [value], [[value]], [value, value], -0.0, [[{"odd": "nan"}]], [[1.0], [2.0, 3.0]],
    ))  # fmt: skip


def stretched(chance: random.Random, value: Any) -> Any:
    factor = chance.choice((-1.0, 0.5, 2.0, 1e-9, 1e9, 1.0 + 1e-5))
    if isinstance(value, list):
        return [stretched_by(factor, entry) for entry in value]
    return stretched_by(factor, value)


def stretched_by(factor: float, value: Any) -> Any:
    if isinstance(value, list):
        return [stretched_by(factor, entry) for entry in value]
    return value * factor if isinstance(value, float) else value


WAYS: tuple[Spoil, ...] = (
    of_odd_shape, of_odd_shape, of_the_same_shape, turned, a_word, strange, stretched,
)  # fmt: skip


def places(answer: Any) -> list[tuple[Any, Any]]:
    """Every place in an answer where a value stands, as what holds it and its key."""
    found: list[tuple[Any, Any]] = []
    holders = [answer] if isinstance(answer, (list, dict)) else []
    while holders:
        holder = holders.pop()
        entries = holder.items() if isinstance(holder, dict) else enumerate(holder)
        for key, value in entries:
            found.append((holder, key))
            if isinstance(value, dict) or (isinstance(value, list) and len(found) < 500):
                holders.append(value)
    return found


def spoiling(chance: random.Random) -> Callable[[Any], Any]:
    """Spoils a few places of every answer, or of some of them, each in a way of its own."""
    share = chance.choice((0.1, 0.5, 1.0))

    def spoiled(answer: Any) -> Any:
        times = sum(chance.random() < share for _ in range(chance.choice((1, 1, 2, 5, 20))))
        found = places(answer) if times else []
        for holder, key in (chance.choice(found) for _ in range(times if found else 0)):
            try:
                holder[key] = chance.choice(WAYS)(chance, copy.deepcopy(holder[key]))
            except (TypeError, ValueError, KeyError, IndexError):
                holder[key] = None
        return answer

    return spoiled


def all_spoiled(way: Spoil, seed: int) -> Callable[[Any], Any]:
    """Spoils every value of every answer in the same way, what is handed back and what is noted."""

    def spoiled(answers: Any) -> Any:
        chance = random.Random(seed)
        if "sites" in answers:  # every value on the way
            values = [
                [kind, shape, [chance.gauss(0.0, 1.0) for _ in numbers]]
                for kind, shape, numbers in answers["values"]
            ]
            return {**answers, "values": values}
        for one in answers:
            for part in {"returned", "weights", "names", "course"} & one.keys():
                held = one[part]
                if isinstance(held, dict):
                    one[part] = {key: way(chance, value) for key, value in held.items()}
                elif isinstance(held, list):
                    one[part] = [way(chance, value) for value in held]
        return answers

    return spoiled


# ------------------------------------------------------------ what holds


def test_the_answers_as_they_are_get_full_marks(form: str) -> None:
    """Or else the rest would promise nothing."""
    report = with_checklist(LESSONS, lambda checks: graded(form, lambda answer: answer, checks))
    assert report.full_marks, report.first_to_fix


@pytest.mark.parametrize("start", range(0, COUNT, AT_A_TIME))
def test_no_answer_breaks_the_grader_or_takes_its_time(start: int, form: str) -> None:
    """Whatever is answered, it is judged, and within the submission's own budget."""

    def all_of_them(checks: Checklist) -> None:
        for seed in range(start, min(start + AT_A_TIME, COUNT)):
            before = time.process_time()
            report = graded(form, spoiling(random.Random(seed)), checks)
            assert report.outcome in (Ending.GRADED, Ending.STOPPED), (seed, report)
            assert report.score is not None
            assert 0.0 <= report.score <= report.max_score, seed
            assert time.process_time() - before < LIMITS.total_seconds, seed

    with_checklist(LESSONS, all_of_them)


@pytest.mark.parametrize("way", [of_odd_shape, of_the_same_shape, a_word])
def test_who_computes_nothing_right_earns_nothing(way: Spoil, form: str) -> None:
    """Zeros, constants, noise, words, in any shape: none of them is evidence of anything."""

    def all_of_them(checks: Checklist) -> None:
        for seed in range(COUNT // 3):
            report = graded(form, all_spoiled(way, seed), checks)
            earned = {finding.check for finding in report.findings if finding.points}
            assert (report.outcome, earned) == (Ending.GRADED, set()), seed

    with_checklist(LESSONS, all_of_them)
