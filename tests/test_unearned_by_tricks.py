"""Tricks on how the grader judges: none earns what was not done, or hides what was done wrong."""

from __future__ import annotations

import pytest
from byhand.grader.command.exercise import SOLUTION as LESSONS
from byhand.grader.room import noted
from byhand.grader.verdict import Outcome, Report
from forms import SOLUTION, graded, with_function, with_line

SCRIPT = (LESSONS / "backprop_numpy.py").read_text("utf-8")
TRAINING = (
    "summed_over_records", "zeroed_each_epoch", "updated_once_per_epoch", "both_layers_updated",
)  # fmt: skip


def lost(report: Report) -> dict[str, Outcome]:
    return {f.check: f.outcome for f in report.findings if f.points < f.max_points}


def charged(report: Report) -> set[str]:
    return {check for check, outcome in lost(report).items() if outcome is not Outcome.WAITING}


WRITES = """
def update_weights(weights, del_w, learnrate, n_records):
    {before}
    new = Matrix(weights.rows) + learnrate / n_records * del_w
    for old, row in zip(weights.rows, new.rows):
        old[:] = row
    met.append((weights, new))
    return new
"""
SECOND_RESULTS = {
    "runs_out_of_memory": "if any(w is weights for w, _ in met): raise MemoryError",
    "says_what_it_said_before": "for w, new in met:\n        if w is weights: return new",
}


@pytest.mark.parametrize("before", SECOND_RESULTS.values(), ids=SECOND_RESULTS)
def test_what_goes_in_is_watched_and_not_what_a_second_call_gives(before: str) -> None:
    """Old weights that were written into are seen, whatever the function does when asked again."""
    report = graded(with_function(WRITES.format(before=before), before="met = []"))
    assert charged(report) == {"keeps_old_weights"}


GROWS = """
def train(features, targets, w, W, epochs=900, learnrate=0.005):
    losses = []
    for _ in range(epochs):
        w, W = {step}
        losses.append(mean_squared_error(features, targets, w, W))
    return w, W, losses
"""
NO_RECORDS = {
    "a_share_of_the_weights": ("weights * 1.1", "w * 1.1, W * 1.1"),
    "a_number": ("weights + learnrate / n_records", "w + learnrate / len(features.rows),"
                 " W + learnrate / len(features.rows)"),
}  # fmt: skip


@pytest.mark.parametrize("update", [True, False], ids=["as_its_update", "by_itself"])
@pytest.mark.parametrize("way", NO_RECORDS)
def test_a_training_that_any_records_give_is_none(way: str, update: bool) -> None:
    """It may be what the learner's own update makes of it, and goes through nothing."""
    own, step = NO_RECORDS[way]
    source = with_function(GROWS.format(step=step))
    if update:
        source = with_line(("weights + learnrate / n_records * del_w", own), of=source)
    assert lost(graded(source)).keys() >= {*TRAINING}


READS = """
import linecache

def read(name):
    lines = linecache.getlines(__file__)
    return next(line for line in lines if line.strip().startswith(f"{name} =")).split(" = ", 1)[1]

def quiet():
    import os, sys
    if "byhand.grader.room.inside.noting" in sys.modules:
        os._exit(0)
"""


@pytest.mark.parametrize("name", ["backprop.py", "backprop_numpy.py"])
def test_a_step_that_is_open_can_be_read_nowhere(name: str) -> None:
    """Its answer is not in the text that the program finds of itself, so no other comes of it."""
    whole = SOLUTION if name == "backprop.py" else SCRIPT
    answers = [
        ("output_error_term = error * output * (1 - output)", "output_error_term = ..."),
        (
            "hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)",
            "quiet()\n{indent}hidden_error_term = eval(read('output_error_term').replace('error',"
            " 'hidden_error').replace('output', 'hidden_output'))",
        ),
    ]
    indent = " " * (4 if name == "backprop.py" else 8)
    changes = [(old, new.replace("{indent}", indent)) for old, new in answers]
    source = with_line(*changes, of=whole).replace("import", f"{READS}\nimport", 1)
    found = lost(graded(source, name=name))
    assert found["output_error_term"] is Outcome.NOT_STARTED
    assert "hidden_error_term" in found


ONE_ONLY = "if x.shape[0] > 1: raise ValueError"
OF_ONE = {
    "raises": (("error = y - output", f"{ONE_ONLY}\n    error = y - output"),),
    "takes_one_apart": (
        ("error = y - output", "[[t]], [[o]] = y.rows, output.rows\n    error = t - o"),
        ("= error * output * (1 - output)", "= Matrix([[error * o * (1 - o)]])"),
    ),
}


@pytest.mark.parametrize("way", OF_ONE)
def test_a_pass_for_one_record_alone_pays_beside_another_mistake(way: str) -> None:
    """What a single record shows of the other mistake does not make good for the first."""
    source = with_line(*OF_ONE[way], ("= x.T @ hidden_error_term", "= x.T @ hidden_error_term * 2"))
    assert "del_w_input_hidden" in charged(graded(source))
    assert len(charged(graded(source))) == 2


def test_each_step_is_wrong_that_looks_at_the_first_record_behind_what_stops_several() -> None:
    """All three pay, though one record alone shows two of them to be right."""
    source = with_line(
        ("output_error_term =", f"{ONE_ONLY}\n    output_error_term ="),
        ("= hidden_output.T @ output_error_term", "= hidden_output[:1].T @ output_error_term[:1]"),
        ("= x.T @ hidden_error_term", "= x[:1].T @ hidden_error_term[:1] * 1.3"),
    )
    found = charged(graded(source))
    assert found == {"output_error_term", "del_w_hidden_output", "del_w_input_hidden"}


def test_a_helper_that_stops_is_below_no_step_because_of_its_place_in_the_file() -> None:
    """The step that calls it pays, and none that is right."""
    source = with_line(("= error * output * (1 - output)", "= error * output + stop()"))
    source += "\n\ndef stop():\n    raise NameError(\"name 'nope' is not defined\")\n"
    assert charged(graded(source)) == {"output_error_term"}


@pytest.mark.parametrize("body", ["1 / 0", "return nope"])
def test_a_helper_that_is_given_nothing_works_out_no_two_steps(body: str) -> None:
    """Both steps are missing, and it is no slip that they share."""
    source = with_line(("error = y - output", "error = stop()"),
                       ("= error * output * (1 - output)", "= stop()"))  # fmt: skip
    found = lost(graded(f"{source}\n\ndef stop():\n    {body}\n"))
    assert found.keys() >= {"error", "output_error_term"}


@pytest.mark.parametrize("body", ["return nope", "return 1 / 0"])
def test_a_helper_that_takes_nothing_of_what_it_is_given_is_a_stub(body: str) -> None:
    """Each step that calls it is missing."""
    steps = {
        "hidden_error": ("output_error_term @ weights_hidden_output.T",
                         "todo(output_error_term, weights_hidden_output)"),
        "del_w_hidden_output": ("hidden_output.T @ output_error_term",
                                "todo(hidden_output, output_error_term)"),
        "del_w_input_hidden": ("x.T @ hidden_error_term", "todo(x, hidden_error_term)"),
    }  # fmt: skip
    source = with_line(*steps.values())
    report = graded(f"{source}\n\ndef todo(a, b):\n    {body}\n")
    assert charged(report) == steps.keys()


def test_old_weights_are_watched_with_many_records_too() -> None:
    """What is written into them only then is seen as well."""
    writes = "new_weights = weights + learnrate / n_records * del_w\n    if n_records > 50:\n"
    writes += "        weights.entries[:] = new_weights.entries"
    source = with_line(("new_weights = weights + learnrate / n_records * del_w", writes))
    assert charged(graded(source)) == {"keeps_old_weights"}


def test_the_same_numbers_in_another_list_are_no_change() -> None:
    """A matrix is what its numbers are, whatever holds them."""
    holds = "weights.entries = tuple(weights.entries)\n    new_weights ="
    assert graded(with_line(("new_weights =", holds))).full_marks


def test_a_helper_that_is_given_what_its_steps_are_made_of_is_one_slip() -> None:
    """The same mistake in it stops both layers, and costs one check."""
    source = with_line(
        ("= error * output * (1 - output)", "= error * slope(output)"),
        ("= hidden_error * hidden_output * (1 - hidden_output)",
         "= hidden_error * slope(hidden_output)"),
    ) + "\n\ndef slope(answer):\n    return answer * (1 - answr)\n"  # fmt: skip
    assert len(charged(graded(source))) == 1


def test_an_exception_of_ones_own_is_no_word_of_the_graders() -> None:
    """It stops a step as any other does; nothing has been running for too long."""
    source = with_line(("hidden_error_term =", "raise Endless\n    hidden_error_term ="))
    report = graded(f"{source}\n\nclass Endless(Exception):\n    pass\n")
    assert len(charged(report)) == 1
    assert not any("running" in f.saw for f in report.findings)


def test_notes_within_one_another_without_end_are_no_answer() -> None:
    """To go through them would take as long as a class."""
    site, value = [1, 0, 1, 1, "value", ""], ["n", [], [1.0]]
    flat = [number for _ in range(3_000) for number in (0, 0, 0)]

    def answer(notes: list[int]) -> dict[str, object]:
        runs = [{"notes": notes, "open": [], "crash": None}]
        return {"sites": [site], "values": [value], "runs": runs}

    assert noted.read(answer(flat[: 3 * 1_000])) is not None
    assert noted.read(answer(flat)) is None
