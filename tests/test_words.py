"""What is said of a mistake that has no name: true of the numbers, and never the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from byhand.grader import settings, submission
from byhand.grader.judging import crashes, grading, neighbours, phrases
from byhand.grader.judging.expressions import tree_of, value
from byhand.grader.judging.factors import Factor
from byhand.grader.judging.messages import Place
from byhand.grader.judging.names import Text
from byhand.grader.judging.neighbours import Edit, Kind
from byhand.grader.judging.operands import operands
from byhand.grader.judging.trace import agree
from byhand.grader.lesson import compute
from byhand.grader.lessons import LESSONS
from byhand.grader.lessons.backprop import backprop, steps
from byhand.grader.lessons.descent import slips
from byhand.grader.mistakes import Quantity
from byhand.grader.room.answers import Crash
from byhand.grader.verdict import Finding, Outcome
from byhand.solution.matrix import Matrix
from forms import SOLUTION, collected, start, with_line
from spellings import LINES
from test_catalogue import FORMULAS, UNKIND, answers, sentences, stands_in

GIVEN = ("x", "y", "weights_input_hidden", "weights_hidden_output", "learnrate", "n_records")
KNOWN = backprop.inputs("of the words").solved((4, 3, None, 6))


def first(source: str, *, file: str = "backprop.py") -> Finding:
    """The first finding that asks to be mended, as practice tells it."""
    decided = settings.Settings("of the tests")
    program = submission.of_bytes(file, source.encode("utf-8"))
    form = "numpy" if "numpy" in file else "matrix"
    report = grading.grade(
        program, decided, LESSONS, practice=True, best_effort=True, form=form, start=start,
        checklist=collected(),
    )  # fmt: skip
    return next(f for f in report.findings if f.outcome in (Outcome.FAILED, Outcome.STOPPED))


def written(step: str, formula: str) -> str:
    """The solution with one step written so."""
    return with_line((LINES[step], f"{LINES[step].partition(' = ')[0]} = {formula}"))


# ---- neighbours ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "formula",
    ["y - output * output * (1 - output)", "(y - output * output) * (1 - output)"],
)
def test_a_sum_that_lost_its_brackets_is_told_as_that(formula: str) -> None:
    """Also where it stands in the place of the name that an earlier step gave it."""
    assert "brackets" in first(written("output_error_term", formula)).advice


def edits() -> Iterator[tuple[str, Edit, dict[str, str]]]:
    """Every neighbour of every formula, of the steps and of the loop's lines."""
    for name, step in backprop.steps.items():
        tree = tree_of(step.formula)
        before = [*GIVEN, *(other for other in backprop.steps if other != name)]
        for edit in neighbours.edits(tree, before, (steps.sigmoid,)):
            yield backprop.vocabulary.name(name), edit, {}
        for edit in neighbours.with_more(tree, before):
            yield backprop.vocabulary.name(name), edit, {}
    for line, tree in slips.FORMULAS.items():
        for edit in neighbours.edits(tree, [*slips.CALLED], (steps.sigmoid,)):
            yield line, edit, dict(slips.CALLED)


def test_no_words_on_a_neighbour_hold_an_answer() -> None:
    """Whatever slip it is, and whatever of it is named, no formula of the lesson is told."""
    formulas = [*answers(), *FORMULAS]
    told = {phrases.words(step, [edit], called) for step, edit, called in edits()}
    assert len(told) > 200
    for words in told:
        assert [formula for formula in formulas if stands_in(formula, words)] == []
        assert 2 <= len(sentences(words)) <= 3
        assert words.endswith("?")
        assert len(words) <= 300
        assert not UNKIND.search(words)


def test_only_what_is_in_the_wrong_formula_is_named() -> None:
    """A quantity that is missing is never named: it would be the answer."""
    for _, edit, _ in edits():
        if edit.kind not in (Kind.DROPPED, Kind.UNMAPPED, Kind.TURNED, Kind.BRACKETS):
            named = {name for name in edit.about if name in {*GIVEN, *backprop.steps}}
            assert named <= edit.tree.names, edit
        else:
            assert not {*edit.about} & {*GIVEN, *backprop.steps}


def test_a_tree_has_the_value_of_its_formula_in_every_spelling() -> None:
    """What neighbours are made from is the formula itself, however its products are written."""
    from byhand.grader.judging.expressions import spellings

    known = {**KNOWN, "weights": KNOWN["weights_input_hidden"], "del_w": KNOWN["x"].T @ KNOWN["x"]
             @ KNOWN["weights_input_hidden"]}  # fmt: skip
    for step in backprop.steps.values():
        right = compute(step.formula, known)
        spelled = list(spellings(tree_of(step.formula)))
        assert all(agree(right, value(tree, known)) for tree in spelled)


def test_several_slips_that_come_to_the_same_name_nothing_of_their_own() -> None:
    """What is named has to be so of all that give the value."""
    tree = tree_of(backprop.steps["error"].formula)
    two = [Edit(Kind.QUANTITY, tree, ("x",)), Edit(Kind.QUANTITY, tree, ("weights_input_hidden",))]
    assert "x" in re.findall(r"\w+", phrases.words("error", two[:1]))
    assert "x" not in re.findall(r"\w+", phrases.words("error", two))


SLIPS = {
    "a plus for a minus": ("error", "y + output", "the sign of output"),
    "one half of a product": ("output_error_term", "error * (1 - output)", ""),
    "another quantity": ("output_error_term", "error * error * (1 - error)", ""),
    "the slope of what is no activation": (
        "hidden_error_term", "hidden_error * hidden_error * (1 - hidden_error)",
        "hidden_error stands where another quantity belongs",
    ),
    "another operator": (
        "output_error_term", "error * output + (1 - output)", "one operator between them"
    ),
    "no brackets": ("hidden_error_term", "hidden_error * hidden_output * 1 - hidden_output", ""),
    "nothing but zeros": (
        "output_error_term", "error * output * (1 - x.shape[0] / x.shape[0])", "is 0 everywhere"
    ),
    "squashed twice": (
        "output", "(hidden_output.map(sigmoid) @ weights_hidden_output).map(sigmoid)",
        "goes through sigmoid one time too many",
    ),
    "of the inputs": (
        "hidden_output", "x.map(sigmoid)", "x stands where another quantity belongs"
    ),
    "the first unit alone": (
        "output",
        "Matrix([[sigmoid(r[0] * weights_hidden_output.rows[0][0])] for r in hidden_output.rows])",
        "takes in the first of what it is to add up",
    ),
    "the same share for each unit": (
        "hidden_error",
        "Matrix([[d[0] * sum(w[0] for w in weights_hidden_output.rows) for _ in "
        "weights_hidden_output.rows] for d in output_error_term.rows])",
        "added up into one number",
    ),
    "a record too few": (
        "del_w_input_hidden", "x[1:].T @ hidden_error_term[1:]", "leaves out the first"
    ),
    "a map that is Python's": ("hidden_output", "map(sigmoid, hidden_input)", "no table yet"),
    "a nan": ("error", "(y - output) * float('inf') * 0", "infinity minus infinity"),
    "an infinity": ("error", "(y - output) * float('inf')", "beyond what a float holds"),
}  # fmt: skip


CONSTANTS = {
    "hidden_output": "Matrix([[0.5] * weights_input_hidden.shape[1] for _ in x.rows])",
    "output": "Matrix([[0.325] for _ in x.rows])",
    "error": "Matrix([[1.0] for _ in x.rows])",
}


@pytest.mark.parametrize("step", CONSTANTS)
def test_a_constant_is_told_as_one(step: str) -> None:
    """It is neither cut off nor made of a number that stands nowhere in the line."""
    advice = first(written(step, CONSTANTS[step])).advice
    assert "is one and the same number at every place" in advice


def test_a_number_in_the_place_of_a_factor_has_not_come_in_as_a_divisor() -> None:
    """Who writes 0.5 for the learnrate has divided nothing by 2."""
    line = LINES["update_weights"]
    assert "learnrate" in line
    advice = first(SOLUTION.replace(line, line.replace("learnrate", "0.5"))).advice
    assert "always 0.5 stands where another value belongs" in advice
    assert "divisor" not in advice


def test_a_factor_that_would_take_several_slips_at_once_is_not_told() -> None:
    """The product that happens to give a target turned round explains nothing to who wrote it."""
    y_hat, rest, error = (Quantity(sign, sign) for sign in ("ŷ", "1 − ŷ", "error"))
    of = backprop.vocabulary
    assert Factor({y_hat: 1, rest: 1, error: -2}, -1.0).is_far_fetched("error", of)
    assert Factor({y_hat: 1, error: -1}).is_far_fetched("error", of)
    assert not Factor({y_hat: -1}).is_far_fetched("error", of)
    assert not Factor({y_hat: 1, rest: 1}).is_far_fetched("error", of)


@pytest.mark.parametrize("slip", SLIPS)
def test_an_ordinary_slip_is_explained(slip: str) -> None:
    """Two numbers without a sentence help nobody: each of these is told at its step."""
    step, formula, words = SLIPS[slip]
    finding = first(written(step, formula))
    assert finding.check == step
    assert finding.advice
    assert words in finding.advice


# ---- the loop -----------------------------------------------------------------------------------

ADD = "del_w_input_hidden = del_w_input_hidden + batch_w_input_hidden"
MOVE = "weights_hidden_output, del_w_hidden_output, learnrate, n_records)"
IN_THE_LOOP = {
    "twice the batch": (
        (ADD, "del_w_input_hidden = batch_w_input_hidden + batch_w_input_hidden"), 11, ""
    ),
    "a minus in front": (
        (ADD, "del_w_input_hidden = -(del_w_input_hidden + batch_w_input_hidden)"), 11,
        "sum of the steps of the input weights",
    ),
    "the sum turned round each time": (
        (ADD, "del_w_input_hidden = -del_w_input_hidden + batch_w_input_hidden"), 11, ""
    ),
    "the learnrate added up": (
        (ADD, "del_w_input_hidden = learnrate + batch_w_input_hidden"), 11,
        "the learnrate stands where another quantity belongs",
    ),
    "rate and records exchanged": (
        (MOVE, MOVE.replace("learnrate, n_records", "n_records, learnrate")), 12,
        "each other's place",
    ),
    "the last batch's step": (
        (MOVE, MOVE.replace(" del_w", " batch_w")), 12, ""
    ),
    "the epochs for the rate": (
        (MOVE, MOVE.replace("learnrate", "epochs")), 12, "the number of epochs"
    ),
}  # fmt: skip


@pytest.mark.parametrize("slip", IN_THE_LOOP)
def test_a_slip_in_the_loop_is_explained_at_its_own_todo(slip: str) -> None:
    """By the weights it ends with and by its sums, it is told which of the lines it is in."""
    replacement, todo, words = IN_THE_LOOP[slip]
    finding = first(with_line(replacement))
    assert (finding.todo, bool(finding.advice)) == (todo, True)
    assert words in finding.advice


# ---- what stops ---------------------------------------------------------------------------------

LOADED = re.compile(r"other way round|turned|on its side")


@pytest.mark.parametrize(
    ("step", "formula", "shapes"),
    [
        ("hidden_input", "x * weights_input_hidden", ("n×6", "6×2")),
        ("hidden_input", "x @ weights_hidden_output", ("n×6", "2×1")),
        ("error", "y - hidden_output", ("n×1", "n×2")),
        ("hidden_error", "output_error_term * weights_hidden_output", ("n×1", "2×1")),
        ("output_error_term", "error @ output @ (1 - output)", ("n×1", "n×1")),
        ("del_w_input_hidden", "x * hidden_error_term", ("n×6", "n×2")),
        ("del_w_input_hidden", "Matrix.zeros(6, 5) + x.T @ hidden_error_term", ("6×5", "6×2")),
    ],
)
def test_shapes_that_do_not_fit_are_told_both(
    step: str, formula: str, shapes: tuple[str, str]
) -> None:
    """Both shapes, and what should come of them; no side is said to stand the wrong way."""
    finding = first(written(step, formula))
    assert (finding.check, finding.outcome) == (step, Outcome.STOPPED)
    one, other = (shape.replace("n", r"\d") for shape in shapes)  # so many records
    met = re.search(rf"here `([^`]+)` \({one}\) meets `([^`]+)` \({other}\)\.", finding.advice)
    assert met
    assert set(re.findall(r"\d×\d", met[0])) <= set(re.findall(r"\d×\d", finding.saw))
    assert all(side in formula for side in met.groups())
    assert backprop.vocabulary.shapes[step][0] in finding.advice
    assert not LOADED.search(finding.advice)


def test_a_side_is_quoted_as_it_is_written() -> None:
    """Of an operator, of `+=` and of NumPy's functions; over two lines as well."""
    assert sides("d = é*(1-y)", "é*(1-y)") == ("é", "1-y")
    assert sides("w += a @ b.T", "w += a @ b.T") == ("w", "a @ b.T")
    assert sides("np.dot(a.T, b)", "np.dot(a.T, b)") == ("a.T", "b")
    assert sides("a.dot(b)", "a.dot(b)") == ("a", "b")
    assert operands(["a = (b", "     + c)"], (1, 5, 2, 8)) == ("b", "c")


def test_what_is_no_operation_has_no_sides() -> None:
    """A call of her own, a line that raises, and a place that is none, as a room may claim it."""
    assert sides("f(a, b)", "f(a, b)") is None
    assert sides("raise ValueError(a)", "raise ValueError(a)") is None
    assert sides("a * " + "b" * 60, "a * " + "b" * 60) is None
    for span in [None, (0, 0, 0, 0), (1, 9000, 1, 3), (7, 0, 7, 5), (2, 0, 1, 5)]:
        assert operands(["a * b"], span) is None


def sides(line: str, part: str) -> tuple[str, str] | None:
    start = len(line[: line.index(part)].encode())
    return operands([line], (1, start, 1, start + len(part.encode())))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("output_error_term", "error.T * output"), ("hidden_error_term", "hidden_error.T * hidden")],
)
def test_a_side_that_is_turned_is_told_with_where_it_stopped(right: str, wrong: str) -> None:
    """Not as if its numbers had been seen: there are none where the line stopped."""
    written_right = wrong.replace(".T", "")
    finding = first(SOLUTION.replace(f"{right} = {written_right}", f"{right} = {wrong}"))
    assert (finding.check, finding.outcome) == (right, Outcome.STOPPED)
    assert f"`{wrong.partition(' ')[0]}`" in finding.advice


def test_where_a_call_brings_the_wrong_value_it_is_the_call_that_is_asked_about() -> None:
    """The line that stops is right there, and the line that is named is another."""
    call = "weights_input_hidden, del_w_input_hidden, learnrate, n_records)"
    for wrong in ("del_w_hidden_output, learnrate, n_records", "del_w_input_hidden, learnrate, y"):
        finding = first(SOLUTION.replace(call, f"weights_input_hidden, {wrong})"))
        assert (finding.todo, finding.outcome) == (12, Outcome.STOPPED)
        assert f"Line {finding.line} calls update_weights" in finding.advice
        assert "in this line" not in finding.advice


def of_a_name(name: str, line: str = "", *, before: str = "") -> str:
    """The advice on a name without a value, in one line of forward_pass."""
    source = SOLUTION.replace(LINES["hidden_input"], line or f"hidden_input = x @ {name}")
    lines = (before + source).splitlines()
    number = next(i for i, text in enumerate(lines, 1) if (line or f"x @ {name}") in text)
    crash = Crash("NameError", f"name '{name}' is not defined", number, "forward_pass")
    return crashes.advice(crash, Place(Text(lines), "matrix"))


def test_a_name_without_a_value_is_told_with_what_it_may_have_meant() -> None:
    """The name, and its nearest neighbour; or whose name it is; or where such names come from."""
    assert "Did you mean: 'weights_input_hidden'?" in of_a_name("weight_input_hidden")
    assert "It is a name of train" in of_a_name("features")
    assert "usual name for NumPy" in of_a_name("np", "hidden_input = np.dot(x, x)")
    assert "of Python 2" in of_a_name("xrange", "hidden_input = xrange(3)")
    assert "something that a module has" in of_a_name("exp", "hidden_input = exp(x)")
    assert "a function still to be written" in of_a_name("sigmoid_prime")
    assert "leave it out" in of_a_name("exit", "exit()")


@pytest.mark.parametrize(
    ("line", "sign"),
    [
        ("y == x + 1", "== asks whether two values are the same"),
        ("y <- x + 1", "<- asks whether one is less than minus the other"),
    ],
)
def test_a_comparison_in_the_place_of_an_assignment_is_told_as_one(line: str, sign: str) -> None:
    """Whoever means one sign and types another reads what that one does."""
    assert of_a_name("y", line).endswith(f"{sign}: which sign gives a name its value?")


@pytest.mark.parametrize("line", ["import math\n", "from matrix import Matrix\n"])
def test_what_is_known_by_an_import_is_told_with_it(line: str) -> None:
    """A given line at the top may have gone."""
    told = first(with_line((line, "")))
    assert line.rsplit(maxsplit=1)[-1] in told.advice
    assert "is known once it is imported" in told.advice


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("error × output * (1 - output)", "Python multiplies with *"),
        ("error * output * (1 − output)", "Python subtracts with -"),
        ("... error * output * (1 - output)", "only held the place of the answer: leave it out"),
    ],
)
def test_signs_of_formulas_and_old_dots_are_told_as_what_they_are(wrong: str, words: str) -> None:
    """Where Python says no more than that it cannot read the line."""
    assert words in first(with_line(("error * output * (1 - output)", wrong))).advice


@pytest.mark.parametrize("name", ["hidden_in", "weights_input_output", "weights_target_hidden"])
def test_a_name_with_another_word_in_it_is_no_misspelling(name: str) -> None:
    """The name that it is like may be the answer of this very step."""
    assert "Did you mean" not in of_a_name(name)


def test_words_on_a_line_that_is_not_shown_do_not_point_at_it() -> None:
    """A finding without a line asks about the line that works it out."""
    pairs = "((x, output_error_term), (hidden_output, hidden_error_term))"
    end = "return del_w_input_hidden, del_w_hidden_output"
    finding = first(SOLUTION.replace(end, f"return tuple(a.T @ b for a, b in {pairs})"))
    assert finding.line or ("the values in the line that" in finding.advice)


def test_a_statement_of_several_lines_is_quoted_whole() -> None:
    """The tail of a statement alone, `1 + output))`, tells nobody which line is meant."""
    lines = ["def f(x):", "    for a in (", "        x):", "        y = (a *  # by", "     2)"]
    text = Text([*lines, "    return y"])
    assert text.statement(5) == text.statement(4) == "y = (a * 2)"
    assert text.statement(3) == "for a in (x):"
    assert text.statement(6) == "return y"
    assert Text(["a = (", "b"]).statement(2) == "b"


def test_a_name_that_is_used_too_early_is_told_by_name() -> None:
    """Where the start of a sum is forgotten, or skipped, Python's own word for it is no help."""
    unbound = "cannot access local variable 's' where it is not associated with a value"
    for lines, line, words in (
        (["def f(x):", "    s += x", "    return s"], 2, "s has no value here yet: this line uses"),
        (["def f(x):", "    if x: s = 0", "    return s"], 3, "line 2 gives it one"),
        (["def f(x):", "    y = s + x", "    s = 0", "    return y"], 2, "one in line 3"),
    ):
        crash = Crash("UnboundLocalError", unbound, line, "f")
        assert words in crashes.advice(crash, Place(Text(lines), "matrix"))
    hidden = Crash("UnboundLocalError", unbound.replace("'s'", "'x_is_0'"), 1)
    assert "x_is" not in crashes.advice(hidden, Place(Text(["a"])))


def test_a_name_of_the_file_is_no_name_of_a_function() -> None:
    """A loop without a turn gives none; what a function or a list calls by it is another's."""
    in_loop = ["for x in range(0):", "    y = x", "print(x)"]
    of_a_function = ["def f(x):", "    return x", *in_loop]
    for lines, line, words in (
        (in_loop, 3, "line 1 gives it one, and that has not happened"),
        (of_a_function, 5, "line 3 gives it one, and that has not happened"),
        (["def f(x):", "    x = x + 1", "    return x", "print(x)"], 4, "It is a name of f"),
        (["a = [x for x in (1, 2)]", "print(x)"], 2, "the new name of another value"),
        (["x = 1", "del x", "print(x)"], 3, "the new name of another value"),
        (["class A:", "    def f(self):", "        y = x", "        x = 1"], 3, "one in line 4"),
    ):
        crash = Crash("NameError", "name 'x' is not defined", line)
        assert words in crashes.advice(crash, Place(Text(lines), "script"))


def test_a_name_that_the_program_does_not_have_is_not_repeated() -> None:
    """A message can be made up of anything, and so of hidden inputs."""
    crash = Crash("NameError", "name 'x_is_0_123' is not defined", 3)
    assert "x_is" not in crashes.advice(crash, Place(Text(["a", "b", "x = 1"])))
    crash = Crash("AttributeError", "'Matrix' object has no attribute 'x_is_0_123'", 3)
    assert "x_is" not in crashes.advice(crash, Place(Text(["a", "b", "x = 1"])))
    crash = Crash("ValueError", "cannot add 12×34 and 56×78: the shapes differ", 3)
    assert "12" not in crashes.advice(crash, Place(Text(["a"])))


def test_brackets_behind_a_value_are_a_missing_operator() -> None:
    """output(1 - output) is a call to Python, and .T() as well."""
    called = first(written("output_error_term", "error * output(1 - output)")).advice
    assert "Brackets stand right behind output" in called
    assert "operator" in called
    turned = first(written("hidden_error", "output_error_term @ weights_hidden_output.T()")).advice
    assert turned.startswith(".T is no function")
    power = first(written("error", "0.5 * (y - output) ** 2")).advice
    assert power.startswith("** stands between `y - output` (a matrix) and `2` (a number)")


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("module 'numpy' has no attribute 'dott'", "numpy has no dott. Did you mean: 'dot'?"),
        ("'DataFrame' object has no attribute 'value'", "pandas has no value. Did you mean: 'va"),
        ("'Matrix' object has no attribute 'dott'", "matrix.py lists what a Matrix can do"),
        ("cannot import name 'target_test' from 'data_prep' (x)", "Did you mean: 'targets_test'?"),
    ],
)
def test_it_is_told_who_lacks_what(message: str, words: str) -> None:
    """The module or the kind of value, the name that it does not have, and the nearest."""
    text = Text(["np.dott(features.value) + target_test"])
    assert words in crashes.advice(Crash("AttributeError", message, 1), Place(text))


def test_a_script_has_words_of_its_own() -> None:
    """A script has vectors and tables: neither Matrix nor matrix.py is spoken of."""
    for kind in ("TypeError", "AttributeError", "ImportError", "ModuleNotFoundError"):
        words = crashes.advice(Crash(kind, "", 1), Place(form="numpy"))
        assert not re.search(r"[Mm]atrix", words)
    assert isinstance(KNOWN["x"], Matrix)
