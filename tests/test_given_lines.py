"""A given line that was changed costs one check, is told at its line, and hides nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from byhand.grader.command import exercise
from byhand.grader.settings import Limits
from byhand.grader.verdict import Finding
from forms import graded

ORIGINAL = (Path(__file__).parent / "scripts/right/the_lessons_original.py").read_text("utf-8")
SCRIPT = (exercise.SOLUTION / "backprop_numpy.py").read_text("utf-8")

ZEROS = "del_w_hidden_output = np.zeros(weights_hidden_output.shape)"
RECORDS = "for x, y in zip(features.values, targets):"
SHAPE = "n_records, n_features = features.shape"

CHANGED = {
    "sums_that_are_the_weights": (
        ZEROS, "del_w_hidden_output = weights_hidden_output; del_w_hidden_output[:] = 0",
        "zeroed_each_epoch",
    ),
    "sums_of_whole_numbers": (
        ZEROS, "del_w_hidden_output = np.zeros(weights_hidden_output.shape, dtype=int)",
        "zeroed_each_epoch",
    ),
    "sums_of_the_other_layers_shape": (
        ZEROS, "del_w_hidden_output = np.zeros(weights_input_hidden.shape)", "zeroed_each_epoch",
    ),
    "weights_that_are_a_list": (
        "size=n_hidden)", "size=n_hidden).tolist()", "every_epoch",
    ),
    "the_names_of_the_columns": (
        RECORDS, "for x, y in zip(features, targets):", "summed_over_records",
    ),
    "numbers_of_the_records": (
        RECORDS, "for x, y in enumerate(features.values):", "summed_over_records",
    ),
    "sizes_exchanged": (SHAPE, "n_features, n_records = features.shape", "every_epoch"),
    "sizes_of_another_table": (SHAPE, "n_records, n_features = targets.shape", "every_epoch"),
}  # fmt: skip


@pytest.mark.parametrize("of", [ORIGINAL, SCRIPT], ids=["original", "script"])
@pytest.mark.parametrize("change", CHANGED)
def test_a_given_line_that_was_changed_costs_one_check(change: str, of: str) -> None:
    """Whether it raises, in its own line or in another, or all the numbers come out wrong."""
    right, wrong, check = CHANGED[change]
    assert of.count(right) == 1
    source = of.replace(right, wrong)
    [finding] = _lost(source, "backprop_numpy.py")
    assert finding.check == check
    at = next(i for i, line in enumerate(source.splitlines(), 1) if wrong in line)
    assert at - 1 <= finding.line <= at  # a statement may begin in the line before


@pytest.mark.parametrize("of", [ORIGINAL, SCRIPT], ids=["original", "script"])
@pytest.mark.parametrize("wrong", ["1 / (1 + np.exp({}))", "1 // (1 + np.exp(-{}))", "np.tanh({})"])
def test_a_wrong_sigmoid_costs_one_of_the_steps_that_it_serves(wrong: str, of: str) -> None:
    """And is told at its own line, whatever its argument is called."""
    argument = "x" if of is ORIGINAL else "z"
    right, line = f"1 / (1 + np.exp(-{argument}))", wrong.format(argument)
    assert of.count(right) == 1
    [finding] = _lost(of.replace(right, line), "backprop_numpy.py")
    assert (finding.check, finding.source) == ("hidden_output", f"return {line}")


OTHER_NUMBERS = (
    "for i in range(361):",
    "for i in range(0, 400):",
    "for i in range(350):",
    "for i in range(180):",
    "for i in np.random.permutation(350):",
    "for i in range(10, 360):",
    "for i in range(2, n_records):",
    "for i in range(0, 360, 2):",
    "i = 0\n    while i < 350:",
    "i = 0\n    while i < 400:",
)


@pytest.mark.parametrize("loop", OTHER_NUMBERS)
def test_another_number_of_records_is_told_at_the_loop(loop: str) -> None:
    """With fewer records it raises in the line that asks for one, where nothing is wrong."""
    [finding] = _lost(_with_records(loop), "backprop_numpy.py")
    assert (finding.check, finding.source) == ("summed_over_records", loop.splitlines()[-1].strip())


@pytest.mark.parametrize("begun", ["i = 9\n    while i < 360:", "i = 10\n    while i < n_records:"])
def test_a_count_that_begins_too_late_is_told_where_it_begins(begun: str) -> None:
    [finding] = _lost(_with_records(begun), "backprop_numpy.py")
    assert (finding.check, finding.source) == ("summed_over_records", begun.splitlines()[0])


RIGHT_NUMBERS = (
    "for i in range(360):",
    "for i in reversed(range(0, 360)):",
    "for i in np.random.permutation(360):",
    "i = 0\n    while i < 360:",
)


@pytest.mark.parametrize("loop", RIGHT_NUMBERS)
def test_the_lessons_number_of_records_may_be_written_out(loop: str) -> None:
    assert not _lost(_with_records(loop), "backprop_numpy.py")


def _with_records(loop: str) -> str:
    """The original with a loop that counts its records."""
    turn = "; i += 1" if "while" in loop else ""
    body = f"{loop}\n        x, y = features.values[i], targets.values[i]{turn}"
    return ORIGINAL.replace(RECORDS, body)


def test_two_given_lines_that_were_changed_are_both_told() -> None:
    """Each costs a check of its own, and the steps are right."""
    source = ORIGINAL
    for layer in ("weights_hidden_output", "weights_input_hidden"):
        source = source.replace(f"np.zeros({layer}.shape)", f"np.zeros({layer}.shape, int)")
    assert len(_lost(source, "backprop_numpy.py")) == 2


def test_the_words_quote_the_given_line() -> None:
    """It is no answer: everybody has it in the file that was handed out."""
    [finding] = _lost(SCRIPT.replace(ZEROS, CHANGED["sums_of_whole_numbers"][1]), "x.py")
    assert f"`{ZEROS}`" in finding.advice


def test_a_mistake_of_ones_own_beside_it_is_told_as_well() -> None:
    """With the given line alone the script would still be wrong."""
    source = SCRIPT.replace(SHAPE, "n_features, n_records = features.shape")
    lost = _lost(source.replace("error * output * (1 - output)", "error * output"), "x.py")
    assert "output_error_term" in [finding.check for finding in lost]


def _lost(source: str, name: str) -> list[Finding]:
    report = graded(source, limits=Limits(total_seconds=300), name=name)  # however busy it is
    return [finding for finding in report.findings if finding.points < finding.max_points]


IN_A_CLASS = """\
import numpy as np
from data_prep import features, targets


class Network:
    def __init__(self, n_in, n_hidden):
        self.w_in = np.random.normal(0.0, n_in**-0.5, (n_in, n_hidden))
        self.w_out = np.random.normal(0.0, n_in**-0.5, n_hidden)

    @staticmethod
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    def forward(self, x):
        self.hidden = self.sigmoid(x @ self.w_in)
        self.output = self.sigmoid(self.hidden @ self.w_out)
        return self.output

    def backward(self, x, y):
        delta = (y - self.output) * self.output * (1 - self.output)
        self.grad_out += delta * self.hidden
        self.grad_in += np.outer(x, delta * self.w_out * self.hidden * (1 - self.hidden))

    def fit(self, X, Y, epochs, learnrate):
        for _ in range(epochs):
            self.grad_in = np.zeros(self.w_in.shape)
            self.grad_out = np.zeros(self.w_out.shape)
            for x, y in zip(X, Y):
                self.forward(x)
                self.backward(x, y)
            self.w_in += learnrate * self.grad_in / len(X)
            self.w_out += learnrate * self.grad_out / len(X)
            self.loss = ((Y - self.forward(X)) ** 2).mean()


Network(features.shape[1], 2).fit(features.values, targets.values, 900, 0.005)
"""


@pytest.mark.parametrize(
    "wrong",
    ["np.tanh(z)", "1 / (1 - np.exp(-z))", "1 / (1 + np.exp(-z)) / 2", "1 / 1 + np.exp(-z)"],
)
def test_a_given_function_that_is_a_method_costs_one_step_where_it_is_another(wrong: str) -> None:
    """However many lines go through it, that of the loss as well."""
    right = "1 / (1 + np.exp(-z))"
    for source, n_lost in ((IN_A_CLASS, 0), (IN_A_CLASS.replace(right, wrong), 1)):
        report = graded(source, name="backprop_numpy.py")
        lost = [f for f in report.findings if f.points < f.max_points]
        assert len(lost) == n_lost
        assert all(f.source == f"return {wrong}" for f in lost)
