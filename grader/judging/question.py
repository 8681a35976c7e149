"""What is asked when a value does not follow: the steps, what is known before them, what is seen.

An answer is a wrong version of a step. It is tried on every input, and what follows from it is held
against the learner's own numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ...solution.matrix import Matrix
from ..lesson import Formula, Lesson, Value, compute
from ..mistakes import Vocabulary
from .expressions import Tree, tree_of
from .same import numbers
from .trace import TOLERANCE, agree

World: TypeAlias = "dict[str, Value]"
"""What one trace's values are taken to be: the learner's own as far as they can be told."""
Wrong: TypeAlias = Callable[[Mapping[str, Value]], Matrix]
Fits: TypeAlias = "Callable[[Matrix | None, Matrix, float], bool]"

NOT_THIS = (ArithmeticError, KeyError, ValueError, TypeError, IndexError)
"""What a wrong formula may raise on inputs that it does not fit: then it is not the one."""


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

    @property
    def key(self) -> Hashable:
        """All that is asked: two questions with the same key have the same answer."""
        given = tuple(_numbers_in(world) for world in (*self.worlds, *self.values))
        return id(self.lesson), (*self.group,), (*self.formulas.values(),), given, self.tolerance

    @property
    def in_a_script(self) -> bool:
        """Are the steps those of a single record, as a script takes them?"""
        return any(map(self.has_its_own, self.formulas))

    def has_its_own(self, step: str) -> bool:
        """Has a script a formula of its own for this step of a single record?"""
        return self.formulas[step] is not self.lesson.steps[step].formula

    def tree(self, step: str) -> Tree:
        """The tree of a step's formula as the lesson has it."""
        return tree_of(self.lesson.steps[step].formula)

    @property
    def of(self) -> Vocabulary:
        return self.lesson.vocabulary


@dataclass(frozen=True)
class Explanation:
    """The step where it went wrong and why, with every trace's values as they then follow.

    `mistake` is the id of a known mistake, or "" where a factor is missing or too many. Where the
    numbers do not show it, `by_numbers` is false, and nothing is known of the other steps. `wrong`
    is what was computed in place of the step, if that is known: it shows of the steps before only
    those that it depends on.
    """

    step: str
    mistake: str
    advice: str
    worlds: Sequence[World]
    by_numbers: bool = True
    wrong: Wrong | None = None

    def shows(self, question: Question, name: str) -> bool:
        """Do the numbers tell of this step of the group, too, that it is right?"""
        before = question.group[: question.group.index(self.step)]
        if self.wrong is None or name not in before:
            return self.by_numbers
        return self.by_numbers and _depends(question, self.step, self.wrong, name)


def _numbers_in(world: Mapping[str, Value | None]) -> Hashable:
    return tuple(
        (name, numbers(value) if isinstance(value, Matrix) else value)
        for name, value in world.items()
    )


def _depends(question: Question, step: str, wrong: Wrong, name: str) -> bool:
    """Would this wrong version of a step be another, if an earlier step of its group were?"""
    for world in question.worlds:
        values = []
        for nudge in (0.0, 1.0):
            known = dict(world)
            for each in question.group:
                try:
                    version = wrong if each == step else by_formula(question.formulas[each])
                    known[each] = version(known)
                except NOT_THIS:
                    break
                if each == name:
                    known[each] = known[each] * (1.0 + nudge) + nudge
                if each == step:
                    values.append(table_of(known[each]))
                    break
        if len(values) == 2 and not agree(values[0], values[1]):
            return True
    return False


def following(question: Question, explanation: Explanation) -> int:
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
                count += agree(table_of(known[name]), own, question.tolerance)
                known[name] = own
    return count


def carried(question: Question, step: str, wrong: Wrong, fits: Fits = agree) -> list[World] | None:
    """Every trace's values with this wrong version of a step, if they are the learner's own."""
    worlds, met = [], False
    for world, values in zip(question.worlds, question.values, strict=True):
        known = dict(world)
        for i, name in enumerate(question.group):
            try:
                version = wrong if name == step else by_formula(question.formulas[name])
                known[name] = version(known)
            except NOT_THIS:
                if any(values[unmet] is not None for unmet in question.group[i:]):
                    return None
                break
            own = values[name]
            if own is not None:
                if not fits(table_of(known[name]), own, question.tolerance):
                    return None
                met = True
        worlds.append(known)
    return worlds if met else None


def last_value(question: Question, world: Mapping[str, Value]) -> Matrix | None:
    """What the last step should be, from what is known of one trace."""
    known = dict(world)
    try:
        for name in question.group:
            known[name] = compute(question.formulas[name], known)
    except NOT_THIS:
        return None
    value = known[question.last]
    return value if isinstance(value, Matrix) else None


def tried(formula: Formula, world: Mapping[str, Value]) -> Matrix | None:
    """The formula's value, where it can be had."""
    try:
        return compute(formula, world)
    except NOT_THIS:
        return None


def by_formula(formula: Formula) -> Wrong:
    """The version of a step that a formula gives."""
    return lambda known: compute(formula, known)


def table_of(value: Value) -> Matrix | None:
    """The value, if it is a table."""
    return value if isinstance(value, Matrix) else None
