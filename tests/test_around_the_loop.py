"""What goes wrong around the two TODOs of a training costs one check, and is told by its line."""

from __future__ import annotations

import pytest
from byhand.grader.verdict import Finding, Outcome, Report
from forms import SHIPPED, SOLUTION, failed, graded, with_function, with_line

EPOCHS = "    for _ in range(epochs):\n"
BATCHES = "        for start in range(0, n_records, BATCH_SIZE):\n"
LOSS = """        losses.append(mean_squared_error(
            features, targets, weights_input_hidden, weights_hidden_output))
"""
BACK = "x, y, hidden_output, output, weights_hidden_output)\n"
SIGMOID = "    return 0.5 + 0.5 * math.tanh(0.5 * z)\n"
DRAWN = """weights_input_hidden = Matrix.random(
    *weights_input_hidden.shape, 0.4, random.Random(1))
"""


def the_one(report: Report) -> Finding:
    """The finding of the one check that costs something."""
    [name] = failed(report)
    return next(finding for finding in report.findings if finding.check == name)


@pytest.mark.parametrize(
    "loop",
    [
        "        start = 0\n        while start < n_records:\n",
        "        start = 0\n        while True:\n",
        "        start = -120\n        while start < 9e9:\n            start += BATCH_SIZE\n",
    ],
)
def test_batches_that_never_end_cost_the_sum_and_are_told_by_their_head(loop: str) -> None:
    """Whether the same records are added up again and again, or none are left."""
    finding = the_one(graded(with_line((BATCHES, loop))))
    assert (finding.check, finding.outcome) == ("summed_over_records", Outcome.STOPPED)
    assert finding.source.startswith("while ")


def test_weights_drawn_before_the_training_cost_the_epochs() -> None:
    """The rest of the loop is judged from where it begins."""
    finding = the_one(graded(with_line((EPOCHS, f"    {DRAWN}{EPOCHS}"))))
    assert finding.check == "every_epoch"
    assert "does not begin with the weights" in finding.advice


def test_weights_drawn_in_each_epoch_cost_the_epochs() -> None:
    """Every epoch is the first one."""
    again = f"        {DRAWN}        weights_hidden_output = 1 * first\n"
    source = with_line((EPOCHS, f"    first = weights_hidden_output\n{EPOCHS}{again}"))
    finding = the_one(graded(source))
    assert finding.check == "every_epoch"
    assert "begins with the same weights again" in finding.advice


def test_a_loop_that_begins_elsewhere_and_loses_records_is_not_taken_for_right() -> None:
    """Two mistakes are not one."""
    lost = "        for start in range(0, n_records - BATCH_SIZE, BATCH_SIZE):\n"
    report = graded(with_line((EPOCHS, f"    {DRAWN}{EPOCHS}"), (BATCHES, lost)))
    assert "summed_over_records" in failed(report)


@pytest.mark.parametrize(
    ("loss", "words"),
    [
        ("sum_of_squares(y, output) / n_records", "before that epoch's update"),
        ("mean_squared_error({}) ** 0.5", "A root"),
        ("mean_squared_error({}) * n_records", "a sum over the records"),
        ("mean_squared_error({}) / 2", "half"),
        ("round(mean_squared_error({}), 4)", "rounded"),
        ("mean_squared_error(x, y, weights_input_hidden, weights_hidden_output)", "last batch"),
    ],
)
def test_it_is_told_what_a_loss_is_that_is_not_the_right_one(loss: str, words: str) -> None:
    """By its numbers, whatever the line looks like."""
    given = "features, targets, weights_input_hidden, weights_hidden_output"
    line = f"        losses.append({loss.format(given)})\n"
    finding = the_one(graded(with_line((LOSS, line))))
    assert finding.check == "reported_losses"
    assert words in finding.advice


def test_an_average_of_the_batches_averages_is_told_as_that() -> None:
    """Also where only the losses between the first and the last are wrong."""
    source = with_line(
        ("+= sum_of_squares(y, output)", "+= sum_of_squares(y, output) / len(y.rows)"),
        ("losses.append(squares / n_records)",
         "losses.append(squares / len(range(0, n_records, BATCH_SIZE)))"),
        of=SHIPPED,
    )  # fmt: skip
    assert "batches' averages" in the_one(graded(source)).advice


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("losses.append(mean_sq", "loss.append(mean_sq"),
        ("weights_hidden_output, losses\n", "weights_hidden_output, loses\n"),
    ],
)
def test_a_crash_below_the_update_costs_no_todo(right: str, wrong: str) -> None:
    """All that the TODOs ask for was done by then."""
    source = with_line((right, wrong))
    finding = the_one(graded(source))
    assert finding.check == "reported_losses"
    assert wrong.splitlines()[0].strip() in source.splitlines()[finding.line - 1]


@pytest.mark.parametrize(
    "given",
    [
        "x, targets, hidden_output, output, weights_hidden_output)\n",
        "y, x, hidden_output, output, weights_hidden_output)\n",
    ],
)
def test_a_call_with_the_wrong_values_is_told_where_it_stands(given: str) -> None:
    """The function that is called is right, and the line in it that raises is not shown."""
    finding = the_one(graded(with_line((BACK, given))))
    assert "= backward_pass(" in finding.source


def test_exchanged_values_in_a_given_call_are_told_where_it_stands() -> None:
    """It is not the update that is at fault, but a line that was given, where the call stands."""
    given = "x, output, hidden_output, y, weights_hidden_output)\n"
    finding = the_one(graded(with_line((BACK, given))))
    assert (finding.check, finding.outcome) == ("every_epoch", Outcome.FAILED)
    assert "= backward_pass(x, output" in finding.source
    assert "the lesson hands out" in finding.advice


@pytest.mark.parametrize(
    "body",
    [
        "    return 1 / (1 + math.exp(z))\n",
        "    e = math.exp(z)\n    return 1 / (1 + e)\n",
        "    return 0.5 * math.tanh(0.5 * z)\n",
    ],
)
def test_a_wrong_sigmoid_costs_one_step_and_is_told_in_its_own_line(body: str) -> None:
    """Both layers go through it."""
    finding = the_one(graded(with_line((SIGMOID, body))))
    assert finding.check == "hidden_output"
    assert finding.source.strip() == body.splitlines()[-1].strip()


def test_losses_behind_others_are_told_as_that() -> None:
    """Of an earlier call, or of the weights before the training."""
    kept = with_line(("epochs=900, learnrate=0.005):\n    \"\"\"Let",
                      "epochs=900, learnrate=0.005, losses=[]):\n    \"\"\"Let"),
                     ("    losses = []\n", ""))  # fmt: skip
    before = with_line((EPOCHS, f"    {LOSS.strip()}\n{EPOCHS}"))
    for source in (kept, before):
        finding = the_one(graded(source))
        assert finding.check == "reported_losses"
        assert "behind others" in finding.advice


def test_the_solution_is_right() -> None:
    """What the wrong ones are made of."""
    assert not failed(graded(SOLUTION))


KEEPS = """
def run(x, w, W):
    z = x @ w
    a = z.map(sigmoid)
    return {"x": x, "z": z, "a": a, "out": (a @ W).map(sigmoid)}

def steps(seen, y, W):
    got = {}
    got["W"] = None
    slope = seen["a"] * (1 - seen["a"])
    out = (y - seen["out"]) * seen["out"] * (1 - seen["out"])
    return seen["x"].T @ ((out @ W.T) * slope), seen["a"].T @ out
"""
FROM_WHAT_IT_KEEPS = (
    """
def forward_pass(x, w, W):
    seen = run(x, w, W)
    return seen["a"], seen["out"]
""",
    """
def backward_pass(x, y, hidden_output, output, weights_hidden_output):
    return steps({"x": x, "a": hidden_output, "out": output}, y, weights_hidden_output)
""",
    """
def train(features, targets, w, W, epochs=900, learnrate=0.005):
    losses = []
    for _ in range(epochs):
        total = [Matrix.zeros(*w.shape), Matrix.zeros(*W.shape)]
        for s in range(0, features.shape[0], BATCH_SIZE):
            seen = run(features[s:s + BATCH_SIZE], w, W)
            total = [t + d for t, d in zip(total, steps(seen, targets[s:s + BATCH_SIZE], W))]
        n = features.shape[0]
        w, W = (update_weights(one, d, learnrate, n) for one, d in zip((w, W), total))
        losses.append(mean_squared_error(features, targets, w, W))
    return w, W, losses
""",
)
NOT_THERE_BY_ITSELF = [
    ('slope = seen["a"] * (1 - seen["a"])', 'slope = seen["z"] * (1 - seen["z"])', 7),
    ('seen["a"].T @ out', 'seen["z"].T @ out', 8),
]


@pytest.mark.parametrize(("right", "wrong", "todo"), NOT_THERE_BY_ITSELF)
def test_a_line_that_raises_in_a_pass_and_not_in_the_training_costs_its_step(
    right: str, wrong: str, todo: int
) -> None:
    """The training, which has what is missing there, goes wrong by the same line alone."""
    source = with_function(*FROM_WHAT_IT_KEEPS, before=KEEPS)
    assert graded(source).score == 100
    report = graded(with_line((right, wrong), of=source))
    [finding] = [f for f in report.findings if f.points < f.max_points and f.line]
    assert finding.todo == todo
    assert wrong in finding.source
    assert failed(report) <= {finding.check, "gradient"}


RAISES_IN_BOTH = [
    ("    a = z.map(sigmoid)", "    a = ...", 2),
    ('"out": (a @ W).map(sigmoid)', '"out": (a @ w).map(sigmoid)', 3),
    ('(y - seen["out"])', '(y - seen["output"])', 4),
    ('seen["x"].T @ ((out', 'seen["x"] @ ((out', 9),
    ('* slope), seen["a"].T @ out', '* slope), got["W"]', 8),
]


@pytest.mark.parametrize(("right", "wrong", "todo"), RAISES_IN_BOTH)
def test_a_line_that_raises_in_a_pass_and_in_the_training_is_charged_once(
    right: str, wrong: str, todo: int
) -> None:
    """The training calls the very functions that the passes call, and is right around them."""
    source = with_function(*FROM_WHAT_IT_KEEPS, before=KEEPS)
    report = graded(with_line((right, wrong), of=source))
    [finding] = [f for f in report.findings if f.points < f.max_points and f.line]
    assert finding.todo == todo
    assert failed(report) <= {finding.check, "gradient"}


def test_sums_that_go_wrong_besides_cost_something_of_their_own() -> None:
    """The last batch alone is not what the batches come to, whatever each of them gives."""
    right, wrong, _ = NOT_THERE_BY_ITSELF[0]
    source = with_function(*FROM_WHAT_IT_KEEPS, before=KEEPS)
    report = graded(with_line((right, wrong), ("[t + d for t, d", "[d for t, d"), of=source))
    assert {"hidden_error_term", "summed_over_records"} <= failed(report)


@pytest.mark.parametrize(
    ("each", "end"),
    [
        (LOSS, "losses[-1]"),
        (LOSS.replace("losses.append", "loss = "), "loss"),
        (LOSS, "sum(losses) / len(losses)"),
    ],
)
def test_one_number_for_all_the_losses_costs_these_alone(each: str, end: str) -> None:
    """Though a training of no epochs breaks off over it; it is told where it is handed back."""
    results = "    return weights_input_hidden, weights_hidden_output, "
    finding = the_one(graded(with_line((LOSS, each), (f"{results}losses", results + end))))
    assert finding.check == "reported_losses"
    assert finding.source == f"{results}{end}".strip()


def test_a_training_of_no_epochs_that_breaks_off_costs_the_epochs() -> None:
    """Where the losses are right it is not about them."""
    results = "    return weights_input_hidden, weights_hidden_output, losses"
    finding = the_one(graded(with_line((results, f"    print(losses[-1])\n{results}"))))
    assert (finding.check, finding.outcome) == ("every_epoch", Outcome.STOPPED)


OWN_NAMES = """
    def train(features, targets, w, W, epochs=900, learnrate=0.005):
        n, now, losses = features.shape[0], [w, W], []
        for _ in range(epochs):
            a, o = forward_pass(features, *now)
            steps = backward_pass(features, targets, a, o, now[1])
            now = [update_weights(old, by, learnrate, n) for old, by in zip(now, steps)]
            losses.append(mean_squared_error(features, targets, *now))
        return now[0], now[1], losses
"""
LAST = "        return now[0], now[1], losses\n"


def handing_back(last: str) -> Report:
    """The report on a training that is right, but for its last line."""
    return graded(with_function(OWN_NAMES.replace(LAST, f"        {last}\n")))


def test_a_training_in_own_names_is_right() -> None:
    """So that what is lost below is lost by its last line."""
    assert graded(with_function(OWN_NAMES)).score == 100


@pytest.mark.parametrize(
    "last",
    [
        "return now, losses",
        "return (*now, losses),",
        "return losses, now[0], now[1]",
        "return now[0], losses",
        "return now[0], now[0], losses",
        "return {'w': now[0], 'W': now[1], 'losses': losses}",
        "return losses",
    ],
)
def test_right_weights_in_a_wrong_parcel_cost_the_shapes_alone(last: str) -> None:
    """All new weights are worked out, and they are handed back otherwise than is asked for."""
    finding = the_one(handing_back(last))
    assert (finding.check, finding.source) == ("weight_shapes", last)


def test_right_weights_that_are_not_handed_back_cost_the_shapes_alone() -> None:
    """Nothing comes back at all, and no line says so: it is told at the function's head."""
    finding = the_one(handing_back("pass"))
    assert finding.check == "weight_shapes"
    assert finding.source.startswith("def train(")


ONE_LAYER = """\
        weights_input_hidden = update_weights(
            weights_input_hidden, del_w_input_hidden, learnrate, n_records)
"""
EARLY = {
    "after_one_layer": ONE_LAYER,
    "after_the_loss": "        losses.append(squares / n_records)\n",
    "after_a_batch": "            squares += sum_of_squares(y, output)\n",
}
LEAVING = ["break", "continue", "return weights_input_hidden, weights_hidden_output, losses"]


@pytest.mark.parametrize("where", EARLY)
@pytest.mark.parametrize("leaving", LEAVING)
def test_what_leaves_a_loop_too_early_costs_one_check(where: str, leaving: str) -> None:
    """Whatever it leaves out in each turn: left out itself, all is right."""
    indent = " " * (12 if where == "after_a_batch" else 8)
    line = (EARLY[where], f"{EARLY[where]}{indent}{leaving}\n")
    report = graded(with_line(line, of=SHIPPED))
    if (where, leaving) == ("after_the_loss", "continue"):
        assert report.full_marks  # it leaves out nothing
    else:
        [finding] = [f for f in report.findings if f.points < f.max_points]
        assert finding.line


def test_the_weights_before_the_training_in_its_last_line_cost_the_update_alone() -> None:
    """The losses are those of the new ones, which are worked out, and not handed back."""
    finding = the_one(handing_back("return w, W, losses"))
    assert (finding.check, finding.source) == ("both_layers_updated", "return w, W, losses")


@pytest.mark.parametrize("last", ["return now, losses", "return w, W, losses"])
def test_a_wrong_loop_is_not_right_by_what_it_hands_back(last: str) -> None:
    """Its weights are others, whatever becomes of them."""
    wrong = OWN_NAMES.replace("learnrate, n)", "learnrate, n + 1)").replace(
        LAST, f"        {last}\n"
    )
    assert graded(with_function(wrong)).score < 97


@pytest.mark.parametrize(
    "loss",
    ["losses[_] = mean_squared_error(features, targets, *now)", "losses[len(losses)] = 0.5"],
)
def test_a_loss_for_which_the_list_has_no_place_costs_no_other_check(loss: str) -> None:
    """Where it is right but for that; the weights are right in any case."""
    append = "losses.append(mean_squared_error(features, targets, *now))"
    report = graded(with_function(OWN_NAMES.replace(append, loss)))
    assert failed(report) <= {"every_epoch", "reported_losses", "loss_falls"}


def test_an_iterator_of_ones_own_is_no_reason_to_go_on_for_long() -> None:
    """With another value in its place an iterator may never end: a look at it ends all the same."""
    batches = '''
class Batches:
    """All the records, a few at a time."""

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __iter__(self):
        self.at = 0
        return self

    def __next__(self):
        if self.at >= self.x.shape[0]:
            raise StopIteration
        cut = slice(self.at, self.at + 50)
        self.at += 50
        return self.x[cut], self.y[cut]


'''
    source = """
        def train(features, targets, w, W, epochs=900, learnrate=0.005):
            n, losses, batches = features.shape[0], [], Batches(features, targets)
            for _ in range(epochs):
                up1 = up2 = 0
                for x, y in batches:
                    a, o = forward_pass(x, w, W)
                    g1, g2 = backward_pass(x, y, a, o, W)
                    pass
                w = update_weights(w, up1, learnrate, n)
                W = update_weights(W, up2, learnrate, n)
                squares = 0
                for x, y in batches:
                    _, o = forward_pass(x, w, W)
                    squares += sum((p - q) ** 2 for p, q in zip(o.entries, y.entries))
                losses.append(squares / n)
            return w, W, losses
    """
    back = """
        def backward_pass(x, y, a, o, W):
            d = (y - o) * o * (1 - o)
            return x.T @ (d @ W.T * a * (1 - a)), a.T @ d
    """
    report = graded(with_function(source, back, before=batches))
    assert the_one(report).check == "summed_over_records"
    right = source.replace("pass\n", "up1, up2 = up1 + g1, up2 + g2\n")
    assert graded(with_function(right, back, before=batches)).score == 100
