"""Promises about hints: they climb, they speak of her own line and form, none is the answer."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from byhand.grader.command import exercise
from byhand.grader.command.hinting import next_hint
from byhand.grader.command.practising import practised
from byhand.grader.lessons.backprop import backprop, steps
from byhand.grader.lessons.backprop.mistakes.pieces import TOO_MANY
from byhand.grader.lessons.descent import climbing, pencil
from byhand.grader.lessons.descent.pencil import Worked
from byhand.grader.lessons.descent.pieces import PIECE, pieces
from byhand.grader.reports.screen import Screen
from byhand.grader.verdict import Finding, Outcome

FORMS = {"matrix": "backprop.py", "numpy": "backprop_numpy.py"}
SOURCES = {f: (exercise.SOLUTION / name).read_text("utf-8") for f, name in FORMS.items()}

MISTAKES = {
    "matrix": (
        ("x @ weights_input_hidden", "x @ weights_input_hidden * 2", 1),
        ("hidden_input.map(sigmoid)", "hidden_input", 2),
        ("(hidden_output @ weights_hidden_output).map(sigmoid)",
         "hidden_output @ weights_hidden_output", 3),
        ("y - output", "output - y", 4),
        ("error * output * (1 - output)", "error", 5),
        ("output_error_term @ weights_hidden_output.T", "error @ weights_hidden_output.T", 6),
        ("hidden_error * hidden_output * (1 - hidden_output)", "hidden_error", 7),
        ("hidden_output.T @ output_error_term", "hidden_output.T @ error", 8),
        ("x.T @ hidden_error_term", "x.T @ hidden_error", 9),
        ("learnrate / n_records * del_w", "learnrate * del_w", 10),
        ("del_w_hidden_output + batch_w_hidden_output", "batch_w_hidden_output", 11),
    ),
    "numpy": (
        ("np.dot(x, weights_input_hidden)", "2 * np.dot(x, weights_input_hidden)", 1),
        ("error * output * (1 - output)", "error", 5),
        ("output_error_term * weights_hidden_output", "error * weights_hidden_output", 6),
        ("+= output_error_term * hidden_output", "+= error * hidden_output", 8),
        ("hidden_error_term * x[:, None]", "hidden_error * x[:, None]", 9),
    ),
}  # fmt: skip


def answer(todo: int, form: str) -> str:
    """The first line under a TODO in the solution, without what it is stored under."""
    block = SOURCES[form].partition(f"# TODO {todo}:")[2].partition("\n")[2].partition("\n\n")[0]
    statement = ast.parse(textwrap.dedent(block)).body[0]
    assert isinstance(statement, (ast.Assign, ast.AugAssign))
    return ast.unparse(statement.value)


def of_all_todos() -> Iterator[tuple[str, str, int]]:
    for form in FORMS:
        for check in TOO_MANY:
            todo = backprop.todos_of(form)[check]
            yield form, check, todo


def finding(check: str, todo: int) -> Finding:
    return Finding(check, "", "", Outcome.FAILED, 0, 1, todo=todo)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


# ---------------------------------------------------------------- what they say


@pytest.mark.parametrize("check", backprop.hints_in["numpy"])
def test_the_scripts_words_are_of_the_script(check: str) -> None:
    """No functions, no Wᵀ, no matrix products of all records: what is not in that file."""
    text = " ".join(backprop.hints(check, "numpy"))
    for foreign in ("forward_pass", "backward_pass", "update_weights", "in train", "Wᵀ", "batch "):
        assert foreign not in text, foreign
    assert "TODO 11" not in text
    assert "TODO 12" not in text


@pytest.mark.parametrize("check", backprop.hints_in["matrix"])
@pytest.mark.parametrize("form", FORMS)
def test_the_todo_of_a_hint_is_the_checks_own(check: str, form: str) -> None:
    """Where a hint says which TODO to look at, it is that of the check, in either form."""
    where = backprop.hints(check, form)[0]
    named = [int(number) for number in re.findall(r"TODO (\d+)", where)]
    todo = backprop.todos_of(form).get(check, 0)
    if named and todo:
        assert named[0] == todo


@pytest.mark.parametrize(("form", "check", "todo"), [*of_all_todos()])
def test_the_pieces_make_the_line_and_lie_about(form: str, check: str, todo: int) -> None:
    """All of the line's pieces are there, some too many, and their order is not the line's."""
    found = pieces(backprop, check, form)
    assert found is not None
    count, lying_about = found.count, found.lying_about
    own = [squeezed(piece) for piece in PIECE.findall(answer(todo, form))]
    rest = list(lying_about)
    for piece in own:
        rest.remove(piece)
    assert count < len(lying_about)
    assert squeezed(answer(todo, form)) not in "".join(lying_about)


@pytest.mark.parametrize(("form", "check", "todo"), [*of_all_todos()])
def test_no_hint_is_the_line(form: str, check: str, todo: int) -> None:
    """Not one of the four holds the answer, also where nothing has been written yet."""
    rungs = climbing.rungs(backprop, finding(check, todo), form, Worked)
    assert len(rungs) == 4
    for rung in rungs:
        assert squeezed(answer(todo, form)) not in squeezed(rung())


# ---------------------------------------------------------------- with a mistake in place


@pytest.mark.parametrize(
    ("form", "right", "wrong", "todo"),
    [(form, *mistake) for form in FORMS for mistake in MISTAKES[form]],
)
def test_hints_climb_with_her_own_line(
    form: str,
    right: str,
    wrong: str,
    todo: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Her mistake, her line in numbers beside the right ones, the formula, the pieces: 1 to 4."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    assert right in SOURCES[form]
    path = tmp_path / FORMS[form]
    path.write_text(SOURCES[form].replace(right, wrong), "utf-8")
    report = practised(path)
    first = report.first_to_fix
    assert first is not None
    assert first.todo == todo
    told = [next_hint(path, report, None, Screen(78)) for _ in range(4)]
    for number, hint in enumerate(told, start=1):
        assert f"hint {number} of 4" in hint
        assert right in wrong or squeezed(right) not in squeezed(hint)
    if first.advice:
        assert squeezed(first.advice) in squeezed(told[0])
    flat = " ".join(told[1].split())
    if first.check in steps.FORWARD or first.check in steps.BACKWARD:
        assert pencil.told(backprop.pencil.known[first.check]).replace("  ", " ") in flat
        assert "with the numbers in it" in flat
        assert squeezed(wrong.removeprefix("+= ")) in squeezed(flat)
    assert squeezed(backprop.hints(first.check, form)[2]) in squeezed(told[2])
    assert "pieces" in told[3]


def in_numbers(
    form: str, right: str, wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> str:
    """The second hint on a mistake, in one line."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    path = tmp_path / FORMS[form]
    path.write_text(SOURCES[form].replace(right, wrong, 1), "utf-8")
    report = practised(path)
    return " ".join([next_hint(path, report, None, Screen(300)) for _ in range(2)][1].split())


def test_numbers_that_lie_the_other_way_are_not_called_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of one record the numbers look alike, turned or not."""
    turned = ("x @ weights_input_hidden", "weights_input_hidden.T @ x.T")
    told = in_numbers("matrix", *turned, tmp_path, monkeypatch)
    assert "the same numbers, as a column instead of a row" in told
    assert "shows only with several records" not in told


def test_a_line_that_stops_has_no_numbers_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What its name held before is nothing that the line has given."""
    stops = ("hidden_error_term * x[:, None]", "hidden_error_term * x")
    told = in_numbers("numpy", *stops, tmp_path, monkeypatch)
    assert "Yours stops in line 88, with 4 more inputs of 0: ValueError" in told
    assert "yours gives" not in told


@pytest.mark.parametrize(
    ("form", "right", "wrong"),
    [
        ("matrix", "del_w_input_hidden + batch_w_input_hidden", "batch_w_input_hidden"),
        ("numpy", "learnrate * del_w_input_hidden / n_records", "learnrate * del_w_input_hidden"),
    ],
)
def test_a_training_is_told_by_the_layer_that_differs_first(
    form: str, right: str, wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other layer differs an epoch later, and only because of that."""
    told = in_numbers(form, right, wrong, tmp_path, monkeypatch)
    assert "has w moved too far or too little?" in told
