"""Slips of NumPy and pandas in a script: each costs one check, told at its line in true words.

A column that is asked by label, a `global` that is missing, a sum along the other axis.
"""

from __future__ import annotations

import pytest
from byhand.grader.verdict import Outcome
from forms import graded
from test_broken_off import SCRIPT, Case
from test_scripts_looked_at import lost

HEAD = "for x, y in zip(features.values, targets):"
BY_NUMBER = "for i in range(n_records):\n        "
DOT = "np.dot(x, weights_input_hidden)\n\n"
PRODUCTS = "x[:, None] * weights_input_hidden"
IN_A_FUNCTION = """
def one_epoch():
    \"\"\"One epoch.\"\"\"
    global weights_input_hidden, weights_hidden_output
    dw, dW = 0, 0
    for x, y in zip(features.values, targets):
        a = sigmoid(x.dot(weights_input_hidden))
        o = sigmoid(a.dot(weights_hidden_output))
        do = (y - o) * o * (1 - o)
        dh = do * weights_hidden_output * a * (1 - a)
        dW = dW + do * a
        dw = dw + np.outer(x, dh)
    weights_input_hidden = weights_input_hidden + learnrate * dw / n_records
    weights_hidden_output += learnrate * dW / n_records


for e in range(epochs):
    one_epoch()

"""
BY_FUNCTION = (
    SCRIPT[: SCRIPT.index("for e in range(epochs):")]
    + IN_A_FUNCTION
    + SCRIPT[SCRIPT.index("    if (e + 1) % every == 0:") :]
)
GLOBAL = "    global weights_input_hidden, weights_hidden_output\n"

BY_LABEL = {
    "a_target": Case(
        SCRIPT, ((HEAD, f"{BY_NUMBER}x, y = features.values[i], targets[i]"),), "targets[i]"
    ),
    "both_by_loc": Case(
        SCRIPT,
        ((HEAD, f"{BY_NUMBER}x, y = features.loc[i], targets.loc[i]\n        x = np.array(x)"),),
        "targets.loc[i]",
    ),
    "a_record": Case(
        SCRIPT, ((HEAD, f"{BY_NUMBER}x = features[i]\n        y = targets[i]"),), "features[i]"
    ),
    "in_the_error": Case(
        SCRIPT,
        (
            (HEAD, "for i, x in enumerate(features.values):"),
            ("error = y - output", "error = targets[i] - output"),
        ),
        "targets[i]",
        "error",
    ),
}

UNDECLARED = {
    "the_one": Case(
        BY_FUNCTION, ((GLOBAL, "    global weights_input_hidden\n"),), "global weights_input"
    ),
    "the_other": Case(
        BY_FUNCTION, ((GLOBAL, "    global weights_hidden_output\n"),), "global weights_hidden"
    ),
    "both": Case(BY_FUNCTION, ((GLOBAL, ""),), "def one_epoch"),
    "both_without_a_docstring": Case(
        BY_FUNCTION, ((GLOBAL, ""), ('    """One epoch."""\n', "")), "def one_epoch"
    ),
}

OTHER_AXES = {
    "by_method": f"({PRODUCTS}).sum(axis=1)\n\n",
    "by_function": f"np.sum({PRODUCTS}, axis=1)\n\n",
    "by_place": f"({PRODUCTS}).sum(1)\n\n",
    "as_a_mean": f"np.mean({PRODUCTS}, 1) * n_features\n\n",
    "of_columns": "(weights_input_hidden.T * x).sum(axis=0)\n\n",
}


def test_the_programs_are_right_without_their_slips() -> None:
    """The one that trains in a function as well, or its mistake would not be alone."""
    assert not lost(Case(BY_FUNCTION, (), "").report)


@pytest.mark.parametrize("case", BY_LABEL.values(), ids=BY_LABEL)
def test_a_column_asked_by_label_costs_its_line_alone(case: Case) -> None:
    """The labels are those of the split; it is told that brackets ask for one."""
    [finding] = lost(case.report)
    assert (finding.check, finding.outcome) == (case.check, Outcome.STOPPED)
    assert case.line in finding.source
    assert "of pandas: in square brackets a label is asked for" in finding.advice


def test_a_dictionary_that_lacks_a_key_is_not_told_as_a_column() -> None:
    """The words on labels are for what data_prep hands out."""
    wrong = ((HEAD, f"{HEAD}\n        y = {{1: y}}[0]"),)
    assert not any("pandas" in finding.advice for finding in lost(Case(SCRIPT, wrong, "").report))


@pytest.mark.parametrize("case", UNDECLARED.values(), ids=UNDECLARED)
def test_a_name_that_is_not_declared_global_costs_one_check(case: Case) -> None:
    """It is told where the declaration lacks it, not where it is read first."""
    [finding] = lost(case.report)
    assert (finding.check, finding.outcome) == (case.check, Outcome.STOPPED)
    assert case.line in finding.source
    assert "a name of the file, too" in finding.advice


@pytest.mark.parametrize("wrong", OTHER_AXES.values(), ids=OTHER_AXES)
def test_a_sum_along_the_other_axis_costs_its_step(wrong: str) -> None:
    """Also where the program stops over its shape in a later line."""
    [finding] = lost(Case(SCRIPT, ((DOT, wrong),), "").report)
    assert (finding.check, finding.outcome) == ("hidden_input", Outcome.FAILED)
    assert wrong.strip() in finding.source
    assert "a vector of 6 numbers" in finding.advice


def test_another_mistake_beside_it_is_charged_as_well() -> None:
    """What is seen once the sum goes along the right axis counts as it is."""
    wrong = ((DOT, OTHER_AXES["by_method"]), ("error = y - output", "error = output - y"))
    assert {f.check for f in lost(Case(SCRIPT, wrong, "").report)} >= {"hidden_input", "error"}


LOOP = "for e in range(epochs):"
COUNTED = "e = 0\nwhile e < epochs:"
TOLD = "    if (e + 1) % every == 0:\n"
UPHILL = (
    ("error = y - output", "error = output - y"),
    ("weights_input_hidden += ", "weights_input_hidden -= "),
    ("weights_hidden_output += ", "weights_hidden_output -= "),
)
NEVER_COUNTED = {
    "downhill": ((LOOP, COUNTED),),
    "uphill": ((LOOP, COUNTED), *UPHILL),
    "uphill_and_counted_now_and_then": (
        (LOOP, COUNTED), (TOLD, f"{TOLD}        e += 1\n"), *UPHILL,
    ),
}  # fmt: skip


@pytest.mark.parametrize("changed", NEVER_COUNTED.values(), ids=NEVER_COUNTED)
def test_epochs_that_are_never_counted_cost_the_check_of_the_epochs(
    changed: tuple[tuple[str, str], ...],
) -> None:
    """Also where the steps have other signs than the lesson's, and the weights come out right."""
    [finding] = lost(Case(SCRIPT, changed, "").report)
    assert (finding.check, finding.outcome) == ("every_epoch", Outcome.STOPPED)
    assert finding.source == "while e < epochs:"


OUTER = "hidden_error_term * x[:, None]"
BROKEN_OFF_UPHILL = {
    "on_its_side": (OUTER, "hidden_error_term * x", "del_w_input_hidden"),
    "unwritten": (OUTER, "...", "del_w_input_hidden"),
    "none": ("hidden_error * hidden_output * (1 - hidden_output)", "None", "hidden_error_term"),
}


@pytest.mark.parametrize(
    ("right", "wrong", "check"), BROKEN_OFF_UPHILL.values(), ids=BROKEN_OFF_UPHILL
)
def test_what_breaks_off_uphill_costs_its_step(right: str, wrong: str, check: str) -> None:
    """The weights would have gone against it; where they would not, that is charged as well."""
    [finding] = lost(Case(SCRIPT, (*UPHILL, (right, wrong)), "").report)
    assert finding.check == check
    both = lost(Case(SCRIPT, (UPHILL[0], (right, wrong)), "").report)
    assert [finding.check for finding in both] == ["error", check]


def test_a_mistake_in_epochs_that_are_never_counted_is_charged_as_well() -> None:
    """Once they end, what is wrong in them is seen as in any others."""
    changed = ((LOOP, COUNTED), ("error = y - output", "error = output - y"))
    found = lost(Case(SCRIPT, changed, "").report)
    assert [finding.check for finding in found] == ["error", "every_epoch"]


UPDATES = SCRIPT[SCRIPT.index("    # TODO 10") : SCRIPT.index("    if (e + 1) % every == 0:")]
BY_HELPER = """    weights_input_hidden = update(weights_input_hidden, del_w_input_hidden)
    weights_hidden_output = update(weights_hidden_output, del_w_hidden_output)

"""
NOTHING_BACK = {
    "no_return": "    weights + learnrate * step / n_records\n",
    "a_return_alone": "    weights = weights + learnrate * step / n_records\n    return\n",
    "a_return_in_a_branch": "    if n_records < 2:\n        return weights + learnrate * step\n",
    "what_a_change_in_place_gives": "    return weights.fill(0.5)\n",
}


@pytest.mark.parametrize("body", NOTHING_BACK.values(), ids=NOTHING_BACK)
def test_weights_that_nothing_is_handed_back_for_are_told_as_none(body: str) -> None:
    """NumPy makes nan of None, and infinity minus infinity is not what has gone wrong."""
    helper = f"def update(weights, step):\n{body}\n\n{LOOP}"
    found = lost(Case(SCRIPT, ((UPDATES, BY_HELPER), (LOOP, helper)), "").report)
    [finding] = [finding for finding in found if finding.outcome is Outcome.FAILED]
    assert finding.check == "update_weights"
    assert "it is None" in finding.saw
    assert finding.advice.startswith("None is what comes back where nothing is said.")


STEP_BY_STEP = (
    SCRIPT.replace(
        "= np.dot(x, weights_input_hidden)\n",
        """= np.zeros(n_hidden)
        for j in range(n_hidden):
            for i in range(n_features):
                hidden_input[j] += x[i] * weights_input_hidden[i, j]
""",
    )
    .replace(
        "hidden_output = sigmoid(hidden_input)\n",
        """hidden_output = np.zeros(n_hidden)
        for j in range(n_hidden):
            hidden_output[j] = sigmoid(hidden_input[j])
""",
    )
    .replace(
        "= output_error_term * weights_hidden_output\n",
        """= np.zeros(n_hidden)
        for j in range(n_hidden):
            hidden_error[j] = output_error_term * weights_hidden_output[j]
""",
    )
    .replace(
        "= hidden_error * hidden_output * (1 - hidden_output)\n",
        """= np.zeros(n_hidden)
        for j in range(n_hidden):
            hidden_error_term[j] = hidden_error[j] * hidden_output[j] * (1 - hidden_output[j])
""",
    )
)
LEFT_OVER = {
    "in_the_slope": ("(1 - hidden_output[j])", "hidden_error_term"),
    "in_the_share": ("output_error_term * weights_hidden_output[j]", "hidden_error"),
    "in_the_answer": ("sigmoid(hidden_input[j])", "hidden_output"),
    "in_the_error_term": ("hidden_error[j] * hidden", "hidden_error_term"),
}  # fmt: skip


def test_the_program_that_goes_unit_by_unit_is_right() -> None:
    """Or an index in it would not be the one mistake."""
    assert "hidden_input[j] +=" in STEP_BY_STEP
    assert not lost(Case(STEP_BY_STEP, (), "").report)


@pytest.mark.parametrize(("right", "check"), LEFT_OVER.values(), ids=LEFT_OVER)
def test_an_index_of_an_earlier_loop_is_told_as_running_past_the_end(
    right: str, check: str
) -> None:
    """The zeros that the line has not filled yet say nothing of what it would have put there."""
    wrong = right.replace("[j]", "[i]")
    [finding] = lost(Case(STEP_BY_STEP, ((right, wrong),), "").report)
    assert (finding.check, finding.outcome, finding.mistake) == (check, Outcome.STOPPED, "")
    assert wrong in finding.source
    assert "runs past the end" in finding.advice


OWN_FUNCTIONS = """
def forth(x):
    a = sigmoid(x.dot(weights_input_hidden))
    return a, sigmoid(a.dot(weights_hidden_output))


def back(x, y, a, o, W):
    do = (y - o) * o * (1 - o)
    dh = do * W * a * (1 - a)
    return np.outer(x, dh), do * a


for e in range(epochs):
    dw = np.zeros(weights_input_hidden.shape)
    dW = np.zeros(weights_hidden_output.shape)
    for x, y in zip(features.values, targets):
        a, o = forth(x)
        step_w, step_W = back(x, y, a, o, weights_hidden_output)
        dw += step_w
        dW += step_W
    weights_input_hidden += learnrate * dw / n_records
    weights_hidden_output += learnrate * dW / n_records

"""
BY_FUNCTIONS = (
    SCRIPT[: SCRIPT.index("for e in range(epochs):")]
    + OWN_FUNCTIONS.lstrip("\n")
    + SCRIPT[SCRIPT.index("    if (e + 1) % every == 0:") :]
)
GIVEN = "= back(x, y, a, o, weights_hidden_output)"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (GIVEN, "= back(x, y, o, a, weights_hidden_output)"),
        (GIVEN, "= back(y, x, a, o, weights_hidden_output)"),
        (GIVEN, "= back(x, y, a, weights_hidden_output, o)"),
        ("def back(x, y, a, o, W)", "def back(x, y, o, a, W)"),
        ("a, o = forth(x)", "o, a = forth(x)"),
    ],
)
def test_arguments_exchanged_in_a_script_cost_one_step(right: str, wrong: str) -> None:
    """What the function does with them is right, whether it raises or not."""
    assert lost(graded(BY_FUNCTIONS, name="backprop_numpy.py")) == []
    [finding] = lost(graded(BY_FUNCTIONS.replace(right, wrong), name="backprop_numpy.py"))
    assert finding.check == "error"
    assert "= back(" in finding.source


AGAINST = """
    weights_input_hidden -= learnrate * dw / n_records
    weights_hidden_output -= learnrate * dW / n_records
"""


@pytest.mark.parametrize("layer", ["weights_input_hidden", "weights_hidden_output"])
def test_one_layer_that_climbs_costs_its_update(layer: str) -> None:
    """Gradients uphill are no mistake where the other layer goes against them."""
    down = AGAINST.replace("-=", "+=")
    right = BY_FUNCTIONS.replace("(y - o) * o", "(o - y) * o").replace(down, AGAINST)
    assert lost(graded(right, name="backprop_numpy.py")) == []
    wrong = right.replace(f"{layer} -=", f"{layer} +=")
    [finding] = lost(graded(wrong, name="backprop_numpy.py"))
    assert finding.check == "both_layers_updated"
    assert finding.source.startswith(layer)


IN_COLUMNS = """\
import numpy as np
from data_prep import features, targets, features_test, targets_test

np.random.seed(21)
learnrate = 0.005
X, Y = features.values.T, targets.values.reshape(1, -1)
n, m = X.shape


def moved(p, dw, dv):
    w = p["w"] + learnrate * dw
    v = p["v"] + learnrate * dv
    return {"w": w, "v": v}


p = {
    "w": np.random.normal(scale=n ** -0.5, size=(2, n)),
    "v": np.random.normal(scale=n ** -0.5, size=(1, 2)),
}
for _ in range(900):
    a = 1 / (1 + np.exp(-np.dot(p["w"], X)))
    o = 1 / (1 + np.exp(-np.dot(p["v"], a)))
    d = (Y - o) * o * (1 - o)
    q = np.dot(p["v"].T, d) * a * (1 - a)
    p = moved(p, np.dot(q, X.T) / m, np.dot(d, a.T) / m)
"""


def test_one_layer_s_weights_in_the_other_s_place_cost_the_layers_alone() -> None:
    """The next epoch stumbles over their size; with the right ones there it is all right."""
    assert lost(graded(IN_COLUMNS, name="backprop_numpy.py")) == []
    wrong = IN_COLUMNS.replace('"v": v}', '"v": w}')
    [finding] = [
        f for f in lost(graded(wrong, name="backprop_numpy.py")) if f.outcome is not Outcome.WAITING
    ]
    assert (finding.check, finding.source) == ("both_layers_updated", 'return {"w": w, "v": w}')


IN_ANOTHER_FUNCTION = """\
from dataclasses import dataclass

import numpy as np
from data_prep import features, targets


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


@dataclass
class Answer:
    hidden: np.ndarray
    output: np.ndarray


def trainer(x, y, n_hidden, learnrate):
    w = np.random.normal(scale=x.shape[1] ** -0.5, size=(x.shape[1], n_hidden))
    W = np.random.normal(scale=x.shape[1] ** -0.5, size=(n_hidden, 1))

    def asked():
        arriving = x @ w
        hidden = sigmoid(arriving)
        return Answer(hidden, sigmoid(hidden @ W))

    def one_epoch():
        nonlocal w, W
        answer = asked()
        top = (y - answer.output) * answer.output * (1 - answer.output)
        below = top @ W.T * answer.hidden * (1 - answer.hidden)
        dw = x.T @ below
        dW = np.dot(answer.hidden.T, top)
        w = w + learnrate * dw / len(x)
        W = W + learnrate * dW / len(x)

    return one_epoch


one_epoch = trainer(features.values, targets.values.reshape(-1, 1), 2, 0.005)
for e in range(900):
    one_epoch()
"""
FURTHER_INSIDE = {
    "never_declared": ("        nonlocal w, W\n", "", "every_epoch", "def one_epoch"),
    "one_declared": ("nonlocal w, W", "nonlocal w", "every_epoch", "nonlocal w"),
    "not_turned": ("x.T @ below", "x @ below", "del_w_input_hidden", "x @ below"),
    "not_turned_in_a_call": (
        "answer.hidden.T, top",
        "answer.hidden, top",
        "del_w_hidden_output",
        "np.dot(answer.hidden, top)",
    ),
    "not_turned_beside_a_slope": ("top @ W.T *", "top @ W *", "hidden_error", "below = top @ W *"),
    "turned_inside_of_a_call": ("hidden @ W)", "hidden @ W.T)", "output", "hidden @ W.T)"),
    "no_dataclass": ("@dataclass\n", "", "output", "return Answer("),
    "no_sigmoid": (
        "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))\n",
        "",
        "hidden_output",
        "hidden = sigmoid(",
    ),
}


def test_the_program_whose_epoch_stands_in_another_function_is_right() -> None:
    """Or its mistakes would not be alone."""
    assert lost(graded(IN_ANOTHER_FUNCTION, name="backprop_numpy.py")) == []


@pytest.mark.parametrize(
    ("right", "wrong", "check", "line"), FURTHER_INSIDE.values(), ids=FURTHER_INSIDE
)
def test_what_raises_in_the_first_epoch_costs_what_its_line_works_out(
    right: str, wrong: str, check: str, line: str
) -> None:
    """Also where it raises before anything is to be seen of the steps that are right."""
    program = IN_ANOTHER_FUNCTION.replace(right, wrong)
    [finding] = lost(graded(program, name="backprop_numpy.py"))
    assert (finding.check, finding.outcome) == (check, Outcome.STOPPED)
    assert line in finding.source


UNWRITTEN = {
    "the_step_of_a_layer": ("dw = x.T @ below", "dw = 0", "del_w_input_hidden"),
    "the_error_term_below": (
        "below = top @ W.T * answer.hidden * (1 - answer.hidden)",
        "below = np.zeros((len(x), n_hidden))",
        "hidden_error_term",
    ),
}


@pytest.mark.parametrize(("right", "nothing", "check"), UNWRITTEN.values(), ids=UNWRITTEN)
def test_a_step_that_is_0_costs_that_step_though_a_layer_does_not_move(
    right: str, nothing: str, check: str
) -> None:
    """It is told where the 0 stands, and what the weights do follows from it."""
    program = IN_ANOTHER_FUNCTION.replace(right, nothing)
    [finding] = lost(graded(program, name="backprop_numpy.py"))
    assert (finding.check, finding.outcome) == (check, Outcome.FAILED)
    assert nothing in finding.source
    assert finding.advice


def test_weights_that_never_move_over_an_error_of_0_cost_no_more_than_the_error() -> None:
    """That the loss does not fall, and what is right at the end, follows from it."""
    source = IN_ANOTHER_FUNCTION.replace("(y - answer.output) *", "0 * (y - answer.output) *")
    [finding] = lost(graded(source, name="backprop_numpy.py"))
    assert finding.check in ("error", "output_error_term")


FORTH_BACK = "    return a, sigmoid(a.dot(weights_hidden_output))\n"
UNRETURNED = {
    "by_other_names": "    o = sigmoid(a.dot(weights_hidden_output))\n",
    "by_a_bare_return": "    o = sigmoid(a.dot(weights_hidden_output))\n    return\n",
}


@pytest.mark.parametrize("body", UNRETURNED.values(), ids=UNRETURNED)
def test_results_that_are_not_handed_back_cost_one_step(body: str) -> None:
    """Also where a line that comes first in the file puts some of them under no name."""
    before = "def told(x):\n    _, answer = forth(x)\n    return answer\n\n\n"
    source = BY_FUNCTIONS.replace(FORTH_BACK, body).replace("def forth", f"{before}def forth")
    source = source.replace("a, o = forth", "hidden, answer = forth")
    source = source.replace("x, y, a, o, weights", "x, y, hidden, answer, weights")
    [finding] = lost(graded(source, name="backprop_numpy.py"))
    assert (finding.check, finding.outcome) == ("output", Outcome.STOPPED)
    assert "handed back nothing" in finding.advice


BY_METHODS = """\
import numpy as np
from data_prep import features, targets


class Net:
    def __init__(self, n, n_hidden):
        self.w = np.random.normal(scale=0.4, size=(n, n_hidden))
        self.v = np.random.normal(scale=0.4, size=n_hidden)

    def forth(self, x):
        self.a = 1 / (1 + np.exp(-x @ self.w))
        self.o = 1 / (1 + np.exp(-self.a @ self.v))

    def back(self, row, y):
        d = (y - self.o) * self.o * (1 - self.o)
        self.dv += d * self.a
        self.dw += np.outer(row, d * self.v * self.a * (1 - self.a))

    def begin(self):
        self.dw, self.dv = np.zeros(self.w.shape), np.zeros(self.v.shape)

    def fit(self, X, Y, epochs, learnrate):
        for _ in range(epochs):
            self.begin()
            for row, y in zip(X, Y):
                self.forth(row)
                self.back(row, y)
            self.w += learnrate * self.dw / len(X)
            self.v += learnrate * self.dv / len(X)


Net(6, 2).fit(features.values, targets.values, epochs=900, learnrate=0.005)
"""


@pytest.mark.parametrize("call", ["self.forth(row)", "self.begin()", "self.back(row, y)"])
def test_a_method_that_is_never_called_costs_one_check(call: str) -> None:
    """It is told at a line that needs what the method makes, or where the call is to stand."""
    assert lost(graded(BY_METHODS, name="backprop_numpy.py")) == []
    source = BY_METHODS.replace(call, "pass")
    [finding] = lost(graded(source, name="backprop_numpy.py"))
    assert finding.line
    assert finding.advice


IN_PLACE = """    update(weights_input_hidden, del_w_input_hidden)
    update(weights_hidden_output, del_w_hidden_output)

"""
MOVES = "    weights += learnrate * steps / n_records\n"
AFTER = """
for x in features_test.values:
    print(sum(weights_hidden_output * sigmoid(sum(weights_input_hidden * x[:, None]))))
"""
BY_ENTRIES = (
    SCRIPT.replace(DOT, f"({PRODUCTS}).sum(axis=0)\n\n")
    .replace("output = sigmoid(np.dot(hidden_output, ", "output = sigmoid(sum(hidden_output * ")
    .replace(UPDATES, IN_PLACE)
    .replace(LOOP, f"def update(weights, steps):\n{MOVES}\n\n{LOOP}")
    + AFTER
)
UNKEPT = {
    "under_a_new_name": "    weights = weights + learnrate * steps / n_records\n",
    "nothing_done": "    pass\n",
}


@pytest.mark.parametrize("body", UNKEPT.values(), ids=UNKEPT)
def test_weights_that_never_move_cost_the_update_without_a_matrix_product(body: str) -> None:
    """The loop over epochs is the training, though no loop moves anything."""
    assert not lost(graded(BY_ENTRIES, name="backprop_numpy.py"))
    report = graded(BY_ENTRIES.replace(MOVES, body), name="backprop_numpy.py")
    [finding] = [f for f in lost(report) if f.outcome is not Outcome.WAITING]
    assert (finding.check, report.score) == ("update_weights", 90)
    assert finding.line


BACK = BY_FUNCTIONS[BY_FUNCTIONS.index("    do = ") : BY_FUNCTIONS.index("\n\nfor e in")]
OPEN = "    error = ...\n    do = ...\n    dh = ...\n    return ..., ...\n"


def test_what_is_right_before_an_unwritten_function_is_seen_by_any_names() -> None:
    """The program stops in its first record over what is not written, and its answer is there."""
    report = graded(BY_FUNCTIONS.replace(BACK, OPEN), name="backprop_numpy.py")
    outcomes = {f.check: f.outcome for f in report.findings}
    assert {outcomes[s] for s in ("hidden_input", "hidden_output", "output")} == {Outcome.PASSED}
    assert outcomes["error"] is Outcome.NOT_STARTED
