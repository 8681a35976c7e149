"""Marks each step of a submission's traces by error carried forward.

As examiners mark mathematics: a step is judged from the learner's own values of the steps before
it, so that one mistake costs one step. Results decide, steps locate: what leads to a right value
is right, whatever the names on the way hold; where a result is wrong, the named values say where
it began. A step whose name is not used is judged, with others of its kind, by the next value that
can be seen: these are a group, and whatever explains the value shows the rest of the group right;
unless it is a zero or the like, which follows from anything and shows nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ...solution.matrix import Matrix
from ..lesson import Formula, Lesson, compute
from ..verdict import Outcome
from . import crashes, diagnosis
from .evidence import is_constant, is_shown
from .mark import Mark
from .question import Question, World, table_of
from .trace import Trace, agree, behind, difference


@dataclass
class Marking:
    """The marking of one function's steps over several traces.

    `line_by_line` is for a program in which each value stands under a name by a line of its own:
    there even a zero shows that the line was written.
    """

    lesson: Lesson
    formulas: Mapping[str, Formula]
    results: tuple[str, ...]
    traces: Sequence[Trace]
    line_by_line: bool = False

    def marks(self) -> dict[str, Mark]:
        """Each step's mark, in the order of the lesson.

        What cannot be explained over several records is looked at again with one record alone,
        where more can be seen: the names inside of a loop over the records, and error terms
        without a name. That counts if it leaves fewer steps in doubt; but what stops several
        records, and none alone, is a mistake all the same.
        """
        found = self._marked()
        single = [trace for trace in self.traces if trace.single]
        known = (m.right or m.waiting or m.untouched or m.explained for m in found.values())
        if not single or all(known):
            return found
        closer = replace(self, traces=single)._marked()
        if not 0 < _doubts(closer) < _doubts(found):
            return found
        stops = {} if any(m.stopped for m in closer.values()) else _stopped(found)
        return {s: replace(mark, by_one=True) for s, mark in {**closer, **stops}.items()}

    def _marked(self) -> dict[str, Mark]:
        self._marks: dict[str, Mark] = {}
        self._worlds: list[World] = [dict(trace.given) for trace in self.traces]
        right = behind(self.formulas, filter(self._is_right, self.formulas))
        right -= {result for result in self.results if self._is_handed_back_wrong(result)}
        for step in self.formulas:
            if step in right:
                self._accept([step])
            elif self._is_visible(step):
                self._judge(self._group(step))
        self._judge_what_cannot_be_seen()
        self._judge_what_is_handed_back()
        return {step: self._marks[step] for step in self.formulas}

    # ------------------------------------------------------------ what can be seen

    def _is_right(self, step: str) -> bool:
        return all(
            not trace.swapped
            and agree(table_of(trace.right[step]), self._value(trace, step), trace.tolerance)
            for trace in self.traces
        )

    def _is_handed_back_wrong(self, result: str) -> bool:
        """Is a result wrong as it was handed back, even if what followed from it is right?"""
        handed_back = [trace.result(result) for trace in self.traces]
        return None not in handed_back and not self._is_right(result)

    def _is_visible(self, step: str) -> bool:
        seen = [
            self._value(trace, step) is not None or bool(trace.complaint(step))
            for trace in self.traces
        ]
        return any(seen) and all(
            there or trace.broke_off for there, trace in zip(seen, self.traces, strict=True)
        )

    def _value(self, trace: Trace, step: str) -> Matrix | None:
        value = trace.value(step)
        if value is None and all(trace.single for trace in self.traces):
            return trace.inferred(step, self.lesson)
        return value

    def _group(self, step: str) -> list[str]:
        """The steps that are judged with this one: unseen, and on the way to it."""
        return [s for s in self.formulas if s in behind(self.formulas, [step]) - set(self._marks)]

    # ------------------------------------------------------------ what is right

    def _judge(self, group: Sequence[str]) -> None:
        untouched = [name for name in group if any(t.untouched(name) for t in self.traces)]
        verdicts = [self._follows(i, group) for i in range(len(self.traces))]
        if untouched:
            self._marks |= {n: NOT_STARTED if n in untouched else WAITING for n in group}
        elif False in verdicts and self._has_overflowed(group):
            self._marks |= dict.fromkeys(group, OVERFLOWED)
        elif False in verdicts:
            self._explain(group)
        elif trace := next((t for t in self.traces if t.stops_in(group, [*self._marks])), None):
            self._marks |= dict.fromkeys(group, WAITING)
            self._marks[group[0]] = Mark(Outcome.STOPPED, saw=trace.stopped, crash=trace.crash)
            self._go_on_from(group)
        elif True in verdicts and self._is_shown(group, verdicts):
            self._accept(group)
        else:
            self._marks |= dict.fromkeys(group, WAITING)

    def _follows(self, i: int, group: Sequence[str]) -> bool | None:
        """Does the last value follow from the learner's own before it? None if that is unknown."""
        trace, step = self.traces[i], group[-1]
        value, expected = self._value(trace, step), self._expected(i, group)
        if value is None and trace.complaint(step):
            return False
        if value is None or expected is None:
            return None
        return agree(expected, value, trace.tolerance)

    def _is_constant(self, step: str) -> bool:
        """Is the step one and the same number everywhere, whatever went into it?"""
        return not self.line_by_line and is_constant(self._entries(step))

    def _is_shown(self, group: Sequence[str], verdicts: Sequence[bool | None]) -> bool:
        """Where the last value follows, does it show that the group was done?"""
        if self.line_by_line:
            return True
        follows = [i for i, verdict in enumerate(verdicts) if verdict]
        traces, worlds = [self.traces[i] for i in follows], [self._worlds[i] for i in follows]
        return is_shown(group, self.formulas, traces, worlds) and not self._is_constant(group[-1])

    def _entries(self, step: str) -> list[float]:
        values = (self._value(trace, step) for trace in self.traces)
        return [entry for value in values if value for entry in value.entries]

    def _expected(self, i: int, group: Sequence[str]) -> Matrix | None:
        """What the formulas make of a trace's own values; None where these are not known."""
        known = dict(self._worlds[i])
        for name in group:
            if not self._compute(name, known):
                return None
        return table_of(known[group[-1]])

    def _compute(self, step: str, known: World) -> bool:
        try:
            known[step] = compute(self.formulas[step], known)
        except (KeyError, ValueError, OverflowError):
            return False
        return True

    def _accept(self, group: Sequence[str]) -> None:
        """The group is right."""
        self._marks |= dict.fromkeys(group, Mark())
        self._go_on_from(group)

    def _go_on_from(self, group: Sequence[str]) -> None:
        """From here on the learner's own values of the group count."""
        for name in group:
            for trace, world in zip(self.traces, self._worlds, strict=True):
                own = trace.value(name)
                if own is not None:
                    world[name] = own
                else:
                    self._compute(name, world)

    def _has_overflowed(self, group: Sequence[str]) -> bool:
        """Are the numbers beyond what a float holds, as they were in a step before?"""
        return any(
            _is_beyond(trace.complaint(group[-1]))
            and any(_is_beyond(trace.complaint(s)) for s in self._marks if not self._marks[s].right)
            for trace in self.traces
        )

    # ------------------------------------------------------------ what is wrong

    def _explain(self, group: Sequence[str]) -> None:
        step = group[-1]
        values = [{n: self._value(trace, n) for n in self.formulas} for trace in self.traces]
        tolerance = max(trace.tolerance for trace in self.traces)
        question = Question(self.lesson, group, self.formulas, self._worlds, values, tolerance)
        sure = len(self._entries(step)) != 1  # a single number can be had in any number of ways
        found = diagnosis.explain(question) if sure else None
        if found is None:
            for name in group:
                saw = self._saw(name, group)
                self._marks[name] = Mark(Outcome.FAILED, saw=saw, advice=crashes.odd(saw))
        else:
            constant = self._is_constant(step)
            for name in group:
                shown = not constant and found.shows(question, name)
                self._marks[name] = Mark() if shown else WAITING
            self._marks[found.step] = Mark(
                Outcome.FAILED,
                saw=self._saw(found.step, group),
                mistake=found.mistake,
                advice=found.advice,
            )
            self._worlds = [dict(world) for world in found.worlds]
        for world, own in zip(self._worlds, values, strict=True):
            value = own[step]
            if value is not None:
                world[step] = value

    def _saw(self, step: str, group: Sequence[str]) -> str:
        """What is seen in place of a step, by itself or in the value that it is judged by."""
        if step != group[-1]:
            return f"in {group[-1]}: {self._saw(group[-1], group)}"
        for i, trace in enumerate(self.traces):
            value, expected = self._value(trace, step), self._expected(i, group)
            if value is None and trace.complaint(step):
                return f"{trace.complaint(step)}{_at(trace)}"
            if value is None or expected is None:
                continue
            if not agree(expected, value, trace.tolerance):
                return f"{difference(expected, value)}{_at(trace)}"
        return "it does not follow from the steps before it"

    # ------------------------------------------------------------ what is not there

    def _judge_what_cannot_be_seen(self) -> None:
        """Steps after which nothing can be seen: not started, or never reached.

        Where a call broke off, the first of them stopped it; unless it had to, because of an
        earlier value that fits nowhere.
        """
        open_ = [step for step in self.formulas if step not in self._marks]
        for step in open_:
            started = not any(trace.untouched(step) for trace in self.traces)
            self._marks[step] = WAITING if started else NOT_STARTED
        trace = next((trace for trace in self.traces if trace.broke_off), None)
        if trace is None or any(m.untouched for m in self._marks.values()):
            return
        if any(not self._marks[s].right and self._fits_nowhere(trace, s) for s in self.formulas):
            return
        unseen = [step for step in self.formulas if self._value(trace, step) is None]
        step = unseen[0] if unseen else self.results[-1]
        if not self._marks[step].explained:
            self._marks[step] = Mark(Outcome.STOPPED, saw=trace.stopped, crash=trace.crash)

    def _fits_nowhere(self, trace: Trace, step: str) -> bool:
        value = self._value(trace, step)
        return bool(trace.complaint(step)) if value is None else value.shape != trace.shape(step)

    def _judge_what_is_handed_back(self) -> None:
        """The steps may be right, and what is handed back for them is not."""
        for trace in self.traces:
            if trace.broke_off:
                continue
            useless = [
                result
                for result in self.results
                if self._marks[result].right
                and trace.handed_back(result)
                and not self._fits_nowhere(trace, result)
            ]
            if useless:
                words = trace.handed_back(useless[-1])
                saw = f"what is handed back for it: {words}{_at(trace)}"
                self._marks[useless[-1]] = Mark(Outcome.FAILED, saw=saw, advice=crashes.odd(saw))
            elif trace.swapped and all(self._marks[r].right for r in self.results):
                self._marks[self.results[-1]] = Mark(
                    Outcome.FAILED,
                    saw=f"the results came back in the order {', '.join(reversed(self.results))}",
                    mistake="results_in_the_other_order",
                    advice=diagnosis.RESULTS_IN_THE_OTHER_ORDER,
                )
            else:
                continue
            return


WAITING = Mark(Outcome.WAITING)
NOT_STARTED = Mark(Outcome.NOT_STARTED)
OVERFLOWED = Mark(Outcome.WAITING, saw="follows from numbers without end")


def _is_beyond(complaint: str) -> bool:
    return any(word in complaint for word in ("infinite", "nan", "far too large"))


def _stopped(marks: Mapping[str, Mark]) -> dict[str, Mark]:
    return {step: mark for step, mark in marks.items() if mark.stopped}


def _doubts(marks: Mapping[str, Mark]) -> int:
    return sum(not (mark.right or mark.untouched) for mark in marks.values())


def _at(trace: Trace) -> str:
    return f" ({trace.size})" if trace.size else ""
