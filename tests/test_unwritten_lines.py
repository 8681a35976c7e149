"""Lines that are not written yet, in a script of one's own: each costs its check, and no more.

One is a step's, or all that moves the weights, and others may be missing beside it.
"""

from __future__ import annotations

import re

import pytest
from byhand.grader.verdict import Outcome
from forms import SOLUTION, graded, with_function, with_line
from test_journey import ON_ARRAYS, answered
from test_scripts_looked_at import SOLUTION as SCRIPT
from test_scripts_looked_at import lost

BY_FUNCTIONS = """\
import numpy as np
from data_prep import features, targets

np.random.seed(21)
v = np.random.normal(scale=6 ** -0.5, size=(6, 2))
u = np.random.normal(scale=6 ** -0.5, size=2)


def squash(z):
    return 1 / (1 + np.exp(-z))


def gradient(x, y):
    a = np.array([squash(h) for h in sum(x[i] * v[i] for i in range(6))])
    o = squash(sum(aj * uj for aj, uj in zip(a, u)))
    d = (y - o) * o * (1 - o)
    below = [d * uj * aj * (1 - aj) for uj, aj in zip(u, a)]
    return np.array([[xi * b for b in below] for xi in x]), d * a


for e in range(900):
    sv = su = 0
    for x, y in zip(features.values, targets.values):
        gv, gu = gradient(x, y)
        sv = sv + gv
        su = su + gu
    v = v + 0.005 * sv / len(features)
    u = u + 0.005 * su / len(features)
"""
OF_A_CLASS = """\
import numpy as np
from data_prep import features, targets


class Net:
    def __init__(self):
        self.v = np.random.normal(scale=6 ** -0.5, size=(6, 2))
        self.u = np.random.normal(scale=6 ** -0.5, size=2)

    def squash(self, z):
        return 1 / (1 + np.exp(-z))

    def forth(self, x):
        self.x, self.h = x, x @ self.v
        self.a = self.squash(self.h)
        self.o = self.squash(self.a @ self.u)

    def back(self, y):
        self.e = y - self.o
        self.d = self.e * self.o * (1 - self.o)
        self.b = self.d * self.u
        self.c = self.b * self.a * (1 - self.a)
        self.su += self.d * self.a
        self.sv += np.outer(self.x, self.c)

    def train(self, xs, ys, epochs):
        for _ in range(epochs):
            self.sv, self.su = np.zeros(self.v.shape), np.zeros(self.u.shape)
            for x, y in zip(xs, ys):
                self.forth(x)
                self.back(y)
            self.v += 0.005 * self.sv / len(xs)
            self.u += 0.005 * self.su / len(xs)


np.random.seed(21)
net = Net()
net.train(features.values, targets.values, 900)
"""
UPDATES = ("0.005 * self.sv / len(xs)", "0.005 * self.su / len(xs)")
TERM = "self.e * self.o * (1 - self.o)"
UNWRITTEN = {
    "updates_of_what_functions_read": (
        BY_FUNCTIONS,
        ("v + 0.005 * sv / len(features)", "u + 0.005 * su / len(features)"),
        ["update_weights"],
    ),
    "both_updates": (OF_A_CLASS, UPDATES, ["update_weights"]),
    "a_step_and_both_updates": (
        OF_A_CLASS, (TERM, *UPDATES), ["output_error_term", "update_weights"],
    ),
    "a_later_step_and_both_updates": (
        OF_A_CLASS, ("self.d * self.u\n", *UPDATES), ["hidden_error", "update_weights"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("source", [BY_FUNCTIONS, OF_A_CLASS])
def test_the_programs_are_right_with_all_their_lines(source: str) -> None:
    """Otherwise nothing would be shown."""
    assert graded(source, name="own.py").score == 100


@pytest.mark.parametrize(("source", "lines", "checks"), UNWRITTEN.values(), ids=UNWRITTEN)
def test_each_line_that_is_not_written_costs_its_check(
    source: str, lines: tuple[str, ...], checks: list[str]
) -> None:
    """What goes on around an update that is not there follows from it."""
    for line in lines:
        assert line in source
        source = source.replace(line, "...\n" if line.endswith("\n") else "...")
    found = lost(graded(source, name="own.py"))
    assert [finding.check for finding in found] == checks
    assert {finding.outcome for finding in found} == {Outcome.NOT_STARTED}


@pytest.mark.parametrize(
    ("left", "check"), [(UPDATES[1], "both_layers_updated"), (UPDATES[0], "both_layers_updated")]
)
def test_a_step_and_the_update_of_one_layer_cost_both(left: str, check: str) -> None:
    """The step pays for itself, whatever else is wrong where it is mended."""
    name = left[len("0.005 * self.s")]
    source = OF_A_CLASS.replace(f"self.{name} += {left}", "pass").replace(TERM, "...")
    found = {finding.check: finding.outcome for finding in lost(graded(source, name="own.py"))}
    assert found == {"output_error_term": Outcome.NOT_STARTED, check: Outcome.FAILED}


@pytest.mark.parametrize(
    ("line", "nothing", "check"),
    [
        ("self.squash(self.a @ self.u)", "0", "output"),
        ("y - self.o", "None", "error"),
        (TERM, "0.0", "output_error_term"),
        ("self.d * self.u\n", "0\n", "hidden_error"),
    ],
)
def test_an_attribute_that_is_given_nothing_costs_its_step(
    line: str, nothing: str, check: str
) -> None:
    """It is one step that is not worked out, and not what others make of it."""
    [finding] = lost(graded(OF_A_CLASS.replace(line, nothing), name="own.py"))
    assert finding.check == check


DOWNHILL = """\
import numpy as np
from data_prep import features, targets

w, v = np.random.normal(0, 0.4, (6, 2)), np.random.normal(0, 0.4, 2)
for e in range(300):
    sum_w, sum_v = 0, 0
    for x, y in zip(features.values, targets.values):
        h = 1 / (1 + np.exp(-x @ w))
        out = 1 / (1 + np.exp(-h @ v))
        miss = out - y
        slope = miss * out * (1 - out)
        below = slope * v * h * (1 - h)
        sum_v = sum_v + slope * h
        sum_w = sum_w + x.reshape(-1, 1) * below
    w = w - 0.25 * sum_w / len(features)
    v = v - 0.25 * sum_v / len(features)
"""


@pytest.mark.parametrize("left", ["0.0", "0 * y"])
def test_an_error_of_nothing_has_the_sign_that_the_update_is_written_for(left: str) -> None:
    """Its update takes away what the lesson's adds, and is right by that."""
    assert graded(DOWNHILL, name="downhill.py").full_marks
    report = graded(DOWNHILL.replace("out - y", left), name="downhill.py")
    assert [finding.check for finding in lost(report)] == ["error"]


OTHER_KINDS = """def sigmoid(z, kind="logistic"):
    if kind != "logistic":
        raise NotImplementedError(kind)
    return 0.5 + 0.5 * tanh(0.5 * z)
"""


@pytest.mark.parametrize("imported", ["from math import *", "from math import tanh"])
def test_what_raises_under_a_condition_is_no_answer_that_is_left_open(imported: str) -> None:
    """A right program may refuse what it does not know, and get its names from anywhere."""
    source = with_line(("import math\n", f"{imported}\n"), of=with_function(OTHER_KINDS))
    assert graded(source).full_marks


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "from Windows"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_an_answer_is_left_open_in_whatever_way_a_file_is_saved(mark: str, end: str) -> None:
    """With a byte order mark, and with either kind of line end."""
    source = DOWNHILL.replace("miss = out - y", "raise NotImplementedError")
    [finding] = lost(graded(mark + source.replace("\n", end), name="downhill.py"))
    assert (finding.check, finding.outcome) == ("error", Outcome.NOT_STARTED)


NONE_FOR_A_RESULT = {
    "in_the_return": (
        "return del_w_input_hidden, del_w_hidden_output",
        "return None, del_w_hidden_output",
    ),
    "under_its_name": ("del_w_input_hidden = x.T @ hidden_error_term", "del_w_input_hidden = None"),
}


@pytest.mark.parametrize("how", NONE_FOR_A_RESULT)
def test_none_in_the_place_of_a_result_is_not_written_yet(how: str) -> None:
    """Nobody who wrote None for later is asked whether a return was forgotten."""
    right, none = NONE_FOR_A_RESULT[how]
    assert right in SOLUTION
    [finding] = lost(graded(SOLUTION.replace(right, none)))
    assert (finding.check, finding.outcome) == ("del_w_input_hidden", Outcome.NOT_STARTED)
    assert finding.source == none


def test_two_steps_in_a_row_that_are_not_written_cost_their_two_checks() -> None:
    """In a script with names of its own, whose sums are worth nothing without them."""
    own = SCRIPT.replace("del_w_hidden_output", "dW").replace("del_w_input_hidden", "dw")
    source = re.sub(r"(d[wW]) \+= .*", r"\1 += ...", own)
    found = lost(graded(source, name="backprop_numpy.py"))
    assert [f.check for f in found] == ["del_w_hidden_output", "del_w_input_hidden"]
    assert {f.outcome for f in found} == {Outcome.NOT_STARTED}


def test_two_updates_that_are_not_written_cost_one_check_whatever_the_names() -> None:
    """What the loop comes to with the lesson's own in their place is right, names and all."""
    updates = re.compile(r"(        weights_\w+ =) update_weights\(\n.*\)")
    named = SOLUTION.replace("del_w_hidden_output", "d_W").replace("n_records", "n")
    source = updates.sub(r"\1 ...", named.replace("batch_w", "step_w"))
    [finding] = lost(graded(source))
    assert (finding.check, finding.outcome) == ("both_layers_updated", Outcome.NOT_STARTED)


STEPS = {
    "output_error_term": "self.e * self.o * (1 - self.o)",
    "hidden_error": "self.d * self.u\n",
    "hidden_error_term": "self.b * self.a * (1 - self.a)",
    "del_w_hidden_output": "self.d * self.a\n",
    "del_w_input_hidden": "np.outer(self.x, self.c)",
}


@pytest.mark.parametrize("first", STEPS)
def test_a_script_of_own_names_may_be_left_half_done(first: str) -> None:
    """All before the first step that is open is right, and that line is the one to go on with."""
    source, open_ = OF_A_CLASS, [*STEPS][[*STEPS].index(first) :]
    for text in (*(STEPS[step] for step in open_), *UPDATES):
        assert text in source
        source = source.replace(text, "...\n" if text.endswith("\n") else "...")
    report = graded(source, name="own.py")
    steps = [f for f in report.findings if f.todo and f.part != "training"]
    right = [f.check for f in steps if f.outcome is Outcome.PASSED]
    assert [f.check for f in steps][: len(right)] == right
    following = steps[len(right)]
    assert (following.check, following.outcome) == (first, Outcome.NOT_STARTED)
    assert following.line == source[: source.index("...")].count("\n") + 1


@pytest.mark.parametrize("step", ["del_w_hidden_output", "del_w_input_hidden"])
def test_a_step_whose_line_is_gone_costs_that_step(step: str) -> None:
    """Its layer stays where it is, and nothing goes into its sum, which begins in a line."""
    source, n = re.subn(rf"        {step} \+= .*\n", "", SCRIPT)
    assert n == 1
    [finding] = lost(graded(source, name="backprop_numpy.py"))
    assert finding.check == step
    assert finding.source.startswith(f"{step} = np.zeros")
    assert "the right numbers never get into it" in finding.advice


@pytest.mark.parametrize(
    ("name", "source", "line", "check"),
    [
        ("backprop_numpy.py", SCRIPT, "        del_w_input_hidden += ", "del_w_input_hidden"),
        ("backprop.py", SOLUTION, "            del_w_input_hidden = del_w", "summed_over_records"),
    ],
    ids=["a step", "the sums"],
)
def test_pass_under_a_todo_is_not_written_yet(
    name: str, source: str, line: str, check: str
) -> None:
    """Whatever is wrong for want of it."""
    before, rest = source[: source.index(line)], source[source.index(line) :]
    indented = len(line) - len(line.lstrip())
    without = before + " " * indented + "pass\n" + rest[rest.index("\n\n") + 1 :]
    [finding] = lost(graded(without, name=name))
    assert (finding.check, finding.outcome) == (check, Outcome.NOT_STARTED)
    assert finding.source == "pass"


@pytest.mark.parametrize("nothing", ["pass", "...", "raise NotImplementedError"])
def test_a_function_of_a_step_that_is_not_written_is_told_where_it_stands(nothing: str) -> None:
    """That is where it is to be written, and not where it is called."""
    helper = f"def slope(table):\n    {nothing}\n\n\ndef backward_pass("
    source = SOLUTION.replace("error * output * (1 - output)", "error * slope(output)")
    report = graded(source.replace("def backward_pass(", helper))
    [finding] = lost(report)
    assert (finding.check, finding.outcome) == ("output_error_term", Outcome.NOT_STARTED)
    assert finding.source == nothing


TEMPLATE = """\
import numpy as np
from data_prep import features, targets

w, v = np.random.normal(0, 0.4, (6, 2)), np.random.normal(0, 0.4, 2)
for e in range(900):
    dw, dv = np.zeros(w.shape), np.zeros(v.shape)
    for x, y in zip(features.values, targets):
        # TODO: Calculate the output
        hidden_input = {open}
        activations = {open}
        output = {open}
        # TODO: Calculate the error
        error = {open}
        dv += 0
        dw += 0
    w += 0
    v += 0
"""


@pytest.mark.parametrize("open_", ["None", "..."])
def test_a_template_of_ones_own_is_begun_at_its_first_line(open_: str) -> None:
    """Nothing has failed, and nothing waits for what nobody has written."""
    report = graded(TEMPLATE.format(open=open_), name="own.py")
    assert report.score == 0
    steps = [f for f in report.findings if f.part in ("forward pass", "backward pass") and f.todo]
    assert {f.outcome for f in steps} == {Outcome.NOT_STARTED}
    assert steps[0].source == f"hidden_input = {open_}"


@pytest.mark.parametrize("k", [6, 10])
def test_a_zero_for_the_case_that_a_line_fails_holds_no_place(k: int) -> None:
    """The line is written, and what it gives is judged: it costs one step, and is told."""
    line = "        hidden_error = output_error_term * weights_hidden_output\n"
    source = answered(k, ON_ARRAYS).replace(
        line,
        "        try:\n"
        "            hidden_error = hidden_error * weights_hidden_output\n"
        "        except NameError:\n"
        "            hidden_error = 0.0\n",
    )
    assert line not in source
    report = graded(source, name=ON_ARRAYS)
    [finding] = [f for f in report.findings if f.outcome is Outcome.FAILED]
    assert finding.line
    assert all(f.outcome is not Outcome.NOT_STARTED for f in report.findings if 0 < f.todo <= k)
