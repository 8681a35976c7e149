"""Has one submission gone through the checks, and once more with its slips mended (mending.py)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from ..lesson import Lesson
from ..room.answers import Crash
from ..room.program import Program
from ..room.reading import NotTheExercise
from ..room.room import Stopped
from ..submission import Submission
from .broken_off import BrokenOff
from .checklist import Checklist, Examination
from .mending import Seen, after_mending, charged_by_line, slip
from .mends import Mends


@dataclass
class Examiner:
    """Goes through a lesson's checks with one submission, which runs as `program`."""

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

    def waiting(self) -> Seen:
        """What the checks say where nothing of it can be examined."""
        return self._judged(None, self._source)

    def seen(self, crash: Crash | None) -> Seen:
        """What the checks say of it; `crash` is what it broke off with as it was loaded."""
        examination = self._examination(self.program, crash)
        first = self._judged(examination, self._source)
        self.losses = tuple(examination.losses)
        if first.slip is None:
            return first
        self.program.leave()
        with self.checklist.untold():
            mended = partial(Mends, given=self.lesson.given(self.form))
            best = after_mending(first, mended, self._again)
        return best if best is first else self._by_line(best)

    @property
    def _source(self) -> str:
        return "\n".join(self.submission.lines)

    def _examination(self, program: Program, crash: Crash | None) -> Examination:
        examination: Examination = (
            BrokenOff(self.lesson, crash)
            if crash
            else self.lesson.examination(program, self.inputs)
        )
        return examination

    def _judged(self, examination: Examination | None, source: str) -> Seen:
        findings = self.checklist.findings(
            self.lesson,
            examination,
            self.points,
            self.open_book,
            self.form,
            self.submission.lines,
        )
        elsewhere = self.lesson.elsewhere
        broke_off = slip(findings, examination, elsewhere) if examination else None
        return Seen(source, findings, broke_off)

    def _again(self, source: str, closer: bool) -> Seen | None:
        """What another source comes to in its place; None where that cannot be examined."""
        try:
            with self.program.with_source(source.encode(), looks=closer) as other:
                return self._judged(self._examination(other, other.load()), source)
        except (Stopped, NotTheExercise):
            return None

    def _by_line(self, seen: Seen) -> Seen:
        """What is seen of a mended program, its slips charged to what their lines work out."""
        try:
            with self.program.with_source(seen.source.encode(), looks=True) as other:
                examination = self._examination(other, other.load())
                steps, elsewhere = self.lesson.steps, self.lesson.elsewhere
                return charged_by_line(seen, examination.steps_at, steps, elsewhere)
        except (Stopped, NotTheExercise):
            return seen
