"""What the catalogue does not hold is charged to the right step, in words that are true.

Each program has mistakes that have no name. It loses the points of the steps that are wrong and
no others; what is said besides what was seen is literally so, or nothing is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from byhand.grader.judging.factors import Factor
from byhand.grader.lessons.backprop import backprop
from byhand.grader.verdict import Finding, Outcome, Report
from forms import graded, with_function, with_line
from spellings import LINES, LOSS, MOVE_W, RETURN

NOTHING = ""
"""No advice: only what was seen."""


@dataclass(frozen=True)
class Unseen:
    """A wrong program; the checks that it loses, each with words of the advice on it.

    `saw` is a part of what was seen, `mistake` the name that it has after all, where two that are
    known come together.
    """

    source: str
    loses: Mapping[str, str]
    saw: str = ""
    mistake: str = field(default="", kw_only=True)


def step(name: str, wrong: str, words: str = NOTHING, saw: str = "", mistake: str = "") -> Unseen:
    """The solution with one step computed otherwise."""
    return Unseen(_with(name, wrong), {name: words}, saw, mistake=mistake)


def _with(name: str, wrong: str, *others: tuple[str, str]) -> str:
    line = LINES[name]
    return with_line((line, f"{line.partition(' = ')[0]} = {wrong}"), *others)


def training(check: str, *lines: tuple[str, str], words: str = NOTHING, saw: str = "") -> Unseen:
    """The solution with another training."""
    return Unseen(with_line(*lines), {check: words}, saw)


def right(name: str) -> str:
    return LINES[name].partition(" = ")[2]


EPOCHS = "in range(epochs)"
BATCHES = "range(0, n_records, BATCH_SIZE):"
SLICE = "[start:start + BATCH_SIZE]"
AS_GIVEN = "In the file that the lesson hands out"
REPORT = f"        losses.append({LOSS})\n"
PRACTICE = backprop.inputs(None).passes(4, 2)["x"].rows[0][0]
TURNED = "turned on its side"

UNSEEN: Mapping[str, Unseen] = {
    # ---- the forward pass
    "a_bias_of_one": step(
        "hidden_input", "x @ weights_input_hidden + 1", "something is 1 more than it should be"
    ),
    "inputs_a_little_too_large": step(
        "hidden_input", "x @ weights_input_hidden * 1.0001", "1.0001 times"
    ),
    "inputs_on_their_side": step("hidden_input", "(x @ weights_input_hidden).T", TURNED, "2×4"),
    "inputs_without_a_sign": step(
        "hidden_input", "(x @ weights_input_hidden).map(abs)", "its sign is lost"
    ),
    "weights_of_the_first_unit_for_all": step(
        "hidden_input",
        "x @ Matrix([[row[0]] * weights_input_hidden.shape[1] for row in "
        "weights_input_hidden.rows])",
        "what belongs to the first is taken for all the others", saw="column 2",
    ),
    "made_for_two_hidden_units": step(
        "hidden_input", "Matrix([[sum(v * w[j] for v, w in zip(row, weights_input_hidden.rows)) "
        "for j in range(2)] for row in x.rows])", "right with 2 hidden units, and not with 3",
        saw="its shape is 5×2 and must be 5×3",
    ),
    "softmax": step(
        "hidden_output",
        "Matrix([[math.exp(z) / sum(map(math.exp, row)) for z in row] for row in "
        "hidden_input.rows])",
    ),
    "a_sigmoid_that_is_too_steep": step(
        "hidden_output", "hidden_input.map(lambda z: sigmoid(2 * z))", "2 times what it should be"
    ),
    "two_terms_written_out": step(
        "output", "Matrix([[sigmoid(row[0] * weights_hidden_output.rows[0][0] + row[1] * "
        "weights_hidden_output.rows[1][0])] for row in hidden_output.rows])",
        "right with 2 hidden units, and not with 3", saw="5 records",
    ),
    "the_first_answer_for_all": step(
        "output", "Matrix((hidden_output[:1] @ weights_hidden_output).map(sigmoid).rows "
        "* x.shape[0])", "what belongs to the first is taken for all the others",
        saw="row 2, column 1",
    ),
    "the_first_answer_alone": step(
        "output", "(hidden_output[:1] @ weights_hidden_output).map(sigmoid)",
        "one row, that of the first record", "its shape is 1×1 and must be 4×1",
    ),
    "right_for_few_records": step(
        "output", f"{right('output')} * (1.0 if x.shape[0] < 20 else 1.01)",
        "the size of the inputs, or something that an earlier call", saw="61 records",
    ),
    "results_of_all_three_steps": Unseen(
        with_line(("return hidden_output, output\n",
                   "return hidden_input, hidden_output, output\n")),
        {"output": "Which results does the docstring promise"},
    ),
    "made_for_up_to_three_hidden_units": Unseen(
        _with("output", f"{right('output')} * (1.0 if hidden_output.shape[1] <= 3 else 0.9)"),
        {"output": "the size of the inputs, or something that an earlier call"}, "hidden units",
    ),
    # ---- the error and its terms
    "a_relative_error": step(
        "error", "Matrix([[(t - o) / o] for [t], [o] in zip(y.rows, output.rows)])",
        "divided by ŷ: the output ŷ has come in as a divisor",
    ),
    "a_cubed_error": step(
        "error", "(y - output) * (y - output) * (y - output)",
        "multiplied by error²: the error is there two times too often",
    ),
    "the_loss_of_logistic_regression": step(
        "error", "Matrix([[-t * math.log(o) - (1 - t) * math.log(1 - o)] "
        "for [t], [o] in zip(y.rows, output.rows)])",
    ),
    "no_error_below_zero": step(
        "error", "(y - output).map(lambda e: max(e, 0.0))", "cut off at zero"
    ),
    "right_in_practice_alone": step(
        "error", f"(y - output) * (1.0 if abs(x.rows[0][0] - {PRACTICE}) < 1e-9 else 1.5)",
        "1.5 times",
    ),
    "the_wrong_half_of_the_slope_twice": step(
        "output_error_term", "error * output * output",
        "has no effect on it",
    ),
    "divided_by_the_output": step(
        "output_error_term", "Matrix([[e / o] for [e], [o] in zip(error.rows, output.rows)])",
        "divided by ŷ² and without a factor that belongs there",
    ),
    "a_two_and_half_a_slope": step(
        "output_error_term", "2 * error * output",
        "multiplied by 2 and without a factor that belongs there: a 2 has come in",
    ),
    "a_product_of_matrices": step(
        "output_error_term", "error @ (output * (1 - output)).T",
        "a row and a column for each record", "its shape is 4×4",
    ),
    "shared_without_a_sign": step(
        "hidden_error", "output_error_term @ weights_hidden_output.T.map(abs)",
        "what is left of weights_hidden_output is its size"
    ),
    "shared_the_other_way_round": step(
        "hidden_error", "output_error_term @ Matrix(weights_hidden_output.rows[::-1]).T",
        "its rows in the reverse order",
    ),
    "shares_on_their_side": step(
        "hidden_error", "weights_hidden_output @ output_error_term.T", TURNED, "2×4"
    ),
    "shares_with_the_output_again": step(
        "hidden_error", f"{right('hidden_error')} * Matrix([row * weights_hidden_output.shape[0] "
        "for row in output.rows])", "multiplied by ŷ",
    ),
    "a_mean_slope": step(
        "hidden_error_term", "hidden_error * 0.25", "something that is always 0.25"
    ),
    "the_activation_twice": step(
        "hidden_error_term", f"{right('hidden_error_term')} * hidden_output",
        "hidden_output counts one time too many",
    ),
    "the_slope_of_a_rectifier": step(
        "hidden_error_term", "hidden_error * hidden_output.map(lambda a: float(a > 0.5))"
    ),
    "a_minus_and_half_a_slope": step(
        "hidden_error_term", "-(hidden_error * hidden_output)",
        "Two things come together",
        mistake="hidden_error_term_times_hidden_output+hidden_error_term_turned_around",
    ),
    # ---- the two steps
    "a_step_on_its_side": step(
        "del_w_hidden_output", "output_error_term.T @ hidden_output", TURNED, "1×2"
    ),
    "averaged_over_the_hidden_units": step(
        "del_w_hidden_output", f"{right('del_w_hidden_output')} / hidden_output.shape[1]",
        "divided by n_hidden",
    ),
    "what_the_unit_lacks_of_one": step(
        "del_w_hidden_output", "(1 - hidden_output).T @ output_error_term",
        "multiplied by (1 − a) and without a factor that belongs there",
    ),
    "hidden_units_added_up": step(
        "del_w_input_hidden",
        "x.T @ hidden_error_term @ Matrix([[1.0]] * hidden_error_term.shape[1])",
        "one column", "its shape is 6×1",
    ),
    "inputs_without_their_sign": step(
        "del_w_input_hidden", "x.map(abs).T @ hidden_error_term", "what is left of x is its size"
    ),
    "the_activation_once_more": step(
        "del_w_input_hidden", "x.T @ (hidden_error_term * hidden_output)",
        "Each record's share of your del_w_input_hidden is the right one multiplied by a",
    ),
    "made_for_four_records": step(
        "del_w_input_hidden", "x[:4].T @ hidden_error_term[:4]", saw="5 records"
    ),
    "a_little_noise": step(
        "del_w_input_hidden", "(x.T @ hidden_error_term).map(lambda d: d * random.gauss(1, 1e-4))",
        "gives something else each time",
    ),
    # ---- the update
    "a_step_a_little_too_long": step(
        "update_weights", "weights + 1.0001 * learnrate / n_records * del_w", "1.0001 times"
    ),
    "a_two_and_no_average": step(
        "update_weights", "weights + 2 * learnrate * del_w",
        "multiplied by 2 and without a division that belongs there",
    ),
    "one_record_less": step(
        "update_weights", "weights + learnrate / (n_records - 1) * del_w",
        "with one number in this line another",
    ),
    "clipped_weights": step(
        "update_weights",
        f"({right('update_weights')}).map(lambda w: max(-1.0, min(1.0, w)))", "cut off",
    ),
    "new_weights_on_their_side": step(
        "update_weights", f"({right('update_weights')}).T", TURNED, "its shape is 2×6"
    ),
    "a_number_for_a_matrix": step(
        "update_weights", "sum(map(sum, weights.rows))", "a single number", "its shape is 1×1"
    ),
    "nothing_handed_back": Unseen(
        with_line(("    return new_weights\n", "    print(new_weights)\n")),
        {"update_weights": "a return"}, "None",
    ),
    "records_written_to": Unseen(
        with_line(("    return del_w_input_hidden,",
                   "    for row in x.rows: row[0] = 0.0\n    return del_w_input_hidden,")),
        {"keeps_old_weights": "A matrix that was passed in has changed"}, "backward_pass",
    ),
    "steps_written_to": Unseen(
        with_line(("    return new_weights\n",
                   "    for row in del_w.rows: row[0] = 0.0\n    return new_weights\n")),
        {"keeps_old_weights": "A matrix that was passed in has changed"}, "update_weights",
    ),
    # ---- the training
    "batches_drawn_at_random": training(
        "summed_over_records", (BATCHES, "random.choices(range(n_records), k=3):"),
        words=AS_GIVEN,
    ),
    "batches_that_overlap": training(
        "summed_over_records", (SLICE, "[start:start + BATCH_SIZE + 1]"), saw="360 records"
    ),
    "the_first_batch_twice": training(
        "summed_over_records", (BATCHES, "[0, *range(0, n_records, BATCH_SIZE)]:"),
        words=AS_GIVEN,
    ),
    "sums_that_fade": training(
        "zeroed_each_epoch",
        ("        del_w_input_hidden = Matrix.zeros(*weights_input_hidden.shape)\n",
         "        del_w_input_hidden = 0.9 * del_w_input_hidden if losses else 0 * "
         "weights_input_hidden\n"),
        words=AS_GIVEN, saw="2 epochs",
    ),
    "a_learnrate_that_fades": training(
        "every_epoch", (REPORT, f"{REPORT}        learnrate *= 0.99\n"),
        words="the learnrate", saw="0.99 times",
    ),
    "a_learnrate_that_fades_late": training(
        "zeroed_each_epoch",
        (REPORT, f"{REPORT}        if len(losses) > 5: learnrate *= 0.9\n"), saw="7 epochs",
    ),
    "three_epochs_at_most": training(
        "every_epoch", (EPOCHS, "in range(min(epochs, 3))"), words="epochs",
        saw="the weights fit 3 epochs where 7 were asked for",
    ),
    "always_twelve_epochs": training(
        "every_epoch", (EPOCHS, "in range(12)"), words="epochs", saw="12 times for 1 epoch"
    ),
    "half_a_step_for_one_layer": training(
        "both_layers_updated", (MOVE_W, MOVE_W.replace("learnrate", "0.5 * learnrate")),
        words="by one and the same factor",
    ),
    "the_root_of_the_loss": training(
        "reported_losses", (REPORT, REPORT[:-2] + " ** 0.5)\n"), words="A root has been"
    ),
    "the_loss_of_the_last_batch": training(
        "reported_losses",
        (LOSS, LOSS.replace("features, targets", "x, y")),
        ("BATCH_SIZE = 120", "BATCH_SIZE = 3"), words="the last batch alone",
    ),
    "no_losses": training("reported_losses", (RETURN, RETURN.replace(", losses", ""))),
    # ---- two at once
    "two_in_different_steps": Unseen(
        _with("output_error_term", "error * output * output",
              (right("hidden_error_term"), f"{right('hidden_error_term')} * hidden_output")),
        {"output_error_term": "has no effect on it",
         "hidden_error_term": "hidden_output counts one time too many"},
    ),
    "one_in_a_step_and_one_around_it": Unseen(
        _with("hidden_error", f"{right('hidden_error')} * 3",
              (EPOCHS, "in range(min(epochs, 3))")),
        {"hidden_error": "3 times", "every_epoch": "epochs"},
    ),
}  # fmt: skip


def test_there_are_many() -> None:
    """At least thirty, in every part of the lesson, and none of them has a name of its own."""
    parts = {check for unseen in UNSEEN.values() for check in unseen.loses}
    assert len(UNSEEN) >= 30
    assert len(parts) >= 15
    assert not [name for name, unseen in UNSEEN.items() if backprop.mistakes.get(unseen.mistake)]


@pytest.mark.parametrize("name", UNSEEN)
def test_the_right_step_is_charged_in_true_words(name: str) -> None:
    """The steps that are wrong lose their points; no name is claimed, and nothing untrue said."""
    unseen = UNSEEN[name]
    report = graded(unseen.source)
    lost = {f.check: f for f in report.findings if f.points < f.max_points}
    assert lost.keys() == unseen.loses.keys()
    assert {f.outcome for f in lost.values()} == {Outcome.FAILED}
    assert {f.mistake for f in lost.values()} == {unseen.mistake}
    for check, words in unseen.loses.items():
        assert words in lost[check].advice
        assert words or not lost[check].advice
        assert _speaks_of_shape_first(lost[check])
    assert unseen.saw in "".join(f.saw for f in lost.values())


def _speaks_of_shape_first(finding: Finding) -> bool:
    """Is something told that was seen, and where shapes are odd, the shapes?"""
    odd = any(words in finding.advice for words in (TURNED, "one row", "one column", "a single"))
    return bool(finding.saw) and (not odd or "its shape is" in finding.saw)


@pytest.mark.parametrize(
    ("exponent", "number", "words"),
    [(1, 1.0, "multiplied by a:"), (-1, 1.0, "without a factor that belongs"),
     (2, -1.0, "its sign turned"), (-2, 1.0, "as a divisor"),
     (1, 0.5, "multiplied by a and divided by 2")],
)  # fmt: skip
def test_a_factor_is_what_its_words_say(exponent: int, number: float, words: str) -> None:
    """The words of a factor follow its exponents, whatever they are."""
    from byhand.grader.lessons.backprop.quantities import HIDDEN

    factor = Factor({HIDDEN: exponent}, number)
    assert words in factor.words("hidden_error_term", backprop.vocabulary)


def test_values_without_a_name_are_clustered_by_their_numbers() -> None:
    """What was seen is the same for the same numbers, however written, and for no others.

    All three begin with the same wrong entry: a record that was not admitted has no error.
    """
    no_error_below_zero, another_way, halved_besides = (
        graded(_with("error", wrong))
        for wrong in (
            "(y - output).map(lambda e: max(e, 0.0))",
            "Matrix([[t - o if t > o else 0.0] for [t], [o] in zip(y.rows, output.rows)])",
            "(y - output) * y * 0.5",
        )
    )
    assert _seen(no_error_below_zero) == _seen(another_way)
    assert _seen(another_way).startswith("row 1, column 1: expected ")
    assert _seen(another_way).partition(";")[0] == _seen(halved_besides).partition(" (")[0]
    assert _seen(another_way) != _seen(halved_besides)


def _seen(report: Report) -> str:
    [finding] = [f for f in report.findings if f.outcome is Outcome.FAILED]
    assert not finding.mistake
    return finding.saw


def test_what_came_to_the_same_by_chance_is_not_named() -> None:
    """Two known mistakes whose product is something else are not said to have been made."""
    source = with_function("""
        def backward_pass(x, y, hidden_output, output, weights_hidden_output):
            error = y * (y - output)
            output_error_term = error * output * (1 - output)
            hidden_error = output_error_term @ weights_hidden_output.T
            hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)
            return x.T @ hidden_error_term, hidden_output.T @ output_error_term
    """)
    [finding] = [f for f in graded(source).findings if f.outcome is Outcome.FAILED]
    assert (finding.check, finding.mistake) == ("error", "")
    assert "what is negative has become 0" in finding.advice
