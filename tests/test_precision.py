"""Numbers kept in single precision cost nobody a point, and hide no mistake."""

from __future__ import annotations

import pytest
from byhand.grader.command import exercise
from byhand.grader.judging.precision import NOTICE, in_double
from forms import failed, graded, with_function

FORTH = """
import numpy as np
def forward_pass(x, weights_input_hidden, weights_hidden_output):
    x, w, W = (np.array(m.rows, dtype={single}) for m in (x, weights_input_hidden,
                                                         weights_hidden_output))
    hidden_output = 1 / (1 + np.exp(-(x @ w)))
    return Matrix(hidden_output), Matrix({output})
"""
BACK = """
import numpy as np
def backward_pass(x, y, hidden_output, output, weights_hidden_output):
    error = np.array(y.rows, "float32") - np.array(output.rows)
    o, a, W = np.array(output.rows), np.array(hidden_output.rows), np.array(
        weights_hidden_output.rows)
    delta = error.astype(np.float32) * o * (1 - o)
    below = (delta @ W.T) * a * (1 - a)
    return Matrix(np.array(x.rows).T @ below), Matrix(a.T @ delta)
"""
SCRIPT = (exercise.SOLUTION / "backprop_numpy.py").read_text("utf-8")
OUTPUT = "1 / (1 + np.exp(-(hidden_output @ W)))"


@pytest.mark.parametrize(
    "single", ["np.float32", "'float32'", '"f4"', "np.single", "'<f4'", "np.dtype('f4')"]
)
def test_single_precision_is_no_mistake(single: str) -> None:
    """However it is asked for, and it is said what was run in its place."""
    report = graded(with_function(FORTH.format(single=single, output=OUTPUT)))
    assert not failed(report)
    assert report.notices == (NOTICE,)


WHOLE_SET = """
X = np.array(features).astype({single})
y = np.array(targets)[:, None].astype({single})
w, W = weights_input_hidden.astype({single}), weights_hidden_output[:, None].astype({single})
for e in range(epochs):
    a = sigmoid(X @ w)
    o = sigmoid(a @ W)
    d = (y - o) * o * (1 - o)
    below = d @ W.T * a * (1 - a)
    W = W + learnrate * a.T @ d / n_records
    w = w + learnrate * X.T @ below / n_records
"""


@pytest.mark.parametrize("single", ["np.float32", "'float32'", "'f'", "'single'"])
def test_single_precision_is_no_mistake_of_a_script(single: str) -> None:
    """Nor is it where all the numbers are turned into it before the training."""
    head, _, _ = SCRIPT.partition("for e in range(epochs)")
    report = graded(head + WHOLE_SET.format(single=single), name="backprop_numpy.py")
    assert not failed(report)
    assert report.notices == (NOTICE,)


def test_single_precision_of_one_layer_is_known_by_its_numbers() -> None:
    """However it was come to, where no word of the program names it."""
    spelled = "weights_input_hidden = weights_input_hidden.astype('f' + str(4))\n"
    loop = "for e in range(epochs)"
    report = graded(SCRIPT.replace(loop, spelled + loop, 1), name="backprop_numpy.py")
    assert not failed(report)


def test_what_is_not_run_was_not_run_in_double() -> None:
    """A file that is no Python gets no note of how it was run."""
    assert graded("import numpy as np\nx = np.float32(1\n").notices == ()


def test_single_precision_in_one_step_alone_is_no_mistake() -> None:
    """What is computed from it is in double precision, with errors that are those of single."""
    assert not failed(graded(with_function(BACK)))


@pytest.mark.parametrize("output", [f"({OUTPUT}).round(6)", f"np.clip({OUTPUT}, 0.01, 0.99)"])
def test_single_precision_hides_no_mistake(output: str) -> None:
    """Rounded and cut off values are seen through it."""
    report = graded(with_function(FORTH.format(single="np.float32", output=output)))
    assert failed(report) == {"output"}


@pytest.mark.parametrize(
    "line",
    ["o = np.clip(o, np.finfo(np.float32).eps, 1)", "x = 1  # not float32", "a_single = f['f']"],
)
def test_what_is_not_about_a_number_stays(line: str) -> None:
    """A machine's limits, a comment and a name of the learner's own are as they were."""
    assert in_double(line) == line
