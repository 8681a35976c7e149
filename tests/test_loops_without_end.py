"""A loop that nothing counts costs the check it belongs to, and is told by its head, each time."""

from __future__ import annotations

from pathlib import Path

import pytest
from byhand.grader.verdict import Outcome
from forms import UNHURRIED, failed, graded, with_line
from test_broken_off import SCRIPT
from test_journey import answered

RECORDS = "    for x, y in zip(features.values, targets):\n"
ONE_BY_ONE = """    i = 0
    while i < n_records:
        x, y = features.values[i], targets.values[i]
"""
UNTIL_THE_LAST = """    i = 0
    while True:
        if i >= n_records:
            break
        x, y = features.values[i], targets.values[i]
"""
EPOCHS = "for e in range(epochs):\n"
UPDATE = "    # TODO 10"
SUM = "        hidden_input = np.dot(x, weights_input_hidden)\n"
UNIT_BY_UNIT = """        hidden_input, j = np.zeros(n_hidden), 0
        while j < n_hidden:
            hidden_input[j] = np.dot(x, weights_input_hidden[:, j])
"""

IN_A_SCRIPT = {
    "nothing_is_added": ([(RECORDS, ONE_BY_ONE)], "summed_over_records"),
    "added_after_the_loop": ([(RECORDS, ONE_BY_ONE), (UPDATE, f"    i += 1\n{UPDATE}")],
                             "summed_over_records"),
    "a_plus_of_its_own": ([(RECORDS, ONE_BY_ONE), (UPDATE, f"        i =+ 1\n{UPDATE}")],
                          "summed_over_records"),
    "compared": ([(RECORDS, ONE_BY_ONE), (UPDATE, f"        i == i + 1\n{UPDATE}")],
                 "summed_over_records"),
    "a_break_that_never_comes": ([(RECORDS, UNTIL_THE_LAST)], "summed_over_records"),
    "the_epochs": ([(EPOCHS, "e = 0\nwhile e < epochs:\n")], "every_epoch"),
    "within_a_step": ([(SUM, UNIT_BY_UNIT)], "hidden_input"),
}  # fmt: skip


@pytest.mark.parametrize("kind", IN_A_SCRIPT)
def test_a_loop_of_a_script_that_nothing_counts(kind: str) -> None:
    """Wherever it was as its time was up, in it or in a function that it calls."""
    changes, check = IN_A_SCRIPT[kind]
    report = graded(with_line(*changes, of=SCRIPT), name="backprop_numpy.py")
    assert failed(report) == {check}
    finding = next(f for f in report.findings if f.check == check)
    assert finding.outcome is Outcome.STOPPED
    assert finding.source.startswith("while ")
    assert finding.saw == f"line {finding.line}: it was still running when its time was up"


CLOCK = """class Clock:
    turns = 0

    def ticks(self):
        self.turns += 1
        return self.turns <= epochs


clock = Clock()
"""
OFF = "    off = ((targets - answers(features.values)) ** 2).mean()\n"
COUNTED_OUT_OF_SIGHT = {
    "by_an_object": f"{CLOCK}while clock.ticks():\n    e = clock.turns\n",
    "by_a_flag": "done, e = False, -1\nwhile not done:\n    e += 1\n    done = e + 1 == epochs\n",
    "by_a_number_of_its_own": "done, e = False, -1\nwhile not done:\n    e += 1\n"
                              "    done = e + 1 == 900\n",
    "by_a_list": "left = list(range(epochs))\nwhile left:\n    e = left.pop()\n",
}  # fmt: skip
ENDED_OTHERWISE = {
    "one_turn_too_many": COUNTED_OUT_OF_SIGHT["by_a_flag"].replace("e + 1 ==", "e =="),
    "one_tick_too_many": COUNTED_OUT_OF_SIGHT["by_an_object"].replace("<= epochs", "<= epochs + 1"),
    "when_the_loss_is_small": f"off, e = 1.0, -1\nwhile off > 1e-9:\n    e += 1\n{OFF}",
    "when_the_loss_stands_still":
        "off, last, e = 1.0, 2.0, -1\nwhile abs(last - off) > 1e-12:\n"
        f"    e, last = e + 1, off\n{OFF}",
}  # fmt: skip


@pytest.mark.parametrize("kind", COUNTED_OUT_OF_SIGHT)
def test_epochs_that_are_counted_out_of_sight_are_right(kind: str) -> None:
    """No number stands in the head of the loop; it ends after as many turns all the same."""
    changes = [(EPOCHS, COUNTED_OUT_OF_SIGHT[kind])]
    assert graded(with_line(*changes, of=SCRIPT), name="backprop_numpy.py").full_marks


@pytest.mark.parametrize("kind", ENDED_OTHERWISE)
def test_a_script_whose_epochs_end_over_something_else_loses_that(kind: str) -> None:
    """Left alone, it has other epochs than it says, or goes on and on: its head is told."""
    changes = [(EPOCHS, ENDED_OTHERWISE[kind])]
    report = graded(with_line(*changes, of=SCRIPT), name="backprop_numpy.py")
    assert failed(report) == {"every_epoch"}
    finding = next(f for f in report.findings if f.check == "every_epoch")
    assert finding.source.startswith("while ")
    assert finding.saw.startswith("left alone it has ")


def test_a_script_that_counts_is_right() -> None:
    """The same loops with what they lack."""
    for loop in (ONE_BY_ONE, UNTIL_THE_LAST):
        changes = [(RECORDS, loop), (UPDATE, f"        i += 1\n{UPDATE}")]
        assert graded(with_line(*changes, of=SCRIPT), name="backprop_numpy.py").full_marks


ERROR = "    error = y - output\n"
ROW_BY_ROW = """    rows, i = [], 0
    while i < len(y.rows):
        rows.append([y.rows[i][0] - output.rows[i][0]])
    error = Matrix(rows)
"""


def test_a_loop_within_a_step_costs_that_step() -> None:
    """It is what the lines in it work out, and not the next one that cannot go on."""
    report = graded(with_line((ERROR, ROW_BY_ROW)), UNHURRIED)
    assert failed(report) == {"error"}
    [finding] = [f for f in report.findings if f.check == "error"]
    assert finding.source.startswith("while ")


WITHOUT_END = {
    "counted_by_nobody": "import itertools\nfor e, _ in enumerate(itertools.count()):\n",
    "through_two_at_once": "from itertools import count\nfor e, _ in zip(count(), count(1)):\n",
    "a_list_that_grows": "turns = [0]\nfor e in turns:\n    turns.append(e + 1)\n",
    "always_true": "e = 0\nwhile 1 < 2:\n    e += 1\n",
}
MOVED = "    weights_hidden_output += learnrate * del_w_hidden_output / n_records\n"


@pytest.mark.parametrize("kind", WITHOUT_END)
def test_epochs_without_an_end_cost_their_own_check(kind: str) -> None:
    """Though the grader ends them; and a layer that is left out beside costs its own as well."""
    source = with_line((EPOCHS, WITHOUT_END[kind]), of=SCRIPT)
    assert failed(graded(source, name="backprop_numpy.py")) == {"every_epoch"}
    both = with_line((EPOCHS, WITHOUT_END[kind]), (MOVED, ""), of=SCRIPT)
    lost = failed(graded(both, name="backprop_numpy.py"))
    assert lost == {"every_epoch", "both_layers_updated"}


@pytest.mark.parametrize(
    "head", ["for _ in itertools.count():", "for e, _ in enumerate(itertools.cycle([0])):"]
)
def test_epochs_that_go_through_what_has_no_end_cost_the_epochs_alone(head: str) -> None:
    """As in a script: all that stands in the loop is seen to be right."""
    changes = [("import math\n", "import itertools\nimport math\n")]
    report = graded(with_line(*changes, ("for _ in range(epochs):", head)))
    [finding] = [f for f in report.findings if f.points < f.max_points]
    assert finding.check == "every_epoch"
    assert head in finding.source


SCRIPTS = Path(__file__).parent / "scripts" / "right"


def test_a_loop_without_end_in_a_method_costs_one_check() -> None:
    """However far the training is from its loop: which loop that is must be found out all the
    same."""
    counted = "n_records = features.shape[0]"
    endless = f"{counted}\n        i = 0\n        while i < n_records:\n            j = i"
    right = (SCRIPTS / "network_in_a_class.py").read_text("utf-8")
    source = with_line((counted, endless), of=right)
    report = graded(source, name="backprop_numpy.py")
    assert failed(report) == {"every_epoch"}


ON_THE_WAY = [
    (1, "    hidden_input = x @ weights_input_hidden\n", "hidden_input"),
    (2, "    hidden_output = hidden_input.map(sigmoid)\n", "hidden_output"),
    (5, "    output_error_term = error * output * (1 - output)\n", "output_error_term"),
    (10, "    new_weights = weights + learnrate / n_records * del_w\n", "update_weights"),
]


@pytest.mark.parametrize(("upto", "line", "check"), ON_THE_WAY)
def test_a_loop_without_end_is_told_though_the_next_step_is_not_written(
    upto: int, line: str, check: str
) -> None:
    """It stands below a right line, and nothing but that is charged."""
    source = answered(upto)
    assert line in source
    source = source.replace(line, f"{line}    while True:\n        pass\n")
    report = graded(source)
    [finding] = [f for f in report.findings if f.outcome is Outcome.STOPPED]
    assert (finding.check, finding.source) == (check, "while True:")
    ticked = {f.todo for f in report.findings if f.outcome is Outcome.PASSED and f.todo}
    assert ticked == set(range(1, upto))
