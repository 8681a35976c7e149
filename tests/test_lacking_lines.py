"""An answer that was deleted, commented out or taken back: not written, and told in its place."""

from __future__ import annotations

import re

import pytest
from byhand.grader.verdict import Outcome
from forms import graded, with_line
from test_journey import answered

ANSWERS = {
    "backprop.py": (
        "hidden_input = x @", "hidden_output = hidden_input.map", "output = (hidden_output",
        "error = y", "output_error_term = error", "hidden_error = output_error_term",
        "hidden_error_term = hidden_error", "del_w_hidden_output = hidden_output.T",
        "del_w_input_hidden = x.T", "new_weights = weights",
        "del_w_input_hidden = del_w_input_hidden +", "weights_hidden_output = update_weights",
    ),
    "backprop_numpy.py": (
        "hidden_input = np.dot(x,", "hidden_output = sigmoid(hidden_input",
        "output = sigmoid(np.dot(hi",
        "error = y", "output_error_term = error", "hidden_error = output_error_term",
        "hidden_error_term = hidden_error", "del_w_hidden_output += output_error_term",
        "del_w_input_hidden += hidden_error_term", "weights_hidden_output += learnrate",
    ),
}  # fmt: skip
EVERY = [(name, line) for name in ANSWERS for line in ANSWERS[name]]


def instead(name: str, line: str, text: str) -> tuple[str, int]:
    """The solution with something in the place of a line, whose own text is {}, and its number."""
    whole = re.sub(r"\(\n +weights", "(weights", answered(12, name))
    found = re.search(rf"^( *)({re.escape(line)}.*)$", whole, re.MULTILINE)
    assert found, line
    indent, own = found.groups()
    lines = [indent + each if each else "" for each in text.format(own).split("\n")]
    source = whole[: found.start()] + "\n".join(lines) + whole[found.end() :]
    return source, whole[: found.start()].count("\n") + 1


@pytest.mark.parametrize(("name", "line"), EVERY)
@pytest.mark.parametrize("left", ["# {}", "pass", "..."])
def test_what_stands_for_an_answer_is_where_it_is_to_be_written(
    name: str, line: str, left: str
) -> None:
    """It is quoted as it is; nothing else is lost, and no right line is told instead."""
    source, number = instead(name, line, left)
    [finding] = [f for f in graded(source, name=name).findings if f.points < f.max_points]
    assert finding.line == number
    assert finding.source == left.format(source.splitlines()[number - 1].strip(" #"))
    never_moved = left == "pass" and finding.outcome is Outcome.FAILED and finding.mistake
    assert never_moved or finding.outcome is Outcome.NOT_STARTED
    assert ("is a comment" in finding.advice) == (left[0] == "#")


@pytest.mark.parametrize(("name", "line"), EVERY)
def test_a_deleted_line_is_told_at_the_comment_of_its_todo(name: str, line: str) -> None:
    """Or where the sum begins that it was to go into; never at a line that is right."""
    source, number = instead(name, line, "")
    [finding] = [f for f in graded(source, name=name).findings if f.points < f.max_points]
    assert finding.source.startswith((f"# TODO {finding.todo}:", "del_w_"))
    assert finding.line < number


@pytest.mark.parametrize(("name", "line"), EVERY)
def test_dots_that_were_left_below_an_answer_take_it_back(name: str, line: str) -> None:
    """The step is not right before the next one is written, and not after it."""
    name_and_sign = " ".join(line.split()[:2])
    source, number = instead(name, line, f"{{}}\n{name_and_sign} ...")
    [finding] = [f for f in graded(source, name=name).findings if f.points < f.max_points]
    assert (finding.outcome, finding.line) == (Outcome.NOT_STARTED, number + 1)
    assert "takes it away again" in finding.advice


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("todo", [1, 4, 7])
def test_a_comment_is_the_next_to_write_on_the_way(name: str, todo: int) -> None:
    """All that follows is open still, and the line is the one to begin or to go on with."""
    source, number = instead(name, ANSWERS[name][todo - 1], "# {}")
    following = f"# TODO {todo + 1}:"
    open_ = answered(todo, name).partition(following)[2]
    first = graded(source.partition(following)[0] + following + open_, name=name).first_to_fix
    assert first
    assert (first.todo, first.line, first.outcome) == (todo, number, Outcome.NOT_STARTED)


@pytest.mark.parametrize("name", ANSWERS)
def test_what_is_too_deep_to_be_gone_through_is_judged_as_it_is(name: str) -> None:
    """A line of a thousand signs is no fault of the grader's."""
    source, _ = instead(name, ANSWERS[name][3], "pass")
    report = graded(f"{source}\ndeep = {'-' * 900}1\n", name=name)
    assert report.score is not None
    assert any(f.outcome is Outcome.STOPPED for f in report.findings)


ARRIVED = "    hidden_input = x @ weights_input_hidden\n"
ADDED = "            del_w_input_hidden = del_w_input_hidden + batch_w_input_hidden\n"
SQUARES = "            squares +="
RIGHT = {
    "two steps in one": (
        (ARRIVED, "    # pass on\n"),
        ("hidden_input.map(sigmoid)", "(x @ weights_input_hidden).map(sigmoid)"),
    ),
    "two steps in one, and a pass": (
        ("    error = y - output\n", "    pass\n"),
        ("= error * output", "= (y - output) * output"),
    ),
    "sums that grow elsewhere": (
        (ADDED, ""),
        (SQUARES, ADDED + SQUARES),
    ),
    "dots over a name that nothing reads any more": (
        (ARRIVED, ARRIVED + "    arrived = hidden_input\n    hidden_input = ...\n"),
        ("hidden_input.map(sigmoid)", "arrived.map(sigmoid)"),
    ),
    "an older answer as a comment": (
        ("    error = y - output\n", "    # error = output - y\n    error = y - output\n"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", RIGHT)
def test_a_right_program_lacks_nothing(kind: str) -> None:
    """However it goes about it, and whatever it has left below a TODO."""
    assert graded(with_line(*RIGHT[kind], of=answered(12))).full_marks


UNNAMED = ("{value}", "{value} * ...", "{name} == {value}")
"""What works something out that gets no name, or asks whether two things are the same."""


@pytest.mark.parametrize(
    ("name", "line"), [each for each in EVERY if " = " in each[1] and "hidden +" not in each[1]]
)
@pytest.mark.parametrize("left", UNNAMED)
def test_an_answer_that_gets_no_name_is_not_written_yet(name: str, line: str, left: str) -> None:
    """It costs its check, in its own line, whatever reads the name further down."""
    answer = instead(name, line, "{}")[0].splitlines()[instead(name, line, "{}")[1] - 1].strip()
    to, value = re.split(r" \+?= ", answer, maxsplit=1)
    text = left.format(name=to, value=f"+({value})")
    source, number = instead(name, line, text.replace("{", "{{").replace("}", "}}"))
    if "update_weights(" in value:  # a call may do something
        return
    [finding] = [f for f in graded(source, name=name).findings if f.points < f.max_points]
    assert (finding.outcome, finding.line, finding.source) == (Outcome.NOT_STARTED, number, text)
    assert ("which sign gives" if "==" in left else "gets no name") in finding.advice


@pytest.mark.parametrize("upto", [5, 9])
def test_a_result_that_is_handed_back_at_once_is_not_written_yet(upto: int) -> None:
    """In the place of a step that others are made of, also where these are still open."""
    right = "output_error_term = error * output * (1 - output)"
    wrong = "return error * output * (1 - output)"
    first = graded(answered(upto).replace(right, wrong)).first_to_fix
    assert first
    assert (first.todo, first.source, first.outcome) == (5, wrong, Outcome.NOT_STARTED)
    assert "hands back what it works out" in first.advice


AT_ONCE = {
    "output": (
        "output = (hidden_output @ weights_hidden_output).map(sigmoid)",
        "return hidden_output, (hidden_output @ weights_hidden_output).map(sigmoid)",
    ),
    "new_weights": (
        "new_weights = weights + learnrate / n_records * del_w",
        "return weights + learnrate / n_records * del_w",
    ),
    "del_w_input_hidden": (
        "del_w_input_hidden = x.T @ hidden_error_term",
        "return x.T @ hidden_error_term, del_w_hidden_output",
    ),
}


@pytest.mark.parametrize(("right", "other"), AT_ONCE.values(), ids=AT_ONCE)
def test_all_results_may_be_handed_back_at_once(right: str, other: str) -> None:
    """Then no name is needed, and what is given below has no turn."""
    assert graded(with_line((right, other))).score == 100


def test_a_pass_may_hand_back_all_of_it_where_its_first_todo_stands() -> None:
    """What is asked for further down has no turn, whether it is there or not."""
    source = answered(12)
    above, _, rest = source.partition("    # TODO 5:")
    _, _, below = rest.partition("    return del_w_input_hidden, del_w_hidden_output\n")
    comments = "".join(f"    # TODO {todo}: a step\n\n" for todo in (6, 7, 8, 9))
    at_once = """    # TODO 5: all the rest
    d = error * output * (1 - output)
    return (x.T @ (d @ weights_hidden_output.T * hidden_output * (1 - hidden_output)),
            hidden_output.T @ d)

"""
    end = "    return del_w_input_hidden, del_w_hidden_output\n"
    assert graded(above + at_once + comments + end + below).score == 100


ANOTHERS = [
    ("backprop.py", 2, "hidden_input = hidden_input.map(sigmoid)", (2, 3, 12)),
    ("backprop.py", 5, "error = error * output * (1 - output)", (5, 6, 12)),
    ("backprop.py", 7, "hidden_error *= hidden_output * (1 - hidden_output)", (7, 8, 9, 12)),
    ("backprop.py", 9, "del_w_hidden_output = x.T @ hidden_error_term", (9, 12)),
    ("backprop.py", 3, "Output = (hidden_output @ weights_hidden_output).map(sigmoid)", (3, 12)),
    ("backprop_numpy.py", 2, "hidden_input = sigmoid(hidden_input)", (2, 3, 10)),
    ("backprop_numpy.py", 5, "error = error * output * (1 - output)", (5, 6, 10)),
    ("backprop_numpy.py", 7, "hidden_error *= hidden_output * (1 - hidden_output)", (7, 8, 10)),
    ("backprop_numpy.py", 9, "del_w_hidden_output += output_error_term * hidden_output", (9, 10)),
    ("backprop_numpy.py", 3, "Output = sigmoid(np.dot(hidden_output, weights_h))", (3, 4, 10)),
]
EVERY_ROUND = [(name, todo, wrong, upto) for name, todo, wrong, ks in ANOTHERS for upto in ks]


def with_an_answer(
    name: str, todo: int, wrong: str, upto: int, *, keeps_its_dots: bool = False
) -> str:
    """The file answered so far, with this answer to a TODO in the place of the right one."""
    before, _, following = answered(upto, name).partition(f"# TODO {todo}:")
    head, _, rest = following.partition("\n")
    line, _, rest = rest.partition("\n")
    text = line.lstrip()
    indent, dots = line[: len(line) - len(text)], f"{' '.join(text.split()[:2])} ..."
    lines = [wrong, dots] if keeps_its_dots else [wrong]
    there = "\n".join(f"{indent}{each}" for each in lines)
    return f"{before}# TODO {todo}:{head}\n{there}\n{rest}"


@pytest.mark.parametrize(("name", "todo", "wrong", "upto"), EVERY_ROUND)
def test_an_answer_under_anothers_name_is_not_written_in_any_round(
    name: str, todo: int, wrong: str, upto: int
) -> None:
    """The step whose name it takes keeps its tick, and the rest is judged as if it were open."""
    report = graded(with_an_answer(name, todo, wrong, upto), name=name)
    first = report.first_to_fix
    assert first
    assert (first.todo, first.source, first.outcome) == (todo, wrong, Outcome.NOT_STARTED)
    words = "capital letters" if wrong[0] == "O" else "the name of another value"
    assert words in first.advice
    above = [f for f in report.findings if 0 < f.todo < todo and f.part != "training"]
    assert {f.outcome for f in above} <= {Outcome.PASSED}
    whole = 12 if name == "backprop.py" else 10
    assert upto < whole or {f.check for f in report.findings if f.points < f.max_points} == {
        first.check
    }


@pytest.mark.parametrize(("name", "todo", "wrong", "upto"), EVERY_ROUND)
def test_so_it_is_where_the_dots_were_left_below(
    name: str, todo: int, wrong: str, upto: int
) -> None:
    """It is the line with the other name that is told, and the tick of that name stays."""
    report = graded(with_an_answer(name, todo, wrong, upto, keeps_its_dots=True), name=name)
    first = report.first_to_fix
    assert first
    assert (first.todo, first.source, first.outcome) == (todo, wrong, Outcome.NOT_STARTED)
    above = [f for f in report.findings if 0 < f.todo < todo and f.part != "training"]
    assert {f.outcome for f in above} <= {Outcome.PASSED}


@pytest.mark.parametrize("form", ["functions", "script"])
def test_a_name_that_is_used_once_more_throughout_is_right(form: str) -> None:
    """What nothing reads by its name need not be there."""
    changes = [("output_error_term = ", "error = "), ("output_error_term", "error")]
    if form == "functions":
        source = with_line(*changes)
        assert "error = error * output * (1 - output)" in source
        assert graded(source).score == 100
    else:
        source = answered(10, "backprop_numpy.py").replace("output_error_term", "error")
        assert "error = error * output * (1 - output)" in source
        assert graded(source, name="backprop_numpy.py").score == 100


NO_ANSWERS = {
    "printed": ("backprop.py", "error = y", "print(y - output)", "print shows a value"),
    "printed in a script": (
        "backprop_numpy.py", "hidden_output = sigmoid(hidden_input", "print(sigmoid(hidden_input))",
        "print shows a value",
    ),
    "printed in a text": (
        "backprop.py", "error = y", 'print(f"error: {{y - output}}")', "print shows a value",
    ),
    "misspelt": (
        "backprop.py", "hidden_input = x @", "hiden_input = x @ weights_input_hidden",
        "spelt as it is where it is read",
    ),
    "two letters exchanged": (
        "backprop_numpy.py", "error = y", "erorr = y - output", "spelt as it is where it is read",
    ),
    "under the name of what is given": (
        "backprop.py", "new_weights = weights", "weights += learnrate / n_records * del_w",
        "the name of another value",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "line", "text", "words"), NO_ANSWERS.values(), ids=NO_ANSWERS)
def test_a_value_that_nothing_can_read_is_no_answer(
    name: str, line: str, text: str, words: str
) -> None:
    """The step is still open; the line below that asks for the value is right."""
    source, number = instead(name, line, text)
    [finding] = [f for f in graded(source, name=name).findings if f.points < f.max_points]
    assert (finding.outcome, finding.line) == (Outcome.NOT_STARTED, number)
    assert words in finding.advice


def test_dots_below_a_value_of_another_name_are_the_line_to_write() -> None:
    """The next TODO reads the name that still has nothing."""
    name, line = "backprop.py", "hidden_error = output_error_term"
    taken = "weights_hidden_output = output_error_term @ weights_hidden_output.T"
    source, number = instead(name, line, f"hidden_error = ...\n{taken}")
    [finding] = [f for f in graded(source, name=name).findings if f.points < f.max_points]
    assert (finding.check, finding.line) == ("hidden_error", number)
    assert finding.outcome is Outcome.NOT_STARTED


@pytest.mark.parametrize("own", ["hidden_input_1", "arrived", "hidden_inputs"])
def test_a_value_may_have_a_name_of_ones_own(own: str) -> None:
    """As long as it is that name which is read further down."""
    source = with_line(("hidden_input", own), of=answered(12))
    assert graded(source).full_marks


@pytest.mark.parametrize("left", ["error == y - output", "y - output", "print(y - output)"])
def test_a_value_that_gets_no_name_is_no_answer(left: str) -> None:
    """Its name is still open, and a tick would be taken back with the next answer."""
    whole = answered(4, "backprop.py")
    assert whole.count("error = y - output") == 1
    report = graded(whole.replace("error = y - output", f"error = ...\n    {left}"))
    found = next(f for f in report.findings if f.check == "error")
    assert (found.outcome, found.source, found.points) == (Outcome.FAILED, left, 0.0)
    assert "kept nowhere" in found.advice
