"""Has one submission gone through the checks, and once more with its slips mended (mending.py)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from ..lesson import Lesson
from ..room.answers import Crash
from ..room.program import Program
from ..room.reading import NotTheExercise
from ..room.room import Stopped
from ..submission import Submission
from .broken_off import BrokenOff
from .checklist import Checklist, Examination, quoted
from .mark import unless_it_breaks
from .mending import ByLine, Seen, after_mending, slip
from .mends import Mends
from .names import Text
from .precision import in_double


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
    _known: dict[tuple[str, bool], Seen | None] = field(default_factory=dict)

    def waiting(self) -> Seen:
        """What the checks say where nothing of it can be examined."""
        return self._judged(None, self._source)

    def seen(self, crash: Crash | None) -> Seen:
        """What the checks say of it; `crash` is what it broke off with as it was loaded."""
        examination = self._examination(self.program, crash)
        if quick := unless_it_breaks(lambda: self._quickly_mended(examination), None):
            return quick
        first = self._judged(examination, self._source)
        self.losses = tuple(examination.losses)
        if first.slip is None:
            return first
        self.program.leave()
        with self.checklist.untold():
            best = after_mending(first, self._mends, self._again)
            if best is first:
                return first
            return unless_it_breaks(lambda: self._by_line(best), None) or best

    def _quickly_mended(self, examination: Examination) -> Seen | None:
        """What is seen once its slips are mended, if then all is right: no closer look is needed.

        None where it has none, more is wrong with it, or nothing shows what the lines work out.
        """
        if not examination.breaks_off:
            return None
        with self.checklist.untold(), self.program.without_looks():
            first = self._judged(self._examination(self.program, None), self._source)
            best = after_mending(first, self._mends, lambda source, _: self._again(source, False))
            return self._by_line(best) if best.is_all_right_but_the_slips else None

    @property
    def _mends(self) -> Callable[[str, Crash], Iterable[str]]:
        return partial(Mends, given=self.lesson.given(self.form))

    @property
    def _source(self) -> str:
        """What is run, line by line as it was handed in (precision.py)."""
        text = "\n".join(self.submission.lines)
        return in_double(text) if self.form == "matrix" else text

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
        if (source, closer) not in self._known:
            try:
                with self.program.with_source(source.encode(), looks=closer) as other:
                    seen = self._judged(self._examination(other, other.load()), source)
            except (Stopped, NotTheExercise):
                seen = None
            self._known[source, closer] = seen
        return self._known[source, closer]

    def _by_line(self, seen: Seen) -> Seen | None:
        """What is seen of a mended program, its slips charged to what their lines work out.

        None where that is not known.
        """
        try:
            with self.program.with_source(seen.source.encode(), looks=True) as other:
                examination = self._examination(other, other.load())
                lines, mended = self._source.split("\n"), seen.source.split("\n")
                pairs = enumerate(zip(lines, mended, strict=True), start=1)
                by_line = ByLine(
                    examination.steps_at,
                    partial(quoted, Text(self.submission.lines)),
                    [number for number, (before, after) in pairs if before != after],
                    self.lesson.steps,
                    self.lesson.elsewhere,
                )
                return by_line.charged(seen)
        except (Stopped, NotTheExercise):
            return None
