"""Two mistakes around a training: both are found, and each costs its own step."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import dedent, indent

import pytest
from byhand.grader.verdict import Outcome, Report
from forms import UNHURRIED, graded, with_line
from test_scripts_looked_at import script

LAST_W = ("del_w_hidden_output += output_error_term", "del_w_hidden_output = output_error_term")
NO_AVERAGE_W = (
    "weights_hidden_output += learnrate * del_w_hidden_output / n_records",
    "weights_hidden_output += learnrate * del_w_hidden_output",
)
NO_AVERAGE_w = (
    "weights_input_hidden += learnrate * del_w_input_hidden / n_records",
    "weights_input_hidden += learnrate * del_w_input_hidden",
)


def costs(report: Report) -> set[str]:
    """The checks that lose points."""
    return {finding.check for finding in report.findings if finding.points < finding.max_points}


def of_script(*changes: tuple[str, str]) -> Report:
    return graded(script(*changes), UNHURRIED, name="backprop_numpy.py")


BELOW = {
    "no average": (NO_AVERAGE_W,),
    "backwards": (("weights_hidden_output += learnrate", "weights_hidden_output -= learnrate"),),
    "the other layer stays": (
        ("    weights_input_hidden += learnrate * del_w_input_hidden / n_records\n", ""),
    ),
}


@pytest.mark.parametrize("below", BELOW)
def test_an_update_of_one_layer_does_not_hide_the_sum_above_it(below: str) -> None:
    """The sum is told first, at its line, and the layer costs what a layer costs."""
    report = of_script(LAST_W, *BELOW[below])
    assert costs(report) == {"summed_over_records", "both_layers_updated"}
    first = report.first_to_fix
    assert first is not None
    assert (first.check, first.todo) == ("summed_over_records", 8)
    assert first.source.startswith("del_w_hidden_output = ")


def test_an_update_without_average_does_not_hide_the_sum_above_it() -> None:
    """It is wrong in both layers: the whole update is paid for, and the sums too."""
    assert costs(of_script(LAST_W, NO_AVERAGE_W, NO_AVERAGE_w)) == {
        "summed_over_records",
        "update_weights",
    }


def test_a_step_of_something_else_does_not_hide_that_it_is_not_summed() -> None:
    """One line, and two mistakes in it that the trainings tell apart."""
    line = "del_w_input_hidden += hidden_error_term * x"
    report = of_script((line, "del_w_input_hidden = hidden_error * x"))
    assert costs(report) == {"del_w_input_hidden", "summed_over_records"}


def test_the_sum_of_one_layer_and_the_update_of_the_other_cost_no_more_than_that() -> None:
    """The rest of the training is seen, with right values in both places."""
    assert costs(of_script(LAST_W, NO_AVERAGE_w)) == {"summed_over_records", "both_layers_updated"}


WRONG_STEPS = {
    "the plain error": (
        "hidden_error = output_error_term *",
        "hidden_error = error *",
        "hidden_error",
    ),
    "no slope": (
        "hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)",
        "hidden_error_term = hidden_error * hidden_output",
        "hidden_error_term",
    ),
    "a step from the error": (
        "del_w_hidden_output += output_error_term *",
        "del_w_hidden_output += error *",
        "del_w_hidden_output",
    ),
}
RECORDS = "zip(features.values, targets)"
AROUND = {
    "the first hundred records": (
        RECORDS, "zip(features.values[:100], targets[:100])", "summed_over_records"
    ),
    "the last record alone": (
        "del_w_input_hidden += hidden_error_term", "del_w_input_hidden = hidden_error_term",
        "summed_over_records",
    ),
    "half the epochs": ("in range(epochs):", "in range(epochs // 2):", "every_epoch"),
    "one layer by another number": (
        NO_AVERAGE_W[0], f"{NO_AVERAGE_W[1]} / n_hidden", "both_layers_updated"
    ),
}  # fmt: skip


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("step", WRONG_STEPS)
def test_a_step_that_is_wrong_does_not_hide_what_is_wrong_around_it(step: str, around: str) -> None:
    """Whatever the steps are: those of all records go into the sums, and each epoch is one turn."""
    *wrong, its_check = WRONG_STEPS[step]
    *other, the_loops = AROUND[around]
    report = of_script((wrong[0], wrong[1]), (other[0], other[1]))
    assert costs(report) == {its_check, the_loops}


def test_an_average_in_the_place_of_a_sum_is_no_second_mistake() -> None:
    """It leads to the right weights, whatever else is wrong with the update."""
    report = of_script(
        (
            "+= output_error_term * hidden_output",
            "+= output_error_term * hidden_output / n_records",
        ),
        ("+= learnrate * del_w_hidden_output / n_records", "-= learnrate * del_w_hidden_output"),
    )
    assert len(costs(report)) == 1


OUTPUT_STAYS = ("""
        weights_hidden_output = update_weights(
            weights_hidden_output, del_w_hidden_output, learnrate, n_records)
""", "\n")  # fmt: skip
IN_FUNCTIONS = {
    "summed_over_records": (
        ("del_w_input_hidden = del_w_input_hidden + batch", "del_w_input_hidden = batch"),
        ("del_w_hidden_output = del_w_hidden_output + batch", "del_w_hidden_output = batch"),
    ),
    "zeroed_each_epoch": (
        ("        del_w_input_hidden = Matrix.zeros(*weights_input_hidden.shape)\n", ""),
        ("        del_w_hidden_output = Matrix.zeros(*weights_hidden_output.shape)\n", ""),
        ("    losses = []\n", """    losses = []
    del_w_input_hidden = Matrix.zeros(*weights_input_hidden.shape)
    del_w_hidden_output = Matrix.zeros(*weights_hidden_output.shape)
"""),
    ),
}  # fmt: skip


@pytest.mark.parametrize("check", IN_FUNCTIONS)
def test_a_layer_that_is_never_updated_hides_nothing_else(check: str) -> None:
    """The other layer tells what else is wrong, at its line; what is right keeps its points."""
    report = graded(with_line(OUTPUT_STAYS, *IN_FUNCTIONS[check]))
    assert costs(report) == {check, "both_layers_updated"}
    first = report.first_to_fix
    assert first is not None
    assert first.check == check
    assert first.source.startswith(("del_w_input_hidden = ", "del_w_hidden_output = batch"))
    assert not any(f.outcome is Outcome.STOPPED for f in report.findings)


STEP = "    "
ZEROS = """
        del_w_input_hidden = Matrix.zeros(*weights_input_hidden.shape)
        del_w_hidden_output = Matrix.zeros(*weights_hidden_output.shape)
"""
UPDATES = """        weights_input_hidden = update_weights(
            weights_input_hidden, del_w_input_hidden, learnrate, n_records)
        weights_hidden_output = update_weights(
            weights_hidden_output, del_w_hidden_output, learnrate, n_records)
"""
REPLACED = ("del_w_hidden_output = del_w_hidden_output + batch", "del_w_hidden_output = batch")
BEFORE_THE_EPOCHS = (
    (ZEROS, "\n"),
    ("    losses = []\n", f"    losses = []{indent(dedent(ZEROS), STEP)}"),
)
IN_EACH_BATCH = (UPDATES, indent(UPDATES, "    "))
NEVER_AVERAGED = (OUTPUT_STAYS[0], OUTPUT_STAYS[0].replace("n_records", "1"))
TOGETHER = {
    ("summed_over_records", "updated_once_per_epoch"): (REPLACED, IN_EACH_BATCH),
    ("summed_over_records", "zeroed_each_epoch"): (REPLACED, *BEFORE_THE_EPOCHS),
    ("zeroed_each_epoch", "updated_once_per_epoch"): (*BEFORE_THE_EPOCHS, IN_EACH_BATCH),
    ("zeroed_each_epoch", "both_layers_updated"): (*BEFORE_THE_EPOCHS, NEVER_AVERAGED),
    ("summed_over_records", "both_layers_updated"): (REPLACED, NEVER_AVERAGED),
}


@pytest.mark.parametrize("checks", TOGETHER, ids="+".join)
def test_two_known_mistakes_of_a_loop_are_told_each_by_its_line(checks: tuple[str, str]) -> None:
    """Each costs its own check, and nothing is said of one that is so only without the other."""
    report = graded(with_line(*TOGETHER[checks]))
    assert costs(report) == {*checks}
    lost = [finding for finding in report.findings if finding.check in checks]
    assert all(f.mistake and f.line and "one of two things" in f.advice for f in lost)
    if checks[0] == "summed_over_records":
        assert lost[0].source == "del_w_hidden_output = batch_w_hidden_output"


SUMS_BEFORE = (
    ("    del_w_input_hidden = np.zeros(weights_input_hidden.shape)\n", ""),
    ("    del_w_hidden_output = np.zeros(weights_hidden_output.shape)\n", ""),
    ("for e in range(epochs):\n", """
del_w_input_hidden = np.zeros(weights_input_hidden.shape)
del_w_hidden_output = np.zeros(weights_hidden_output.shape)
for e in range(epochs):
"""),
)  # fmt: skip
ONE_RECORD_LESS = ("zip(features.values, targets)", "zip(features.values[1:], targets[1:])")
IN_SCRIPTS = {
    ("zeroed_each_epoch", "update_weights"): (*SUMS_BEFORE, NO_AVERAGE_w, NO_AVERAGE_W),
    ("summed_over_records", "update_weights"): (ONE_RECORD_LESS, NO_AVERAGE_w, NO_AVERAGE_W),
    ("zeroed_each_epoch", "both_layers_updated"): (
        *SUMS_BEFORE, ("weights_input_hidden += learnrate", "weights_input_hidden -= learnrate"),
    ),
    ("updated_once_per_epoch", "both_layers_updated"): (
        (NO_AVERAGE_W[0], ""), (f"    {NO_AVERAGE_w[0]}", f"        {NO_AVERAGE_w[0]}"),
    ),
}  # fmt: skip
BY_EPOCHS = tuple(
    (rule, rule.replace("n_records", "epochs")) for rule, _ in (NO_AVERAGE_w, NO_AVERAGE_W)
)
NOT_FOR_ONE = (NO_AVERAGE_W[0], NO_AVERAGE_W[0].replace("learnrate * ", ""))
UNKNOWN_NAME = (NO_AVERAGE_W[0], NO_AVERAGE_W[0].replace("n_records", "n_recs"))


@pytest.mark.parametrize(
    ("check", "beside"),
    [("update_weights", BY_EPOCHS), ("both_layers_updated", [NOT_FOR_ONE]),
     ("both_layers_updated", [UNKNOWN_NAME])],
    ids=["for both", "for one layer", "a name that is missing"],
)  # fmt: skip
def test_an_update_that_is_put_right_hides_no_sums_that_go_on(
    check: str, beside: Sequence[tuple[str, str]]
) -> None:
    """Sums that are never begun anew are seen in the second epoch, whatever becomes of them."""
    report = of_script(*SUMS_BEFORE, *beside)
    assert costs(report) == {check, "zeroed_each_epoch"}


@pytest.mark.parametrize("count", ["n_features", "n_hidden", "len(x)", "epochs", "features.size"])
def test_another_count_for_the_records_costs_the_update_of_a_script(count: str) -> None:
    """Both layers go by it, so it is the rule that is wrong, at the first of its lines."""
    rules = ((rule, rule.replace("n_records", count)) for rule, _ in (NO_AVERAGE_w, NO_AVERAGE_W))
    report = of_script(*rules)
    assert costs(report) == {"update_weights"}
    first = report.first_to_fix
    assert first is not None
    assert first.source.startswith("weights_input_hidden")


@pytest.mark.parametrize("checks", IN_SCRIPTS, ids="+".join)
def test_two_mistakes_of_a_script_cost_what_each_of_them_does(checks: tuple[str, str]) -> None:
    """An update without average is paid for once, by the rule that both layers go by."""
    assert costs(of_script(*IN_SCRIPTS[checks])) == {*checks}
