"""What looks like work and is none earns nothing: constants, noise, inputs, and what was told."""

from __future__ import annotations

import re

import pytest
from byhand.grader.command.exercise import SOLUTION as LESSONS
from byhand.grader.judging.mends import mends
from byhand.grader.judging.mends.broken_program import BrokenProgram
from byhand.grader.room.answers import Crash
from byhand.grader.verdict import Report
from forms import SOLUTION, graded, with_function, with_line

SCRIPT = (LESSONS / "backprop_numpy.py").read_text("utf-8")
LOOP = {
    "summed_over_records", "zeroed_each_epoch", "updated_once_per_epoch", "both_layers_updated",
    "every_epoch",
}  # fmt: skip
SHAPES = {
    "hidden_input": "n_hidden", "hidden_output": "n_hidden", "output": "None", "error": "None",
    "output_error_term": "None", "hidden_error": "n_hidden", "hidden_error_term": "n_hidden",
    "del_w_hidden_output": "n_hidden", "del_w_input_hidden": "(n_features, n_hidden)",
    "weights_hidden_output": "n_hidden", "weights_input_hidden": "(n_features, n_hidden)",
}  # fmt: skip
OWN_CHANCE = ("n_hidden = 2\n", "n_hidden = 2\nchance = np.random.default_rng(5)\n")


def earned(report: Report) -> set[str]:
    return {finding.check for finding in report.findings if finding.points}


def script(names: str, value: str) -> str:
    """The script with a value in the place of what every line of these names computes."""
    lines = SCRIPT.split("\n")
    for i, line in enumerate(lines):
        begun = re.match(rf" +({names}) \+?= ", line)
        if begun and "np.zeros" not in line:
            lines[i] = begun[0] + value.format(shape=SHAPES[begun[1]])
    return "\n".join(lines)


@pytest.mark.parametrize(
    "value", ["0.5", "x.sum()", "np.random.normal(size={shape})", "chance.normal(size={shape})"]
)
def test_a_loop_around_nothing_is_none(value: str) -> None:
    """Weights that go somewhere, by steps of which none is right, show nothing of a loop."""
    source = with_line(OWN_CHANCE, of=script("|".join(SHAPES), value))
    assert earned(graded(source, name="backprop_numpy.py")) == set()


def test_weights_that_become_zero_show_no_loop() -> None:
    """Beside sums that are none, they are not moved by what the other steps come to."""
    sums = script("del_w_hidden_output|del_w_input_hidden", "0 * x.sum()")
    source = re.sub(r"(    weights_\w+) \+= ", r"\1 *= 0; unused = ", sums)
    found = earned(graded(source, name="backprop_numpy.py"))
    assert "hidden_error_term" in found
    assert not LOOP & found


KEEPER = """
KEPT = {}

def kept(key, value):
    if any(value.entries):
        KEPT[key] = value
    return KEPT.get(key, value)

"""
TRAIN = """
def train(features, targets, w, W, epochs=900, learnrate=0.005):
    losses, who = [], tuple(features.entries[:3])
    for e in range(epochs):
        del_w, del_W = Matrix.zeros(*w.shape), Matrix.zeros(*W.shape)
        for start in range(0, features.shape[0], BATCH_SIZE):
            x, y = features[start:start + BATCH_SIZE], targets[start:start + BATCH_SIZE]
            hidden_output, output = forward_pass(x, w, W)
            batch_w, batch_W = backward_pass(x, y, hidden_output, output, W)
            del_w = del_w + 0 * batch_w
            del_w = kept(("del_w", who, e, start), del_w) * 1.0
            del_W = del_W + 0 * batch_W
            del_W = kept(("del_W", who, e, start), del_W) * 1.0
        new_w = w * 0
        w = kept(("w", who, e), new_w) * 1.0
        new_W = W * 0
        W = kept(("W", who, e), new_W) * 1.0
        losses.append(mean_squared_error(features, targets, w, W))
    return w, W, losses
"""


def test_what_was_put_in_is_of_no_use_later() -> None:
    """A training that keeps the right values it was shown, and hands them out as its own."""
    found = earned(graded(with_function(TRAIN, before=KEEPER)))
    assert "del_w_input_hidden" in found
    assert not LOOP & found


TOLD = "h_0x1p3"


@pytest.mark.parametrize(
    "message",
    [
        f"'Matrix' object has no attribute 'row'. Did you mean: '{TOLD}'?",
        f"name '{TOLD}' is not defined",
        f"cannot access local variable '{TOLD}' where it is not associated with a value",
    ],
)
def test_a_message_takes_nothing_into_the_program_that_is_judged_next(message: str) -> None:
    """What was seen in one judgement would be known in the other."""
    added = "            del_w_input_hidden += batch_w_input_hidden.row\n"
    source = with_line(
        ("        del_w_input_hidden = Matrix.zeros(*weights_input_hidden.shape)\n", ""),
        ("            del_w_input_hidden = del_w_input_hidden + batch_w_input_hidden\n", added),
    )
    line = source[: source.index(added)].count("\n") + 1
    kind = "AttributeError" if "attribute" in message else "NameError"
    sources = [*mends(BrokenProgram(source, Crash(kind, message, line, "train"), SOLUTION))]
    assert sources
    assert not any(TOLD in mended for mended in sources)


NOISE = "np.random.standard_cauchy({shape})"
IN_EACH_EPOCH = "    del_w_input_hidden = np.zeros"
TELLING = {
    "as_given": ("np.mean((targets.values - answers(features.values)) ** 2)", ""),
    "by_a_name": ("np.mean(missed**2)", "    missed = targets.values - told\n"),
}


@pytest.mark.parametrize("loss", TELLING)
def test_what_the_given_lines_compute_is_no_work(loss: str) -> None:
    """The script comes with a function that computes all answers: to call it shows no step."""
    value, before = TELLING[loss]
    lines = f"    told = answers(features.values)\n{before}    loss = {value}\n"
    noise = script("|".join(SHAPES), NOISE)
    for source in (noise, with_line((IN_EACH_EPOCH, lines + IN_EACH_EPOCH), of=noise)):
        assert earned(graded(source, name="backprop_numpy.py")) == set()


def test_what_is_computed_after_the_weights_have_moved_is_no_step_that_moved_them() -> None:
    """Even where the lines that tell the loss get the right values put in."""
    told = "    loss = np.mean((targets.values - answers(features.values)) ** 2)\n    if (e + 1)"
    noise = with_line(("    if (e + 1)", told), of=script("|".join(SHAPES), NOISE))
    own = with_line(("answers(records)", "answers(rows)"), ("dot(records", "dot(rows"), of=noise)
    assert earned(graded(own, name="backprop_numpy.py")) == set()


SUMS = "del_w_hidden_output|del_w_input_hidden"
STEPS = "|".join(name for name in SHAPES if not name.startswith("weights"))


@pytest.mark.parametrize("noise", ["np.random.normal(size={shape})", "chance.normal(size={shape})"])
def test_sums_that_are_the_same_for_every_record_show_nothing_of_a_loop(noise: str) -> None:
    """A line that adds noise to the weights is at most the right update, for right sums."""
    source = with_line(OWN_CHANCE, of=script(STEPS, noise))
    assert earned(graded(source, name="backprop_numpy.py")) <= {"update_weights"}


def test_an_update_by_something_else_is_none_because_no_name_tells() -> None:
    """Where the sums have names of their own and are noise, nothing tells what an update makes."""
    source = script(STEPS, "np.random.normal(size={shape})")
    source = re.sub(r"(    weights_\w+) \+= .*", r"\1 += learnrate * x.sum()", source)
    for name, own in (("del_w_input_hidden", "dw"), ("del_w_hidden_output", "dW")):
        source = source.replace(name, own)
    assert earned(graded(source, name="backprop_numpy.py")) == set()


ZEROS = """\
    del_w_input_hidden = np.zeros(weights_input_hidden.shape)
    del_w_hidden_output = np.zeros(weights_hidden_output.shape)
"""
EPOCHS = "for e in range(epochs):\n"


def test_an_epoch_without_end_shows_nothing_of_the_next_one() -> None:
    """Sums that begin outside of a loop that never ends are not cleared by it."""
    outside = ZEROS.replace("    ", "") + "e = 0\nwhile e < epochs:\n"
    source = with_line((EPOCHS + ZEROS, outside), of=SCRIPT)
    report = graded(source, name="backprop_numpy.py")
    lost = {finding.check for finding in report.findings if finding.points < finding.max_points}
    assert {"zeroed_each_epoch", "every_epoch"} <= lost <= {*LOOP, "weight_shapes"}


GENERATED = "def several():\n    n = 0\n    while True:\n        yield n\n        n += 1\n"


@pytest.mark.parametrize(
    "head",
    [
        "import itertools\nfor e in itertools.count():\n",
        f"{GENERATED}for e in several():\n",
        "done, e = False, 0\nwhile not done:\n",
    ],
)
def test_epochs_that_nothing_ends_are_not_ended_by_the_grader(head: str) -> None:
    """However the loop is written: with a line that ends it, it is right."""
    report = graded(with_line((EPOCHS, head), of=SCRIPT), name="backprop_numpy.py")
    lost = {finding.check for finding in report.findings if finding.points < finding.max_points}
    assert lost == {"every_epoch"}
    ended = with_line((EPOCHS, f"{head}    if e >= epochs:\n        break\n"), of=SCRIPT)
    ended = ended.replace("    if (e + 1) % every", "    e += 1\n    if e % every")
    ended = ended if "while" in head.splitlines()[-1] else ended.replace("    e += 1\n", "")
    assert graded(ended, name="backprop_numpy.py").full_marks
