"""Which mistake gives these numbers?

Four ways of asking, the surest first: a known mistake gives exactly these numbers on every
input, however it was written; two of them together do; the value is the right one times a
product of known quantities; its shape is another, and what has become of it can be told. Where
none is certain, nothing is said but what was seen.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ...solution.matrix import Matrix
from ..lesson import Formula, Lesson, Mistake, Value, compute
from . import factors, shapes
from .trace import TOLERANCE, agree

RESULTS_IN_THE_OTHER_ORDER = (
    "Both results are there, each in the other's place. In which order does the function's "
    "docstring promise them?"
)

World: TypeAlias = "dict[str, Value]"
Wrong: TypeAlias = Callable[[Mapping[str, Value]], Matrix]


@dataclass(frozen=True)
class Question:
    """The steps of `group`, of which the last is seen, with a value that does not follow.

    Of each trace, `worlds` holds what is known before the group, `values` what is seen of any step.
    """

    lesson: Lesson
    group: Sequence[str]
    formulas: Mapping[str, Formula]
    worlds: Sequence[Mapping[str, Value]]
    values: Sequence[Mapping[str, Matrix | None]]
    tolerance: float = TOLERANCE

    @property
    def last(self) -> str:
        return self.group[-1]


@dataclass(frozen=True)
class Explanation:
    """The step where it went wrong and why, with every trace's values as they then follow.

    `mistake` is the id of a known mistake, or "" where a factor is missing or too many. Where the
    numbers do not show it, `by_numbers` is false, and nothing is known of the other steps.
    """

    step: str
    mistake: str
    advice: str
    worlds: Sequence[World]
    by_numbers: bool = True


def explain(question: Question) -> Explanation | None:
    """What accounts for the numbers on every input; None where nothing does for sure.

    No mark hangs on it, so where a way of asking breaks on what it is shown it knows no answer. The
    mistake may be in any step of the group, since only the last one is seen: the explanation
    from which most of the later steps follow is taken.
    """
    for ways in (_one_mistake, _two_mistakes, _factors, _shapes):
        try:
            found = surest(ways(question), question)
        except Exception:
            found = None
        if found:
            return found
    return None


def surest(found: Iterable[Explanation], question: Question) -> Explanation | None:
    """The one from which most of the later steps follow."""
    return max(found, key=lambda each: _following(question, each), default=None)


def _one_mistake(question: Question) -> Iterator[Explanation]:
    for step in reversed(question.group):
        for mistake in question.lesson.known(step):
            worlds = _carried(question, step, _by(mistake.wrong))
            if worlds:
                yield Explanation(step, mistake.id, mistake.advice, worlds)


def _two_mistakes(question: Question) -> Iterator[Explanation]:
    """Two known mistakes in one step, where each multiplies the right value by something else."""
    for step in reversed(question.group):
        right = question.formulas[step]
        for one, other in itertools.combinations(question.lesson.known(step), 2):
            worlds = _carried(question, step, _product(one.wrong, other.wrong, right))
            if worlds and _are_apart(step, right, (one, other), worlds):
                yield Explanation(step, f"{one.id}+{other.id}", of_both(one, other, step), worlds)


def _are_apart(step: str, right: Formula, two: Iterable[Mistake], worlds: Sequence[World]) -> bool:
    """Does each of two mistakes account for a factor of its own?

    Without that, two that nobody has made may happen to come to the same as something else.
    """
    found = [
        factors.search(
            step,
            [_tried(right, world) for world in worlds],
            [_tried(mistake.wrong, world) for world in worlds],
            worlds,
        )
        for mistake in two
    ]
    return None not in found and all(
        a.is_apart_from(b) for a, b in itertools.combinations(filter(None, found), 2)
    )


def of_both(one: Mistake, other: Mistake, step: str) -> str:
    """The questions that both of them raise."""
    questions = " ".join(mistake.advice.rpartition(". ")[2] for mistake in (one, other))
    return f"Two things come together in your {step}, and neither explains it alone. {questions}"


def _factors(question: Question) -> Iterator[Explanation]:
    """The right value times a product of known quantities, or times one number throughout.

    Of new weights it is what they have moved by that may be so.
    """
    before = [_start(question.last, world) for world in question.worlds]
    expected = [_less(_value(question, w), b) for w, b in zip(question.worlds, before, strict=True)]
    seen = [_less(v[question.last], b) for v, b in zip(question.values, before, strict=True)]
    found = factors.search(question.last, expected, seen, question.worlds)
    if found is None:
        return
    for step in reversed(question.group):
        worlds = _carried(question, step, _scaled(step, question.formulas[step], found))
        if worlds:
            yield Explanation(step, "", found.words(step), worlds)


def _shapes(question: Question) -> Iterator[Explanation]:
    """A value that does not fit because of its shape, and what has become of that."""
    expected = (_value(question, world) for world in question.worlds)
    seen = (values[question.last] for values in question.values)
    pairs = [(e, s) for e, s in zip(expected, seen, strict=True) if e and s]
    advice, by_numbers = shapes.explained(question.last, pairs)
    if advice:
        worlds = [dict(world) for world in question.worlds]
        yield Explanation(question.last, "", advice, worlds, by_numbers)


def _start(step: str, world: Mapping[str, Value]) -> Matrix | None:
    return _matrix(world["weights"]) if step == "update_weights" else None


def _less(value: Matrix | None, start: Matrix | None) -> Matrix | None:
    if value is None or start is None or value.shape != start.shape:
        return value
    return value - start


def _by(formula: Formula) -> Wrong:
    return lambda known: compute(formula, known)


def _scaled(step: str, formula: Formula, factor: factors.Factor) -> Wrong:
    def scaled(known: Mapping[str, Value]) -> Matrix:
        right = compute(formula, known)
        if step == "update_weights":
            start = compute(lambda weights: weights, known)
            return start + factor.times(right - start, known)
        if not step.startswith("del_w"):
            return factor.times(right, known)
        shares = [factor.times(compute(formula, one), one) for one in _one_by_one(known)]
        return sum(shares, Matrix.zeros(*right.shape))

    return scaled


def _one_by_one(known: Mapping[str, Value]) -> Iterator[Mapping[str, Value]]:
    """What is known of each record by itself."""
    x = known["x"]
    for i in range(x.shape[0] if isinstance(x, Matrix) else 0):
        yield {
            name: value[i : i + 1]
            if isinstance(value, Matrix) and not name.startswith(("weights", "del_w"))
            else value
            for name, value in known.items()
        }


def _product(one: Formula, other: Formula, right: Formula) -> Wrong:
    def product(known: Mapping[str, Value]) -> Matrix:
        a, b, c = (compute(formula, known) for formula in (one, other, right))
        return a * b * c.map(lambda entry: 1.0 / entry)

    return product


def _tried(formula: Formula, world: Mapping[str, Value]) -> Matrix | None:
    """The formula's value, where it can be had."""
    try:
        return compute(formula, world)
    except NOT_THIS:
        return None


def _value(question: Question, world: Mapping[str, Value]) -> Matrix | None:
    """What the last step should be, from what is known of one trace."""
    known = dict(world)
    try:
        for name in question.group:
            known[name] = compute(question.formulas[name], known)
    except NOT_THIS:
        return None
    value = known[question.last]
    return value if isinstance(value, Matrix) else None


NOT_THIS = (ArithmeticError, KeyError, ValueError, TypeError, IndexError)
"""What a wrong formula may raise on inputs that it does not fit: then it is not the one."""


def _carried(question: Question, step: str, wrong: Wrong) -> list[World] | None:
    """Every trace's values with this wrong version of a step, if they are the learner's own."""
    worlds, met = [], False
    for world, values in zip(question.worlds, question.values, strict=True):
        known = dict(world)
        for i, name in enumerate(question.group):
            try:
                known[name] = wrong(known) if name == step else _by(question.formulas[name])(known)
            except NOT_THIS:
                if any(values[unmet] is not None for unmet in question.group[i:]):
                    return None
                break
            own = values[name]
            if own is not None:
                if not agree(_matrix(known[name]), own, question.tolerance):
                    return None
                met = True
        worlds.append(known)
    return worlds if met else None


def _following(question: Question, explanation: Explanation) -> int:
    """How many of the later values follow, given this explanation."""
    count = 0
    for world, values in zip(explanation.worlds, question.values, strict=True):
        known = dict(world)
        for name in question.formulas:
            if name in known:
                continue
            try:
                known[name] = compute(question.formulas[name], known)
            except NOT_THIS:
                break
            own = values[name]
            if own is not None:
                count += agree(_matrix(known[name]), own, question.tolerance)
                known[name] = own
    return count


def _matrix(value: Value) -> Matrix | None:
    return value if isinstance(value, Matrix) else None
