"""A closer look at the functions of a lesson's file, and what it changes in their marks.

One mistake costs one step: where the look finds the expressions that are wrong, and all comes out
right with the right values in their places, on inputs of two sizes, these steps are charged and no
others. A step that nothing shows is charged as before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from ....solution.matrix import Matrix
from ...judging.closer_look import CloserLook, begun
from ...judging.mark import Mark
from ...judging.numbers import Dictionary, Numbers
from ...judging.overwritten import with_what_is_overwritten
from ...judging.own_sign import has_a_part_turned
from ...judging.scene import Charge, Scene
from ...judging.trace import TOLERANCE, agree
from ...judging.worked_out import worked_out_at
from ...judging.written import written as text_of
from ...lesson import Function, Lesson, Value, matrix, needs
from ...room.answers import as_matrix, raw
from ...room.calls import Call
from ...room.noted import Noted
from ...room.program import Program
from ...verdict import Outcome
from . import numbers
from .charges import CHANGED, PART_TURNED, SPOILED, handed_back, line_where_lost, made_more_of, said
from .handled import handled_in
from .inputs import Inputs
from .own_lines import each_at_its_own
from .sizes import Size, written
from .stopped_passes import stopped_alone
from .stops_below import under_its_step, with_what_never_ends
from .weighing import stands_for_another, weighed

SIZES = ((3, 2), (4, 3), (4, 2), (3, 3), (5, 2), (5, 3))
"""Records and hidden units: what is found with the first is confirmed with the second.

Where only one of these goes wrong, the others tell which of its two sizes decides.
"""

NEARLY = 1e-3
"""How near results may be that are wrong with one size, and seem right with another."""

UPDATES = ((3, 2), (2, 4), (2, 2), (3, 4), (5, 2), (5, 4))
"""Rows and columns of the weights that are updated."""


@dataclass(frozen=True)
class Looked:
    """Inputs for a closer look, every step's value on them, and what their numbers mean.

    `sizes` has how many there are of what the inputs have two sizes of, by its name.
    """

    known: Mapping[str, Value]
    sizes: Mapping[str, int]
    numbers: Callable[[Mapping[str, Value]], list[Numbers]]

    @cached_property
    def dictionary(self) -> Dictionary:
        return Dictionary(self.numbers(self.known))


@cache
def at_passes(inputs: Inputs) -> tuple[Looked, ...]:
    """Inputs on which both passes are looked at."""
    return tuple(
        Looked(
            inputs.looked_at(n_records, n_hidden),
            {"records": n_records, "hidden units": n_hidden},
            inputs.lesson.numbers,
        )
        for n_records, n_hidden in SIZES
    )


@cache
def at_update(inputs: Inputs) -> tuple[Looked, ...]:
    """Inputs on which the update is looked at."""
    return tuple(
        Looked(
            inputs.solved_update(n_rows, n_columns),
            {"rows": n_rows, "columns": n_columns},
            numbers.of_update,
        )
        for n_rows, n_columns in UPDATES
    )


@dataclass
class Looking:
    """A closer look at one function of a program, called after others, which may keep things."""

    lesson: Lesson
    program: Program
    function: Function
    inputs: Sequence[Looked]
    after: Sequence[Function] = ()

    def marks(self, before: Mapping[str, Mark]) -> dict[str, Mark]:
        """The marks of the function's steps, from those that they had before.

        Where one line stops several, it may be what all of these rest on.
        """
        marks = self._with_right_steps(before)
        (one, look), (two, other) = self._both
        if look:
            marks = with_what_is_overwritten(marks, look.began)
            marks = under_its_step(marks, look, text_of(self.program.source))
            marks = with_what_never_ends(marks, look, before)
            marks = self._once_at_a_line(marks, look)
        if look is None or other is None or _wrong(marks) < 2:
            return marks
        kind = "a" if b"numpy" in self.program.source else "l"
        known = [handled_in(self.function, looked, kind) for looked in (one, two)]
        return stopped_alone(self.lesson, (look, other), known, before) or marks

    def _with_right_steps(self, before: Mapping[str, Mark]) -> dict[str, Mark]:
        """The marks, once the right values of steps stand where these go wrong."""
        look, other = self._looks
        if look is None:
            return dict(before)
        size = self._size
        finds = self._finds
        if size and not (finds and len(look.charges) == 1 and not look.began.broke_off):
            first, line = look.first_to_go_wrong()
            charged = size.mark(first, before[first], line)
            return {**{step: Mark() for step in before}, first: charged}
        if other is None or not finds:
            if other and look.has_all_but_the_results and other.has_all_but_the_results:
                return handed_back(look, self.function, before)
            if other and look.began.stops_short and other.began.stops_short:
                first = next(step for step, mark in before.items() if not mark.right)
                once = {**{step: Mark() for step in before}, first: before[first]}
                return self._with_lines(look, once)
            return self._with_lines(look, before)
        marks = {step: Mark() for step in before}
        known = [looked.known for looked, _ in self._both]
        for charge, again in zip(look.charges, other.charges, strict=True):
            mark = said(
                self.lesson, charge, again, before[charge.step], known,
                self.function.formulas, self.program.source,
            )  # fmt: skip
            if not (mark.explained or mark.stopped or mark.untouched):
                mark = replace(mark, advice=self._what_became_of_it(charge, look, other))
            if size and not mark.untouched:
                mark = size.mark(charge.step, before[charge.step], mark.line)
            turned = look.is_to_be_turned_back(charge) and look.last_line
            marks[charge.step] = replace(mark, line=turned or mark.line)
        for step in {*look.missing, *other.missing}:
            if not size:
                marks[step] = before[step] if not before[step].right else Mark(Outcome.WAITING)
        marks = each_at_its_own(marks, look.began)
        told = weighed(marks, before, look, other)
        if told is None:
            return self._with_lines(look, before)
        return {**told, **made_more_of(told, before, look.view, other.view)}

    def _what_became_of_it(self, charge: Charge, look: CloserLook, other: CloserLook) -> str:
        """Words on a step whose right value was there, and is lost; "" for any other."""
        step = charge.step
        if has_a_part_turned(charge, look.scene):
            return PART_TURNED
        if look.is_made_within(charge) and look.began.has_met(step):
            return CHANGED.format(step=step)
        is_result = step in self.function.gives
        was_there = step in look.began.found & other.began.found
        return SPOILED.format(step=step) if is_result and was_there else ""

    def charges(self) -> list[Charge]:
        """What is wrong, if that is found; nothing otherwise, or where all is right."""
        look, _ = self._looks
        return look.charges if look and self._finds else []

    def again(self, looked: Looked) -> CloserLook | None:
        """A look at a call with these inputs, the same places put right; None if that won't do."""
        look, _ = self._looks
        there = begun(self._scene(looked)) if look and self._finds else None
        return there if look and there and look.confirmed_by(there) else None

    def steps_at(self, line: int, column: int = 0) -> list[str]:
        """The function's steps that a line works out, the outermost first, or would work out.

        With a column, those that are made of what stands there, the innermost first.
        """
        look = begun(self._scene(self.inputs[0]))
        if look and look.view.broke_off:
            look.finds_all()
        there = worked_out_at(look.view, line, column) if look else []
        return [step for step in there if step in self.function.formulas]

    @cached_property
    def _both(self) -> list[tuple[Looked, CloserLook | None]]:
        """Both inputs and the looks at them, first the one on which less is right."""
        both = [(looked, begun(self._scene(looked))) for looked in self.inputs[:2]]
        return sorted(both, key=lambda pair: _seen_right(pair[1]))

    @property
    def _looks(self) -> tuple[CloserLook | None, CloserLook | None]:
        (_, one), (_, other) = self._both
        return one, other

    @cached_property
    def _size(self) -> Size | None:
        """The size that decides whether all is right; None where neither of the two does."""
        (wrong, look), (right, look_there) = self._both
        if look is None or not _is_right(look_there):
            return None
        nearly = self._right_results(wrong.known, NEARLY)(look.began.noted)
        if nearly == {*self.function.gives}:  # it may be as near to right with the other, too
            return None
        fares = [(looked.sizes, looked is right) for looked, _ in self._both]
        for looked in self.inputs[2:]:
            fares.append((looked.sizes, _is_right(begun(self._scene(looked)))))
        for side in wrong.sizes:
            right_with = {sizes[side] for sizes, is_right in fares if is_right}
            if not right_with & {sizes[side] for sizes, is_right in fares if not is_right}:
                one, other = right.sizes[side], wrong.sizes[side]
                return Size(side, one, other, written(look, one, other))
        return None

    @cached_property
    def _finds(self) -> bool:
        """Are the mistakes found, on both inputs?"""
        look, other = self._looks
        return (
            look is not None
            and other is not None
            and look.finds_all()
            and bool(look.charges)
            and look.confirmed_by(other)
        )

    def _scene(self, looked: Looked) -> Scene:
        formulas = self.function.formulas
        call = called(self.function, looked.known)
        after = [called(function, looked.known) for function in self.after]
        return Scene(
            look=lambda runs: self.program.look(call, runs, after),
            dictionary=looked.dictionary,
            before={
                step: tuple(name for name in needs(formula) if name in formulas)
                for step, formula in formulas.items()
            },
            results=self._right_results(looked.known),
            asked_for=frozenset(self.function.gives),
            source=self.program.source,
        )

    def _right_results(
        self, known: Mapping[str, Value], tolerance: float = TOLERANCE
    ) -> Callable[[Noted], frozenset[str]]:
        names = self.function.gives

        def right(noted: Noted) -> frozenset[str]:
            returned = raw(noted.answer.get("returned"))
            values = [returned] if len(names) == 1 else returned
            if not isinstance(values, list) or len(values) != len(names):
                return frozenset()
            return frozenset(
                name
                for name, own in zip(names, values, strict=True)
                if isinstance(value := as_matrix(own, matrix(known[name]).shape), Matrix)
                and agree(matrix(known[name]), value, tolerance)
            )

        return right

    def _with_lines(self, look: CloserLook, before: Mapping[str, Mark]) -> dict[str, Mark]:
        """The marks as they were, with the line of what is found, as far as it goes."""
        charges = [charge for charge in look.charges if not stands_for_another(charge, look)]
        lines = {charge.step: charge.site.line for charge in charges}
        wrong = [step for step, mark in before.items() if not mark.right]
        for step in (step for step in wrong if before[step].is_a_mistake):
            lines[step] = lines.get(step, 0) or line_where_lost(look, step)
        if len(wrong) == 1 and charges:
            lines[wrong[0]] = lines.get(wrong[0], 0) or charges[0].site.line
        return {
            step: mark if mark.right else replace(mark, line=mark.line or lines.get(step, 0))
            for step, mark in before.items()
        }

    def _once_at_a_line(self, marks: Mapping[str, Mark], look: CloserLook) -> dict[str, Mark]:
        """The marks; where nothing tells between steps of one line, one of them is charged.

        These are seen in one value that comes of them all. It is the step that the line names, or
        else the cheapest.
        """
        found, view = dict(marks), look.began
        unknown = [s for s, m in marks.items() if m.is_a_mistake and m.line and not m.explained]
        for line, saw in dict.fromkeys((marks[step].line, marks[step].saw) for step in unknown):
            alike = [s for s in unknown if (marks[s].line, marks[s].saw) == (line, saw)]
            names = {view.scene.named(s.name) for s in view.sites if s.line == line}
            dearest_last = sorted(alike, key=lambda step: self.lesson.steps[step].points)
            one = min(dearest_last, key=lambda step: step not in names)
            found |= {step: Mark() for step in alike if step != one}
        return found


def called(function: Function, known: Mapping[str, Value]) -> Call:
    """A call of a function with what is known."""
    return Call(function.name, function.arguments(known))


def _wrong(marks: Mapping[str, Mark]) -> int:
    return sum(not mark.right for mark in marks.values())


NOT_SEEN = 1000
"""More than there are steps and results."""


def _seen_right(look: CloserLook | None) -> int:
    return len(look.began.evident) + len(look.began.results) if look else NOT_SEEN


def _is_right(look: CloserLook | None) -> bool:
    """Was all right there, before anything was put in?"""
    return look is not None and look.began.is_done
