"""A finding has the line where the mistake was made, and not one where it only shows."""

from __future__ import annotations

import pytest
from forms import SHIPPED, SOLUTION, graded, with_function, with_line
from test_scripts_looked_at import lost

FORTH = """
    def forward_pass(x, weights_input_hidden, weights_hidden_output):
        w, W = weights_input_hidden.rows, weights_hidden_output.rows
        answers, outputs = [], []
        for record in x.rows:
            units = []
            for j in range(len(W)):
                arrived = 0.0
                for i in range(len(w)):
                    arrived += record[i] * w[i][j]
                units.append(sigmoid(arrived))
            answers.append(units)
            final = 0.0
            for j in range(len(W)):
                final += units[j] * W[j][0]
            outputs.append([sigmoid(final)])
        return Matrix(answers), Matrix(outputs)
"""
BACK = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        a, W = hidden_output.rows, weights_hidden_output.rows
        into = [[0.0] * len(W) for _ in range(x.shape[1])]
        out = [[0.0] for _ in range(len(W))]
        for k in range(x.shape[0]):
            o = output.rows[k][0]
            top = (y.rows[k][0] - o) * o * (1 - o)
            for j in range(len(W)):
                below = top * W[j][0] * a[k][j] * (1 - a[k][j])
                out[j][0] += top * a[k][j]
                for i in range(x.shape[1]):
                    into[i][j] += below * x.rows[k][i]
        return Matrix(into), Matrix(out)
"""
IN_LOOPS = {
    "the last input is left out": (FORTH, "for i in range(len(w)):", "for i in range(len(w) - 1):"),
    "the first input is left out": (FORTH, "for i in range(len(w)):", "for i in range(1, len(w)):"),
    "the last unit is left out": (
        FORTH,
        "        for j in range(len(W)):\n                final",
        "        for j in range(len(W) - 1):\n                final",
    ),
    "the first record is left out": (
        BACK, "for k in range(x.shape[0]):", "for k in range(1, x.shape[0]):",
    ),
    "all rows are one list": (
        BACK, "into = [[0.0] * len(W) for _ in range(x.shape[1])]",
        "into = [[0.0] * len(W)] * x.shape[1]",
    ),
    "all rows of one column are one list": (
        BACK, "out = [[0.0] for _ in range(len(W))]", "out = [[0.0]] * len(W)",
    ),
    "a sum does not begin at zero": (FORTH, "final = 0.0", "final = 1.0"),
}  # fmt: skip


@pytest.mark.parametrize(("function", "right", "wrong"), IN_LOOPS.values(), ids=IN_LOOPS)
def test_a_sum_of_what_is_right_is_wrong_in_its_head_or_beginning(
    function: str, right: str, wrong: str
) -> None:
    """Not in the line that adds up, and not in the one that reads the sum."""
    assert right in function
    found = lost(graded(with_function(function.replace(right, wrong))))
    assert {finding.source for finding in found} == {wrong.strip().partition("\n")[0]}


def test_a_sum_that_goes_on_from_the_record_before_is_wrong_where_it_is_made() -> None:
    """Its zeros stand before the loop over the records, and belong into it."""
    begun = FORTH.replace("            final = 0.0\n", "").replace(
        "        for record in x.rows:", "        final = 0.0\n        for record in x.rows:"
    )
    [finding] = lost(graded(with_function(begun)))
    assert (finding.check, finding.source) == ("output", "final = 0.0")


BY_PAIRS = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        slope = lambda v: v * (1 - v)
        blame = pairs(lambda t, o: t - o, y.rows, output.rows)
        top = pairs(lambda e, o: e * slope(o), blame, output.rows)
        back = Matrix(top) @ weights_hidden_output.T
        below = pairs(lambda b, a: b * slope(a), back.rows, hidden_output.rows)
        return x.T @ Matrix(below), hidden_output.T @ Matrix(top)
"""
PAIRS = """

def pairs(f, one, other):
    return [[f(p, q) for p, q in zip(a, b)] for a, b in zip(one, other)]
"""
HANDED_OVER = {
    "the operands exchanged": ("lambda t, o: t - o", "lambda t, o: o - t"),
    "the tables exchanged": ("y.rows, output.rows)", "output.rows, y.rows)"),
    "another operator": ("lambda b, a: b * slope(a)", "lambda b, a: b + slope(a)"),
    "the slope left out": ("lambda e, o: e * slope(o)", "lambda e, o: e * o"),
}


@pytest.mark.parametrize(("right", "wrong"), HANDED_OVER.values(), ids=HANDED_OVER)
def test_a_helper_that_is_right_is_told_where_it_is_called(right: str, wrong: str) -> None:
    """What a function is given to do with each pair is written in the line that calls it."""
    [finding] = lost(graded(with_function(BY_PAIRS.replace(right, wrong), before=PAIRS)))
    assert wrong in finding.source
    right_one = with_function(BY_PAIRS, before=PAIRS)
    assert lost(graded(right_one)) == []


ONE_BY_ONE = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        into = Matrix.zeros(x.shape[1], hidden_output.shape[1])
        out = Matrix.zeros(hidden_output.shape[1], 1)
        for k in range(x.shape[0]):
            own = slice(k, k + 1)
            one, other = steps(x[own], y[own], hidden_output[own], output[own],
                               weights_hidden_output)
            into += one
            out += other
        return into, out
"""
STEPS = """

def steps(x, y, a, o, W):
    top = (y - o) * o * (1 - o)
    return x.T @ (top @ W.T * a * (1 - a)), a.T @ top
"""


@pytest.mark.parametrize("wrong", ["into = one", "out = other"])
def test_a_record_that_takes_the_place_of_the_sum_is_told_at_its_line(wrong: str) -> None:
    """The function that gives each record's step is right."""
    source = ONE_BY_ONE.replace(wrong.replace("=", "+="), wrong)
    [finding] = lost(graded(with_function(source, before=STEPS)))
    assert finding.source == wrong


TOTAL = """

class Total:
    def __init__(self, shape):
        self.value = Matrix.zeros(*shape)

    def take(self, step):
        self.value = {}
"""
BY_TOTALS = (
    ("del_w_input_hidden = Matrix.zeros(*weights_input_hidden.shape)",
     "total_in = Total(weights_input_hidden.shape)"),
    ("del_w_hidden_output = Matrix.zeros(*weights_hidden_output.shape)",
     "total_out = Total(weights_hidden_output.shape)"),
    ("del_w_input_hidden = del_w_input_hidden + batch_w_input_hidden",
     "total_in.take(batch_w_input_hidden)"),
    ("del_w_hidden_output = del_w_hidden_output + batch_w_hidden_output",
     "total_out.take(batch_w_hidden_output)"),
    ("weights_input_hidden, del_w_input_hidden, learnrate",
     "weights_input_hidden, total_in.value, learnrate"),
    ("weights_hidden_output, del_w_hidden_output, learnrate",
     "weights_hidden_output, total_out.value, learnrate"),
)  # fmt: skip


def test_a_method_that_forgets_is_told_in_its_own_line() -> None:
    """It gets what is right, and puts it in the place of the sum."""
    for value in ("self.value + step", "step"):
        before = TOTAL.format(value)
        imports = "from matrix import Matrix\n"
        source = with_line(*BY_TOTALS, (imports, imports + before))
        found = lost(graded(source))
        assert [f.source for f in found] == ([] if "+" in value else [f"self.value = {value}"])


STEP_BY_STEP = """
    def update_weights(weights, del_w, learnrate, n_records):
        average = del_w / n_records
        step = average * learnrate
        return weights + step
"""
WITHOUT_NAMES = """
    def forward_pass(x, weights_input_hidden, weights_hidden_output):
        arrived = x @ weights_input_hidden
        answers = arrived.map(sigmoid)
        final = answers @ weights_hidden_output
        output = final
        return answers, output
"""
CHANGED_IN_PLACE = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        error = y - output
        term = error
        term = term * output
        term = term * (1 - term)
        below = term @ weights_hidden_output.T * hidden_output * (1 - hidden_output)
        return x.T @ below, hidden_output.T @ term
"""
PARTS = {
    "never squashed": (WITHOUT_NAMES, "output = final"),
    "the half of it in the place of the output": (CHANGED_IN_PLACE, "term = term * (1 - term)"),
    "the learnrate left out": (
        STEP_BY_STEP.replace("average * learnrate", "average"), "step = average",
    ),
    "the learnrate left out at the end": (
        STEP_BY_STEP.replace("        step = average * learnrate\n", "").replace("step", "average"),
        "return weights + average",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("function", "line"), PARTS.values(), ids=PARTS)
def test_what_is_right_as_far_as_it_goes_is_told_where_the_rest_is_lacking(
    function: str, line: str
) -> None:
    """A part of the step that is right is not the line to mend."""
    [finding] = lost(graded(with_function(function)))
    assert finding.source == line


def test_a_given_function_is_told_where_it_is_called() -> None:
    """It stops in there, over what it is given."""
    source = with_line(
        ("hidden_output = hidden_input.map(sigmoid)", "hidden_output = sigmoid(hidden_input)"),
        of=SHIPPED.replace("# TODO 2", "# next"),
    )
    [finding] = lost(graded(source))
    assert finding.source == "hidden_output = sigmoid(hidden_input)"


ADDED = "            del_w_hidden_output = del_w_hidden_output + batch_w_hidden_output\n"
ZEROS = (
    "        del_w_input_hidden = Matrix.zeros(*weights_input_hidden.shape)\n"
    "        del_w_hidden_output = Matrix.zeros(*weights_hidden_output.shape)\n"
)
EPOCHS = "    for _ in range(epochs):\n"
UPDATE = """
        weights_input_hidden = update_weights(
            weights_input_hidden, del_w_input_hidden, learnrate, n_records)
"""
RETURN = "    return weights_input_hidden, weights_hidden_output, losses\n"
LOSS = "losses.append(mean_squared_error("
LOOPS = {
    "the zeros come once": (
        (EPOCHS, ZEROS.replace("        ", "    ") + EPOCHS), (EPOCHS + ZEROS, EPOCHS),
        "del_w_input_hidden = Matrix.zeros(*weights_input_hidden.shape)",
    ),
    "the first batch is left out": (
        ("range(0, n_records, BATCH_SIZE)", "range(BATCH_SIZE, n_records, BATCH_SIZE)"), ("", ""),
        "for start in range(BATCH_SIZE, n_records, BATCH_SIZE):",
    ),
    "the last batch is left out": (
        ("range(0, n_records, BATCH_SIZE)", "range(0, n_records - BATCH_SIZE, BATCH_SIZE)"),
        ("", ""), "for start in range(0, n_records - BATCH_SIZE, BATCH_SIZE):",
    ),
    "the learnrate comes into the sum": (
        (ADDED, ADDED.replace("+ batch", "+ learnrate * batch")), ("", ""),
        ADDED.replace("+ batch", "+ learnrate * batch").strip(),
    ),
    "an epoch too few": (
        (EPOCHS, EPOCHS.replace("range(epochs)", "range(1, epochs)")), ("", ""),
        "for _ in range(1, epochs):",
    ),
    "a return in the loop": ((RETURN, "    " + RETURN), ("", ""), RETURN.strip()),
    "new weights that go nowhere": (
        (UPDATE, UPDATE.replace("weights_input_hidden = ", "moved = ")), ("", ""),
        "moved = update_weights(weights_input_hidden, del_w_input_hidden, learnrate, n_records)",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("one", "other", "line"), LOOPS.values(), ids=LOOPS)
def test_a_mistake_of_the_loop_has_its_line(
    one: tuple[str, str], other: tuple[str, str], line: str
) -> None:
    """The head, the zeros, the sum, the update or the return, whichever it is."""
    [finding] = lost(graded(with_line(one, other)))
    assert finding.source == line


NOT_NEW = {
    "under another name": ("new = weights", "new = weights"),
    "from a function": ("new = kept(weights)", "return table"),
    "under its own": ("pass", "row[j] += learnrate * d / n_records"),
}


@pytest.mark.parametrize(("begun", "line"), NOT_NEW.values(), ids=NOT_NEW)
def test_what_writes_into_its_arguments_is_told_where_it_takes_them(begun: str, line: str) -> None:
    """Where the weights get a second name, or else where their rows are written into."""
    update = f"""
        def update_weights(weights, del_w, learnrate, n_records):
            {begun}
            for row, del_row in zip({"new" if "=" in begun else "weights"}.rows, del_w.rows):
                for j, d in enumerate(del_row):
                    row[j] += learnrate * d / n_records
            return {"new" if "=" in begun else "weights"}

        def kept(table):
            return table
    """
    found = lost(graded(with_function(update)))
    assert [f.source for f in found if f.check == "keeps_old_weights"] == [line]


HANDED_BACK = """
    def update_weights(weights, del_w, learnrate, n_records):
        moved = weights + learnrate * del_w / n_records
"""


def test_what_is_never_handed_back_is_told_at_the_head_of_its_function() -> None:
    """None comes of it, and the line that works out the new weights is right."""
    [finding] = lost(graded(with_function(HANDED_BACK)))
    assert finding.source.startswith("def update_weights(")
    assert "None is what comes back" in finding.advice


def test_a_loss_that_is_reported_wrong_has_the_line_that_works_it_out() -> None:
    """Be it worked out too early, or of something else."""
    call = LOSS + "\n            features, targets, weights_input_hidden, weights_hidden_output))"
    assert call in SOLUTION
    for wrong in ("losses.append(squares / n_records)", "losses.append(0.5)"):
        source = with_line((call, wrong), (EPOCHS, EPOCHS + "        squares = 0.0\n"))
        [finding] = lost(graded(source))
        assert (finding.check, finding.source) == ("reported_losses", wrong)


LATER_STEPS = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        term = (y - output) * output * (1 - output)
        below = (term @ weights_hidden_output.T) * hidden_output
        return x.T @ below, hidden_output.T @ term
"""
EXCHANGED = """
    def forward_pass(x, weights_input_hidden, weights_hidden_output):
        answers = (x @ weights_input_hidden).map(sigmoid)
        return (answers @ weights_hidden_output).map(sigmoid), answers
"""


def test_a_line_of_a_later_step_and_one_of_an_earlier_are_not_told() -> None:
    """What is lacking is lacking before the next step begins, and what is right stays right."""
    for function, line in (
        (LATER_STEPS, "below = (term @ weights_hidden_output.T) * hidden_output"),
        (EXCHANGED, "return (answers @ weights_hidden_output).map(sigmoid), answers"),
    ):
        [finding] = lost(graded(with_function(function)))
        assert finding.source == line


@pytest.mark.parametrize("rows", ["rows", "hidden_input"])
def test_what_is_appended_is_followed_back_to_where_its_sum_begins(rows: str) -> None:
    """It is begun once for all units, and goes on from the unit before."""
    source = with_line((
        "    hidden_input = x @ weights_input_hidden\n",
        f"    {rows} = []\n"
        "    total = 0.0\n"
        "    for record in x.rows:\n"
        "        row = []\n"
        "        for column in weights_input_hidden.T.rows:\n"
        "            for value, weight in zip(record, column):\n"
        "                total += value * weight\n"
        "            row.append(total)\n"
        f"        {rows}.append(row)\n"
        f"    hidden_input = Matrix({rows})\n",
    ))  # fmt: skip
    [finding] = lost(graded(source))
    assert (finding.check, finding.source) == ("hidden_input", "total = 0.0")


def test_a_comma_behind_a_result_is_told_in_its_line() -> None:
    """And not at the return, which hands back what it is given."""
    line = "    output = (hidden_output @ weights_hidden_output).map(sigmoid)"
    [finding] = lost(graded(with_line((line, f"{line},"))))
    assert (finding.check, finding.source) == ("output", f"{line.strip()},")
