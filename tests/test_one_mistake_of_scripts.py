"""One mistake around a script's steps costs one check: in a helper, before the loop, in its parts.

The helper may serve both layers, or be asked once more for a loss that is printed now and then.
"""

from __future__ import annotations

import pytest
from byhand.grader.lessons.backprop.lesson import backprop
from byhand.grader.lessons.backprop.script import Play, ScriptProgram
from byhand.grader.lessons.descent.training import Run
from byhand.grader.verdict import Finding
from byhand.solution.matrix import Matrix
from forms import graded, start
from test_scripts_looked_at import lost

HEAD = """import numpy as np
from data_prep import pandas_features as features
from data_prep import pandas_features_test as features_test
from data_prep import pandas_targets as targets
from data_prep import pandas_targets_test as targets_test

learnrate = 0.005
"""

AT_ONCE = f"""{HEAD}
x, y = features.values, targets.values
w = np.random.normal(scale=6 ** -0.5, size=(6, 2))
W = np.random.normal(scale=6 ** -0.5, size=2)
for _ in range(900):
    a = 1 / (1 + np.exp(-x @ w))
    o = 1 / (1 + np.exp(-a @ W))
    delta = (y - o) * o * (1 - o)
    mean_out = np.einsum("r,rh->h", delta, a) / len(x)
    mean_in = x.T @ (np.outer(delta, W) * a * (1 - a)) / len(x)
    w += learnrate * mean_in
    W += learnrate * mean_out
"""


def lost_with(source: str, *changes: tuple[str, str]) -> list[Finding]:
    """What costs points once the program has been changed in these places."""
    for right, wrong in changes:
        assert right in source
        source = source.replace(right, wrong)
    return lost(graded(source, name="backprop_numpy.py"))


@pytest.mark.parametrize("source", [AT_ONCE])
def test_the_programs_are_right_without_their_mistakes(source: str) -> None:
    assert lost_with(source) == []


def test_a_script_after_another_in_a_room_gets_records_of_its_own() -> None:
    """What it makes of them before its training is made of those that it is to learn from."""
    x, y = Matrix([[0.1 * i] * 6 for i in range(40)]), Matrix([[float(i % 2)] for i in range(40)])
    weights = Matrix([[0.0] * 2] * 6), Matrix([[0.0]] * 2)
    source = AT_ONCE.replace("x, y =", "scale = len(features) ** 1.5\nx, y =")
    source = source.replace("learnrate * mean_in", "scale").encode()
    with ScriptProgram(source, data={"features": x, "targets": y}, start=start) as program:
        for _ in range(2):
            runs = [
                Run(backprop, Matrix(x.rows[:n]), Matrix(y.rows[:n]), weights, 1, 0.5)
                for n in (4, 9)
            ]
            moved = [answer.returned for answer in program.play([*map(Play, runs)])]
            assert [layers[0][0] for layers in moved] == [[8.0, 8.0], [27.0, 27.0]]
            program.become(source)
