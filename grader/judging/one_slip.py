"""Looks for one slip that accounts for all that is lost: mended, put back, or one edit away.

That is, what breaks off is mended (mending.py), a given line is put back, and one edit is made
(one_edit_away.py). What comes of it is judged like any other submission, and the slip costs the
check that its line belongs to (charging.py).
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..room.account import LookedTooLong
from ..room.answers import ENDLESS, Crash
from ..verdict import Finding, Outcome
from . import diagnosis
from .charging import MOST_OF_ONE_SLIP, Charging
from .checklist import Examination
from .examiner import Examiner
from .findings import quoted
from .half_an_answer import with_half_an_answer
from .mark import unless_it_breaks
from .mending import MOST_BEGUN, MOST_SLIPS, after_mending, is_over_dots
from .mends import mends
from .mends.broken_program import BrokenProgram
from .mends.given_lines import put_back
from .mends.signatures import with_given_parameters
from .names import Text
from .one_edit_away import OneEditAway
from .seen import UNWRITTEN, Seen, stops_in_a_loop
from .statements import edited, holds, in_loops, parsed

MOST_EDITS, IN_SCRIPTS, FEWER_EDITS = 60, 40, 20
"""Programs one edit away that are tried, where too much is lost, and where words are wanting.

In scripts fewer are: each is run from its first line, and again to find its training."""

OF_SHAPES = ("ValueError",)
"""What tables raise that do not fit: with one mended otherwise than it was meant, so do others."""

MOST_PUT_BACK = 3
"""Given lines that are put back, each by itself; each takes as long as another submission."""


@dataclass(frozen=True)
class OneSlip:
    """The search for it in the submission that an examiner has.

    `crash` is what it broke off with as it was loaded. `spoilt` tells of a program in which one
    mistake hides all the others what is seen without that; nothing of any other.
    """

    examiner: Examiner
    crash: Crash | None
    spoilt: Callable[[Seen], Seen | None] = lambda _: None

    def seen(self) -> Seen:
        """What the checks say of the submission, charged for its slip if that is found."""
        seen = self._seen()
        told = replace(seen, findings=[*map(self._where_it_is_open, seen.findings)])
        return to_its_end(lambda: with_half_an_answer(self.examiner, told)) or told

    def _where_it_is_open(self, finding: Finding) -> Finding:
        """What stops over a function in which nothing is written is not started there."""
        line = self._text.left_to(finding.line) if finding.outcome is Outcome.STOPPED else 0
        if not line:
            return finding
        return replace(
            finding,
            outcome=Outcome.NOT_STARTED,
            line=line,
            source=quoted(self._text, line),
            saw="",
            advice="",
            mistake="",
        )

    @cached_property
    def _text(self) -> Text:
        return Text(self.examiner.submission.lines)

    def _seen(self) -> Seen:
        examination = self.examiner.examination(self.crash)
        if quick := to_its_end(lambda: self._quickly_mended(examination)):
            return quick
        if ended := to_its_end(lambda: self._once_it_ends(examination)):
            return ended
        first = self.examiner.seen(examination, self.crash)
        if self._costs_least(first):
            return first
        if rest := to_its_end(lambda: self.spoilt(first)):
            return rest
        best = to_its_end(lambda: self._mended_or_put_back(first)) or first
        if best.is_all_right_but_the_slips and {*best.paid} == {self.examiner.lesson.elsewhere}:
            return best  # no step has to do with it
        return to_its_end(lambda: self._one_edit_away(best)) or best

    def _costs_least(self, seen: Seen) -> bool:
        """Is one check lost, told in its line, which costs no more than any step would?"""
        is_open = seen.slip is not None and seen.slip.crash.type == UNWRITTEN
        if is_open or len(seen.lost) != 1 or not (seen.lost[0].line and seen.lost[0].advice):
            return False
        steps = [f.max_points for f in seen.findings if f.check in self.examiner.lesson.steps]
        return seen.lost[0].max_points <= min(steps)

    # ------------------------------------------------------------ what breaks off, mended

    def _quickly_mended(self, examination: Examination) -> Seen | None:
        """What is seen once its slips are mended, if then all is right: no closer look is needed.

        None where it has none, more is wrong with it, or nothing shows what the lines work out.
        """
        examiner, crash = self.examiner, examination.breaks_off
        if crash is None:
            return None
        if is_over_dots(crash, examiner.source):
            if not self._text.left_to(crash.line):
                return None  # it is on its way, and not a function that several lines need
            crash = replace(crash, type=UNWRITTEN)
        mends, most = self._mends, MOST_SLIPS
        if crash.type in OF_SHAPES:  # what raises the same once more is no nearer to being right
            right = self._right_mends(examiner.source, crash)
            mends, most = (lambda *_: iter(right)), 1
        if next(mends(examiner.source, crash), None) is None:
            return None
        untold, quick = examiner.checklist.untold(), examiner.program.without_looks()
        with untold, quick, diagnosis.without_explaining():
            best = after_mending(
                examiner.judged(examiner.examination(None), examiner.source),
                mends,
                lambda source, _, slip: examiner.again(source, False, slip, quick=True),
                most,
            )
            is_told = all(paid.outcome is Outcome.STOPPED for paid in best.paid.values())
            return self._charged(best) if best.is_all_right_but_the_slips and is_told else None

    def _once_it_ends(self, examination: Examination) -> Seen | None:
        """What is seen of a program without end, once it has one, if it goes through then.

        To look closer at what it does before that takes long, and shows less.
        """
        examiner, crash = self.examiner, examination.breaks_off
        if crash is None or crash.type != ENDLESS:
            return None
        with examiner.checklist.untold(), examiner.program.without_looks():
            first = examiner.judged(examiner.examination(self.crash), examiner.source)
        with examiner.aside():
            best = after_mending(first, self._mends, examiner.again)
            others = [f for f in best.lost if f.check not in best.paid]
            goes_through = all(f.outcome is Outcome.FAILED for f in others)
            return self._charged(best) if best.paid and goes_through else None

    def _mended_or_put_back(self, first: Seen) -> Seen | None:
        """What is seen with slips mended, or a given line put back, where more is right then.

        Where one step stops and no other waits for it, a slip has been looked for already.
        """
        if first.slip is None or self._is_all_told(first.lost, first.slip.crash):
            return self._put_back(first)
        mends = self._mends if len(first.lost) > 1 else self._right_mends
        with self.examiner.aside():
            best = after_mending(first, mends, self.examiner.again)
            if not any(f.points and f.todo for f in best.findings):
                best = first  # with what was mended alone, it is not the learner who earns it
            if best is first and self._stops_in_a_loop(first.slip.stopped):
                return self._put_back(first)
            if best is first or all(f.outcome is Outcome.NOT_STARTED for f in best.paid.values()):
                return best
            return unless_it_breaks(lambda: self._charged(best), None) or best

    def _is_all_told(self, lost: Sequence[Finding], crash: Crash) -> bool:
        """Are these steps, each told in its line, of which one stops, and lines to be written?

        Not where it stops in a loop that is told of another: what stops there may be that one. Nor
        where a function takes its values in another order, which all its lines may be told for.
        """
        if any(with_given_parameters(self._broken(self.examiner.source, crash))):
            return False
        steps = self.examiner.lesson.steps
        written = [finding for finding in lost if finding.outcome is not Outcome.NOT_STARTED]
        is_open = len(written) < len(lost)
        wrong = [f for f in written if f.check in steps or f.outcome is not Outcome.WAITING]
        outcomes = [finding.outcome for finding in wrong]
        told = all(f.line and f.advice and f.check in steps for f in wrong)
        failed, stopped = outcomes.count(Outcome.FAILED), outcomes.count(Outcome.STOPPED)
        over_dots = crash.type == UNWRITTEN and crash.line in [f.line for f in wrong]
        is_told = told and stopped == 1 and failed == len(wrong) - 1 > 0
        if not is_told or over_dots or self._stops_within_another(wrong):
            return False
        return is_open or len(wrong) == len(written)

    def _stops_within_another(self, wrong: Sequence[Finding]) -> bool:
        """Is it told of one that it fails in a loop in which another stops?"""
        stops = [f.line for f in wrong if f.outcome is Outcome.STOPPED]
        told = {f.line for f in wrong if f.outcome is Outcome.FAILED}
        several = (s for s, _ in in_loops(parsed(self.examiner.source)) if s.lineno in told)
        loops = [s for s in several if isinstance(s, (ast.For, ast.While))]
        return any(holds(loop, line) for loop in loops for line in stops)

    def _mends(self, source: str, crash: Crash) -> Iterator[str]:
        """The sources of what one that broke off may have been meant to be."""
        return mends(self._broken(source, crash))

    def _broken(self, source: str, crash: Crash) -> BrokenProgram:
        lesson, form = self.examiner.lesson, self.examiner.form
        return BrokenProgram(
            source,
            crash,
            given=lesson.given(form),
            older=lesson.older,
            solved=lesson.solved(form),
            kept_back=lesson.kept_back(form),
            beforehand=lesson.beforehand(form, source) if self.crash else (),
            helpers=lesson.own_helpers,
            parts=lesson.parts_of_steps,
        )

    def _right_mends(self, source: str, crash: Crash) -> list[str]:
        """The first in which nothing is wrong, where no other helps."""
        right = self.examiner.first_right(itertools.islice(self._mends(source, crash), MOST_BEGUN))
        return [right.source] if right else []

    def _charged(self, seen: Seen) -> Seen | None:
        """What is seen of a mended program, its slips charged to what their lines work out.

        None where that is not known.
        """
        return self.examiner.by_line(seen.source, lambda charging: charging.charged(seen))

    # ------------------------------------------------------------ a given line, put back

    def _put_back(self, first: Seen) -> Seen | None:
        """What is seen if one of the given lines was changed, and nothing else is wrong with it.

        None where that is not so, or where the one thing that is wrong is told as it should be.
        """
        lost, lesson, source = first.lost, self.examiner.lesson, self.examiner.source
        unfinished = any(f.outcome in (Outcome.NOT_STARTED, Outcome.OUR_FAULT) for f in lost)
        is_told = len(lost) == 1 and lost[0].line and self._says_all(lost[0])
        if not lost or unfinished or is_told:
            return None
        several = put_back(parsed(source), lesson.given(self.examiner.form), lesson.older)
        lines = source.split("\n")
        sources = (edited(lines, edits) for edits in itertools.islice(several, MOST_PUT_BACK))
        return self._first_right(
            [*filter(None, sources)],
            lambda charging, right: charging.put_back(first, right.findings),
        )

    def _says_all(self, finding: Finding) -> bool:
        """Is it a line of a step that stops, or a mistake of no step that is known by its name?"""
        if finding.outcome is Outcome.STOPPED:
            return not self._stops_in_a_loop(finding)
        return bool(finding.mistake) and finding.check not in self.examiner.lesson.steps

    # ------------------------------------------------------------ one edit

    def _one_edit_away(self, first: Seen) -> Seen | None:
        """What is seen where one edit makes all of it right.

        That is asked where more is lost than a check, or where nothing explains what is: what a
        loop stops over belongs to a step, perhaps. Where nothing shows of what it does, some lines
        may only stand in the wrong loop.
        """
        lost = first.lost
        wrong = [f for f in lost if f.outcome in (Outcome.FAILED, Outcome.STOPPED)]
        outcomes = {finding.outcome for finding in lost}
        is_one = len(lost) == 1 and not self._stops_in_a_loop(lost[0])
        nothing_shows = not any(f.points for f in first.findings)
        is_spoiled = len(wrong) > MOST_OF_ONE_SLIP
        if not wrong:
            return None
        if is_one and lost[0].advice and lost[0].line:
            return None
        if outcomes & {Outcome.NOT_STARTED, Outcome.OUR_FAULT}:
            return None
        stopped_in = next((f.line for f in wrong if f.outcome is Outcome.STOPPED), 0)
        lines, source = [f.line for f in wrong if f.line], self.examiner.source
        are_apart = self._are_told_apart(wrong)
        known = OneEditAway(source, lines, stopped_in, is_spoiled, not are_apart).sources()
        away = itertools.chain(OneEditAway(source, []).sources() if nothing_shows else (), known)
        is_script = self.examiner.form == "numpy"
        few = is_one or is_spoiled or (is_script and are_apart)
        most = FEWER_EDITS if few else IN_SCRIPTS if is_script else MOST_EDITS
        sources = {source: what for what, source in itertools.islice(away, most)}
        return self._first_right(
            sources,
            lambda charging, right: charging.edited(first, right.findings, sources[right.source]),
        )

    def _are_told_apart(self, wrong: Sequence[Finding]) -> bool:
        """Are these steps, of which each is explained at a line of its own?"""
        steps = self.examiner.lesson.steps
        is_told = all(f.line and f.advice and f.check in steps for f in wrong)
        return is_told and len({f.line for f in wrong}) == len(wrong) > 1

    # ------------------------------------------------------------ what they share

    def _first_right(
        self, sources: Collection[str], told: Callable[[Charging, Seen], Seen | None]
    ) -> Seen | None:
        """What is told by the first of these sources that is right; None where none is."""
        right = self.examiner.first_right(sources) if sources else None
        if right is None:
            return None
        return self.examiner.by_line(right.source, lambda charging: told(charging, right))

    def _stops_in_a_loop(self, finding: Finding) -> bool:
        """Does a loop stop over something, which may be a step's?"""
        if self.examiner.program.is_endless:
            return False
        return stops_in_a_loop(finding.check, finding.outcome, self.examiner.lesson.steps)


def to_its_end(look: Callable[[], Seen | None]) -> Seen | None:
    """What a look shows; None where it breaks, or where the clock has ended it.

    Half a look shows more on one machine than on another, so it shows nothing.
    """
    try:
        return unless_it_breaks(look, None)
    except LookedTooLong:
        return None
