"""One mistake costs one step, also where a program never ends, or breaks off beside the steps.

A loop that goes on for ever, a name in the head of a loop, a crash in the training: what comes
after it is judged all the same, and the line is told.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from byhand.grader.command import exercise
from byhand.grader.verdict import Outcome
from forms import SHIPPED, SOLUTION, graded, with_function, with_line
from test_scripts_looked_at import lost

SCRIPT = (exercise.SOLUTION / "backprop_numpy.py").read_text("utf-8")


@dataclass(frozen=True)
class Case:
    """The solution with a text replaced; the check that pays, a text of its line, some words."""

    right: str
    wrong: str
    check: str
    line: str = ""
    words: str = ""
    of: str = SOLUTION

    @property
    def source(self) -> str:
        assert self.right in self.of
        return self.of.replace(self.right, self.wrong, 1)


ENDLESS_STEP = """hidden_input = x @ weights_input_hidden
    while True:
        pass"""
COUNTED_BY_HAND = """hidden_input = x @ weights_input_hidden
    row = 0
    while row < len(hidden_input.rows):
        for j in range(len(hidden_input.rows[row])):
            hidden_input.rows[row][j] += 0.0"""
HEAD = "for x, y in zip(features.values, targets):"
IN_SCRIPT = "        error = y - output\n"
BEGUN = """        del_w_input_hidden = Matrix.zeros(*weights_input_hidden.shape)
        del_w_hidden_output = Matrix.zeros(*weights_hidden_output.shape)
"""
BEGUN_IN_SCRIPT = """    del_w_input_hidden = np.zeros(weights_input_hidden.shape)
    del_w_hidden_output = np.zeros(weights_hidden_output.shape)
"""
FORWARD = "forward_pass(x, weights_input_hidden, weights_hidden_output)\n            batch"
NEW_W = "weights_input_hidden, del_w_input_hidden, learnrate, n_records"

IN_BATCHES = """        for start in range(0, n_records, BATCH_SIZE):
            x = features[start:start + BATCH_SIZE]
            y = targets[start:start + BATCH_SIZE]
"""
YIELDED = """def batches(features, targets, size=BATCH_SIZE):
    start = 0
    while start < features.shape[0]:
        yield features[start:start + size], targets[start:start + size]
        start += size


def train("""
BY_GENERATOR = SOLUTION.replace("def train(", YIELDED).replace(
    IN_BATCHES, "        for x, y in batches(features, targets):\n"
)
PRODUCT = """def product(a, b):
    rows = []
    for row in a.rows:
        sums = [0.0] * len(b.rows[0])
        k = 0
        while k < len(row):
            sums = [s + row[k] * w for s, w in zip(sums, b.rows[k])]
            k += 1
        rows.append(sums)
    return Matrix(rows)


def forward_pass("""
BY_HAND = (
    SOLUTION.replace("def forward_pass(", PRODUCT)
    .replace("x @ weights_input_hidden", "product(x, weights_input_hidden)")
    .replace(
        "hidden_output @ weights_hidden_output", "product(hidden_output, weights_hidden_output)"
    )
)
EPOCHS_DOWN = SOLUTION.replace(
    "    for _ in range(epochs):\n", "    while epochs > 0:\n        epochs -= 1\n"
)
FOLDED = "from itertools import accumulate, repeat\n" + with_function(
    """
def train(features, targets, weights_input_hidden, weights_hidden_output,
          epochs=900, learnrate=0.005):
    def epoch(weights, _):
        steps = backward_pass(features, targets, *forward_pass(features, *weights), weights[1])
        n = features.shape[0]
        return tuple(update_weights(w, s, learnrate, n) for w, s in zip(weights, steps))

    start = weights_input_hidden, weights_hidden_output
    states = list(accumulate(repeat(None, epochs), epoch, initial=start))
    return *states[-1], [mean_squared_error(features, targets, *w) for w in states[1:]]
"""
)

ENDLESS = {
    "a_loop_that_nothing_ends": Case(
        "hidden_input = x @ weights_input_hidden", ENDLESS_STEP, "hidden_input", "while True:"
    ),
    "a_row_that_is_never_counted": Case(
        "hidden_input = x @ weights_input_hidden", COUNTED_BY_HAND, "hidden_input", "while row <"
    ),
    "a_batch_that_is_never_left": Case(
        "start += size", "start = start", "summed_over_records", "while start <", of=BY_GENERATOR
    ),
    "a_helper_of_both_layers": Case(
        "            k += 1\n", "", "hidden_input", "while k <", of=BY_HAND
    ),
    "epochs_never_counted_down": Case(
        "        epochs -= 1\n", "", "every_epoch", "while epochs > 0", of=EPOCHS_DOWN
    ),
    "repeated_without_a_number": Case(
        "repeat(None, epochs)", "repeat(None)", "summed_over_records", "repeat(None)", of=FOLDED
    ),
    "in_a_script": Case(
        IN_SCRIPT, f"{IN_SCRIPT}        while len(x) > 0: pass\n", "error", "while len", of=SCRIPT
    ),
}

TURNED_BY_HAND = SOLUTION.replace(
    "def forward_pass(",
    """def turned(a):
    return [[a[i][j] for i in range(len(a))] for j in range(len(a[0]))]


def forward_pass(""",
).replace("@ weights_hidden_output.T", "@ Matrix(turned(weights_hidden_output.rows))")
MOVED = "weights + learnrate / n_records * del_w"
BY_AN_OBJECT = SOLUTION.replace(
    "def update_weights(",
    """class Layer:
    def __init__(self, weights):
        self.weights = weights

    def scaled(self, step, factor):
        return step * factor

    def moved(self, step, factor):
        way = self.scaled(step, factor)
        return self.weights + way


def update_weights(""",
).replace(MOVED, "Layer(weights).moved(del_w, learnrate / n_records)")

CRASHES = {
    "a_matrix_for_its_rows": Case(
        "turned(weights_hidden_output.rows)", "turned(weights_hidden_output)", "hidden_error",
        "turned(weights_hidden_output)", "by way of its rows", TURNED_BY_HAND,
    ),
    "a_list_asked_for_its_transpose": Case(
        "turned(weights_hidden_output.rows)", "weights_hidden_output.rows.T", "hidden_error",
        "weights_hidden_output.rows.T", "has no T", TURNED_BY_HAND,
    ),
    "a_method_without_its_object": Case(
        "self.scaled(", "scaled(", "update_weights", "= scaled(", "scaled has no value here",
        BY_AN_OBJECT,
    ),
    "an_object_before_a_name_of_ones_own": Case(
        "self.weights + way", "self.weights + self.way", "update_weights", "self.way",
        "has no way", BY_AN_OBJECT,
    ),
    "an_argument_forgotten": Case(
        NEW_W, NEW_W.removesuffix(", n_records"), "both_layers_updated", "= update_weights(",
        "other arguments",
    ),
    "a_name_misspelt_in_the_update": Case(
        NEW_W, NEW_W.replace("del_w", "dle_w"), "both_layers_updated", "dle_w", "Did you mean"
    ),
    "the_other_layer_updated": Case(
        f"weights_input_hidden = update_weights(\n            {NEW_W})",
        "weights_input_hidden = update_weights(weights_hidden_output, del_w_hidden_output, "
        "learnrate, n_records)",
        "both_layers_updated",
    ),
    "both_at_once": Case(
        f"weights_input_hidden = update_weights(\n            {NEW_W})",
        "weights_input_hidden, _ = update_weights(weights_input_hidden, weights_hidden_output, "
        "learnrate, n_records)",
        "both_layers_updated", "weights_input_hidden, _",
    ),
    "sums_as_lists": Case(
        "del_w_input_hidden + batch_w_input_hidden", "[del_w_input_hidden, batch_w_input_hidden]",
        "summed_over_records", "[del_w_input_hidden", "table",
    ),
    "a_table_of_pandas": Case(
        HEAD, HEAD.replace("values", "value"), "every_epoch", "features.value", "values",
        SCRIPT,
    ),
    "targets_misspelt_in_the_head": Case(
        HEAD, HEAD.replace("targets", "target"), "every_epoch", "target)",
        "Did you mean: 'targets'", SCRIPT,
    ),
    "targets_misspelt_in_the_batch": Case(
        "targets[start:start", "target[start:start", "summed_over_records", "target[start",
        "Did you mean: 'targets'",
    ),
    "sums_never_begun": Case(
        BEGUN, "", "summed_over_records", "del_w_input_hidden +", "With what does it begin?"
    ),
    "sums_never_begun_in_a_script": Case(
        BEGUN_IN_SCRIPT, "", "del_w_hidden_output", "del_w_hidden_output +=", "no value here yet",
        SCRIPT,
    ),
    "a_record_too_far": Case(
        HEAD,
        "for i in range(n_records + 1):\n        x, y = features.values[i], targets.values[i]",
        "summed_over_records", "range(n_records + 1)", "past the end", SCRIPT,
    ),
    "a_number_to_go_through": Case(
        HEAD, "for i in n_records:\n        x, y = features.values[i], targets.values[i]",
        "every_epoch", "for i in n_records", "has no entries", SCRIPT,
    ),
    "a_pass_that_gets_too_little": Case(
        FORWARD, FORWARD.replace(", weights_hidden_output", ""), "summed_over_records",
        "forward_pass(x, weights_input_hidden)", "other arguments",
    ),
    "batches_in_round_brackets": Case(
        "targets[start:start + BATCH_SIZE]", "targets(start)", "summed_over_records",
        "targets(start)", "Brackets stand right behind targets",
    ),
    "an_attribute_misspelt": Case(
        "n_records = features.shape[0]", "n_records = features.shapes[0]", "summed_over_records",
        "features.shapes", "Did you mean: 'shape'",
    ),
    "the_answers_dropped": Case(
        "hidden_output, output = forward_pass(x,", "forward_pass(x,", "summed_over_records",
        "backward_pass(", "hidden_output has no value here",
    ),
    "the_whole_table_for_a_record": Case(
        "np.dot(x, weights_input_hidden)", "np.dot(features.values, weights_input_hidden)",
        "hidden_input", "np.dot(features.values", of=SCRIPT,
    ),
    "a_function_without_its_module": Case(
        "np.exp(-z)", "exp(-z)", "hidden_output", "exp(-z)", "that a module has", SCRIPT
    ),
    "losses_without_a_list": Case(
        "    losses = []\n", "", "reported_losses", "losses.append(", "losses has no value here"
    ),
    "epochs_of_python_2": Case(
        "in range(epochs)", "in xrange(epochs)", "every_epoch", "xrange", "Python 2", SCRIPT
    ),
    "epochs_misspelt_in_the_head": Case(
        "in range(epochs)", "in range(epoch)", "every_epoch", "range(epoch)",
        "Did you mean: 'epochs'", SCRIPT,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ENDLESS.values(), ids=ENDLESS)
def test_a_loop_that_never_ends_costs_its_step(case: Case) -> None:
    """The line is that of the loop, and what comes after it is judged as well."""
    [finding] = lost(graded(case.source, name=_name(case)))
    assert (finding.check, finding.outcome) == (case.check, Outcome.STOPPED)
    assert case.line in finding.source
    assert "still running" in finding.saw
    assert "What is to end it" in finding.advice


@pytest.mark.parametrize("case", CRASHES.values(), ids=CRASHES)
def test_a_crash_beside_the_steps_costs_its_check(case: Case) -> None:
    """No step is blamed for what the head of a loop or the training raises."""
    [finding] = lost(graded(case.source, name=_name(case)))
    assert finding.check == case.check
    assert case.line in finding.source
    assert case.words in finding.advice


def test_an_endless_training_says_its_line() -> None:
    """It is not waited for as long as for a training that has much to do."""
    endless = SOLUTION.replace("for _ in range(epochs):", "while epochs > 0:")
    report = graded(endless)
    first = report.first_to_fix
    assert first is not None
    assert (first.check, first.outcome) == ("every_epoch", Outcome.STOPPED)
    assert first.source == "while epochs > 0:"
    assert report.cpu_seconds < 9


BY_RECORD = """
    def train(X, Y, v, V, epochs=900, learnrate=0.005):
        n = X.shape[0]
        history = []
        for epoch in range(epochs):
            sum_v = Matrix.zeros(v.shape[0], v.shape[1])
            sum_V = Matrix.zeros(V.shape[0], V.shape[1])
            for row in range(n):
                record = Matrix([X.rows[row]])
                goal = Matrix([Y.rows[row]])
                inner, outer = forward_pass(record, v, V)
                step_v, step_V = backward_pass(record, goal, inner, outer, V)
                sum_v = sum_v + step_v
                sum_V += step_V
            v = update_weights(v, sum_v, learnrate, n)
            V = update_weights(V, sum_V, learnrate, n)
            history.append(mean_squared_error(X, Y, v, V))
        return v, V, history
"""
ZERO = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        top = (y - output) * slope(output)
        below = top @ weights_hidden_output.T * slope(hidden_output)
        return x.T @ below, hidden_output.T @ top
"""


def test_a_helper_that_gives_zeros_costs_one_step() -> None:
    """It is wrong in both layers, and what is computed from zeros is not blamed for them."""
    slope = "\n\ndef slope(a):\n    return a - a\n"
    [finding] = lost(graded(with_function(ZERO, before=slope)))
    assert (finding.check, finding.source) == ("output_error_term", "return a - a")


TURNED = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        off = output - y
        top = off * output * (1 - output)
        share = top @ weights_hidden_output.T
        below = share * hidden_output * (1 - hidden_output)
        slope_W = hidden_output.T @ top
        slope_w = x.T @ below
        return -slope_w, -slope_W
"""


@pytest.mark.parametrize(
    ("right", "wrong", "check"),
    [
        ("-slope_w,", "slope_w,", "del_w_input_hidden"),
        ("-slope_W", "slope_W", "del_w_hidden_output"),
        ("-slope_w, -slope_W", "slope_w, slope_W", "error"),
        ("(1 - hidden_output)", "(1 + hidden_output)", "hidden_error_term"),
    ],
)
def test_a_sign_turned_on_purpose_is_no_mistake_of_the_lines_between(
    right: str, wrong: str, check: str
) -> None:
    """The sign is turned at first and turned back at last: where it is not, that is the mistake."""
    assert lost(graded(with_function(TURNED))) == []
    [finding] = lost(graded(with_function(TURNED.replace(right, wrong))))
    assert finding.check == check


SLIPS = {
    "a_name": ("forward_pass(record,", "forward_pass(recrod,"),
    "no_sums": (
        "            sum_v = Matrix.zeros(v.shape[0], v.shape[1])\n"
        "            sum_V = Matrix.zeros(V.shape[0], V.shape[1])\n", "",
    ),
    "no_list": ("        history = []\n", ""),
    "no_range": ("in range(n):", "in n:"),
    "no_length": ("range(n)", "range(X.rows)"),
    "called": ("X.rows[row]", "X.rows(row)"),
    "not_unpacked": ("Matrix.zeros(v.shape[0], v.shape[1])", "Matrix.zeros(v.shape)"),
    "one_result": ("step_v, step_V = b", "step_v = b"),
    "no_rows": ("Matrix([X.rows[row]])", "Matrix([X[row]])"),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_a_training_of_ones_own_costs_one_check(slip: str) -> None:
    """What comes after the line that raises is seen once that is mended, and costs nothing."""
    right, wrong = SLIPS[slip]
    assert right in BY_RECORD
    [finding] = lost(graded(with_function(BY_RECORD.replace(right, wrong, 1))))
    others = {"no_list": "reported_losses", "not_unpacked": "zeroed_each_epoch"}
    check = others.get(slip, "summed_over_records")
    assert (finding.check, finding.outcome) == (check, Outcome.STOPPED)


def test_what_is_wrong_beside_a_slip_costs_its_own_check() -> None:
    """A mended program is not taken for a right one."""
    source = SOLUTION.replace("targets[start:start", "target[start:start", 1)
    update = "weights_hidden_output = update_weights("
    wrong = source.replace(update, "_ = update_weights(")
    assert {finding.check for finding in lost(graded(wrong))} >= {
        "summed_over_records", "both_layers_updated",
    }  # fmt: skip


def test_a_mistake_that_shows_elsewhere_once_a_slip_is_mended_is_not_forgiven() -> None:
    """Zeros in one step and a misspelt name in the next: neither hides behind the other."""
    report = graded(
        SCRIPT.replace("hidden_error * hidden_output * (1 - hidden_output)", "0 * hidden_error")
        .replace("hidden_error_term * x[:, None]", "hidden_error_term * xs[:, None]"),
        name="backprop_numpy.py",
    )  # fmt: skip
    assert {f.check for f in lost(report)} >= {"hidden_error_term", "del_w_input_hidden"}


WHOLE_BATCHES = """
weights_hidden_output = weights_hidden_output[:, None]
X, T = features.values, targets.values[:, None]
for e in range(epochs):
    hidden_output = sigmoid(X @ weights_input_hidden)
    output = sigmoid(hidden_output @ weights_hidden_output)
    error = T - output
    output_error_term = error * output * (1 - output)
    hidden_error = output_error_term @ weights_hidden_output
    hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)
    weights_hidden_output += learnrate * hidden_output.T @ output_error_term / n_records
    weights_input_hidden += learnrate * X.T @ hidden_error_term
"""


def test_a_step_that_breaks_off_pays_for_itself_beside_another_mistake() -> None:
    """Where the mended program is not right, it does not show that the line is for no step."""
    source = SCRIPT[: SCRIPT.index("for e in range(epochs):")] + WHOLE_BATCHES
    found = {finding.check for finding in lost(graded(source, name="backprop_numpy.py"))}
    assert found == {"hidden_error", "both_layers_updated"}


def test_a_slip_in_a_training_that_is_not_written_earns_nothing() -> None:
    """What was given is put back where it was changed; what was never written is not."""
    for training in ("    return weights\n", "    for _ in range(epoch):\n        pass\n"):
        start = SOLUTION.index("    for _ in range(epochs):")
        end = SOLUTION.index("def mean_squared_error")
        report = graded(f"{SOLUTION[:start]}{training}\n\n{SOLUTION[end:]}")
        assert report.score == 75


OWN_LOOPS = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        steps_W = [[0.0] for _ in weights_hidden_output.rows]
        steps_w = [[0.0] * len(steps_W) for _ in range(x.shape[1])]
        z = 0
        while z < x.shape[0]:
            answer = output.rows[z][0]
            top = (y.rows[z][0] - answer) * answer * (1 - answer)
            for k, a in enumerate(hidden_output.rows[z]):
                share = top * weights_hidden_output.rows[k][0]
                below = share * a * (1 - a)
                steps_W[k][0] += top * a
                e = 0
                while e < x.shape[1]:
                    steps_w[e][k] += below * x.rows[z][e]
                    e += 1
            z += 1
        return Matrix(steps_w), Matrix(steps_W)
"""
OWN_TRAINING = """
    def train(features, targets, w, W, epochs=900, learnrate=0.005):
        course, n = [], features.shape[0]
        for tour in range(epochs):
            a, o = forward_pass(features, w, W)
            dw, dW = backward_pass(features, targets, a, o, W)
            w = update_weights(w, dw, learnrate, n)
            W = update_weights(W, dW, learnrate, n)
            course.append(mean_squared_error(features, targets, w, W))
        return w, W, course
"""
OWN = {
    "one_weight_for_all_units": (
        OWN_LOOPS, "weights_hidden_output.rows[k][0]", "weights_hidden_output.rows[0][0]",
        "hidden_error",
    ),
    "an_input_that_is_never_counted": (
        OWN_LOOPS, "                    e += 1\n", "", "del_w_input_hidden",
    ),
    "an_argument_forgotten": (
        OWN_TRAINING, "(W, dW, learnrate, n)", "(W, dW, learnrate)", "both_layers_updated",
    ),
    "a_step_taken_away": (OWN_TRAINING, "(w, dw,", "(w, -dw,", "both_layers_updated"),
}  # fmt: skip


@pytest.mark.parametrize("name", OWN)
def test_own_loops_and_names_cost_one_check(name: str) -> None:
    """The line that is wrong is told, and everything around it stays right."""
    function, right, wrong, check = OWN[name]
    assert right in function
    [finding] = lost(graded(with_function(function.replace(right, wrong, 1))))
    assert finding.check == check
    assert finding.line


COLUMN_AFTER_COLUMN = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        X, Y, A, O = x.T, y.T, hidden_output.T, output.T
        top = (Y - O) * O * (1 - O)
        share = weights_hidden_output @ top
        below = share * A * (1 - A)
        return (below @ X.T).T, (top @ A.T).T
"""
SLIPS_IN_COLUMNS = {
    "a_crash": ("share = weights_hidden_output @ top", "share = weights_hidden_output * top"),
    "nothing": ("share = weights_hidden_output @ top", "share = ..."),
}


@pytest.mark.parametrize("slip", SLIPS_IN_COLUMNS)
def test_where_a_record_is_a_column_one_mistake_costs_one_check(slip: str) -> None:
    """The right value goes on from there lying on its side, as the lines that follow want it."""
    function = COLUMN_AFTER_COLUMN.replace(*SLIPS_IN_COLUMNS[slip])
    [finding] = lost(graded(with_function(function)))
    assert (finding.check, finding.source) == ("hidden_error", SLIPS_IN_COLUMNS[slip][1])


IN_A_CLASS = (
    """
    class Network:
        def __init__(self, w, W):
            self.w, self.W = w, W

        def forth(self, x):
            self.x, self.a = x, (x @ self.w).map(sigmoid)
            self.o = (self.a @ self.W).map(sigmoid)

        def back(self, y):
            off = y - self.o
            top = off * self.o * (1 - self.o)
            below = (top @ self.W.T) * self.a * (1 - self.a)
            return self.x.T @ below, self.a.T @ top

    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        network = Network(None, weights_hidden_output)
        network.x, network.a, network.o = x, hidden_output, output
        return network.back(y)
    """,
    """
    def train(features, targets, w, W, epochs=900, learnrate=0.005):
        network, n, losses = Network(w, W), features.shape[0], []
        for _ in range(epochs):
            network.forth(features)
            dw, dW = network.back(targets)
            network.w = update_weights(network.w, dw, learnrate, n)
            network.W = update_weights(network.W, dW, learnrate, n)
            losses.append(mean_squared_error(features, targets, network.w, network.W))
        return network.w, network.W, losses
    """,
)


def test_a_training_by_a_class_of_ones_own_is_not_charged_with_its_mistake_again() -> None:
    """Nobody stands in for the class there, so the loss rises, and is reported as it is."""
    [finding] = lost(graded(with_function(*IN_A_CLASS).replace("y - self.o", "self.o - y")))
    assert (finding.check, finding.source) == ("error", "off = self.o - y")


@pytest.mark.parametrize(
    "functions", [(OWN_LOOPS,), (OWN_TRAINING,), (COLUMN_AFTER_COLUMN,), IN_A_CLASS]
)
def test_the_same_without_the_mistake_is_right(functions: tuple[str, ...]) -> None:
    assert graded(with_function(*functions)).full_marks


def _name(case: Case) -> str:
    return "backprop_numpy.py" if case.of is SCRIPT else "backprop.py"


def test_a_line_of_two_steps_that_is_not_written_costs_these_and_no_more() -> None:
    """The gradient follows from it: with its value in its place it is seen to be right."""
    body = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        top = (y - output) * output * (1 - output)
        below = ...
        return x.T @ below, hidden_output.T @ top
    """
    report = graded(with_function(body))
    paid = {f.check for f in report.findings if f.points < f.max_points}
    assert paid == {"hidden_error", "hidden_error_term"}


@pytest.mark.parametrize("body", ["return ...", "pass", "new = weights\n        return None"])
def test_an_update_that_is_not_written_costs_that_alone(body: str) -> None:
    """All the rest of the training is there, and shows that it keeps what it is given."""
    report = graded(
        with_function(f"""
    def update_weights(weights, del_w, learnrate, n_records):
        {body}
    """)
    )
    assert {f.check for f in report.findings if f.points < f.max_points} == {"update_weights"}


@pytest.mark.parametrize(
    ("right", "spoils"),
    [
        ("    output_error_term = error * output * (1 - output)\n", "output"),
        ("    del_w_input_hidden = x.T @ hidden_error_term\n", "y"),
    ],
)
def test_a_pass_that_writes_into_its_tables_costs_one_check(right: str, spoils: str) -> None:
    """What is reported by the tables that it has spoilt only follows from that."""
    wrong = f"    {spoils}.rows[0][0] = 0.3\n"
    source = with_line((right, right + wrong), of=SHIPPED)
    [finding] = [f for f in graded(source).findings if f.points < f.max_points]
    assert (finding.check, finding.source) == ("keeps_old_weights", wrong.strip())
