"""No right submission fails, however it is written."""

from __future__ import annotations

import pytest
from forms import SHIPPED, SOLUTION, failed, graded, named, with_function, with_line

LOOPS = """
def forward_pass(x, weights_input_hidden, weights_hidden_output):
    hidden_output, output = [], []
    for record in x.rows:
        activations = []
        for j in range(weights_input_hidden.shape[1]):
            total = 0.0
            for i in range(len(record)):
                total += record[i] * weights_input_hidden.rows[i][j]
            activations.append(sigmoid(total))
        hidden_output.append(activations)
        output.append([sigmoid(sum(a * w[0] for a, w in
                                   zip(activations, weights_hidden_output.rows)))])
    return Matrix(hidden_output), Matrix(output)
"""
LOOPS_BACK = """
def backward_pass(x, y, hidden_output, output, weights_hidden_output):
    n_hidden = weights_hidden_output.shape[0]
    w = [[0.0] * n_hidden for _ in range(x.shape[1])]
    W = [[0.0] for _ in range(n_hidden)]
    for record, [target], a, [o] in zip(x.rows, y.rows, hidden_output.rows, output.rows):
        error = target - o
        output_error_term = error * o * (1 - o)
        for j in range(n_hidden):
            hidden_error = output_error_term * weights_hidden_output.rows[j][0]
            hidden_error_term = hidden_error * a[j] * (1 - a[j])
            W[j][0] += output_error_term * a[j]
            for i in range(len(record)):
                w[i][j] += hidden_error_term * record[i]
    return Matrix(w), Matrix(W)
"""
ONE_BY_ONE = """
def train(features, targets, weights_input_hidden, weights_hidden_output,
          epochs=900, learnrate=0.005):
    losses = []
    for epoch in range(epochs):
        dw = Matrix.zeros(*weights_input_hidden.shape)
        dW = Matrix.zeros(*weights_hidden_output.shape)
        for row, target in zip(features.rows, targets.rows):
            x, y = Matrix([row]), Matrix([target])
            a, o = forward_pass(x, weights_input_hidden, weights_hidden_output)
            step_w, step_W = backward_pass(x, y, a, o, weights_hidden_output)
            dw, dW = dw + step_w, dW + step_W
        m = len(features.rows)
        weights_input_hidden = update_weights(weights_input_hidden, dw, learnrate, m)
        weights_hidden_output = update_weights(weights_hidden_output, dW, learnrate, m)
        losses.append(mean_squared_error(
            features, targets, weights_input_hidden, weights_hidden_output))
    return weights_input_hidden, weights_hidden_output, losses
"""
ALL_INLINE = """
def train(X, Y, w, W, epochs=900, learnrate=0.005):
    history = []
    for _ in range(epochs):
        a = (X @ w).map(sigmoid)
        o = (a @ W).map(sigmoid)
        d = (Y - o) * o * (1 - o)
        h = (d @ W.T) * a * (1 - a)
        w, W = w + (learnrate / X.shape[0]) * (X.T @ h), W + (learnrate / X.shape[0]) * (a.T @ d)
        o = ((X @ w).map(sigmoid) @ W).map(sigmoid)
        history += [sum((t[0] - p[0]) ** 2 for t, p in zip(Y.rows, o.rows)) / X.shape[0]]
    return w, W, history
"""
BATCHES_OF_SEVEN = "BATCH_SIZE = 120", "BATCH_SIZE = 7"

IMPORTS = "import math\n"

RIGHT = {
    "bars_plots_and_packages_that_are_not_there": with_line(
        (IMPORTS, f"{IMPORTS}import logging\nimport threading\nimport torch\n"
         "import matplotlib.pyplot as plt\nfrom tqdm import tqdm\n"
         "logging.basicConfig(filename='log.txt')\n"),
        ("for _ in range(epochs):", "for _ in tqdm(range(epochs)):\n        plt.plot(losses)"),
    ),
    "a_sigmoid_of_scipys": with_line(
        (IMPORTS, f"{IMPORTS}from scipy.special import expit\n"),
        ("hidden_input.map(sigmoid)", "hidden_input.map(expit)"),
    ),
    "a_log_and_its_own_source": with_line(
        (IMPORTS, f"{IMPORTS}import inspect\n"),
        ("    losses = []\n", "    losses = []\n    log = open('log.txt', 'w')\n"
         "    log.write(inspect.getsource(train))\n"),
    ),
    "an_import_with_an_answer": with_line(
        (IMPORTS, f"{IMPORTS}try:\n    from numba import njit\nexcept ImportError:\n"
         "    njit = lambda function: function\n\n"),
        ("def update_weights(", "@njit\ndef update_weights("),
    ),
    "a_way_back_that_remembers_the_way_forth": with_function(
        """
        def forward_pass(x, w, W):
            kept["x"], kept["a"] = x, (x @ w).map(sigmoid)
            kept["o"] = (kept["a"] @ W).map(sigmoid)
            return kept["a"], kept["o"]
        """,
        """
        def backward_pass(x, y, hidden_output, output, W):
            x, a, o = kept["x"], kept["a"], kept["o"]
            d = (y - o) * o * (1 - o)
            return x.T @ ((d @ W.T) * a * (1 - a)), a.T @ d
        """,
        before="kept = {}\n",
    ),
    "as_shipped": SHIPPED,
    "a_loss_after_each_epoch": SOLUTION,
    "own_names": with_function(
        """
        def backward_pass(eingabe, ziel, versteckt, antwort, W):
            abweichung = ziel - antwort
            delta = abweichung * antwort * (1 - antwort)
            anteil = delta @ W.T
            klein_delta = anteil * versteckt * (1 - versteckt)
            return eingabe.T @ klein_delta, versteckt.T @ delta
        """
    ),
    "one_liners": with_function(
        """
        def forward_pass(x, w, W):
            return (x @ w).map(sigmoid), ((x @ w).map(sigmoid) @ W).map(sigmoid)
        """,
        """
        def backward_pass(x, y, a, o, W):
            return (x.T @ ((((y - o) * o * (1 - o)) @ W.T) * a * (1 - a)),
                    a.T @ ((y - o) * o * (1 - o)))
        """,
        """
        def update_weights(w, d, rate, m): return w + rate * d * (1 / m)
        """,
    ),
    "python_loops": with_function(LOOPS, LOOPS_BACK),
    "loops_and_one_record_at_a_time": with_function(LOOPS, LOOPS_BACK, ONE_BY_ONE),
    "one_record_at_a_time": with_function(ONE_BY_ONE),
    "everything_inline": with_function(ALL_INLINE),
    "batches_that_leave_a_rest": with_line(BATCHES_OF_SEVEN),
    "all_records_at_once": with_line(("BATCH_SIZE = 120", "BATCH_SIZE = 10**9")),
    "a_derivative_helper": with_function(
        """
        def backward_pass(x, y, hidden_output, output, weights_hidden_output):
            error = y - output
            output_error_term = error * sigmoid_prime(output)
            hidden_error = output_error_term @ weights_hidden_output.T
            hidden_error_term = hidden_error * sigmoid_prime(hidden_output)
            return x.T @ hidden_error_term, hidden_output.T @ output_error_term
        """,
        before="def sigmoid_prime(a):\n    return a.map(lambda v: v * (1 - v))\n",
    ),
    "a_class": with_function(
        """
        def backward_pass(x, y, hidden_output, output, weights_hidden_output):
            return Backward(x, y, hidden_output, output, weights_hidden_output).steps()
        """,
        before="""
        class Backward:
            def __init__(self, x, y, a, o, W):
                self.x, self.y, self.a, self.o, self.W = x, y, a, o, W
            @property
            def delta(self):
                return (self.y - self.o) * self.o * (1 - self.o)
            def steps(self):
                hidden = (self.delta @ self.W.T) * (self.a - self.a * self.a)
                return self.x.T @ hidden, self.a.T @ self.delta
        """,
    ),
    "sigmoid_by_tanh": with_function(
        "def sigmoid(z):\n    return 0.5 * (1 + math.tanh(z / 2))\n"
    ),
    "rearranged_algebra": with_line(
        ("error * output * (1 - output)", "(y - output) * (output - output * output)"),
        ("hidden_output.T @ output_error_term", "(output_error_term.T @ hidden_output).T"),
        ("x.T @ hidden_error_term", "(hidden_error_term.T @ x).T"),
        ("weights + learnrate / n_records * del_w", "weights - (-learnrate * del_w) / n_records"),
    ),
    "signs_that_cancel_in_a_pass": with_line(
        ("error = y - output", "error = output - y"),
        ("error * output * (1 - output)", "error * output * (output - 1)"),
    ),
    "uphill_and_subtracted": with_line(
        ("error = y - output", "error = output - y"),
        ("weights + learnrate", "weights - learnrate"),
    ),
    "lists_handed_back": with_line(
        ("return hidden_output, output\n", "return hidden_output.rows, output.rows\n"),
        (
            "hidden_output, output = forward_pass(x, weights_input_hidden, weights_hidden_output)",
            "hidden_output, output = map(Matrix, forward_pass(\n"
            "                x, weights_input_hidden, weights_hidden_output))",
        ),
        ("_, output = forward_pass(", "output = Matrix(forward_pass("),
        ("weights_input_hidden, weights_hidden_output)\n    return sum_of",
         "weights_input_hidden, weights_hidden_output)[1])\n    return sum_of"),
        ("weights_input_hidden, weights_hidden_output)\n    pairs",
         "weights_input_hidden, weights_hidden_output)[1])\n    pairs"),
    ),
    "results_in_a_list": with_line(
        ("return del_w_input_hidden, del_w_hidden_output\n",
         "return [del_w_input_hidden, del_w_hidden_output]\n")
    ),
    "lots_of_printing": with_line(
        ("    error = y - output\n", "    error = y - output\n    print('error', error.rows[:3])\n")
    ),
    "training_as_it_is_imported": SOLUTION + (
        "\nfrom data_prep import features, targets\n"
        "print(train(features, targets, Matrix.zeros(6, 2), Matrix.zeros(2, 1), 5, 0.1)[2])\n"
    ),
    "own_rows_written_to": with_function(
        """
        def update_weights(weights, del_w, learnrate, n_records):
            new = Matrix.zeros(*weights.shape)
            for i, row in enumerate(weights.rows):
                for j, weight in enumerate(row):
                    new.rows[i][j] += weight
                    new.rows[i][j] += learnrate * del_w.rows[i][j] / n_records
            return new
        """
    ),
    "fsum_and_zip": with_function(
        """
        def forward_pass(x, w, W):
            columns = list(zip(*w.rows))
            a = [[sigmoid(math.fsum(p * q for p, q in zip(row, c))) for c in columns]
                 for row in x.rows]
            o = [[sigmoid(math.fsum(p * q[0] for p, q in zip(row, W.rows)))] for row in a]
            return Matrix(a), Matrix(o)
        """
    ),
    "learnrate_in_the_sums": with_function(
        """
        def train(features, targets, w, W, epochs=900, learnrate=0.005):
            losses, m = [], features.shape[0]
            for _ in range(epochs):
                a, o = forward_pass(features, w, W)
                dw, dW = backward_pass(features, targets, a, o, W)
                dw, dW = learnrate * dw, learnrate * dW
                w, W = w + dw / m, W + dW / m
                losses.append(mean_squared_error(features, targets, w, W))
            return w, W, losses
        """
    ),
    "typing_and_dataclasses": "from __future__ import annotations\n" + with_line(
        ("import math\n", "import math\nfrom dataclasses import dataclass\nimport itertools\n"
         "from typing import List\nimport statistics, functools, collections, json, time\n")
    ).replace('"""Backpropagation', '"""Mine', 1),
    "recursion": with_function(
        """
        def update_weights(weights, del_w, learnrate, n_records):
            def updated(rows, steps):
                if not rows:
                    return []
                first = [w + learnrate * d / n_records for w, d in zip(rows[0], steps[0])]
                return [first] + updated(rows[1:], steps[1:])
            return Matrix(updated(weights.rows, del_w.rows))
        """
    ),
    "uphill_and_subtracted_in_the_training": with_line(
        ("error = y - output", "error = output - y"),
        ("del_w_input_hidden + batch", "del_w_input_hidden - batch"),
        ("del_w_hidden_output + batch", "del_w_hidden_output - batch"),
    ),
    "lists_from_end_to_end": with_function(
        """
        def forward_pass(x, w, W):
            a = [[sigmoid(sum(p * q for p, q in zip(row, column))) for column in zip(*w.rows)]
                 for row in x.rows]
            return a, [[sigmoid(sum(v * Wj for v, [Wj] in zip(row, W.rows)))] for row in a]
        """,
        """
        def backward_pass(x, y, hidden_output, output, weights_hidden_output):
            a, o = (getattr(table, "rows", table) for table in (hidden_output, output))
            W = [Wj for [Wj] in weights_hidden_output.rows]
            dw, dW = [[0.0] * len(W) for _ in x.rows[0]], [0.0] * len(W)
            for row, [t], units, [p] in zip(x.rows, y.rows, a, o):
                delta = (t - p) * p * (1 - p)
                for j, unit in enumerate(units):
                    dW[j] += delta * unit
                    for i, v in enumerate(row):
                        dw[i][j] += v * delta * W[j] * unit * (1 - unit)
            return dw, dW
        """,
        """
        def update_weights(weights, del_w, learnrate, n_records):
            return [[w + learnrate * d / n_records for w, d in zip(row, steps)]
                    for row, steps in zip(weights.rows, del_w.rows)]
        """,
        """
        def train(features, targets, w, W, epochs=900, learnrate=0.005):
            losses, m = [], len(features.rows)
            for _ in range(epochs):
                dw, dW = backward_pass(features, targets, *forward_pass(features, w, W), W)
                w = Matrix(update_weights(w, Matrix(dw), learnrate, m))
                W = Matrix(update_weights(W, Matrix([[d] for d in dW]), learnrate, m))
                _, answers = forward_pass(features, w, W)
                losses.append(sum((t - p) ** 2 for [t], [p] in zip(targets.rows, answers)) / m)
            return w.rows, W.rows, losses
        """,
    ),
    "a_dataclass": with_function(
        """
        def train(features, targets, w, W, epochs=900, learnrate=0.005):
            network = Network(w, W, learnrate)
            losses = [network.epoch(features, targets) for _ in range(epochs)]
            return network.w, network.W, losses
        """,
        before="""
        from dataclasses import dataclass

        @dataclass
        class Network:
            w: Matrix
            W: Matrix
            rate: float

            def epoch(self, x, y):
                a, o = forward_pass(x, self.w, self.W)
                dw, dW = backward_pass(x, y, a, o, self.W)
                self.w = update_weights(self.w, dw, self.rate, len(x.rows))
                self.W = update_weights(self.W, dW, self.rate, len(x.rows))
                return mean_squared_error(x, y, self.w, self.W)
        """,
    ),
    "an_epoch_that_calls_the_one_before": with_function(
        """
        def train(features, targets, w, W, epochs=900, learnrate=0.005):
            if epochs == 0:
                return w, W, []
            w, W, losses = train(features, targets, w, W, epochs - 1, learnrate)
            dw, dW = backward_pass(features, targets, *forward_pass(features, w, W), W)
            w = update_weights(w, dw, learnrate, features.shape[0])
            W = update_weights(W, dW, learnrate, features.shape[0])
            return w, W, [*losses, mean_squared_error(features, targets, w, W)]
        """
    ),
    "a_generator_of_epochs": with_function(
        """
        def train(features, targets, w, W, epochs=900, learnrate=0.005):
            losses = []
            for w, W in itertools.islice(trained(features, targets, w, W, learnrate), epochs):
                losses.append(mean_squared_error(features, targets, w, W))
            return w, W, tuple(losses)
        """,
        before="""
        import itertools

        def trained(x, y, w, W, rate):
            while True:
                dw, dW = backward_pass(x, y, *forward_pass(x, w, W), W)
                w, W = (update_weights(old, d, rate, x.shape[0]) for old, d in ((w, dw), (W, dW)))
                yield w, W
        """,
    ),
    "another_order_each_epoch": with_function(
        """
        def train(features, targets, w, W, epochs=900, learnrate=0.005):
            losses, order = [], list(range(features.shape[0]))
            for _ in range(epochs):
                random.shuffle(order)
                dw, dW = 0 * w, 0 * W
                for i in order:
                    x, y = features[i:i + 1], targets[i:i + 1]
                    step_w, step_W = backward_pass(x, y, *forward_pass(x, w, W), W)
                    dw += step_w
                    dW += step_W
                w = update_weights(w, dw, learnrate, len(order))
                W = update_weights(W, dW, learnrate, len(order))
                losses += [mean_squared_error(features, targets, w, W)]
            return w, W, losses
        """
    ),
    "names_used_again": with_function(
        """
        def backward_pass(x, y, hidden_output, output, weights_hidden_output):
            error = y - output
            error = error * output * (1 - output)
            hidden_error = error @ weights_hidden_output.T
            hidden_error = hidden_error * hidden_output * (1 - hidden_output)
            return x.T @ hidden_error, hidden_output.T @ error
        """
    ),
    "turned_on_the_way": with_function(
        """
        def backward_pass(x, y, hidden_output, output, weights_hidden_output):
            error = output - y
            output_error_term = -error * output * (1 - output)
            hidden_error = weights_hidden_output @ output_error_term.T
            hidden_error_term = hidden_error.T * hidden_output * (1 - hidden_output)
            del_w_hidden_output = output_error_term.T @ hidden_output
            del_w_input_hidden = hidden_error_term.T @ x
            return del_w_input_hidden.T, del_w_hidden_output.T
        """
    ),
    "kept_by_the_forward_pass": with_function(
        """
        def forward_pass(x, w, W):
            KEPT["a"] = (x @ w).map(sigmoid)
            KEPT["slope"] = KEPT["a"] * (1 - KEPT["a"])
            return KEPT["a"], (KEPT["a"] @ W).map(sigmoid)
        """,
        """
        def backward_pass(x, y, hidden_output, output, weights_hidden_output):
            delta = (y - output) * output * (1 - output)
            return x.T @ ((delta @ weights_hidden_output.T) * KEPT["slope"]), KEPT["a"].T @ delta
        """,
        before="KEPT = {}\n",
    ),
    "exact_fractions": with_function(
        """
        def update_weights(weights, del_w, learnrate, n_records):
            rate = Fraction(learnrate) / n_records
            return Matrix([[float(w + rate * Fraction(d)) for w, d in zip(row, steps)]
                           for row, steps in zip(weights.rows, del_w.rows)])
        """,
        before="from fractions import Fraction\n",
    ),
    "ranks_looked_up": with_function(
        """
        def forward_pass(x, w, W):
            rows = []
            for gre, gpa, *flags in x.rows:
                of_gre, of_gpa, *of_ranks = w.rows
                three = zip(of_gre, of_gpa, of_ranks[flags.index(1)])
                rows.append([sigmoid(gre * a + gpa * b + c) for a, b, c in three])
            return Matrix(rows), (Matrix(rows) @ W).map(sigmoid)
        """
    ),
    "ranks_checked": with_line(
        (
            "hidden_input = x @ weights_input_hidden",
            "hidden_input = checked(x) @ weights_input_hidden",
        ),
        ("def forward_pass", """def checked(x):
    for row in x.rows:
        if sum(row[2:]) != 1:
            raise ValueError("an applicant has one rank")
    return x


def forward_pass"""),
    ),
    "star_arguments": with_function(
        "def forward_pass(*tables):\n"
        "    x, w, W = tables\n"
        "    a = (x @ w).map(sigmoid)\n"
        "    return tuple([a, (a @ W).map(sigmoid)])\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", RIGHT)
def test_a_right_form_gets_full_marks(form: str) -> None:
    """All points, and no mistake is named."""
    report = graded(RIGHT[form])
    assert (failed(report), named(report)) == (set(), {})
    assert report.full_marks
