"""One slip costs one check in scripts that keep things in objects, or hand them on in tuples."""

from __future__ import annotations

import pytest
from forms import failed, graded

REDUCED = """\
from functools import reduce
import numpy as np
from data_prep import pandas_features, pandas_targets


def squash(z):
    return 1 / (1 + np.exp(-z))


def steps(weights, record):
    (w, v), (x, y) = weights, record
    a = squash(x @ w)
    o = squash(a @ v)
    d = (y - o) * o * (1 - o)
    return np.outer(x, d * v * a * (1 - a)), d * a


def plus(one, other):
    return one[0] + other[0], one[1] + other[1]


def epoch(weights, records):
    sums = reduce(plus, (steps(weights, record) for record in records))
    return tuple(p + 0.005 * s / len(records) for p, s in zip(weights, sums))


weights = np.random.normal(0, 0.4, (6, 2)), np.random.normal(0, 0.4, 2)
X, Y = pandas_features.values, pandas_targets.values
records = list(zip(X, Y))
for _ in range(900):
    weights = epoch(weights, records)
"""

OF_A_CLASS = """\
from dataclasses import dataclass
import numpy as np
from data_prep import pandas_features, pandas_targets


def squash(z):
    return 1 / (1 + np.exp(-z))


@dataclass
class Net:
    w: np.ndarray
    v: np.ndarray
    gw: np.ndarray = None
    gv: np.ndarray = None

    def zero(self):
        self.gw, self.gv = np.zeros_like(self.w), np.zeros_like(self.v)

    def forth(self, x):
        self.h = x @ self.w
        self.a = squash(self.h)
        self.o = squash(self.a @ self.v)

    def back(self, x, y):
        d = (y - self.o) * self.o * (1 - self.o)
        self.gv += d * self.a
        self.gw += np.outer(x, d * self.v * self.a * (1 - self.a))


net = Net(np.random.normal(0, 0.4, (6, 2)), np.random.normal(0, 0.4, 2))
for _ in range(900):
    net.zero()
    for x, y in zip(pandas_features.values, pandas_targets.values):
        net.forth(x)
        net.back(x, y)
    net.w += 0.005 * net.gw / len(pandas_features)
    net.v += 0.005 * net.gv / len(pandas_features)
"""
OF_THE_FILE = """\
import numpy as np
from data_prep import features, targets

w, v = np.random.normal(0, 0.4, (6, 2)), np.random.normal(0, 0.4, 2)
a, o = np.zeros(2), 0.0


def squash(z):
    return 1 / (1 + np.exp(-z))


def forth(x):
    global a, o
    a = squash(x @ w)
    o = squash(a @ v)


def back(x, y):
    d = (y - o) * o * (1 - o)
    return np.outer(x, d * v * a * (1 - a)), d * a


for _ in range(900):
    sums = [np.zeros_like(w), np.zeros_like(v)]
    for x, y in zip(features.values, targets.values):
        forth(x)
        for total, step in zip(sums, back(x, y)):
            total += step
    w += 0.005 * sums[0] / len(features)
    v += 0.005 * sums[1] / len(features)
"""

ALL_AT_ONCE = """\
import numpy as np
from data_prep import features, targets


def squash(z):
    return 1 / (1 + np.exp(-z))


def back(x, y, a, o, v):
    d = (y - o) * o * (1 - o)
    h = np.outer(d, v) * a * (1 - a)
    return x.T @ h, a.T @ d


X, Y = features.values, targets.values
w, v = np.random.normal(0, 0.4, (6, 2)), np.random.normal(0, 0.4, 2)
for _ in range(900):
    a = squash(X @ w)
    dw, dv = back(X, Y, a, squash(a @ v), v)
    w = w + 0.005 * dw / len(X)
    v = v + 0.005 * dv / len(X)
"""
LOCAL = """        a = squash(self.h)
        self.o = squash(a @ self.v)
"""
ON_ITSELF = """        self.a = squash(self.h)
        self.o = squash(self.a @ self.v)
"""
RETURNED = "np.outer(x, d * v * a * (1 - a)), d * a"

SLIPS = {
    "records_from_the_second_on": (
        REDUCED, "zip(X, Y)", "zip(X[1:], Y)", "summed_over_records",
    ),
    "steps_in_the_other_order": (
        REDUCED, RETURNED, "d * a, np.outer(x, d * v * a * (1 - a))", "hidden_error",
    ),
    "never_set_to_zero": (OF_A_CLASS, "    net.zero()\n", "", "summed_over_records"),
    "answers_of_the_method_s_own": (OF_A_CLASS, ON_ITSELF, LOCAL, "hidden_output"),
    "an_array_for_all_objects": (
        OF_A_CLASS, "gv: np.ndarray = None", "gv: np.ndarray = np.zeros(2)", "every_epoch",
    ),
    "an_answer_that_stays_in_its_function": (OF_THE_FILE, "global a, o", "global a", "output"),
    "a_product_of_another_kind": (ALL_AT_ONCE, "x.T @ h", "x.T * h", "del_w_input_hidden"),
}  # fmt: skip


@pytest.mark.parametrize("source", [REDUCED, OF_A_CLASS, OF_THE_FILE, ALL_AT_ONCE])
def test_the_scripts_are_right(source: str) -> None:
    """Otherwise nothing would be shown."""
    assert graded(source, name="own.py").full_marks


@pytest.mark.parametrize("name", SLIPS)
def test_one_slip_costs_one_check(name: str) -> None:
    """However much goes wrong, or stops, by it."""
    source, right, wrong, check = SLIPS[name]
    assert right in source
    assert failed(graded(source.replace(right, wrong), name="own.py")) == {check}


def test_a_product_of_another_kind_costs_its_step_beside_another_mistake() -> None:
    """The line raises, and is right for a single record: it is the step's all the same."""
    source = ALL_AT_ONCE.replace("x.T @ h", "x.T * h").replace("* o * (1 - o)", "* (1 - o)")
    assert failed(graded(source, name="own.py")) == {"output_error_term", "del_w_input_hidden"}
