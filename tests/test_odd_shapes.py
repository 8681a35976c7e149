"""No pair of odd shapes breaks a way of explaining: each of them answers, or knows no answer.

No mark hangs on an explanation, and where finding one raises there is none (diagnosis.explain).
That is a net, and nobody is to fall into it. By default some of the pairs are tried; with
BYHAND_FUZZ set all of them are.
"""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Mapping

import pytest
from byhand.grader.judging import diagnosis
from byhand.grader.judging.question import Question
from byhand.grader.lesson import Formula, Value, forward
from byhand.grader.lessons.backprop import backprop, one_record, steps
from byhand.solution.matrix import Matrix

SIZES = (1, 2, 3, 4, 6, 7, 61, 100)
SHAPES = [*itertools.product(SIZES, SIZES)]
PAIRS = [*itertools.product(SHAPES, SHAPES)]
if "BYHAND_FUZZ" not in os.environ:
    PAIRS = random.Random(4).sample(PAIRS, 12)
FORMS: Mapping[str, tuple[int, Mapping[str, Formula]]] = {
    "matrix": (4, {**steps.FORWARD, **steps.BACKWARD}),
    "numpy": (1, one_record.FORMULAS),
}


def noise(chance: random.Random, rows: int, columns: int) -> Matrix:
    return Matrix([[chance.gauss(0.0, 1.0) for _ in range(columns)] for _ in range(rows)])


@pytest.mark.parametrize("form", FORMS)
def test_no_pair_of_odd_shapes_raises(form: str) -> None:
    """The shape of what a step is computed from, and that of the step itself."""
    records, formulas = FORMS[form]
    chance = random.Random(5)
    names = [*formulas]
    known: dict[str, Value] = {
        "x": noise(chance, records, 6),
        "y": Matrix([[float(i % 2)] for i in range(records)]),
        "weights_input_hidden": noise(chance, 6, 2),
        "weights_hidden_output": noise(chance, 2, 1),
    }
    right = forward(known, formulas)
    for (turn, step), (before, itself) in itertools.product(enumerate(names), PAIRS):
        world = {name: right[name] for name in [*known, *names[:turn]]}
        values: dict[str, Matrix | None] = dict.fromkeys(names)
        if turn:
            values[names[turn - 1]] = world[names[turn - 1]] = noise(chance, *before)
        values[step] = noise(chance, *itself)
        question = Question(backprop, [step], formulas, [world], [values])
        for ways in diagnosis.WAYS:
            diagnosis.surest(ways(question), question)
