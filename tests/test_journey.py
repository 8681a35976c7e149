"""A learner goes from TODO to TODO: what is answered rightly is ticked at once, and stays so."""

from __future__ import annotations

import itertools
import re

import pytest
from byhand.grader.command import exercise
from byhand.grader.reports import json as as_json
from byhand.grader.reports import practice
from byhand.grader.reports.screen import Screen
from byhand.grader.room.account import LookedTooLong
from byhand.grader.verdict import Ending, Outcome, Report
from forms import SHIPPED, graded

CHECKS = (
    "hidden_input", "hidden_output", "output", "error", "output_error_term", "hidden_error",
    "hidden_error_term", "del_w_hidden_output", "del_w_input_hidden", "update_weights",
    "summed_over_records", "both_layers_updated",
)  # fmt: skip
"""The check that TODO 1, 2, 3 … is ticked by."""


ON_ARRAYS = "backprop_numpy.py"
SCRIPT = (exercise.SOLUTION / "backprop_numpy.py").read_text("utf-8")


def answered(upto: int, name: str = "backprop.py") -> str:
    """The exercise with the first TODOs answered as in the solution."""
    begun = exercise.exercise_files()[name]
    solution = SHIPPED if name == "backprop.py" else SCRIPT
    parts, answers = (text.split("# TODO ") for text in (begun, solution))
    return "# TODO ".join(itertools.chain(answers[: upto + 1], parts[upto + 1 :]))


@pytest.mark.parametrize("upto", range(12))
def test_so_many_right_answers_give_so_many_ticks(upto: int) -> None:
    """Nothing has failed or stopped, and the next TODO is the one to go on with."""
    report = graded(answered(upto))
    outcomes = {finding.check: finding.outcome for finding in report.findings}
    ticks = [outcomes[check] is Outcome.PASSED for check in CHECKS]
    assert ticks == [number < upto for number in range(12)]
    assert not {Outcome.FAILED, Outcome.STOPPED} & {*outcomes.values()}
    first = report.first_to_fix
    assert first is not None
    assert (first.check, first.outcome) == (CHECKS[upto], Outcome.NOT_STARTED)
    assert first.todo == upto + 1


@pytest.mark.parametrize("upto", range(11))
def test_so_many_answers_give_so_many_marks_in_a_script(upto: int) -> None:
    """In the row of marks as well: a TODO waits for no other, whose sum is still open."""
    report = graded(answered(upto, ON_ARRAYS), name=ON_ARRAYS)
    assert not {Outcome.FAILED, Outcome.STOPPED} & {f.outcome for f in report.findings}
    row = practice.rendered(report, screen=Screen(100)).rpartition("forward ")[2]
    row = row.partition("\n")[0]
    assert row.count("✓") == upto


TELLING = ["print(errr)", "print(error[5])", "assert error is None", "1 / 0", "raise ValueError"]
ERROR = "error = y - output\n"


@pytest.mark.parametrize("name", ["backprop.py", ON_ARRAYS])
@pytest.mark.parametrize("line", TELLING)
@pytest.mark.parametrize("upto", [4, 12])
def test_what_only_tells_and_stops_is_charged_under_its_step(
    name: str, line: str, upto: int
) -> None:
    """The next line is right if it is written, and no more than open if it is not."""
    whole = answered(upto, name)
    indent = " " * (whole[: whole.index(ERROR)].rpartition("\n")[2].count(" "))
    report = graded(whole.replace(ERROR, f"{ERROR}{indent}{line}\n"), name=name)
    [stopped] = [f for f in report.findings if f.outcome is Outcome.STOPPED]
    assert (stopped.check, stopped.source) == ("error", line)
    after = next(f.outcome for f in report.findings if f.check == "output_error_term")
    assert after is (Outcome.NOT_STARTED if upto == 4 else Outcome.PASSED)
    lost = [f for f in report.findings if f.points < f.max_points]
    assert upto == 4 or lost == [stopped]


@pytest.mark.parametrize("name", ["backprop.py", ON_ARRAYS])
def test_what_stops_hides_no_mistake_in_the_step_below_it(name: str) -> None:
    """Both are charged: nobody earns the step that was stopped by stopping above it."""
    whole = answered(12, name)
    indent = " " * (whole[: whole.index(ERROR)].rpartition("\n")[2].count(" "))
    source = whole.replace(ERROR, f"{ERROR}{indent}assert error is None\n")
    report = graded(source.replace("error * output * (1 - output)", "error"), name=name)
    assert lost(report) == {"error": Outcome.STOPPED, "output_error_term": Outcome.FAILED}


def test_all_of_them_are_the_solution() -> None:
    assert answered(12) == SHIPPED
    assert graded(answered(12)).full_marks


A, B, C = "hidden_input = x @ weights_input_hidden", "error = y - output", "(1 - output)"
SLIPS = [
    ("backprop.py", 1, A, f"{A} * 2"),
    ("backprop.py", 2, "hidden_input.map(sigmoid)", "hidden_input.map(sigmoid) * 2"),
    ("backprop.py", 4, B, f"{B}\n    error = error * error"),
    ("backprop.py", 5, C, f"{C} * 3"),
    ("backprop.py", 6, "@ weights_hidden_output.T", "@ weights_hidden_output.T * 2"),
    (ON_ARRAYS, 1, "np.dot(x, weights_input_hidden)", "np.dot(x, weights_input_hidden) ** 2"),
    (ON_ARRAYS, 2, "sigmoid(hidden_input)", "sigmoid(hidden_input) ** 2"),
    (ON_ARRAYS, 3, " output = sigmoid(", " output = 1 + sigmoid("),
    (ON_ARRAYS, 4, B, "error = (y - output) ** 2"),
    (ON_ARRAYS, 4, B, "error = np.abs(y - output)"),
    (ON_ARRAYS, 4, B, f"error = ({B.partition(' = ')[2]}) / n_records"),
    (ON_ARRAYS, 5, C, f"{C} * 2"),
    (ON_ARRAYS, 7, "(1 - hidden_output)", "(1 - hidden_output) / 2"),
    ("backprop.py", 4, B, f"error = abs({B.partition(' = ')[2]})"),
    ("backprop.py", 4, B, "error = sum_of_squares(y, output)"),
]
"""A line that works out the right value, and something more."""

RIGHT_FOR_ONE = [
    ("backprop.py", 5, "error * output", "error @ output"),
    (
        "backprop.py",
        8,
        "hidden_output.T @ output_error_term",
        "hidden_output.T @ output_error_term / x.shape[0]",
    ),
    ("backprop.py", 11, "= del_w_hidden_output + batch_w_hidden_output", "= batch_w_hidden_output"),
    (ON_ARRAYS, 1, "np.dot(x, weights_input_hidden)", "np.dot(features, weights_input_hidden)"),
    (ON_ARRAYS, 2, "sigmoid(hidden_input)", "sigmoid(np.dot(features, weights_input_hidden))"),
    (ON_ARRAYS, 4, B, "error = targets - output"),
    (ON_ARRAYS, 8, "del_w_hidden_output += output", "del_w_hidden_output = output"),
    (ON_ARRAYS, 9, "del_w_input_hidden += hidden", "del_w_input_hidden = hidden"),
]
"""A line that is right where there is one record, or one batch, and only there."""

OTHER_WAYS = [
    ("backprop.py", 2, "hidden_input.map(sigmoid)", "(x @ weights_input_hidden).map(sigmoid)"),
    ("backprop.py", 4, B, "error = Matrix([[a[0] - b[0]] for a, b in zip(y.rows, output.rows)])"),
    ("backprop.py", 5, f"{B}\n", f"{B} + 0.0 * output\n"),
    ("backprop.py", 11, "_hidden = del_w_input_hidden + b", "_hidden += b"),
    (ON_ARRAYS, 1, "np.dot(x, weights_input_hidden)", "(x[:, None] * weights_input_hidden).sum(0)"),
    (ON_ARRAYS, 2, "sigmoid(hidden_input)", "np.array([sigmoid(value) for value in hidden_input])"),
    (ON_ARRAYS, 3, " output = sigmoid(", " output = 1.0 * sigmoid("),
    (ON_ARRAYS, 4, B, "error = float(y - output)"),
    (ON_ARRAYS, 5, "error * output", "(y - output) * output"),
]
"""The same lines in other words."""


def changed(name: str, upto: int, line: str, other: str) -> str:
    source = answered(upto, name)
    assert line in source
    return source.replace(line, other, 1)


@pytest.mark.parametrize(("name", "upto", "line", "other"), [*SLIPS, *RIGHT_FOR_ONE])
def test_a_slip_is_seen_before_the_next_line_is_written(
    name: str, upto: int, line: str, other: str
) -> None:
    """The right value in the middle of a line is not enough: it is what the line leaves.

    And that for as many records as there are.
    """
    source = changed(name, upto, line, other)
    report = graded(source, name=name)
    [finding] = [f for f in report.findings if f.outcome in (Outcome.FAILED, Outcome.STOPPED)]
    assert (finding.todo, finding.points) == (upto, 0)
    first = other.strip().splitlines()[0]
    assert first in source.splitlines()[finding.line - 1]
    assert finding.mistake or finding.advice
    passed = {f.todo for f in report.findings if f.outcome is Outcome.PASSED and f.todo}
    if finding.check == "summed_over_records":
        passed -= {upto}  # what is added is right
    assert passed == {*range(1, upto)}


@pytest.mark.parametrize(("name", "upto", "line", "other"), OTHER_WAYS)
def test_a_line_in_other_words_is_ticked_at_once(
    name: str, upto: int, line: str, other: str
) -> None:
    report = graded(changed(name, upto, line, other), name=name)
    passed = [f.todo for f in report.findings if f.outcome is Outcome.PASSED and f.todo]
    assert sorted(passed) == list(range(1, upto + 1))


def test_what_a_helper_does_not_hand_back_is_seen_at_once() -> None:
    """The line is written, and nothing comes of it: that is no TODO which is still to be begun."""
    helper = "def activate(values):\n    values.map(sigmoid)\n\n\ndef forward_pass("
    source = changed("backprop.py", 2, "hidden_input.map(sigmoid)", "activate(hidden_input)")
    report = graded(source.replace("def forward_pass(", helper, 1))
    [finding] = [f for f in report.findings if f.outcome in (Outcome.FAILED, Outcome.STOPPED)]
    assert (finding.check, finding.saw) == ("hidden_output", "it is None")
    assert finding.source == "hidden_output = activate(hidden_input)"
    assert "return" in finding.advice


def test_an_index_that_counts_from_one_costs_its_own_step_alone() -> None:
    """Though the loop stops before the step below it, which is right."""
    loop = """del_w_hidden_output = Matrix.zeros(hidden_output.shape[1], 1)
    for j in range(1, hidden_output.shape[1] + 1):
        for a, [d] in zip(hidden_output.rows, output_error_term.rows):
            del_w_hidden_output.rows[j][0] += a[j] * d"""
    right = "del_w_hidden_output = hidden_output.T @ output_error_term"
    for upto in (9, 12):
        report = graded(changed("backprop.py", upto, right, loop))
        [finding] = [f for f in report.findings if f.outcome in (Outcome.FAILED, Outcome.STOPPED)]
        assert finding.check == "del_w_hidden_output"
        passed = [f.todo for f in report.findings if f.outcome is Outcome.PASSED]
        assert 9 in passed


def without(todo: int, name: str) -> str:
    """The solution with one TODO as it is in the exercise."""
    texts = (answered(12, name), exercise.exercise_files()[name])
    whole, begun = (text.split("# TODO ") for text in texts)
    return "# TODO ".join([*whole[:todo], begun[todo], *whole[todo + 1 :]])


def lost(report: Report) -> dict[str, Outcome]:
    return {f.check: f.outcome for f in report.findings if f.points < f.max_points}


@pytest.mark.parametrize(
    ("name", "todo"),
    [("backprop.py", n) for n in range(1, 13)] + [(ON_ARRAYS, n) for n in range(1, 11)],
)
def test_the_one_that_is_open_costs_no_more_than_itself(name: str, todo: int) -> None:
    """What waits for it has its points, and no tick yet."""
    report = graded(without(todo, name), name=name)
    assert lost(report) == {CHECKS[todo - 1]: Outcome.NOT_STARTED}
    assert report.first_to_fix is not None
    assert report.first_to_fix.todo == todo
    assert not {Outcome.FAILED, Outcome.STOPPED} & {f.outcome for f in report.findings}


@pytest.mark.parametrize(
    ("name", "answer", "check"),
    [
        ("backprop.py", "del_w_hidden_output + batch_w_hidden_output", CHECKS[10]),
        (
            "backprop.py",
            "update_weights(\n            weights_input_hidden, del_w_input_hidden, "
            "learnrate, n_records)",
            CHECKS[11],
        ),
        (ON_ARRAYS, "learnrate * del_w_hidden_output / n_records", CHECKS[11]),
    ],
)
def test_so_does_half_of_it(name: str, answer: str, check: str) -> None:
    source = answered(12, name)
    assert answer in source
    assert lost(graded(source.replace(answer, "..."), name=name)) == {check: Outcome.NOT_STARTED}


@pytest.mark.parametrize(
    ("name", "todo", "line", "other", "check"),
    [
        ("backprop.py", 12, B, "error = output - y", "error"),
        ("backprop.py", 12, "= del_w_hidden_output + batch", "= batch", "summed_over_records"),
        ("backprop.py", 11, "_output, del_w_hidden", "_output, del_w_input", CHECKS[11]),
        (ON_ARRAYS, 10, B, "error = output - y", "error"),
        (ON_ARRAYS, 10, "error * output", "error * outptu", "output_error_term"),
    ],
)  # fmt: skip
def test_a_slip_beside_the_one_that_is_open_is_found(
    name: str, todo: int, line: str, other: str, check: str
) -> None:
    """Each costs its own, and the answer to what is open is in no word that is said."""
    source = without(todo, name)
    assert line in source
    report = graded(source.replace(line, other), name=name)
    assert {*lost(report)} == {CHECKS[todo - 1], check}
    assert lost(report)[check] in (Outcome.FAILED, Outcome.STOPPED)
    answer = answered(12, name).split("# TODO ")[todo].splitlines()[1].strip()
    assert answer not in as_json.rendered(report)


@pytest.mark.parametrize(
    ("name", "todo", "names"),
    [
        ("backprop.py", 11, {"batch_w": "step_of"}),
        ("backprop.py", 12, {"n_records": "m", "del_w": "sum"}),
        (ON_ARRAYS, 10, {"weights_hidden_output": "W", "weights_input_hidden": "w", "del_w": "d"}),
    ],
)
def test_the_rest_may_have_other_names(name: str, todo: int, names: dict[str, str]) -> None:
    source = without(todo, name)
    for theirs, own in names.items():
        source = source.replace(theirs, own)
    assert lost(graded(source, name=name)) == {CHECKS[todo - 1]: Outcome.NOT_STARTED}


def test_several_that_are_open_earn_nothing_for_what_waits() -> None:
    """Nobody has shown that it is right."""
    whole, begun = (text.split("# TODO ") for text in (without(11, "backprop.py"), answered(0)))
    report = graded("# TODO ".join([*whole[:12], begun[12]]))
    assert report.score == 75
    assert Outcome.FAILED not in lost(report).values()


@pytest.mark.parametrize(
    ("name", "line", "todo"),
    [
        ("backprop.py", "hidden_output = hidden_input.map(sigmoid)", 2),
        ("backprop.py", "hidden_error = output_error_term @ weights_hidden_output.T", 6),
        (ON_ARRAYS, "hidden_output = sigmoid(hidden_input)", 2),
        (ON_ARRAYS, "output_error_term = error * output * (1 - output)", 5),
    ],
)
def test_none_is_as_unwritten_as_the_dots(name: str, line: str, todo: int) -> None:
    """Who writes None for what she does not know yet loses that step, and keeps the others."""
    source = answered(12, name)
    assert line in source
    report = graded(source.replace(line, f"{line.partition(' = ')[0]} = None"), name=name)
    assert [(f.todo, f.outcome) for f in report.findings if f.points < f.max_points] == [
        (todo, Outcome.NOT_STARTED)
    ]


@pytest.mark.parametrize("dots", ["+= ...", "= ..."])
def test_an_update_that_is_not_written_costs_the_update_alone(dots: str) -> None:
    """With right weights in the place of the dots, the sums of a script are right by themselves."""
    source = answered(9, ON_ARRAYS).replace("hidden += ...", f"hidden {dots}")
    report = graded(source.replace("output += ...", f"output {dots}"), name=ON_ARRAYS)
    lost = [(f.check, f.outcome) for f in report.findings if f.points < f.max_points]
    assert lost == [("update_weights", Outcome.NOT_STARTED)]
    unsummed = source.replace("del_w_hidden_output += output", "del_w_hidden_output = output")
    assert {
        f.check for f in graded(unsummed, name=ON_ARRAYS).findings if f.points < f.max_points
    } > {"update_weights"}


def test_where_nothing_can_be_looked_at_the_ticks_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most of its time is spent: what waits, waits, and nothing of it is the grader's own fault."""
    monkeypatch.setattr("byhand.grader.room.guest.LOOKS", -1.0)
    for name, upto in (("backprop.py", 11), (ON_ARRAYS, 8)):
        report = graded(answered(upto, name), name=name)
        assert report.outcome is Ending.GRADED
        passed = {f.todo for f in report.findings if f.outcome is Outcome.PASSED and f.todo}
        assert passed >= {*range(1, upto)}
        assert not [f for f in report.findings if f.outcome is Outcome.FAILED]


HALVES = [
    ("backprop.py", 11, "del_w_input_hidden = batch_w_input_hidden"),
    ("backprop.py", 11, "del_w_input_hidden = del_w_input_hidden - batch_w_input_hidden"),
    ("backprop.py", 12, "update_weights(weights_input_hidden, del_w_input_hidden, learnrate, 1)"),
    ("backprop.py", 12, "weights_input_hidden = weights_input_hidden + del_w_input_hidden"),
    (ON_ARRAYS, 10, "weights_input_hidden -= learnrate * del_w_input_hidden / n_records"),
    (ON_ARRAYS, 10, "weights_input_hidden += learnrate * del_w_input_hidden"),
    (ON_ARRAYS, 10, "weights_input_hidden = learnrate * del_w_input_hidden / n_records"),
]


@pytest.mark.parametrize(("name", "todo", "wrong"), HALVES)
def test_a_slip_in_the_first_line_of_a_todo_is_seen_before_its_second(
    name: str, todo: int, wrong: str
) -> None:
    """The line that is open stays open, and what follows it too."""
    before, _, following = answered(todo - 1, name).partition(f"# TODO {todo}:")
    line = re.compile(r"^( *)[^\n]*\.\.\.$", re.MULTILINE)
    half = line.sub(rf"\1{wrong}", following, count=1)
    report = graded(f"{before}# TODO {todo}:{half}", name=name)
    first = report.first_to_fix
    assert first
    assert (first.todo, first.source, first.outcome) == (todo, wrong, Outcome.FAILED)
    assert first.saw


RAISING = {
    4: ["error, = y - output", "error = len(y - output)", "error = (y - output)[0]"],
    2: ["hidden_output = sigmoid(hidden_input)[:, 0]", "hidden_output = sigmoid(hidden_input).T()"],
    7: ["hidden_error_term = (hidden_error * hidden_output * (1 - hidden_output)).T()"],
}


@pytest.mark.parametrize(
    ("todo", "wrong"), [(todo, wrong) for todo, lines in RAISING.items() for wrong in lines]
)
def test_a_line_of_a_script_that_raises_over_the_right_value_is_no_answer(
    todo: int, wrong: str
) -> None:
    """Its own step stops, though all that it is made of is right, and the next is still open."""
    name = re.match(r"\w+", wrong)
    assert name
    line = re.compile(rf"^( *){name[0]} = .*$", re.MULTILINE)
    report = graded(line.sub(rf"\1{wrong}", answered(todo, ON_ARRAYS), count=1), name=ON_ARRAYS)
    outcomes = {finding.check: finding.outcome for finding in report.findings}
    assert outcomes[CHECKS[todo - 1]] is Outcome.STOPPED
    assert outcomes[CHECKS[todo]] is Outcome.NOT_STARTED
    assert report.first_to_fix
    assert report.first_to_fix.source == wrong


def test_where_the_clock_ends_the_look_at_half_an_answer_it_is_not_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The TODO is open as before, and nothing of it is the grader's own fault."""

    def ended(*_: object) -> None:
        raise LookedTooLong

    monkeypatch.setattr("byhand.grader.judging.one_slip.with_half_an_answer", ended)
    report = graded(answered(12).replace("= del_w_hidden_output + batch_w_hidden_output", "= ..."))
    assert report.outcome is Ending.GRADED
    assert lost(report) == {"summed_over_records": Outcome.NOT_STARTED}
