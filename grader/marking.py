"""Marks each step of a submission's traces by error carried forward.

As examiners mark mathematics: a step is judged from the learner's own values of the steps before
it, so that one mistake costs one step. Results decide, steps locate: what leads to a right result
is right, whatever the names on the way hold; where a result is wrong, the named values say where
it began. A step whose name is not used is judged by the next value that can be seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..solution.matrix import Matrix
from . import diagnosis
from .steps import Formula, Value, compute, needs
from .trace import Mark, Trace, agree, difference

World = dict[str, Value]
"""What one trace's values are taken to be: the learner's own as far as they can be told."""


@dataclass
class Marking:
    """The marking of one function's steps over several traces."""

    formulas: Mapping[str, Formula]
    results: tuple[str, ...]
    traces: Sequence[Trace]

    def marks(self) -> dict[str, Mark]:
        """Each step's mark, in the order of the lesson."""
        self._marks: dict[str, Mark] = {}
        self._worlds: list[World] = [dict(trace.given) for trace in self.traces]
        self._pending: list[str] = []
        right_results = [r for r in self.results if self._is_right(r)]
        settled = self._leading_to(right_results)

        for step in self.formulas:
            if step in settled:
                self._accept(step)
            elif not self._visible(step):
                self._pending.append(step)
            elif self._follows(step):
                self._accept(step)
            else:
                self._explain(step)
        self._close_pending()
        for result in self.results:
            if result not in right_results and self._looks_right_up_to(result):
                self._marks[result] = self._contract(result)
        return {step: self._marks[step] for step in self.formulas}

    # ------------------------------------------------------------ what is right

    def _is_right(self, result: str) -> bool:
        return all(
            not trace.swapped
            and agree(_matrix(trace.right[result]), trace.result(result), 10 * trace.tolerance)
            for trace in self.traces
        )

    def _leading_to(self, results: Sequence[str]) -> set[str]:
        """The steps that some of these results are computed from, themselves included."""
        found = set(results)
        for step in reversed(list(self.formulas)):
            if step in found:
                found.update(name for name in needs(self.formulas[step]) if name in self.formulas)
        return found

    def _visible(self, step: str) -> bool:
        return any(self._value(trace, step) is not None for trace in self.traces)

    def _value(self, trace: Trace, step: str) -> Matrix | None:
        return trace.value(step) or trace.inferred(step)

    def _follows(self, step: str) -> bool:
        """Is the value what the formula makes of the learner's own values, or right outright?"""
        judged = False
        for trace, world in zip(self.traces, self._worlds, strict=True):
            value = self._value(trace, step)
            if value is None:
                if step in self.results and trace.complaint(step):
                    return False
                continue
            judged = True
            right = _matrix(trace.right[step])
            if not (
                agree(self._from(world, step), value, trace.tolerance)
                or agree(right, value, trace.tolerance)
            ):
                return False
        return judged

    def _from(self, world: World, step: str) -> Matrix | None:
        """What the formulas make of a world's values, going back over steps that are not seen."""
        known = dict(world)
        for name in [*self._pending, step]:
            try:
                known[name] = compute(self.formulas[name], known)
            except (KeyError, ValueError, OverflowError):
                return None
        return _matrix(known[step])

    # ------------------------------------------------------------ going on

    def _accept(self, step: str) -> None:
        for name in [*self._pending, step]:
            self._marks[name] = Mark()
        self._go_on(step)

    def _go_on(self, step: str, values: Sequence[World] | None = None) -> None:
        """From here the learner's own value of this step counts, and of those before it."""
        for i, (trace, world) in enumerate(zip(self.traces, self._worlds, strict=True)):
            for name in [*self._pending, step]:
                own = self._value(trace, name)
                if own is None and values is not None:
                    own = _matrix(values[i].get(name))
                if own is None:
                    try:
                        own = compute(self.formulas[name], world)
                    except (KeyError, ValueError, OverflowError):
                        continue
                world[name] = own
        self._pending = []

    # ------------------------------------------------------------ what is wrong

    def _explain(self, step: str) -> None:
        group = [*self._pending, step]
        found = diagnosis.explain(
            diagnosis.Question(
                group,
                self.formulas,
                self.traces,
                self._worlds,
                [self._value(trace, step) for trace in self.traces],
            )
        )
        untouched = [name for name in group if any(t.untouched(name) for t in self.traces)]
        if found is not None:
            self._blame(group, found)
        elif untouched:
            for name in group:
                self._marks[name] = Mark(
                    right=False, untouched=name in untouched, waiting=name not in untouched
                )
        else:
            for name in group:
                self._marks[name] = Mark(right=False, saw=self._saw(name, step))
        self._go_on(step, found.worlds if found is not None else None)

    def _blame(self, group: Sequence[str], found: diagnosis.Explanation) -> None:
        """One mistake costs one step: the others of the group are shown right by it."""
        for name in group:
            self._marks[name] = Mark()
        self._marks[found.step] = Mark(
            right=False,
            saw=self._saw(found.step, group[-1]),
            mistake=found.mistake,
            advice=found.advice,
        )

    def _saw(self, step: str, visible: str) -> str:
        """What is seen in place of a step, by itself or in the next value that can be seen."""
        if step != visible:
            odd = next((words for t in self.traces if (words := t.complaint(step))), "")
            return odd or f"seen in {visible}: {self._saw(visible, visible)}"
        for trace, world in zip(self.traces, self._worlds, strict=True):
            value, expected = self._value(trace, step), self._from(world, step)
            if value is None and step in self.results and trace.complaint(step):
                return f"{trace.complaint(step)}{_at(trace)}"
            if value is None or expected is None:
                continue
            if not agree(expected, value, trace.tolerance):
                return f"{difference(expected, value)}{_at(trace)}"
        return "it does not follow from the steps before it"

    def _close_pending(self) -> None:
        """Steps after which nothing can be seen: not started, or never reached."""
        stop = next((t for t in self.traces if t.crash or t.stopped), None)
        told = any(not mark.right for mark in self._marks.values())
        for step in self._pending:
            complaint = next((c for t in self.traces if (c := t.complaint(step))), "")
            if any(trace.untouched(step) for trace in self.traces):
                self._marks[step] = Mark(right=False, untouched=True)
            elif stop and not told:
                self._marks[step] = Mark(
                    right=False, stopped=True, saw=stop.stopped, crash=stop.crash
                )
            elif complaint and not told:
                self._marks[step] = Mark(right=False, saw=complaint)
            else:
                self._marks[step] = Mark(right=False, waiting=True)
            told = True
        self._pending = []

    def _looks_right_up_to(self, result: str) -> bool:
        return all(self._marks[step].right for step in self._leading_to([result]))

    def _contract(self, result: str) -> Mark:
        """The named values are right, and yet what was handed back is not."""
        for trace in self.traces:
            if trace.crash or trace.stopped:
                return Mark(right=False, stopped=True, saw=trace.stopped, crash=trace.crash)
            if trace.swapped:
                if result != self.results[-1]:
                    return Mark()
                return Mark(
                    right=False,
                    saw=f"the results came back in the order {', '.join(reversed(self.results))}",
                    mistake="results_in_the_other_order",
                    advice=diagnosis.RESULTS_IN_THE_OTHER_ORDER,
                )
            value, right = trace.result(result), _matrix(trace.right[result])
            if value is None:
                return Mark(right=False, saw=f"what is handed back: {trace.handed_back(result)}")
            if right is not None and not agree(right, value, 10 * trace.tolerance):
                found = diagnosis.explain(
                    diagnosis.Question(
                        [result],
                        self.formulas,
                        self.traces,
                        [_without(trace.right, result) for trace in self.traces],
                        [trace.result(result) for trace in self.traces],
                    )
                )
                return Mark(
                    right=False,
                    saw=f"{difference(right, value)}{_at(trace)}",
                    mistake=found.mistake if found else "",
                    advice=found.advice if found else "",
                )
        return Mark()


def _at(trace: Trace) -> str:
    return f" ({trace.size})" if trace.size else ""


def _without(values: Mapping[str, Value], step: str) -> World:
    return {name: value for name, value in values.items() if name != step}


def _matrix(value: Value | None) -> Matrix | None:
    return value if isinstance(value, Matrix) else None
