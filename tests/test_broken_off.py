"""Programs that break off before their training, in a line of no step, or more than once.

A line that belongs to no step costs the check of the epochs, which is no TODO's; what the program
comes to without its slip is judged all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from byhand.grader.command import exercise
from byhand.grader.verdict import Ending, Outcome, Report
from forms import SOLUTION, graded, with_function
from test_scripts_looked_at import lost

SCRIPT = (exercise.SOLUTION / "backprop_numpy.py").read_text("utf-8")

WHOLE_SET = """\
import numpy as np
from data_prep import features, targets

X = features.values
T = targets.values.reshape(-1, 1)
n, d = X.shape
units = 3
lr, rounds = 0.05, 500


def f(t):
    return 1.0 / (1.0 + np.exp(-t))


w1 = np.random.normal(0, d**-0.5, (d, units))
w2 = np.random.normal(0, d**-0.5, (units, 1))

for r in range(rounds):
    ones = np.ones(T.shape)
    z = X @ w1
    a = f(z)
    p = f(a @ w2)
    e = T - p
    d2 = e * p * (ones - p)
    back = d2 @ w2.T
    d1 = back * a * (1 - a)
    g2 = a.T @ d2
    g1 = X.T @ d1
    w1 = w1 + lr * g1 / n
    w2 = w2 + lr * g2 / n
"""

BY_CLASS = """\
import numpy as np
from data_prep import features, targets


class Net:
    def __init__(self, n_in, n_hid):
        self.v = np.random.normal(scale=0.4, size=(n_in, n_hid))
        self.u = np.random.normal(scale=0.4, size=n_hid)

    def act(self, s):
        return 1 / (1 + np.exp(-s))

    def run(self, X, t, epochs, rate):
        for _ in range(epochs):
            dv = np.zeros_like(self.v)
            du = np.zeros_like(self.u)
            for row, want in zip(X, t):
                row = np.asarray(row)
                h = self.act(row @ self.v)
                o = self.act(h @ self.u)
                do = (want - o) * o * (1 - o)
                dh = do * self.u * h * (1 - h)
                du += do * h
                dv += np.outer(row, dh)
            self.v += rate * dv / len(X)
            self.u += rate * du / len(X)


epochs = 900
learnrate = 0.005
net = Net(features.shape[1], 2)
net.run(features.values, targets.values, epochs, learnrate)
"""


@dataclass(frozen=True)
class Case:
    """A right program with texts replaced, the check that pays, and a text of the line told."""

    of: str
    replaced: tuple[tuple[str, str], ...]
    line: str
    check: str = "every_epoch"

    @property
    def report(self) -> Report:
        source = self.of
        for right, wrong in self.replaced:
            assert right in source
            source = source.replace(right, wrong, 1)
        numpy = "import numpy" in source
        return graded(source, name="backprop_numpy.py" if numpy else "backprop.py")


ELSEWHERE = {
    "a_number_misspelt_where_it_is_set": Case(
        SCRIPT, (("n_hidden = 2\n", "n_hiden = 2\n"),), "(n_features, n_hidden)"
    ),
    "a_number_misspelt_where_it_is_read": Case(
        SCRIPT, (("size=(n_features, n_hidden))", "size=(n_featurs, n_hidden))"),), "n_featurs"
    ),
    "weights_misspelt_where_they_begin": Case(
        SCRIPT, (("\nweights_hidden_output = np.r", "\nweights_hiden_output = np.r"),), "np.zeros"
    ),
    "a_function_of_numpy_misspelt": Case(
        SCRIPT, (("np.random.seed(21)", "np.random.sead(21)"),), "np.random.sead"
    ),
    "a_sum_that_begins_with_a_name_misspelt": Case(
        SCRIPT, (("zeros(weights_input_hidden.sh", "zeros(weight_input_hidden.sh"),), "np.zeros"
    ),
    "a_sum_that_begins_with_an_attribute_misspelt": Case(
        SCRIPT,
        (("zeros(weights_hidden_output.shape", "zeros(weights_hidden_output.shap"),),
        ".shap",
    ),
    "names_of_her_own": Case(WHOLE_SET, (("units = 3", "unit = 3"),), "(d, units)"),
    "a_capital_letter": Case(WHOLE_SET, (("n, d = X.shape", "n, d = x.shape"),), "x.shape"),
    "an_import_misspelt": Case(WHOLE_SET, (("import features,", "import feature,"),), "features"),
    "a_table_of_ones_with_an_attribute_misspelt": Case(
        WHOLE_SET, (("np.ones(T.shape)", "np.ones(T.shap)"),), "T.shap"
    ),
    "a_number_that_is_not_there": Case(
        WHOLE_SET, (("np.ones(T.shape)", "np.ones(TT.shape)"),), "TT.shape"
    ),
    "an_attribute_of_her_own": Case(
        BY_CLASS, (("zeros_like(self.v)", "zeros_like(self.w)"),), "self.w"
    ),
    "a_record_misspelt_above_the_steps": Case(
        BY_CLASS, (("np.asarray(row)", "np.asarray(rows)"),), "np.asarray(rows)"
    ),
    "an_argument_that_is_missing": Case(
        BY_CLASS, (("targets.values, epochs, learnrate", "targets.values, learnrate"),), "net.run("
    ),
    "a_constant_of_a_module_misspelt": Case(
        SOLUTION, (("BATCH_SIZE = 120\n", "BATCH_SIZE = BATCH\n"),), "BATCH_SIZE = BATCH"
    ),
    "an_import_of_what_is_not_there": Case(
        SOLUTION, (("from matrix import Matrix", "from matrix import Matrices"),), "Matrices"
    ),
}

IN_A_STEP = {
    "a_weight_of_her_own_misspelt": Case(WHOLE_SET, (("f(a @ w2)", "f(a @ w3)"),), "w3", "output"),
    "a_helper_without_its_module": Case(
        WHOLE_SET, (("np.exp(-t)", "npexp(-t)"),), "npexp", "hidden_output"
    ),
    "a_method_misspelt": Case(
        BY_CLASS, (("self.act(row", "self.actt(row"),), "self.actt", "hidden_output"
    ),
    "a_step_turned_around": Case(
        SCRIPT,
        (("hidden_error_term * x[:, None]", "hidden_error_term[:, None] * x"),),
        "[:, None] * x", "del_w_input_hidden",
    ),
    "a_step_turned_around_for_the_whole_set": Case(
        WHOLE_SET, (("X.T @ d1", "d1.T @ X"),), "d1.T @ X", "del_w_input_hidden"
    ),
    "a_step_turned_around_in_a_class": Case(
        BY_CLASS, (("np.outer(row, dh)", "np.outer(dh, row)"),), "dh, row", "del_w_input_hidden"
    ),
    "a_method_without_self": Case(
        BY_CLASS, (("def act(self, s)", "def act(s)"),), "def act(s)", "hidden_input"
    ),
}  # fmt: skip

TOLD = {
    "a_loss_of_other_shapes": (
        "    guess = sigmoid(np.dot(features, weights_input_hidden))\n"
        "    mse = ((targets - guess) ** 2).sum() / len(features)\n"
        "    print('mse', mse[0][0])\n",
        "targets - guess",
    ),
    "a_text_and_a_number": (
        "    if e % 90 == 0:\n        print('Epoch ' + e + ' of ' + str(epochs))\n", "'Epoch ' + e"
    ),
    "a_number_told_as_another_kind": (
        "    if e % 90 == 0:\n        print(f'{e} {error:.3d}')\n", "error:.3d"
    ),
    "a_list_that_never_began": ("    losses[e] = np.mean(error ** 2)\n", "losses[e]"),
    "a_loss_that_stops_it": (
        "    now = np.mean(error.reshape(7) ** 2)\n    if now < 0.001:\n        break\n",
        "error.reshape(7)",
    ),
    "a_head_that_raises": (
        "    for k in weights_hidden_output.shap:\n        print(k)\n", "weights_hidden_output.shap"
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TOLD.values(), ids=TOLD)
def test_a_crash_in_what_only_tells_of_the_training_is_no_todos(case: tuple[str, str]) -> None:
    """Lines of her own below the update, which the rest of the script can do without."""
    lines, raises = case
    start = SCRIPT.index("    if (e + 1) % every == 0:")
    end = SCRIPT.index("right = np.mean(")
    source = f"{SCRIPT[:start]}{lines}\n{SCRIPT[end:]}"
    [finding] = lost(graded(source, name="backprop_numpy.py"))
    assert (finding.check, finding.outcome) == ("every_epoch", Outcome.STOPPED)
    assert raises in finding.source


IN_ONE_LOOP = {
    "two_names": (
        ("x = features[start:", "x = feature[start:"), ("y = targets[start:", "y = target[start:"),
    ),
    "two_functions": (
        (", output = forward_pass(x, w", ", output = forward_pas(x, w"),
        ("= backward_pass(\n", "= backwards_pass(\n"),
    ),
    "a_deleted_name": (
        ("            hidden_output, output = f",
         "            del x\n            hidden_output, output = f"),
    ),
    "a_sum_deleted_before_it_begins": (
        ("        del_w_input_hidden = Matrix.zeros(*weights_input_hidden.shape)\n",
         "        del del_w_input_hidden\n"),
    ),
    "an_argument_too_few": (
        ("x, y, hidden_output, output, weights_hidden_output)\n\n            #",
         "x, y, hidden_output, output)\n\n            #"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_crash_in_a_line_of_no_step_is_no_todos(case: Case) -> None:
    """Its line is told, and no step is charged for it."""
    report = case.report
    [finding] = lost(report)
    assert report.outcome is Ending.GRADED
    assert (finding.check, finding.outcome, finding.todo) == (case.check, Outcome.STOPPED, 0)
    assert case.line in finding.source


@pytest.mark.parametrize("case", IN_A_STEP.values(), ids=IN_A_STEP)
def test_a_crash_in_a_step_costs_that_step(case: Case) -> None:
    """What the line works out, once it is mended, says which step it is."""
    [finding] = lost(case.report)
    assert (finding.check, finding.outcome) == (case.check, Outcome.STOPPED)
    assert case.line in finding.source


@pytest.mark.parametrize("replaced", IN_ONE_LOOP.values(), ids=IN_ONE_LOOP)
def test_crashes_in_one_loop_cost_its_check_once(replaced: tuple[tuple[str, str], ...]) -> None:
    """A program that breaks off again once it is mended is mended again."""
    [finding] = lost(Case(SOLUTION, replaced, "").report)
    assert (finding.check, finding.outcome) == ("summed_over_records", Outcome.STOPPED)


def test_a_mistake_beside_a_crash_is_charged_as_well() -> None:
    """A misspelt name in a later step hides no error that is turned around."""
    wrong = (("e = T - p", "e = p - T"), ("g2 = a.T @ d2", "g2 = a.T @ dd2"))
    found = lost(Case(WHOLE_SET, wrong, "").report)
    assert {finding.check for finding in found} == {"error", "del_w_hidden_output"}


def test_a_crash_that_nothing_mends_earns_nothing() -> None:
    """What cannot be seen without its slips is not judged: the whole waits."""
    report = graded(SOLUTION + 5 * "\nraise ValueError\n")
    assert (report.score, report.outcome) == (0, Ending.STOPPED)
    assert report.findings[0].check == "submission"


DOT, ANSWER = "np.dot(x, weights_input_hidden)\n\n", "sigmoid(np.dot(hidden_output, weights_h"


def test_a_line_beside_it_all_that_raises_costs_one_check() -> None:
    """As where something was tried out below, and left there."""
    tried_out = "\nerror = Matrix([[1.0]])\nprint(error.rows[0][1])\n"
    [finding] = lost(graded(SOLUTION + tried_out))
    assert (finding.check, finding.outcome) == ("every_epoch", Outcome.STOPPED)
    assert "error.rows[0][1]" in finding.source


TABLES = {
    "the_whole_table": Case(
        SCRIPT, ((DOT, DOT.replace("x,", "features.values,")),), "dot(features.", "hidden_input"
    ),
    "a_table_of_pandas": Case(
        SCRIPT, ((DOT, DOT.replace("x,", "features,")),), "np.dot(features,", "hidden_input"
    ),
    "the_answers_to_all": Case(
        SCRIPT, ((ANSWER, f"answers(features.values) #{ANSWER}"),), "answers(feat", "output"
    ),
    "all_the_targets": Case(
        SCRIPT, (("error = y - o", "error = targets.values - o"),), "targets.values", "error"
    ),
    "all_the_inputs_at_the_step": Case(
        SCRIPT, (("error_term * x[:", "error_term * features.values[:"),),
        "features.values", "del_w_input_hidden",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLES.values(), ids=TABLES)
def test_a_whole_table_in_the_loop_over_the_records_costs_its_step(case: Case) -> None:
    """It is told where the table stands, not where the program stops over it."""
    [finding] = lost(case.report)
    assert finding.check == case.check
    assert case.line in finding.source


IN_SLICES = """\
import numpy as np
from data_prep import features, targets

X, Y = features.values, targets.values
w = np.random.normal(scale=0.4, size=(6, 2))
W = np.random.normal(scale=0.4, size=2)
epochs = 900
learnrate = 0.005
f = lambda z: 1 / (1 + np.exp(-z))
for e in range(epochs):
    dw, dW = np.zeros((6, 2)), np.zeros(2)
    for start in range(0, len(X), 90):
        x, y = X[start:start + 90], Y[start:start + 90]
        a = f(x @ w)
        o = f(a @ W)
        d = (y - o) * o * (1 - o)
        h = np.outer(d, W) * a * (1 - a)
        dW += a.T @ d
        dw += x.T @ h
    w = w + learnrate * dw / len(X)
    W = W + learnrate * dW / len(X)
"""
BATCHES = "        for start in range(0, n_records, BATCH_SIZE):\n"
NOW_AND_THEN = {
    "only_with_more_records_than_a_slice": (
        IN_SLICES.replace("(y - o)", "(Y - o)"), "d = (Y - o) * o * (1 - o)", 95
    ),
    "only_from_the_second_epoch_on": (
        IN_SLICES.replace("    dw, dW =", "    X = X.values\n    dw, dW =").replace(
            "X, Y = features.values", "X, Y = features"
        ),
        "X = X.values", 98,
    ),
    "only_in_a_print_now_and_then": (
        IN_SLICES + "    if e % 300 == 299:\n        print(loss)\n", "print(loss)", 98
    ),
    "a_function_only_with_many_records": (
        SOLUTION.replace(BATCHES, f"{BATCHES}            weights_input_hidden.rows[start // 60]\n"),
        "weights_input_hidden.rows[start // 60]", 94,
    ),
    "a_function_only_from_the_second_epoch_on": (
        SOLUTION.replace(BATCHES, f"        losses and losses.last()\n{BATCHES}"),
        "losses and losses.last()", 98,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", NOW_AND_THEN.values(), ids=NOW_AND_THEN)
def test_a_crash_in_some_trainings_costs_one_check(case: tuple[str, str, float]) -> None:
    """What the others show, of fewer records or epochs, is right all the same."""
    source, line, score = case
    report = graded(source, name="mine.py")
    [finding] = lost(report)
    assert finding.outcome is Outcome.STOPPED
    assert finding.source == line
    assert report.score == score


EMPTY_BATCHES = (
    IN_SLICES.replace(
        "for start in range(0, len(X), 90):",
        "for x, y in zip(np.array_split(X, 4), np.array_split(Y, 4)):",
    )
    .replace("        x, y = X[start:start + 90], Y[start:start + 90]\n", "")
    .replace("        a = f(x @ w)", "        hidden_output = a = f(x @ w)")
)


def test_a_batch_with_no_record_hides_nothing() -> None:
    """What stands in a name is of the last batch, which is empty where there is one record."""
    [finding] = lost(graded(EMPTY_BATCHES.replace("(1 - a)", "1 - a"), name="mine.py"))
    assert (finding.check, finding.source) == (
        "hidden_error_term",
        "h = np.outer(d, W) * a * 1 - a",
    )


IN_LAYERS = (
    """
    def forward_pass(x, weights_input_hidden, weights_hidden_output):
        low, high = Layer(weights_input_hidden), Layer(weights_hidden_output)
        return low.go(x), high.go(low.out)
    """,
    """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        d = (y - output) * output * (1 - output)
        share = times(d, turned(weights_hidden_output))
        g = share * hidden_output * (1 - hidden_output)
        return times(turned(x), g), times(turned(hidden_output), d)
    """,
)
BESIDE = '''
class Layer:
    """Weights, and what comes of them."""

    def __init__(self, W):
        self.W = W

    def go(self, into):
        self.out = (into @ self.W).map(sigmoid)
        return self.out


def times(a, b):
    """Their product."""
    return a @ b


def turned(a):
    """Rows for columns."""
    return a.T


'''
FORGOTTEN = {
    "of a class": ("Layer(weights_hidden_output)", "Layer()", "low, high ="),
    "of a function": ("times(d, turned(weights_hidden_output))", "times(d)", "share ="),
    "that nothing else needs": ("times(turned(x), g)", "times(turned(x))", "return times("),
}


@pytest.mark.parametrize("case", FORGOTTEN.values(), ids=FORGOTTEN)
def test_an_argument_that_was_forgotten_costs_one_step(case: tuple[str, str, str]) -> None:
    """Also where it has another name than the function has for it: it is what is left over."""
    right, wrong, line = case
    assert graded(with_function(*IN_LAYERS, before=BESIDE)).score == 100
    broken = (function.replace(right, wrong) for function in IN_LAYERS)
    [finding] = lost(graded(with_function(*broken, before=BESIDE)))
    assert finding.outcome is Outcome.STOPPED
    assert line in finding.source


@pytest.mark.parametrize("step", ["output_error_term", "del_w_hidden_output", "new_weights"])
def test_a_comma_behind_a_value_costs_one_step(step: str) -> None:
    """It makes a tuple of it, over which other lines stop."""
    line = next(line for line in SOLUTION.splitlines() if line.startswith(f"    {step} = "))
    [finding] = lost(graded(SOLUTION.replace(line, f"{line},")))
    assert finding.check in (step, "update_weights")


@pytest.mark.parametrize("name", ["backwardpass", "Backward_pass", "backward_pas"])
@pytest.mark.parametrize("called", ["def backward_pass(", "backward_pass("])
def test_a_function_under_a_name_like_its_own_costs_one_step(name: str, called: str) -> None:
    """Whether or not the training calls it by that."""
    source = SOLUTION.replace(called, called.replace("backward_pass", name))
    [finding] = lost(graded(source))
    assert finding.saw == "there is no function backward_pass"
    assert finding.max_points == 5
