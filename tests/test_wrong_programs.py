"""No wrong program passes, and each loses exactly the step that is wrong."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from byhand.grader.lessons.backprop.steps import BACKWARD
from byhand.grader.reports import json
from byhand.grader.settings import Limits
from byhand.grader.verdict import Ending, Outcome
from forms import SOLUTION, failed, graded, named, with_function, with_line

ADD = (
    "del_w_input_hidden = del_w_input_hidden + batch_w_input_hidden",
    "del_w_hidden_output = del_w_hidden_output + batch_w_hidden_output",
)
ZEROES = """    for _ in range(epochs):
        del_w_input_hidden = Matrix.zeros(*weights_input_hidden.shape)
        del_w_hidden_output = Matrix.zeros(*weights_hidden_output.shape)
"""
UPDATE_w = """        weights_input_hidden = update_weights(
            weights_input_hidden, del_w_input_hidden, learnrate, n_records)
"""
UPDATE_W = """        weights_hidden_output = update_weights(
            weights_hidden_output, del_w_hidden_output, learnrate, n_records)
"""
LOSS = """losses.append(mean_squared_error(
            features, targets, weights_input_hidden, weights_hidden_output))"""
OUTPUT = "output = (hidden_output @ weights_hidden_output).map(sigmoid)"
DELTA = "output_error_term = error * output * (1 - output)"
HIDDEN_DELTA = "hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)"
NEW = "weights + learnrate / n_records * del_w"


@dataclass(frozen=True)
class Wrong:
    """A wrong program: what it fails, and the mistake that is named ("" for none)."""

    source: str
    check: str
    mistake: str = ""


WRONG: Mapping[str, Wrong] = {
    "a_feature_left_out": Wrong(
        with_line(("x @ weights_input_hidden", "Matrix([row[:-1] for row in x.rows]) "
                   "@ Matrix(weights_input_hidden.rows[:-1])")),
        "hidden_input",
        "hidden_input_without_last_feature",
    ),
    "no_sigmoid_in_the_hidden_layer": Wrong(
        with_line(("hidden_input.map(sigmoid)", "hidden_input")), "hidden_output"
    ),
    "hidden_input_handed_back": Wrong(
        with_line(("return hidden_output, output\n", "return hidden_input, output\n")),
        "hidden_output",
    ),
    "no_sigmoid_at_the_output": Wrong(
        with_line((OUTPUT, OUTPUT.replace(".map(sigmoid)", ""))), "output"
    ),
    "always_the_same_answer": Wrong(with_line((OUTPUT, f"{OUTPUT} * 0 + 0.3")), "output"),
    "an_error_turned_around": Wrong(
        with_line(("y - output", "output - y")), "error", "error_turned_around"
    ),
    "an_error_squared": Wrong(
        with_line(("y - output", "(y - output) * (y - output)")), "error", "error_squared"
    ),
    "a_slope_left_out": Wrong(
        with_line((DELTA, "output_error_term = error")),
        "output_error_term",
        "output_without_slope",
    ),
    "a_term_scaled_a_little": Wrong(with_line((DELTA, f"{DELTA} * 1.0001")), "output_error_term"),
    "half_a_slope": Wrong(
        with_line((DELTA, "output_error_term = error * output")), "output_error_term"
    ),
    "an_error_shared_before_its_slope": Wrong(
        with_line(("output_error_term @ weights", "error @ weights")), "hidden_error"
    ),
    "a_hidden_slope_left_out": Wrong(
        with_line((HIDDEN_DELTA, "hidden_error_term = hidden_error")), "hidden_error_term"
    ),
    "an_extra_factor": Wrong(
        with_line((HIDDEN_DELTA, f"{HIDDEN_DELTA} * hidden_output * hidden_output")),
        "hidden_error_term",
    ),
    "a_step_from_the_plain_error": Wrong(
        with_line(("hidden_output.T @ output_error_term", "hidden_output.T @ error")),
        "del_w_hidden_output",
    ),
    "a_step_from_the_hidden_error": Wrong(
        with_line(("x.T @ hidden_error_term", "x.T @ hidden_error")), "del_w_input_hidden"
    ),
    "results_swapped": Wrong(
        with_line(("return del_w_input_hidden, del_w_hidden_output\n",
                   "return del_w_hidden_output, del_w_input_hidden\n")),
        "del_w_hidden_output",
        "results_in_the_other_order",
    ),
    "nothing_summed": Wrong(
        with_line(*((f"            {added}\n", "") for added in ADD)),
        "summed_over_records",
    ),
    "both_sums_not_written_yet": Wrong(
        with_line((ADD[0], "..."), (f"            {ADD[1]}\n", "")), "summed_over_records"
    ),
    "neither_layer_moved": Wrong(
        with_line((UPDATE_w, ""), (UPDATE_W, "")), "both_layers_updated", "neither_layer_updated"
    ),
    "new_weights_under_names_that_nobody_reads": Wrong(
        with_line((UPDATE_w, UPDATE_w.replace("weights_input_hidden =", "new_w =")),
                  (UPDATE_W, UPDATE_W.replace("weights_hidden_output =", "new_W ="))),
        "both_layers_updated",
        "neither_layer_updated",
    ),
    "no_average": Wrong(
        with_line((NEW, "weights + learnrate * del_w")),
        "update_weights",
        "update_without_average",
    ),
    "no_learnrate": Wrong(with_line((NEW, "weights + del_w / n_records")), "update_weights"),
    "old_weights_thrown_away": Wrong(
        with_line((NEW, "learnrate / n_records * del_w")), "update_weights"
    ),
    "the_last_batch_counts": Wrong(
        with_line((ADD[0], "del_w_input_hidden = batch_w_input_hidden"),
                  (ADD[1], "del_w_hidden_output = batch_w_hidden_output")),
        "summed_over_records",
        "only_last_batch_counts",
    ),
    "never_zeroed": Wrong(
        with_line((ZEROES, "".join(f"{line}\n" for line in (
            *(line[4:] for line in ZEROES.splitlines()[1:]), ZEROES.splitlines()[0])))),
        "zeroed_each_epoch",
        "sums_never_zeroed",
    ),
    "one_layer_never_updated": Wrong(
        with_line((UPDATE_W, "")), "both_layers_updated", "output_weights_not_updated"
    ),
    "updated_as_the_batches_go": Wrong(
        with_function("""
        def train(features, targets, w, W, epochs=900, learnrate=0.005):
            losses, m = [], features.shape[0]
            for _ in range(epochs):
                for row, target in zip(features.rows, targets.rows):
                    x, y = Matrix([row]), Matrix([target])
                    a, o = forward_pass(x, w, W)
                    dw, dW = backward_pass(x, y, a, o, W)
                    w, W = update_weights(w, dw, learnrate, m), update_weights(W, dW, learnrate, m)
                losses.append(mean_squared_error(features, targets, w, W))
            return w, W, losses
        """),
        "updated_once_per_epoch",
    ),
    "one_epoch_short": Wrong(
        with_line(("in range(epochs)", "in range(epochs - 1)")),
        "every_epoch",
        "one_epoch_too_few",
    ),
    "losses_made_up": Wrong(
        with_line((LOSS, "losses.append(1.0 / (1 + len(losses)))")), "reported_losses"
    ),
    "old_weights_written_to": Wrong(
        with_function("""
        def update_weights(weights, del_w, learnrate, n_records):
            for row, steps in zip(weights.rows, del_w.rows):
                for j, step in enumerate(steps):
                    row[j] += learnrate * step / n_records
            return weights
        """),
        "keeps_old_weights",
    ),
    "made_for_up_to_three_units_alone": Wrong(
        with_line((HIDDEN_DELTA, HIDDEN_DELTA + "\n    if hidden_error.shape[1] == 4:\n"
                   "        hidden_error_term = hidden_error_term * 0")),
        "hidden_error_term",
    ),
    "wrong_for_seven_records_and_eight_units_alone": Wrong(
        with_line((HIDDEN_DELTA, HIDDEN_DELTA + "\n    if hidden_error.shape == (7, 8):\n"
                   "        hidden_error_term = hidden_error_term * 0")),
        "gradient",
    ),
    "wrong_for_its_own_batches_alone": Wrong(
        with_line((HIDDEN_DELTA, HIDDEN_DELTA + "\n    if x.shape[0] == 120: "
                   "hidden_error_term = hidden_error")),
        "hidden_error_term",
    ),
    "other_weights_for_every_call": Wrong(
        with_line(*((line, f"{line} * random.uniform(0.9, 1.1)") for line in ADD)),
        "summed_over_records",
    ),
    "stops_early": Wrong(
        with_line(("in range(epochs)", "in range(epochs)[:25]")), "every_epoch"
    ),
    "losses_that_end_in_a_rise": Wrong(
        with_line((LOSS, LOSS + "\n        if len(losses) > 50: losses[-1] = 9.0")),
        "reported_losses",
    ),
    "losses_made_up_for_forty_records": Wrong(
        with_line((LOSS, LOSS + "\n        if n_records == 40: losses[-1] *= 0.9")), "loss_falls"
    ),
    "another_learnrate_for_forty_records": Wrong(
        with_line((LOSS, LOSS + "\n        if n_records == 40: learnrate = 4.0")),
        "final_accuracy",
    ),
    "weights_as_a_plain_list": Wrong(
        with_line(("return weights_input_hidden, weights_hidden_output, losses",
                   "return weights_input_hidden, sum(weights_hidden_output.rows, []), losses")),
        "weight_shapes",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_program_loses_its_step(name: str) -> None:
    """One mistake costs one step; where it has a name, it is called by it."""
    wrong = WRONG[name]
    report = graded(wrong.source)
    assert failed(report) == {wrong.check}
    [finding] = [f for f in report.findings if f.check == wrong.check]
    assert report.score == pytest.approx(report.max_score - finding.max_points)
    assert finding.saw
    if wrong.mistake:
        assert finding.mistake == wrong.mistake


def test_every_check_catches_something_alone() -> None:
    """For each check there is a wrong program that it alone catches; else it is to be removed.

    That these programs lose their one check and no other is the promise above.
    """
    checks = {finding.check for finding in graded(SOLUTION).findings}
    alone = {wrong.check for wrong in WRONG.values()}
    assert checks == alone, f"write a wrong program, or remove the check: {checks ^ alone}"


def test_two_mistakes_are_both_named() -> None:
    """Errors are carried forward: each mistake is charged where it is made."""
    report = graded(
        with_line(("y - output", "output - y"), (HIDDEN_DELTA, "hidden_error_term = hidden_error"))
    )
    assert failed(report) == {"error", "hidden_error_term"}
    assert named(report).keys() == {"error", "hidden_error_term"}


def test_a_missing_factor_is_told_in_the_lessons_words() -> None:
    """What the catalogue does not hold, the factor search says."""
    report = graded(WRONG["an_extra_factor"].source)
    [finding] = [f for f in report.findings if f.check == "hidden_error_term"]
    assert "a²" in finding.advice
    assert "hidden activation" in finding.advice


def test_random_noise_passes_nothing_that_it_touches() -> None:
    """Noise in place of results fails the results, and no mistake is guessed."""
    noise = ".map(lambda _: random.random())"
    report = graded(
        with_line(
            ("return hidden_output, output\n", f"return hidden_output{noise}, output{noise}\n"),
            (
                "return del_w_input_hidden, del_w_hidden_output\n",
                f"return del_w_input_hidden{noise}, del_w_hidden_output{noise}\n",
            ),
        )
    )
    results = {"hidden_output", "output", "del_w_hidden_output", "del_w_input_hidden"}
    assert results <= failed(report)
    assert not named(report)


def test_what_is_not_started_is_not_wrong() -> None:
    """A forward pass alone has its points; the rest is not started or waits."""
    from byhand.grader.command import exercise

    answers = {
        "    hidden_input = ...": "    hidden_input = x @ weights_input_hidden",
        "    hidden_output = ...": "    hidden_output = hidden_input.map(sigmoid)",
        "    output = ...": f"    {OUTPUT}",
    }
    begun = exercise.exercise_files()["backprop.py"]
    report = graded(with_line(*answers.items(), of=begun))
    assert report.score == 20
    assert {f.outcome for f in report.findings} == {
        Outcome.PASSED,
        Outcome.NOT_STARTED,
        Outcome.WAITING,
    }


# ---------------------------------------------------------------- what goes wrong altogether

QUICK = Limits(call_seconds=0.4, training_seconds=1.0, total_seconds=4.0)
IN_BACKWARD = "    error = y - output\n"

ACCIDENTS = {
    "exits": (with_line((IN_BACKWARD, "    raise SystemExit\n")), "SystemExit"),
    "exits_at_once": (
        with_line((IN_BACKWARD, "    import os; os._exit(0)\n")),
        "ended the program",
    ),
    "hangs": (with_line((IN_BACKWARD, "    while True: pass\n")), "still running"),
    "recurses": (
        with_line((IN_BACKWARD, "    return backward_pass(x, y, hidden_output, output, x)\n")),
        "RecursionError",
    ),
    "prints_without_end": (
        with_line((IN_BACKWARD, "    while True: print('x' * 999)\n")),
        "never ends",
    ),
    "asks_for_input": (with_line((IN_BACKWARD, "    input('y?')\n")), "no keyboard"),
    "raises": (with_line((IN_BACKWARD, "    1 / 0\n")), "ZeroDivisionError"),
    "returns_none": (with_line((IN_BACKWARD, "    return None\n")), "None"),
    "returns_text": (with_line((IN_BACKWARD, "    return 'a', 'b'\n")), "text"),
    "returns_nan": (
        with_line((IN_BACKWARD, "    return [[float('nan')] * 2] * 6, [[float('nan')]] * 2\n")),
        "nan",
    ),
    "returns_inf": (
        with_line((IN_BACKWARD, "    return [[1e999] * 2] * 6, [[1e999]] * 2\n")),
        "infinite",
    ),
    "returns_a_giant": (with_line((IN_BACKWARD, "    return [0.0] * 10**6, [1.0]\n")), "large"),
    "hangs_as_it_is_imported": ("while True: pass\n" + SOLUTION, "still running"),
    "raises_as_it_is_imported": (SOLUTION + "\nraise ValueError('no')\n", "ValueError"),
}


@pytest.mark.parametrize("name", ACCIDENTS)
def test_an_accident_is_graded_with_a_word(name: str) -> None:
    """Bounded, no traceback, no fault of the grader's, nothing left running."""
    source, words = ACCIDENTS[name]
    report = graded(source, QUICK)
    said = " ".join(f"{f.saw} {f.advice}" for f in report.findings)
    assert report.outcome in (Ending.GRADED, Ending.STOPPED)
    assert not report.full_marks
    assert words in said
    assert "Traceback" not in said
    assert rooms_of_ours() == []


def test_what_is_stopped_costs_no_other_function_its_points() -> None:
    """Several calls are asked for at once: of those, one that never comes back takes none along."""
    source, _ = ACCIDENTS["exits_at_once"]
    assert failed(graded(source, QUICK)) == {*BACKWARD, "gradient"}


def test_what_never_ends_costs_the_step_in_whose_place_it_stands() -> None:
    """The loop is left, and the steps after it are judged with the right error."""
    source, _ = ACCIDENTS["hangs"]
    assert failed(graded(source, QUICK)) == {"error"}


def test_what_is_stopped_with_some_inputs_is_seen_with_the_others() -> None:
    """A loop that never ends for a single record costs the step it stands in."""
    hangs = "    if x.shape[0] == 1:\n        while True: pass\n    hidden_input = "
    report = graded(with_line(("    hidden_input = ", hangs)), QUICK)
    assert failed(report) == {"hidden_input"}


def rooms_of_ours() -> list[str]:
    """Rooms that are our children, or those of our zygotes, as Linux lists them; else nothing."""
    found: dict[int, tuple[int, bytes]] = {}
    for path in Path("/proc").glob("[0-9]*/stat") if os.path.isdir("/proc") else ():
        with contextlib.suppress(OSError):
            parent = int(path.read_text().rpartition(")")[2].split()[1])
            found[int(path.parent.name)] = parent, path.with_name("cmdline").read_bytes()
    workers = {pid: told for pid, told in found.items() if b"worker.py" in told[1]}
    zygotes = {pid for pid, (parent, _) in workers.items() if parent == os.getpid()}
    zygotes = {pid for pid in zygotes if b"zygote" in workers[pid][1]}
    return [
        command.decode()
        for pid, (parent, command) in workers.items()
        if pid not in zygotes and parent in {os.getpid(), *zygotes}
    ]


def test_reports_are_the_same_from_run_to_run() -> None:
    """Byte for byte, `cpu_seconds` aside."""
    texts = {
        re.sub(r'"cpu_seconds": [\d.]+', "", json.rendered(graded(WRONG[name].source)))
        for name in ("a_slope_left_out",)
        for _ in range(3)
    }
    assert len(texts) == 1
