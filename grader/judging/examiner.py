"""Has a submission gone through the checks: as it stands, or with another text in its place."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, TypeVar

from ..lesson import Lesson
from ..room.account import LookedTooLong
from ..room.answers import ENDLESS, Crash
from ..room.program import Program
from ..room.reading import NotTheExercise
from ..room.room import Stopped
from ..submission import Submission
from . import diagnosis
from .as_run import as_run
from .broken_off import BrokenOff
from .changed import changed_in
from .charging import Charging
from .checklist import Checklist, Examination
from .findings import quoted
from .mark import Mark, unless_it_breaks
from .mending import slip
from .names import Text
from .seen import Seen, Slip
from .written import written

Told = TypeVar("Told")

MOST_STOPPED = 2
"""Other sources that had to be stopped: after these no more are asked, which take as long."""


@dataclass
class Examiner:
    """Goes through a lesson's checks with one submission, which runs as `program`.

    What it may have been meant to be, another source, is judged in its place in just the same way.
    """

    checklist: Checklist
    lesson: Lesson
    submission: Submission
    form: str
    program: Program
    inputs: Any
    points: Mapping[str, float]
    open_book: bool
    losses: tuple[float, ...] = ()
    """What the long training of the submission, as it stands, reported."""
    _known: dict[tuple[str, bool], Seen | None] = field(default_factory=dict)
    _n_stopped: int = 0
    """Other sources that had to be stopped."""

    @cached_property
    def source(self) -> str:
        """What is run, line by line as it was handed in (as_run.py)."""
        return as_run("\n".join(self.submission.lines), self.lesson.given(self.form))

    # ------------------------------------------------------------ as it stands

    def waiting(self) -> Seen:
        """What the checks say where nothing of it can be examined."""
        return self.judged(None, self.source)

    def examination(self, crash: Crash | None) -> Examination:
        """The submission under examination; `crash` is what it broke off with as it was loaded."""
        return self._examination(self.program, crash)

    def seen(self, examination: Examination, crash: Crash | None) -> Seen:
        """What the checks say of it; by results alone where the clock ends a closer look."""
        seen = self._as_it_stands(examination) or self._as_it_stands(self._anew(crash))
        assert seen, "nothing is looked at any more"
        return seen

    def _as_it_stands(self, examination: Examination) -> Seen | None:
        """What the checks say of it; None where the clock has ended a closer look."""
        try:
            seen = self.judged(examination, self.source)
            self.losses = tuple(examination.losses)
            return seen
        except LookedTooLong:
            return None

    def _anew(self, crash: Crash | None) -> Examination:
        """The examination from its beginning, by results alone."""
        self.program.begin_anew()
        return self.examination(crash)

    # ------------------------------------------------------------ another source

    @contextlib.contextmanager
    def aside(self) -> Iterator[None]:
        """Inside of this block its own room is left, and nobody is told what is found of others."""
        self.program.leave()
        with self.checklist.untold():
            yield

    def again(
        self, source: str, closer: bool, slip: Slip | None = None, *, quick: bool = False
    ) -> Seen | None:
        """What another source comes to in its place; None where that cannot be examined.

        Nor is one examined any further that has the slip in it still; or, where it is to be
        `quick`, one that comes to its end and is not right.
        """
        if self._n_stopped >= (1 if quick else MOST_STOPPED):
            return None
        if (source, closer) not in self._known:
            try:
                asked = contextlib.nullcontext() if closer else diagnosis.without_explaining()
                with asked, self.program.with_source(source.encode(), looks=closer) as other:
                    examination = self._examination(other, other.load())
                    if quick and not self._is_worth_a_look(examination):
                        return None
                    has_it = slip and not closer and _stops_there(examination, slip)
                    seen = None if has_it else self.judged(examination, source)
            except NotTheExercise:
                seen = None
            except Stopped:
                self._n_stopped += 1
                seen = None
            self._known[source, closer] = seen
        return self._known[source, closer]

    def _is_worth_a_look(self, examination: Examination) -> bool:
        """Does it break off once more, or come out right? What goes on for ever is not asked."""
        crash = unless_it_breaks(lambda: examination.breaks_off, None)
        is_endless = crash is not None and crash.type == ENDLESS
        self._n_stopped += is_endless
        return not is_endless and (crash is not None or looks_right(examination))

    def with_ranks(self) -> Examiner:
        """The examiner of the same program with inputs as in the lesson's data."""
        return replace(self, inputs=self.lesson.inputs_with_ranks(self.inputs), _known={})

    @contextlib.contextmanager
    def of(self, source: str) -> Iterator[tuple[Examiner, Crash | None]]:
        """The examiner of another source in its place, and what that broke off with as it loaded.

        Raises Stopped and NotTheExercise.
        """
        with self.program.with_source(source.encode(), looks=True) as other:
            rest = replace(self.submission, source=source.encode())
            yield replace(self, submission=rest, program=other, _known={}), other.load()

    def first_right(self, sources: Iterable[str]) -> Seen | None:
        """What is seen of the first of these sources in which nothing is wrong.

        They are tried in one room, one after the other. That proves nothing: one that looks right
        there is judged in a room of its own.
        """
        with self.aside(), contextlib.suppress(Stopped), self._trial as trial:
            for source in sources:
                if not self._may_try or self._n_stopped >= MOST_STOPPED:
                    break
                seen = self.again(source, False) if self._looks_right(trial, source) else None
                if seen is not None and not seen.lost:
                    return seen
        return None

    @property
    def _may_try(self) -> bool:
        return self.program.looks and self.program.may_try

    @property
    def _trial(self) -> Program:
        return self.program.with_source(self.source.encode(), looks=False)

    def _looks_right(self, trial: Program, source: str) -> bool:
        try:
            trial.become(source.encode())
            examination = self._examination(trial, trial.load())
            return trial.size == self.program.size and looks_right(examination)
        except (Stopped, NotTheExercise):
            return False
        finally:
            self._n_stopped += trial.is_endless

    def by_line(self, mended: str, told: Callable[[Charging], Told | None]) -> Told | None:
        """What is told by what the lines of a mended program work out; None if it cannot be run."""
        try:
            with self.program.with_source(mended.encode(), looks=True) as other:
                examination = self._examination(other, other.load())
                changed = changed_in(self.source, mended, self.lesson, self.form)
                quoted_from = partial(quoted, Text(self.submission.lines))
                pairs = zip(self.source.split("\n"), mended.split("\n"), strict=True)
                lines = [n for n, (own, new) in enumerate(pairs, start=1) if own != new]
                steps_at = examination.steps_at
                above = written(self.source.encode()).above_what_tells
                return told(Charging(self.lesson, steps_at, quoted_from, [*changed], lines, above))
        except (Stopped, NotTheExercise):
            return None

    # ------------------------------------------------------------ either

    def _examination(self, program: Program, crash: Crash | None) -> Examination:
        examination: Examination = (
            BrokenOff(self.lesson, crash)
            if crash
            else self.lesson.examination(program, self.inputs)
        )
        return examination

    def judged(self, examination: Examination | None, source: str) -> Seen:
        """What the checks say of a source under examination."""
        findings = self.checklist.findings(
            self.lesson,
            examination,
            self.points,
            self.open_book,
            self.form,
            self.submission.lines,
            source,
        )
        elsewhere = self.lesson.elsewhere
        broke_off = slip(source, findings, examination, elsewhere) if examination else None
        return Seen(source, findings, broke_off)


def looks_right(examination: Examination) -> bool:
    """Do its results come out right, as far as that is soon seen?"""
    return unless_it_breaks(lambda: examination.looks_right, False)


def _stops_there(examination: Examination, slip: Slip) -> bool:
    """Is a step, or all of it, stopped where the slip is?"""
    marks = unless_it_breaks(lambda: [*examination.steps.values()], list[Mark]())
    return any(m.crash is not None and m.crash.line == slip.crash.line for m in marks)
