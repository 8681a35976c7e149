"""A script in functions that others make, or in a class: a slip in one of them costs one step."""

from __future__ import annotations

import pytest
from forms import failed, graded, with_line

CLOSURES = """import numpy as np
from data_prep import pandas_features as table, pandas_targets as answers

squash = lambda z: 1 / (1 + np.exp(-z))
EPOCHS, RATE, UNITS = 250, 0.2, 2


def forth(first, second):
    def run(row):
        mid = squash(np.dot(row, first))
        top = squash(np.dot(mid, second))
        return mid, top
    return run


def back(second):
    def run(row, label, mid, top):
        off = label - top
        term = off * top * (1 - top)
        share = term * second
        mid_term = share * mid * (1 - mid)
        return np.multiply.outer(row, mid_term), term * mid
    return run


first = np.random.normal(0, 6 ** -0.5, (6, UNITS))
second = np.random.normal(0, 6 ** -0.5, UNITS)
for turn in range(EPOCHS):
    forward, backward = forth(first, second), back(second)
    all_first, all_second = np.zeros((6, UNITS)), np.zeros(UNITS)
    k = 0
    while k < len(table):
        row, label = table.values[k], answers.values[k]
        mid, top = forward(row)
        one, other = backward(row, label, mid, top)
        all_first += one
        all_second += other
        k += 1
    first = first + RATE * all_first / len(table)
    second = second + RATE * all_second / len(table)
"""
HANDED_ON = "        return mid, top\n    return run\n"

SLIPS = {
    "nothing handed back": ("        return mid, top\n", "", {"output"}),
    "no function handed back": (HANDED_ON, "        return mid, top\n", {"every_epoch"}),
    "one left out": (HANDED_ON, "        return mid, top\n    pass\n", {"output"}),
    "one record too many": ("k < len(table)", "k <= len(table)", {"summed_over_records"}),
    "the first left out": ("    k = 0\n", "    k = 1\n", {"summed_over_records"}),
}
OPEN = {
    "off = label - top": "error",
    "term = off * top * (1 - top)": "output_error_term",
    "share = term * second": "hidden_error",
}


def of(source: str) -> set[str]:
    return failed(graded(source, name="closures.py"))


def test_functions_may_make_functions() -> None:
    """The passes may have no name that is the same in all epochs."""
    assert of(CLOSURES) == set()


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_what_a_function_makes_costs_one_step(slip: str) -> None:
    """Whether it stops the script at once, or is met in its last record, or in none."""
    right, wrong, lost = SLIPS[slip]
    assert of(with_line((right, wrong), of=CLOSURES)) == lost


@pytest.mark.parametrize("line", OPEN)
def test_what_raises_in_the_place_of_an_answer_is_not_written_yet(line: str) -> None:
    """As if there were dots: it costs its step, is quoted as it stands, and the rest is seen."""
    instead = 'raise NotImplementedError("later")'
    report = graded(with_line((line, instead), of=CLOSURES), name="closures.py")
    assert failed(report) == {OPEN[line]}
    told = report.first_to_fix
    assert (told.outcome, told.source) == ("not_started", instead)
    assert "float" not in " ".join(report.notices)


def test_a_script_that_stops_twice_keeps_what_it_has_worked_out() -> None:
    """Where nothing can be put in the place of what stops it, the steps before that are right."""
    stops = ("term = off * top * (1 - top)", "term = off * top * (1 - topp) + squash(row, mid)")
    report = graded(with_line(stops, of=CLOSURES), name="closures.py")
    lost = failed(report)
    assert not lost & {"hidden_input", "hidden_output", "output", "error"}
    assert "output_error_term" in lost


IN_A_CLASS = """import numpy as np
from data_prep import pandas_features as table, pandas_targets as answers


class Net:
    def __init__(self, lr):
        self.w = np.random.normal(0, 0.4, (6, 2))
        self.v = np.random.normal(0, 0.4, 2)
        self.lr = lr

    def reset(self):
        self.dw, self.dv = np.zeros_like(self.w), np.zeros_like(self.v)

    def learn(self, x, y):
        a = 1 / (1 + np.exp(-x @ self.w))
        o = 1 / (1 + np.exp(-a @ self.v))
        term = (y - o) * o * (1 - o)
        self.dv += term * a
        self.dw += np.outer(x, term * self.v * a * (1 - a))

    def step(self, n):
        self.w += self.lr * self.dw / n
        self.v += self.lr * self.dv / n


net = Net(0.05)
for epoch in range(300):
    net.reset()
    for x, y in zip(table.values, answers.values):
        net.learn(x, y)
    net.step(len(table))
"""


@pytest.mark.parametrize("nothing", ["pass", "...", '"""To do."""', "return"])
def test_a_method_that_was_to_begin_the_sums_costs_their_beginning(nothing: str) -> None:
    """Nothing else is lost where they are added to all the same."""
    assert of(IN_A_CLASS) == set()
    line = "self.dw, self.dv = np.zeros_like(self.w), np.zeros_like(self.v)"
    assert of(with_line((line, nothing), of=IN_A_CLASS)) == {"zeroed_each_epoch"}
