"""The line of a finding is the one to change: where a sum begins, where a loop stops, its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from byhand.grader.verdict import Outcome
from forms import SHIPPED, graded, with_function, with_line
from test_journey import answered
from test_scripts_looked_at import NAME, lost, script

SCRIPTS = Path(__file__).parent / "scripts" / "right"
BATCHES = "        for start in range(0, n_records, BATCH_SIZE):\n"
BACKWARD = """            batch_w_input_hidden, batch_w_hidden_output = backward_pass(
                x, y, hidden_output, output, weights_hidden_output)
"""
SUMS = "            del_w_{0} = del_w_{0} + batch_w_{0}\n"
ZEROS = "        del_w_{0} = Matrix.zeros(*weights_{0}.shape)\n"
LAYERS = ("input_hidden", "hidden_output")


def test_steps_in_a_list_that_is_never_emptied_are_told_where_it_begins() -> None:
    """Not in the line that adds up what has gathered in it."""
    source = with_line(
        ("    losses = []\n", "    losses = []\n    history = []\n"),
        (BACKWARD, BACKWARD + "            history.append((batch_w_input_hidden, "
         "batch_w_hidden_output))\n"),
        *((ZEROS.format(layer), "") for layer in LAYERS),
        *((SUMS.format(layer), "") for layer in LAYERS),
        ("        # TODO 12", "        first, second = zip(*history)\n"
         "        del_w_input_hidden = sum(first, Matrix.zeros(*first[0].shape))\n"
         "        del_w_hidden_output = sum(second, Matrix.zeros(*second[0].shape))\n"
         "        # TODO 12"),
    )  # fmt: skip
    [finding] = lost(graded(source))
    assert (finding.check, finding.source) == ("zeroed_each_epoch", "history = []")


def test_zeros_before_the_epochs_are_told_by_the_first_of_them() -> None:
    """In a script as well, whatever adds up: here it is a tuple of two sums."""
    both = "    del_w_input_hidden = np.zeros(weights_input_hidden.shape)\n"
    other = "    del_w_hidden_output = np.zeros(weights_hidden_output.shape)\n"
    head = "for e in range(epochs):\n"
    source = script((both, ""), (other, ""), (head, f"{both[4:]}{other[4:]}{head}"))
    [finding] = lost(graded(source, name=NAME))
    assert (finding.check, finding.source) == ("zeroed_each_epoch", both.strip())


LOOPS = {
    "a generator that leaves out the last": (
        "        for x, y in batches(features, targets):\n",
        """
def batches(features, targets):
    for start in range(0, features.shape[0] - BATCH_SIZE, BATCH_SIZE):
        yield features[start:start + BATCH_SIZE], targets[start:start + BATCH_SIZE]

""",
        "for start in range(0, features.shape[0] - BATCH_SIZE, BATCH_SIZE):",
    ),
    "a loop with a condition": (
        """        start = -BATCH_SIZE
        while start + 2 * BATCH_SIZE < n_records:
            start += BATCH_SIZE
""",
        "",
        "while start + 2 * BATCH_SIZE < n_records:",
    ),
}


@pytest.mark.parametrize(("head", "before", "told"), LOOPS.values(), ids=LOOPS)
def test_a_loop_that_stops_short_is_told_by_its_head(head: str, before: str, told: str) -> None:
    """Also where it stands in a function that hands out the batches."""
    source = with_line((BATCHES, head))
    if before:
        source = source.replace("            x = features[start:start + BATCH_SIZE]\n", "")
        source = source.replace("            y = targets[start:start + BATCH_SIZE]\n", "")
        source = source.replace("\ndef train(", f"{before}\ndef train(")
    [finding] = lost(graded(source))
    assert (finding.check, finding.source) == ("summed_over_records", told)


def test_records_that_a_script_leaves_out_are_told_by_the_condition_of_its_loop() -> None:
    """Not by the line that adds up, which is right for all the others."""
    source = script(
        ("    for x, y in zip(features.values, targets):\n",
         "    r = -1\n    while r < n_records - 2:\n        r = r + 1\n"
         "        x, y = features.values[r], targets.values[r]\n"),
        ("del_w_hidden_output += output_error_term",
         "del_w_hidden_output = del_w_hidden_output + output_error_term"),
    )  # fmt: skip
    [finding] = lost(graded(source, name=NAME))
    assert (finding.check, finding.source) == ("summed_over_records", "while r < n_records - 2:")


IN_A_DICTIONARY = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        units = range(hidden_output.shape[1])
        sums = {(i, j): 0.0 for i in range(x.shape[1]) for j in units}
        out = {j: 0.0 for j in units}
        for xs, [t], hs, [o] in zip(x.rows, y.rows, hidden_output.rows, output.rows):
            term = (t - o) * o * (1 - o)
            for j, h in enumerate(hs):
                below = term * weights_hidden_output.rows[j][0] * h * (1 - h)
                out[j] += h * term
                for i, value in enumerate(xs):
                    sums[i, j] = value * below
        into = [[sums[i, j] for j in units] for i in range(x.shape[1])]
        return Matrix(into), Matrix([[out[j]] for j in units])
"""


def test_a_sum_in_a_dictionary_is_told_where_it_is_written_over() -> None:
    """And not where it is read at last."""
    [finding] = lost(graded(with_function(IN_A_DICTIONARY)))
    assert (finding.check, finding.source) == ("del_w_input_hidden", "sums[i, j] = value * below")


ROWS_FOR_COLUMNS = """
    def forward_pass(x, weights_input_hidden, weights_hidden_output):
        cols = weights_input_hidden.rows
        out = [w for [w] in weights_hidden_output.rows]
        hidden = [[sigmoid(sum(p * q for p, q in zip(row, c))) for c in cols] for row in x.rows]
        answers = [[sigmoid(sum(h * w for h, w in zip(row, out)))] for row in hidden]
        return Matrix(hidden), Matrix(answers)
"""


def test_a_given_function_is_not_told_for_what_it_is_given() -> None:
    """The given sigmoid squashes whatever comes in."""
    [finding] = lost(graded(with_function(ROWS_FOR_COLUMNS)))
    assert finding.check == "hidden_input"
    assert finding.source.startswith("hidden = [[sigmoid(")


TURNED_ROUND = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        delta2 = (output - y) * output * (1 - output)
        delta1 = (delta2 @ weights_hidden_output.T) * hidden_output * (1 - hidden_output)
        nabla2 = hidden_output.T @ delta2
        nabla1 = x.T @ delta1
        return -nabla1, nabla2
"""


def test_a_sign_that_is_not_turned_back_is_told_where_it_would_be() -> None:
    """The gradient of the cost is right until it is handed back."""
    [finding] = lost(graded(with_function(TURNED_ROUND)))
    assert (finding.check, finding.source) == ("del_w_hidden_output", "return -nabla1, nabla2")


def test_two_mistakes_are_told_at_two_lines() -> None:
    """The second one is not the crash of the first."""
    source = with_line(
        ("hidden_error = output_error_term @ weights_hidden_output.T",
         "hidden_error = output_error_term @ weights_hidden_output"),
        ("hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)",
         "hidden_error_term = hidden_error * (1 - hidden_output)"),
    )  # fmt: skip
    first, second = (f for f in lost(graded(source)) if f.todo)
    assert (first.outcome, second.outcome) == (Outcome.STOPPED, Outcome.FAILED)
    assert second.source == "hidden_error_term = hidden_error * (1 - hidden_output)"


def test_a_record_that_never_changes_is_told_where_it_gets_its_name() -> None:
    """And not where it is used."""
    source = script(
        ("    for x, y in zip(features.values, targets):\n",
         "    for x in features.values:\n        y = targets.iloc[0]\n"),
    )  # fmt: skip
    [finding] = lost(graded(source, name=NAME))
    assert (finding.check, finding.source) == ("error", "y = targets.iloc[0]")


def test_a_sum_that_does_not_fit_in_place_has_stopped() -> None:
    """What is said is that it raised, and that `+=` keeps the shape of its left side."""
    source = script(
        ("for e in range(epochs):", "class Net:\n    pass\n\nnet = Net()\n"
         "net.w, net.v = weights_input_hidden, weights_hidden_output\nfor e in range(epochs):"),
        ("np.dot(x, weights_input_hidden)", "np.dot(x, net.w)"),
        ("np.dot(hidden_output, weights_hidden_output)", "np.dot(hidden_output, net.v)"),
        ("output_error_term * weights_hidden_output", "output_error_term * net.v"),
        ("weights_input_hidden += learnrate", "net.w += learnrate"),
        ("weights_hidden_output += learnrate * del_w_hidden_output",
         "net.v += learnrate * del_w_input_hidden"),
    )  # fmt: skip
    [finding] = lost(graded(source, name=NAME))
    assert (finding.check, finding.outcome) == ("both_layers_updated", Outcome.STOPPED)
    assert "keeps its shape" in finding.advice


FILLED = """
    def forward_pass(x, weights_input_hidden, weights_hidden_output):
        hidden_input = x @ weights_input_hidden
        hidden_output = Matrix.zeros(*hidden_input.shape)
        i = 0
        while i < hidden_input.shape[0]:
            j = 0
            while j < hidden_input.shape[1] - 1:
                hidden_output.rows[i][j] = sigmoid(hidden_input.rows[i][j])
                j += 1
            i += 1
        return hidden_output, (hidden_output @ weights_hidden_output).map(sigmoid)
"""


@pytest.mark.parametrize(
    ("short", "told"),
    [
        ("j < hidden_input.shape[1] - 1", "while j < hidden_input.shape[1] - 1:"),
        ("i < hidden_input.shape[0] - 1", "while i < hidden_input.shape[0] - 1:"),
    ],
)
def test_a_table_that_is_not_filled_is_told_by_the_loop_that_stops_short(
    short: str, told: str
) -> None:
    """And not by its zeros."""
    right = FILLED.replace(" - 1:", ":")
    source = with_function(right.replace(short.removesuffix(" - 1"), short))
    [finding] = lost(graded(source))
    assert (finding.check, finding.source) == ("hidden_output", told)


def test_a_learnrate_that_becomes_smaller_is_told_by_its_line() -> None:
    """Though no TODO asks for it."""
    line = "            features, targets, weights_input_hidden, weights_hidden_output))\n"
    source = with_line((line, f"{line}        learnrate *= 0.999\n"))
    [finding] = lost(graded(source))
    assert (finding.check, finding.source) == ("every_epoch", "learnrate *= 0.999")


def test_a_batch_that_is_passed_over_now_and_then_is_told_by_the_line_that_does_it() -> None:
    """It shows with 121 records, of which one is left for the last batch."""
    early = "            if start and n_records - start < 3:\n                break\n"
    [finding] = lost(graded(with_line((BATCHES, BATCHES + early))))
    assert (finding.check, finding.source) == ("summed_over_records", "break")


def test_what_reduce_does_with_each_two_is_told_where_it_is_written() -> None:
    """Here it keeps the second of them."""
    source = with_line(
        *((SUMS.format(layer), "") for layer in LAYERS),
        *((ZEROS.format(layer), "") for layer in LAYERS),
        (BATCHES, "        own = []\n" + BATCHES),
        (BACKWARD, BACKWARD.replace("batch_w_input_hidden, batch_w_hidden_output = ",
                                    "own.append(").rstrip("\n") + ")\n"),
        ("        # TODO 12",
         "        del_w_input_hidden, del_w_hidden_output = reduce(lambda s, t: t, own)\n"
         "        # TODO 12"),
        ("from matrix import Matrix\n",
         "from matrix import Matrix\nfrom functools import reduce\n"),
    )  # fmt: skip
    [finding] = lost(graded(source))
    assert finding.check == "summed_over_records"
    assert "reduce(lambda s, t: t, own)" in finding.source


RENAMED = {
    "forward_pass": "forwardpass", "backward_pass": "back", "update_weights": "update_weight",
    "train": "training",
}  # fmt: skip


@pytest.mark.parametrize("function", RENAMED)
def test_a_function_under_another_name_costs_one_step(function: str) -> None:
    """It is told at its head, where its name is like the lesson's; all the rest is its own."""
    other = RENAMED[function]
    source = answered(12).replace(f"def {function}(", f"def {other}(")
    [finding] = lost(graded(source))
    assert finding.saw == f"there is no function {function}"
    assert finding.source.startswith(f"def {other}(") or function == "backward_pass"


UPDATE = "def update_weights(weights, del_w, learnrate, n_records):"
NO_RETURN = {
    "forward_pass": ("    return hidden_output, output\n", "output"),
    "backward_pass": (
        "    return del_w_input_hidden, del_w_hidden_output\n", "del_w_hidden_output"
    ),
    "update_weights": ("    return new_weights\n", "update_weights"),
    "train": (
        "    return weights_input_hidden, weights_hidden_output, losses[1:]\n", "weight_shapes"
    ),
}  # fmt: skip


@pytest.mark.parametrize("function", NO_RETURN)
def test_a_function_that_hands_nothing_back_is_told_at_its_head(function: str) -> None:
    """Each of its lines is right, and none of them is to be changed."""
    line, check = NO_RETURN[function]
    [finding] = lost(graded(with_line((line, ""), of=answered(12))))
    assert (finding.check, finding.outcome) == (check, Outcome.FAILED)
    assert finding.source.startswith(f"def {function}(")


def test_a_function_with_nothing_worked_out_in_it_is_told_at_its_head() -> None:
    """It does something else, and hands nothing back."""
    first, *_ = lost(graded(with_function(f"{UPDATE}\n    print(n_records)\n")))
    assert (first.check, first.source) == ("update_weights", UPDATE)


def test_one_result_for_two_is_told_at_its_return() -> None:
    """Also where it has as many rows as there should be results."""
    line = "    return del_w_input_hidden, del_w_hidden_output\n"
    [finding] = lost(graded(with_line((line, "    return del_w_hidden_output\n"))))
    assert finding.source == "return del_w_hidden_output"
    assert "it is not the 2 results that are asked for" in finding.saw


def test_a_todo_with_nothing_but_pass_is_not_started() -> None:
    """And comes first, whatever is wrong in those that follow."""
    source = with_line(
        ("    hidden_input = x @ weights_input_hidden\n", "    pass\n"),
        ("    hidden_output = hidden_input.map(sigmoid)\n", "    hidden_output = x\n"),
    )
    first, *_ = lost(graded(source))
    assert (first.check, first.outcome, first.source) == (
        "hidden_input", Outcome.NOT_STARTED, "pass",
    )  # fmt: skip


ADDED = "            del_w_input_hidden = del_w_input_hidden + batch_w_input_hidden\n"
ENDING = {
    "a turn after the first sum": ("backprop.py", ADDED, f"{ADDED}            continue\n"),
    "a turn before both sums": ("backprop.py", ADDED, f"            continue\n{ADDED}"),
    "a turn of a script": (
        NAME,
        "        del_w_hidden_output += output_error_term * hidden_output\n",
        "        del_w_hidden_output += output_error_term * hidden_output\n        continue\n",
    ),
    "a script's loop over the records": (
        NAME,
        "        del_w_input_hidden += hidden_error_term * x[:, None]\n",
        "        del_w_input_hidden += hidden_error_term * x[:, None]\n        break\n",
    ),
}


@pytest.mark.parametrize(("name", "right", "wrong"), ENDING.values(), ids=ENDING)
def test_what_ends_every_turn_of_a_loop_is_the_line_that_is_told(
    name: str, right: str, wrong: str
) -> None:
    """And not what then lacks in the sums, nor the head of the loop."""
    source = script((right, wrong)) if name == NAME else with_line((right, wrong))
    [finding] = lost(graded(source, name=name))
    assert finding.source in ("continue", "break")


def test_a_sum_with_the_other_sign_is_told_where_it_is_summed() -> None:
    """Not where it begins, which is right."""
    wrong = "del_w_input_hidden = del_w_input_hidden - batch_w_input_hidden"
    [finding] = lost(graded(with_line((ADDED.strip(), wrong))))
    assert (finding.check, finding.source) == ("summed_over_records", wrong)


def test_an_update_that_gives_the_wrong_layer_its_weights_costs_that_layer() -> None:
    """Whatever stops over it in the next epoch."""
    source = with_line(
        ("        weights_hidden_output = update_w", "        weights_input_hidden = update_w")
    )
    [finding] = lost(graded(source))
    assert (finding.check, finding.todo) == ("both_layers_updated", 12)
    assert finding.source.startswith("weights_input_hidden = update_weights(")


@pytest.mark.parametrize("step", ["error", "hidden_error_term", "new_weights"])
def test_a_comma_behind_a_name_costs_its_step(step: str) -> None:
    """The rest is judged as if it were not there."""
    source = with_line((f"    {step} = ", f"    {step}, = "))
    [finding] = lost(graded(source))
    assert finding.source.startswith(f"{step}, = ")


@pytest.mark.parametrize("answered_upto", [9, 10])
def test_a_sum_that_keeps_the_last_record_is_told_at_its_own_todo(answered_upto: int) -> None:
    """There are two lines that add up, and one check for both of them."""
    source = with_line(
        ("del_w_input_hidden += hidden_error_term", "del_w_input_hidden = hidden_error_term"),
        of=answered(answered_upto, NAME),
    )
    wrong = [f for f in graded(source, name=NAME).findings if f.outcome is Outcome.FAILED]
    assert [(f.check, f.todo) for f in wrong] == [("summed_over_records", 9)]
    assert wrong[0].source.startswith("del_w_input_hidden = ")


ONE_SUM = {
    "nothing is added": ("", "del_w_hidden_output = Matrix.zeros"),
    "it is added twice": (2 * SUMS.format("hidden_output"), SUMS.format("hidden_output").strip()),
    "one loop too far out": (
        SUMS.format("hidden_output")[4:], SUMS.format("hidden_output").strip(),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("wrong", "told"), ONE_SUM.values(), ids=ONE_SUM)
def test_of_two_sums_the_wrong_one_is_told_before_the_update_is_written(
    wrong: str, told: str
) -> None:
    """The other is right, and so is its line."""
    source = with_line((SUMS.format("hidden_output"), wrong), of=answered(11))
    [finding] = [f for f in graded(source).findings if f.outcome is Outcome.FAILED]
    assert finding.check == "summed_over_records"
    assert finding.source.startswith(told)


@pytest.mark.parametrize("upto", [9, 10])
@pytest.mark.parametrize("slip", [" / n_records", ".sum()"])
def test_more_that_is_done_to_what_is_added_is_told_where_it_is_added(upto: int, slip: str) -> None:
    """Not where the sum begins, nor at the head of a loop, also before anything reads the sum."""
    right = "del_w_hidden_output += output_error_term * hidden_output"
    more = f"del_w_hidden_output += (output_error_term * hidden_output){slip}"
    report = graded(answered(upto, NAME).replace(right, more), name=NAME)
    [finding] = [f for f in report.findings if f.outcome in (Outcome.FAILED, Outcome.STOPPED)]
    assert finding.source == more
    assert finding.advice


def test_a_batch_that_begins_too_late_is_told_where_the_next_one_begins() -> None:
    """The sums read what it left out, further up in the same loop."""
    source = with_line(
        (BATCHES, "        start = 0\n        while start < n_records:\n"),
        ("        # TODO 12", "            start = start + BATCH_SIZE + 1\n\n        # TODO 12"),
        of=SHIPPED,
    )
    [finding] = lost(graded(source))
    assert (finding.check, finding.source) == (
        "summed_over_records", "start = start + BATCH_SIZE + 1"
    )  # fmt: skip


def test_weights_in_each_other_s_places_are_told_where_they_are_handed_back() -> None:
    """What is handed back in the other order is one mistake, with a line and words of its own."""
    right = "return weights_input_hidden, weights_hidden_output, losses[1:]"
    source = with_line(
        (right, "return weights_hidden_output, weights_input_hidden, losses[1:]"), of=SHIPPED
    )
    [finding] = lost(graded(source))
    assert (finding.check, "docstring" in finding.advice) == ("weight_shapes", True)
    assert finding.source.startswith("return weights_hidden_output,")


def test_an_error_that_is_turned_around_is_told_where_it_is_though_a_loss_has_the_right_one() -> (
    None
):
    """In a loop of its own with its own names, where a loss needs the error as it should be."""
    right = "t - o"
    source = (SCRIPTS / "insists_on_its_applicants.py").read_text("utf-8")
    source = source.replace("            term = (t - o) * o * (1 - o)\n", (
        "            off = o - t\n            term = off * o * (1 - o)\n"
        f"            np.mean(({right}) ** 2)\n"
    ))  # fmt: skip
    [finding] = lost(graded(source, name=NAME))
    assert (finding.check, finding.source) == ("error", "off = o - t")
