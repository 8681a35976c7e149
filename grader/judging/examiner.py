"""Has one submission gone through the checks, and once more with its slips mended (mending.py)."""

from __future__ import annotations

import ast
import contextlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from ..lesson import Lesson
from ..room.account import LookedTooLong
from ..room.answers import Crash
from ..room.program import Program
from ..room.reading import NotTheExercise
from ..room.room import Stopped
from ..submission import Submission
from ..verdict import Finding, Outcome
from . import diagnosis
from .broken_off import BrokenOff
from .charging import ByLine, Changed
from .checklist import Checklist, Examination
from .findings import quoted
from .mark import Mark, unless_it_breaks
from .mending import after_mending, slip
from .mends import mends
from .mends.given_lines import put_back, with_its_names
from .names import Text
from .one_edit_away import OneEditAway
from .precision import in_double
from .seen import Seen, Slip, costs
from .statements import (
    edited,
    head,
    holds,
    in_loops,
    is_plain,
    moved_to_another_loop,
    parsed,
    replaced,
)

MOST_EDITS, FEWER_EDITS = 80, 20
"""Programs one edit away that are tried, where too much is lost, and where words are wanting."""

MOST_OF_ONE_SLIP = 3
"""Checks that are seen to be wrong over one slip: the others wait, or are carried on."""

MOST_PUT_BACK = 3
"""Given lines that are put back, each by itself; each takes as long as another submission."""


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
        if quick := self._to_its_end(lambda: self._quickly_mended(examination)):
            return quick
        first = self._first(examination) or self._first(self._anew(crash))
        assert first, "nothing is looked at any more"
        best = self._to_its_end(lambda: self._told_best(first)) or first
        return self._to_its_end(lambda: self._one_edit_away(best)) or best

    def _to_its_end(self, look: Callable[[], Seen | None]) -> Seen | None:
        """What a look shows; None where it breaks, or where the clock has ended it.

        Half a look shows more on one machine than on another, so it shows nothing.
        """
        try:
            return unless_it_breaks(look, None)
        except LookedTooLong:
            return None

    def _first(self, examination: Examination) -> Seen | None:
        """What the checks say of it as it stands; None where the clock has ended a closer look."""
        try:
            seen = self._judged(examination, self._source)
            self.losses = tuple(examination.losses)
            return seen
        except LookedTooLong:
            return None

    def _anew(self, crash: Crash | None) -> Examination:
        """The examination from its beginning, by results alone."""
        self.program.begin_anew()
        return self._examination(self.program, crash)

    def _told_best(self, first: Seen) -> Seen | None:
        """The same with a given line put back, or with slips mended, where more is right then."""
        if first.slip is None:
            return self._put_back(first)
        self.program.leave()
        with self.checklist.untold():
            best = after_mending(first, self._mends, self._again)
            if best is first and self._stops_in_a_loop(first.slip.stopped):
                return self._put_back(first)
            if best is first or all(f.outcome is Outcome.NOT_STARTED for f in best.paid.values()):
                return best
            return unless_it_breaks(lambda: self._by_line(best), None) or best

    def _quickly_mended(self, examination: Examination) -> Seen | None:
        """What is seen once its slips are mended, if then all is right: no closer look is needed.

        None where it has none, more is wrong with it, or nothing shows what the lines work out.
        """
        crash = examination.breaks_off
        if crash is None or next(iter(self._mends(self._source, crash)), None) is None:
            return None
        with self.checklist.untold(), self.program.without_looks(), diagnosis.without_explaining():
            first = self._judged(self._examination(self.program, None), self._source)
            best = after_mending(
                first, self._mends, lambda source, _, slip: self._again(source, False, slip)
            )
            is_told = all(paid.outcome is Outcome.STOPPED for paid in best.paid.values())
            return self._by_line(best) if best.is_all_right_but_the_slips and is_told else None

    @property
    def _mends(self) -> Callable[[str, Crash], Iterable[str]]:
        given, solved = self.lesson.given(self.form), self.lesson.solved(self.form)
        return partial(mends, given=given, older=self.lesson.older, solved=solved)

    @property
    def _source(self) -> str:
        """What is run, line by line as it was handed in (precision.py)."""
        return in_double("\n".join(self.submission.lines))

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

    def _again(self, source: str, closer: bool, slip: Slip | None = None) -> Seen | None:
        """What another source comes to in its place; None where that cannot be examined.

        Nor is one examined any further that has the slip in it still.
        """
        if (source, closer) not in self._known:
            try:
                asked = contextlib.nullcontext() if closer else diagnosis.without_explaining()
                with asked, self.program.with_source(source.encode(), looks=closer) as other:
                    examination = self._examination(other, other.load())
                    has_it = slip and not closer and self._stops_there(examination, slip)
                    seen = None if has_it else self._judged(examination, source)
            except (Stopped, NotTheExercise):
                seen = None
            self._known[source, closer] = seen
        return self._known[source, closer]

    def _stops_there(self, examination: Examination, slip: Slip) -> bool:
        """Is a step, or all of it, stopped where the slip is?"""
        marks = unless_it_breaks(lambda: [*examination.steps.values()], list[Mark]())
        return any(m.crash is not None and m.crash.line == slip.crash.line for m in marks)

    def _put_back(self, first: Seen) -> Seen | None:
        """What is seen if one of the given lines was changed, and nothing else is wrong with it.

        None where that is not so, or where the one thing that is wrong is told as it should be.
        """
        lost = [*filter(costs, first.findings)]
        unfinished = any(f.outcome in (Outcome.NOT_STARTED, Outcome.OUR_FAULT) for f in lost)
        is_told = len(lost) == 1 and lost[0].line and self._says_all(lost[0])
        if not lost or unfinished or is_told:
            return None
        given, lines = self.lesson.given(self.form), self._source.split("\n")
        several = itertools.islice(
            put_back(parsed(self._source), given, self.lesson.older), MOST_PUT_BACK
        )
        sources = [source for edits in several if (source := edited(lines, edits))]
        if not sources:
            return None
        right = self._first_right(sources)
        if right is None:
            return None
        told = partial(ByLine.put_back, first=first, right=right.findings)
        return self._with_lines_of(right.source, told)

    def _one_edit_away(self, first: Seen) -> Seen | None:
        """What is seen where one edit makes all of it right.

        That is asked where more is lost than a check, or where nothing explains what is: what a
        loop stops over belongs to a step, perhaps. Where nothing shows of what it does, some lines
        may only stand in the wrong loop.
        """
        lost = [*filter(costs, first.findings)]
        wrong = [f for f in lost if f.outcome in (Outcome.FAILED, Outcome.STOPPED)]
        outcomes = {finding.outcome for finding in lost}
        is_one = len(lost) == 1 and not self._stops_in_a_loop(lost[0])
        nothing_shows = not any(f.points for f in first.findings)
        if not wrong or (len(wrong) > MOST_OF_ONE_SLIP and not nothing_shows):
            return None
        if is_one and lost[0].advice and lost[0].line:
            return None
        if outcomes & {Outcome.NOT_STARTED, Outcome.OUR_FAULT}:
            return None
        stopped_in = next((f.line for f in wrong if f.outcome is Outcome.STOPPED), 0)
        lines = [f.line for f in wrong if f.line and not nothing_shows]
        away = OneEditAway(self._source, lines, 0 if nothing_shows else stopped_in)
        if not away.may_be_one_slip:
            return None
        most = FEWER_EDITS if is_one else MOST_EDITS
        sources = {source: what for what, source in itertools.islice(away.sources(), most)}
        right = self._first_right(sources)
        if right is None:
            return None
        what = sources[right.source]
        told = partial(ByLine.edited, first=first, right=right.findings, what=what)
        return self._with_lines_of(right.source, told)

    def _first_right(self, sources: Iterable[str]) -> Seen | None:
        """What is seen of the first of these sources in which nothing is wrong.

        They are tried in one room, one after the other. That proves nothing: one that looks right
        there is judged in a room of its own.
        """
        self.program.leave()
        with self.checklist.untold(), contextlib.suppress(Stopped), self._trial as trial:
            for source in sources:
                if not self.program.may_look:
                    break
                seen = self._again(source, False) if self._looks_right(trial, source) else None
                if seen is not None and not any(map(costs, seen.findings)):
                    return seen
        return None

    @property
    def _trial(self) -> Program:
        return self.program.with_source(self._source.encode(), looks=False)

    def _looks_right(self, trial: Program, source: str) -> bool:
        try:
            trial.become(source.encode())
            examination = self._examination(trial, trial.load())
            return unless_it_breaks(lambda: examination.looks_right, False)
        except (Stopped, NotTheExercise):
            return False

    def _stops_in_a_loop(self, finding: Finding) -> bool:
        """Does a loop stop over something, which may be a step's?"""
        raised = finding.outcome is Outcome.STOPPED and not self.program.is_endless
        return raised and finding.check not in self.lesson.steps

    def _says_all(self, finding: Finding) -> bool:
        """Is it a line of a step that stops, or a mistake of no step that is known by its name?"""
        if finding.outcome is Outcome.STOPPED:
            return not self._stops_in_a_loop(finding)
        return bool(finding.mistake) and finding.check not in self.lesson.steps

    def _by_line(self, seen: Seen) -> Seen | None:
        """What is seen of a mended program, its slips charged to what their lines work out.

        None where that is not known.
        """
        return self._with_lines_of(seen.source, lambda by_line: by_line.charged(seen))

    def _with_lines_of(self, mended: str, told: Callable[[ByLine], Seen | None]) -> Seen | None:
        """What is told by what the lines of a mended program work out; None if it cannot be run."""
        try:
            with self.program.with_source(mended.encode(), looks=True) as other:
                examination = self._examination(other, other.load())
                by_line = ByLine(
                    examination.steps_at,
                    partial(quoted, Text(self.submission.lines)),
                    [*self._changed(mended)],
                    self.lesson.steps,
                    self.lesson.elsewhere,
                    self.lesson.of_its_place,
                    self.lesson.begun_with,
                )
                return told(by_line)
        except (Stopped, NotTheExercise):
            return None

    def _changed(self, mended: str) -> Iterator[Changed]:
        """The statements that are others in a mended program."""
        own = parsed(self._source)
        file = with_its_names(parsed(self.lesson.given(self.form)), own)
        given = {head(statement) for statement, _ in in_loops(file)}
        returns = {s.lineno for s, _ in in_loops(own) if isinstance(s, ast.Return)}
        functions = [n for n in own.body if isinstance(n, ast.FunctionDef)]
        whiles = {s.lineno: s.end_lineno or 0 for s, _ in in_loops(own) if isinstance(s, ast.While)}
        new = parsed(mended)
        others = [*replaced(own, new)]
        moved = [] if others else [*moved_to_another_loop(own, new)][:1]
        for statement, loops in others or moved:
            inside = next((f.name for f in functions if holds(f, statement.lineno)), "")
            check, text = self.lesson.is_for(statement, loops, inside), head(statement)
            is_new = isinstance(statement, ast.Return) and statement.lineno not in returns
            line = _line_of(statement, own)
            last = whiles.get(line, 0) if isinstance(statement, ast.For) else 0
            gives = isinstance(statement, (ast.Assign, ast.AugAssign, ast.For))
            given_as = text if text in given else ""
            end = statement.end_lineno or line
            begins = isinstance(statement, ast.Assign) and is_plain(statement.value)
            yield Changed(line, check, given_as, is_new, gives, last, end, bool(moved), begins)


def _line_of(statement: ast.stmt, own: ast.Module) -> int:
    """Its line; of a `global` statement that is not there that of the function's head."""
    there = any(isinstance(n, ast.Global) and n.lineno == statement.lineno for n in ast.walk(own))
    if not isinstance(statement, ast.Global) or there:
        return statement.lineno
    functions = (n for n in ast.walk(own) if isinstance(n, ast.FunctionDef))
    return max(n.lineno for n in functions if holds(n, statement.lineno))
