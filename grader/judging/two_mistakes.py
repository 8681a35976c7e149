"""Two known mistakes that come together in one step, so that neither explains it alone."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ...solution.matrix import Matrix
from ..lesson import Formula, Value, compute
from ..mistakes import Mistake
from . import factors
from .question import Explanation, Question, World, Wrong, carried, tried


def two_mistakes(question: Question) -> Iterator[Explanation]:
    """Two known mistakes in one step, where each multiplies the right value by something else."""
    for step in reversed(question.group):
        right = question.formulas[step]
        for one, other in itertools.combinations(question.lesson.known(step), 2):
            worlds = carried(question, step, _product(one.wrong, other.wrong, right))
            if worlds and _are_apart(question, step, (one, other), worlds):
                yield Explanation(step, f"{one.id}+{other.id}", of_both(one, other, step), worlds)


def _are_apart(
    question: Question, step: str, two: Iterable[Mistake], worlds: Sequence[World]
) -> bool:
    """Does each of two mistakes account for a factor of its own?

    Otherwise two that were not made may happen to come to the same numbers as something else.
    """
    right = question.formulas[step]
    found = [
        factors.search(
            step,
            [tried(right, world) for world in worlds],
            [tried(mistake.wrong, world) for world in worlds],
            worlds,
            question.of,
        )
        for mistake in two
    ]
    return None not in found and all(
        a.is_apart_from(b, question.of) for a, b in itertools.combinations(filter(None, found), 2)
    )


def of_both(one: Mistake, other: Mistake, step: str) -> str:
    """The questions that both of them raise."""
    questions = " ".join(mistake.advice.rpartition(". ")[2] for mistake in (one, other))
    return f"Two things come together in your {step}, and neither explains it alone. {questions}"


def _product(one: Formula, other: Formula, right: Formula) -> Wrong:
    def product(known: Mapping[str, Value]) -> Matrix:
        a, b, c = (compute(formula, known) for formula in (one, other, right))
        return a * b * c.map(lambda entry: 1.0 / entry)

    return product
