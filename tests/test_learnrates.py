"""A script is right wherever it says its learnrate, and wherever its weights are made."""

from __future__ import annotations

import textwrap

import pytest
from byhand.grader.verdict import Report
from forms import failed, graded, with_line
from test_broken_off import SCRIPT

SAID = "learnrate = 0.005\n"
USED = ("learnrate * del_w_input_hidden", "learnrate * del_w_hidden_output")

WRITTEN = {
    "with_a_type": ("learnrate: float = 0.005\n", "learnrate"),
    "as_a_text": ('learnrate = float("0.005")\n', "learnrate"),
    "by_numpy": ("learnrate = np.float32(0.005)\n", "learnrate"),
    "on_a_condition": ("learnrate = 0.005 if epochs > 10 else 0.5\n", "learnrate"),
    "in_the_middle_of_a_line": ('print("trained by", learnrate := 0.005)\n', "learnrate"),
    "in_a_dictionary": ('settings = {"learning_rate": 0.005}\n', 'settings["learning_rate"]'),
    "put_into_a_dictionary": ('s = {}\ns["lr"] = 0.005\n', 's["lr"]'),
    "by_keyword": (
        "from types import SimpleNamespace\nsettings = SimpleNamespace(lr=0.005)\n",
        "settings.lr",
    ),
    "by_place": (
        'from collections import namedtuple\nSettings = namedtuple("Settings", "rate n")\n'
        "settings = Settings(0.005, 900)\n",
        "settings.rate",
    ),
    "from_the_command": (
        "from argparse import ArgumentParser\nparser = ArgumentParser()\n"
        'parser.add_argument("--learnrate", type=float, default=0.005)\n'
        "learnrate = parser.parse_args().learnrate\n",
        "learnrate",
    ),
    "handed_to_a_function_each_time": ("def at(rate):\n    return rate\n", "at(0.005)"),
    "handed_to_a_method_each_time": (
        "class Pace:\n    def at(self, rate):\n        return rate\npace = Pace()\n",
        "pace.at(0.005)",
    ),
    "in_a_function_that_multiplies": (
        "def shortened(step):\n    return 0.005 * step\n",
        "shortened(1)",
    ),
    "in_a_class": (
        "class Settings:\n    learnrate: float = 0.005\n    epochs: int = 900\n",
        "Settings.learnrate",
    ),
}


@pytest.mark.parametrize("where", WRITTEN)
def test_a_learnrate_is_found_wherever_it_is_written(where: str) -> None:
    """The grader's comes in its place, and in no other number's."""
    said, name = WRITTEN[where]
    used = [(line, line.replace("learnrate", name)) for line in USED]
    assert of(with_line((SAID, said), *used, of=SCRIPT)).full_marks


def test_a_learnrate_that_is_not_used_is_seen() -> None:
    """What is written into the line that moves the weights stands for it only if it is the same."""
    wrong = with_line((USED[0], USED[0].replace("learnrate", "0.05")), of=SCRIPT)
    assert "update_weights" in failed(of(wrong)) or "both_layers_updated" in failed(of(wrong))


@pytest.mark.parametrize(
    ("other", "check"),
    [
        (("0.005 * del_w_input_hidden", "0.05 * del_w_input_hidden"), "both_layers_updated"),
        (("weights_hidden_output +=", "weights_hidden_output ="), "both_layers_updated"),
    ],
    ids=["another for one layer", "one layer without its weights"],
)
def test_a_rate_in_the_lines_that_move_the_weights_is_seen_where_one_is_wrong(
    other: tuple[str, str], check: str
) -> None:
    """One layer that goes its own way costs one check, and the script is graded all the same."""
    used = [(line, line.replace("learnrate", "0.005")) for line in USED]
    assert failed(of(with_line((SAID, ""), *used, other, of=SCRIPT))) == {check}


@pytest.mark.parametrize("said", ["", "stride = 0.005\n"], ids=["none", "one that is not used"])
def test_weights_that_move_by_no_learnrate_cost_the_update(said: str) -> None:
    """Such a script is graded: what it has set down as a learnrate, if anything, moves nothing."""
    without = [(line, line.removeprefix("learnrate * ")) for line in USED]
    report = of(with_line((SAID, said), *without, of=SCRIPT))
    assert (failed(report), report.score) == ({"update_weights"}, 90)


MEASURED = {
    "a_divisor": ("", "/ 200"),
    "what_a_function_gives": ("def stride():\n    return 0.005\n", "* stride()"),
    "from_the_surroundings": (
        "import os\nstride = float(os.environ.get('S', 0.005))\n",
        "* stride",
    ),
    "a_default": ("def stride(pace=0.005):\n    return pace\n", "* stride()"),
    "made_of_it": ("stride = 0.005 * len(features) / len(targets)\n", "* stride"),
    "beside_others": ("half, stride = 0.5, 0.005\n", "* (0.25 + half * half * 3) * stride"),
    "in_an_object": (
        "class Stride:\n    def __call__(self, step):\n        return self.by * step\n"
        "stride = Stride()\nstride.by = 0.005\n",
        "* stride(1)",
    ),
}
UNSEEN = {
    "in_a_text": ("import json\nstride = json.loads('[0.005]')[0]\n", "* stride"),
    "made_of_others": ("stride = 1 / sum(range(20))\n", "* stride"),
}


def by_another_name(said: str, used: str) -> Report:
    """The solution, moved by something that is no learnrate by its name."""
    without = [(line, line.removeprefix("learnrate * ")) for line in USED]
    source = with_line((SAID, said), *without, of=SCRIPT)
    return of(source.replace("/ n_records\n", f"/ n_records {used}\n"))


@pytest.mark.parametrize("where", MEASURED)
def test_a_learnrate_is_the_number_that_the_weights_move_by(where: str) -> None:
    """Whatever it is called, and wherever it stands."""
    assert by_another_name(*MEASURED[where]).full_marks


@pytest.mark.parametrize("where", UNSEEN)
def test_a_learnrate_that_is_not_seen_is_never_taken_for_none(where: str) -> None:
    """A right script whose learnrate cannot be set is told so, and loses no points."""
    report = by_another_name(*UNSEEN[where])
    assert report.score is None
    assert "no learnrate that the grader could set" in report.findings[0].saw


ONE_BY_ONE = (
    ("for x, y in zip(features.values, targets):", "for k in range(n_records):"),
    ("# TODO 1", "x, y = features.values[k], targets.values[k]\n        # TODO 1"),
    ("scale=n_features**-0.5", "scale=0.001"),
)
"""By the number of each record; and a smaller fraction than the learnrate, beside it."""


@pytest.mark.parametrize(
    ("line", "wrong", "check"),
    [
        ("range(n_records)", "range(1, n_records)", "summed_over_records"),
        ("range(n_records)", "range(n_records - 1)", "summed_over_records"),
        (
            "hidden_error * hidden_output * (1",
            "hidden_error * hidden_output(1",
            "hidden_error_term",
        ),
    ],
    ids=["the first record left out", "the last one", "a step that stops"],
)
def test_a_learnrate_is_known_where_nothing_moves_over_one_record(
    line: str, wrong: str, check: str
) -> None:
    """It is measured over more records, or is the fraction that has a name of its own."""
    named = [("learnrate = 0.005\n", "rhythm = 0.005\n"), ("learnrate * ", "rhythm * ")]
    source = with_line(*named, *ONE_BY_ONE, of=SCRIPT)
    assert of(source).full_marks
    assert failed(of(with_line((line, wrong), of=source))) == {check}


DRAWN, BEGINS, ENDS = (
    "weights_input_hidden = np.random",
    "for e in range(epochs):\n",
    "right = np.mean(",
)

IN_TURN = {
    "one": "for learnrate in [0.005]:",
    "several": "for learnrate in (0.5, 0.05, 0.005):",
    "with_its_number": "for i, learnrate in enumerate([0.05, 0.005]):",
    "with_its_name": 'for name, learnrate in {"slow": 0.0005, "fast": 0.05}.items():',
    "with_the_units": "for n_hidden, learnrate in [(2, 0.005)]:",
    "with_the_epochs": "for epochs, learnrate in [(900, 0.005)]:",
    "worked_out": "for learnrate in np.logspace(-3, -1, 3):",
    "by_another_name": "for rate in [0.05, 0.005]:",
    "by_index": "rates = [0.05, 0.005]\nfor i in range(2):\n    learnrate = rates[i]",
    "until_none_is_left": "rates = [0.05, 0.005]\nwhile rates:\n    learnrate = rates.pop()",
}


def with_loop(head: str) -> str:
    """The script with its training, from its weights on, in a loop over learnrates."""
    before, drawn, rest = SCRIPT.partition(DRAWN)
    trained, ends, after = (drawn + rest).partition(ENDS)
    if head == IN_TURN["by_another_name"]:
        trained = trained.replace("learnrate", "rate")
    inside = textwrap.indent(trained, "    ")
    return before.replace(SAID, "") + f"{head}\n{inside}{ends}{after}"


@pytest.mark.parametrize("loop", IN_TURN)
def test_a_training_for_each_of_several_learnrates_is_the_lesson_s(loop: str) -> None:
    """Each is trained alike, and is graded like one: with the grader's learnrate in its place."""
    assert of(with_loop(IN_TURN[loop])).full_marks


def test_what_is_wrong_in_a_training_for_each_learnrate_is_seen() -> None:
    """The step of each is judged like any other: half of it is not the lesson's."""
    wrong = with_loop(IN_TURN["several"]).replace("+= learnrate *", "+= learnrate / 2 *")
    assert failed(of(wrong)) == {"update_weights"}
    fixed = with_loop(IN_TURN["several"]).replace("+= learnrate *", "+= 0.005 *")
    assert failed(of(fixed)) == {"update_weights"}


def test_a_learnrate_for_each_epoch_is_another_loop() -> None:
    """Right if it is the same in all of them; one that falls does not stay as it is asked for."""
    head = "for e, learnrate in zip(range(epochs), [0.005] * {}):\n"
    same = with_line((SAID, ""), (BEGINS, head.format("epochs")), of=SCRIPT)
    assert of(same).full_marks
    falls = with_line((SAID, ""), (BEGINS, head.format("500 + [0.001] * 400")), of=SCRIPT)
    assert failed(of(falls)) == {"update_weights"}


TRAINED = """
def train(X, Y, epochs, learnrate):
    n_records, n_features = X.shape
    w = np.random.normal(scale=n_features**-0.5, size=(n_features, 2))
    v = np.random.normal(scale=n_features**-0.5, size=2)
    for e in range(epochs):
        dw, dv = np.zeros_like(w), np.zeros_like(v)
        for x, y in zip(X, Y):
            a = sigmoid(x @ w)
            o = sigmoid(a @ v)
            d = (y - o) * o * (1 - o)
            dv += d * a
            dw += np.outer(x, d * v * a * (1 - a))
        w += learnrate * dw / n_records
        v += learnrate * dv / n_records
    return w, v


weights_input_hidden, weights_hidden_output = train(features.values, targets.values, 900, 0.005)
print(weights_input_hidden, weights_hidden_output)
"""
HANDED_BACK = "    return w, v\n"
TAKEN = "weights_input_hidden, weights_hidden_output = train"


def in_a_function(*changes: tuple[str, str]) -> Report:
    """A training in a function that makes its own weights, and hands them back."""
    return of(with_line(*changes, of=SCRIPT[: SCRIPT.index("def answers")] + TRAINED))


def of(source: str) -> Report:
    return graded(source, name="backprop_numpy.py")


def test_weights_may_be_made_in_a_function() -> None:
    """The lesson's names have no value yet as the training begins."""
    assert in_a_function().full_marks
    by_name = [(HANDED_BACK, '    return {"w": w, "v": v}\n'), (TAKEN, "trained = train")]
    last = (
        "print(",
        'weights_input_hidden = trained["w"]\nweights_hidden_output = trained["v"]\nprint(',
    )
    assert in_a_function(*by_name, last).full_marks


@pytest.mark.parametrize(
    "change",
    [
        (TAKEN, "weights_hidden_output, weights_input_hidden = train"),
        (HANDED_BACK, "    return v, w\n"),
        (HANDED_BACK, "    return np.zeros_like(w), v\n"),
        (HANDED_BACK, "    return v, v\n"),
    ],
)
def test_what_comes_of_the_function_is_looked_at(change: tuple[str, str]) -> None:
    """Weights that are trained well and handed on wrong are wrong."""
    assert not in_a_function(change).full_marks
