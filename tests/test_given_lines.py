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


@pytest.mark.parametrize(
    "loop", ["for i in range(360):", "for i in range(0, 400):", "i = -1\n    while i < 359:"]
)
def test_a_number_of_records_that_is_written_out_is_told_at_the_loop(loop: str) -> None:
    """With fewer records it raises in the line that asks for one, where nothing is wrong."""
    turn = "i += 1; " if "while" in loop else ""
    body = f"{loop}\n        {turn}x, y = features.values[i], targets.values[i]"
    source = ORIGINAL.replace(RECORDS, body)
    [finding] = _lost(source, "backprop_numpy.py")
    assert (finding.check, finding.source) == ("summed_over_records", loop.splitlines()[-1].strip())


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
