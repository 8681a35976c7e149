"""What is said of a mistake is so: of the layer, the index, the line and the runs that it names."""

from __future__ import annotations

import pytest
from byhand.grader.command import exercise
from byhand.grader.judging.findings import _without_a_line
from byhand.grader.judging.messages import Place
from byhand.grader.judging.names import Text
from byhand.grader.room.answers import Crash
from byhand.grader.verdict import Outcome
from forms import SOLUTION, graded, with_function, with_line
from test_scripts_looked_at import lost

SCRIPT = (exercise.SOLUTION / "backprop_numpy.py").read_text("utf-8")

AVERAGED = """    weights_input_hidden += learnrate * del_w_input_hidden / n_records
    weights_hidden_output += learnrate * del_w_hidden_output / n_records
"""
OTHERWISE = """    del_w_input_hidden /= n_records
    del_w_input_hidden /= n_records
    weights_input_hidden += learnrate * del_w_input_hidden
    weights_hidden_output += learnrate * del_w_hidden_output
"""


def test_each_layer_is_told_what_is_so_of_it() -> None:
    """Where one is divided twice and the other never, the words, the line and the numbers agree."""
    assert AVERAGED in SCRIPT
    wrong = SCRIPT.replace(AVERAGED, OTHERWISE)
    [finding] = lost(graded(wrong, name="backprop_numpy.py"))
    assert "weights_input_hidden" in finding.saw
    assert "move too little" in finding.advice
    assert finding.source == "del_w_input_hidden /= n_records"


LEFT_OVER = """
    def backward_pass(x, y, hidden_output, output, weights_hidden_output):
        out = Matrix.zeros(hidden_output.shape[1], 1)
        into = Matrix.zeros(x.shape[1], hidden_output.shape[1])
        for k in range(x.shape[0]):
            o = output.rows[k][0]
            top = (y.rows[k][0] - o) * o * (1 - o)
            for i in range(x.shape[1]):
                for j in range(hidden_output.shape[1]):
                    a = hidden_output.rows[k][j]
                    below = top * weights_hidden_output.rows[j][0] * a * (1 - a)
                    into.rows[i][j] += below * x.rows[k][i]
            for j in range(hidden_output.shape[1]):
                out.rows[j][0] += top * hidden_output.rows[k][j]
        return into, out
"""


def test_an_index_that_is_left_over_is_told_as_that() -> None:
    """No question about a loop that goes too far, where it is another's index that does."""
    wrong = LEFT_OVER.replace("top * hidden_output.rows[k][j]", "top * hidden_output.rows[k][i]")
    head = "            for i in range(x.shape[1]):"
    source = with_function(wrong)
    line = source.splitlines().index(head[4:]) + 1
    [finding] = lost(graded(source))
    assert f"i is counted by the loop of line {line}, which is over by then" in finding.advice
    assert finding.source == "out.rows[j][0] += top * hidden_output.rows[k][i]"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("for i in a:\n    b\nc = d[i]", [("i", 1)]),
        ("for i in a:\n    c = d[i]", []),
        ("for i in a:\n    b\nfor i in d:\n    c = d[i]", []),
        ("c = [d[i] for i in a]", []),
        ("i = 3\nc = d[i]", []),
        ("for i in a:\n    b\nfor j in a:\n    c = d[i][j]", [("i", 1)]),
        ("def f(a):\n    for k, i in a:\n        b\n    return a[i]", [("i", 2)]),
    ],
)
def test_what_only_a_loop_before_counts_is_left_over(
    text: str, asked: list[tuple[str, int]]
) -> None:
    """An index of a loop around the line, or one that is no loop's, is not."""
    lines = text.splitlines()
    line = next(n for n, one in enumerate(lines, 1) if "d[i]" in one or "a[i]" in one)
    assert [*Text(lines).left_over(line)] == asked


@pytest.mark.parametrize(
    ("call", "asks"),
    [
        ("w = update_weights(w, del_W, rate, n)", "in which order are they asked for"),
        ("w = update_weights(weights=w, del_w=del_W, learnrate=r)", "which of them belongs there"),
        ("w = update_weights(w, del_W, rate, n) if n == 2 else w", "in which order"),
    ],
)
def test_values_that_are_handed_over_by_name_have_no_order(call: str, asks: str) -> None:
    """They are asked for by what they are."""
    place = Place(Text([call]), "matrix", "", open_book=True, line=1)
    assert asks in place.asks(Crash("ValueError", "", 9, "update_weights"), "")


def test_nothing_is_said_of_this_line_where_none_is_shown() -> None:
    """Words that speak of a line speak of the one that works it out."""
    assert "this line" not in _without_a_line("What does this line do? In this line, what is it?")


def test_a_check_of_what_raises_is_not_ticked() -> None:
    """That the gradient would be right is known only with the slip mended: it follows from it."""
    right = "hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)"
    report = graded(with_line((right, right.replace("hidden_error *", "hiden_error *"))))
    [finding] = lost(report)
    assert finding.outcome is Outcome.STOPPED
    [gradient] = [f for f in report.findings if f.check == "gradient"]
    assert (gradient.outcome, gradient.points) == (Outcome.WAITING, gradient.max_points)
    assert lost(graded(SOLUTION)) == []


WHOLE = (
    SCRIPT[: SCRIPT.index("    for x, y in zip")]
    + """    hidden_output = sigmoid(np.dot(features.values, weights_input_hidden))
    output = sigmoid(np.dot(hidden_output, weights_hidden_output))
    error = {}
    output_error_term = error * output * (1 - output)
    hidden_error = np.outer(output_error_term, weights_hidden_output)
    hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)
    del_w_hidden_output = np.dot(hidden_output.T, output_error_term)
    del_w_input_hidden = np.dot(features.values.T, hidden_error_term)
"""
    + AVERAGED
)


def test_one_number_for_all_records_is_told_as_that() -> None:
    """A mean where each record has its own."""
    script = SCRIPT.replace("error = y - output", "error = np.mean(y - output)")
    by_batch = WHOLE.format("np.mean(targets.values - output)")
    [finding] = lost(graded(by_batch, name="backprop_numpy.py"))
    assert finding.check == "error"
    assert "single number" in finding.advice
    assert lost(graded(WHOLE.format("targets.values - output"), name="backprop_numpy.py")) == []
    assert lost(graded(script, name="backprop_numpy.py")) == []


def test_a_rounded_step_is_not_told_to_depend_on_a_size() -> None:
    """It is wrong by a hair, and with some inputs by less: the words are on its digits."""
    report = graded(
        with_line(
            (
                "hidden_input = x @ weights_input_hidden",
                "hidden_input = (x @ weights_input_hidden).map(lambda v: round(v, 6))",
            )
        )
    )
    [finding] = lost(report)
    assert finding.source.startswith("hidden_input = ")
    assert "round" in finding.advice
    assert "hidden units" not in finding.advice


def test_a_line_that_is_no_todos_says_why_it_costs_something() -> None:
    """Where what a script prints stops, no further epoch follows, and that is said."""
    wrong = SCRIPT.replace("training loss {loss:.6f}", "training loss {los:.6f}")
    [finding] = lost(graded(wrong, name="backprop_numpy.py"))
    assert (finding.check, finding.todo) == ("every_epoch", 0)
    assert "NameError, and the whole script ends there" in finding.saw
    assert "handed back" not in finding.saw


def test_new_weights_that_no_epoch_finds_are_told_where_they_are_made() -> None:
    """They are right, under names that nothing reads: it is not the sums that begin wrongly."""
    tables = "weights_input_hidden, weights_hidden_output"
    source = with_line(
        ("        weights_input_hidden = update", "        new_w = update"),
        ("        weights_hidden_output = update", "        new_W = update"),
        (f"            features, targets, {tables}))\n\n    return {tables}",
         "            features, targets, new_w, new_W))\n\n    return new_w, new_W"),
    )  # fmt: skip
    [finding] = lost(graded(source))
    assert finding.check == "both_layers_updated"
    assert finding.source.startswith("new_w = update_weights(")
    assert "nothing is kept of them" in finding.advice


@pytest.mark.parametrize(
    ("told", "step", "todo"),
    [
        ("print(hiden_output.shape)", "    return hidden_output, output\n", 3),
        ("print('delta', del_w_hidden_outpt)", "    return del_w_input_hidden,", 9),
    ],
)
def test_a_print_that_raises_is_told_under_the_todo_it_stands_under(
    told: str, step: str, todo: int
) -> None:
    """Whatever it is about: the step that it names is right."""
    [finding] = lost(graded(with_line((step, f"    {told}\n{step}"))))
    assert (finding.todo, finding.source) == (todo, told)


def test_a_step_that_is_appended_row_by_row_pays_for_what_raises_in_it() -> None:
    """It stands in a call, and what that is given is the step."""
    wrong = """\
    rows = []
    for e, h in zip(hidden_error.rows, hidden_output.rows):
        rows.append([a * b * (1 - bb) for a, b in zip(e, h)])
    hidden_error_term = Matrix(rows)
"""
    right = "    hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)\n"
    [finding] = lost(graded(with_line((right, wrong))))
    assert finding.check == "hidden_error_term"
