"""A call that does not fit its function costs one check, whatever the function works out.

A script of one's own functions and names, in which one line raises; and the lesson's functions,
of which one hands back what the next cannot use.
"""

from __future__ import annotations

import pytest
from byhand.grader.verdict import Outcome
from forms import graded, with_line
from test_scripts_looked_at import lost

OWN = """\
import numpy as np
from data_prep import features, targets


def squash(z):
    return 1 / (1 + np.exp(-z))


def forth(x, v, u):
    h = x @ v
    a = squash(h)
    return h, a, squash(a @ u)


def back(x, y, a, o, u):
    d = (y - o) * o * (1 - o)
    share = d * u
    e = share * a * (1 - a)
    return np.outer(x, e), d * a


def moved(old, total, rate, n):
    return old + rate * total / n


np.random.seed(21)
v = np.random.normal(scale=6 ** -0.5, size=(6, 2))
u = np.random.normal(scale=6 ** -0.5, size=2)
units = range(2)
rate = 0.005
for epoch in range(900):
    sv, su = np.zeros(v.shape), [0, 0]
    for x, y in zip(features.values, targets):
        h, a, o = forth(x, v, u)
        gv, gu = back(x, y, a, o, u)
        sv += gv
        for j in units:
            su[j] += gu[j]
    v = moved(v, sv, rate, len(features))
    u = moved(u, np.array(su), rate, len(features))
"""
SLIPS = {
    "an_argument_too_few": ("= back(x, y, a, o, u)", "= back(x, y, a, o)", "every_epoch"),
    "an_argument_too_many": ("= back(x, y, a, o, u)", "= back(x, y, h, a, o, u)", "every_epoch"),
    "a_name_too_few": ("h, a, o = forth", "a, o = forth", "every_epoch"),
    "a_name_too_many": ("h, a, o = forth", "h, i, a, o = forth", "every_epoch"),
    "one_layer_s_update": ("moved(v, sv, rate,", "moved(v, sv,", "both_layers_updated"),
    "the_rule_for_both_layers": ("rate * total / n", "rate * totals / n", "update_weights"),
    "a_shape_in_two_numbers": ("np.zeros(v.shape)", "np.zeros(6, 2)", "every_epoch"),
    "a_table_for_its_shape": ("np.zeros(v.shape)", "np.zeros(v)", "every_epoch"),
    "a_number_for_a_list": ("[0, 0]", "0", "del_w_hidden_output"),
    "a_list_too_short": ("[0, 0]", "[0]", "del_w_hidden_output"),
    "a_turn_too_many": ("for j in units", "for j in range(3)", "del_w_hidden_output"),
}  # fmt: skip


def test_the_program_is_right_without_its_slips() -> None:
    """Otherwise nothing would be shown."""
    assert graded(OWN, name="own.py").score == 100


@pytest.mark.parametrize(("right", "wrong", "check"), SLIPS.values(), ids=SLIPS)
def test_a_call_that_does_not_fit_costs_one_check(right: str, wrong: str, check: str) -> None:
    """A call of what works out several steps is none of them, and one layer's is not the rule."""
    assert right in OWN
    [finding] = lost(graded(OWN.replace(right, wrong, 1), name="own.py"))
    assert (finding.check, finding.outcome) == (check, Outcome.STOPPED)


ANSWERS = "    output = (hidden_output @ weights_hidden_output).map(sigmoid)\n"
AS_A_LIST = """\
    output = [sigmoid(sum(a * W for a, [W] in zip(row, weights_hidden_output.rows)))
              for row in hidden_output.rows]
"""
HANDED_ON = "return hidden_output, output"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (ANSWERS, AS_A_LIST),
        (HANDED_ON, "return hidden_output, [answer for [answer] in output.rows]"),
    ],
    ids=["where_it_is_made", "where_it_is_handed_back"],
)
def test_a_list_for_a_matrix_costs_the_step_that_makes_it(right: str, wrong: str) -> None:
    """Its numbers are right, and the next function stops over what it is given."""
    source = with_line((right, wrong))
    [finding] = lost(graded(source))
    assert (finding.check, finding.outcome) == ("output", Outcome.STOPPED)
    assert finding.line == source[: source.index(wrong.strip())].count("\n") + 1
