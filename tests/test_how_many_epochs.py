"""One epoch alone, too few or too many cost one check, and the line that decides it is told."""

from __future__ import annotations

import textwrap

import pytest
from forms import SOLUTION, graded, with_line
from test_scripts_looked_at import NAME, lost, script
from test_scripts_looked_at import SOLUTION as SCRIPT

LOOP = "    for _ in range(epochs):\n"
RESULTS = "\n    return weights_input_hidden, weights_hidden_output, losses\n"
FIRST = "weights_input_hidden, weights_hidden_output"

HEAD = "for e in range(epochs):\n"
UPDATED = "    weights_hidden_output += learnrate * del_w_hidden_output / n_records\n"

ONE_EPOCH = {
    "a head that counts to one": ([(LOOP, LOOP.replace("epochs", "1"))], "for _ in range(1):"),
    "a return within": ([(RESULTS, f"        {RESULTS.strip()}\n")], RESULTS.strip()),
    "a break below": ([(RESULTS, f"        break\n{RESULTS}")], "break"),
    "no loop": ([(LOOP, "    if epochs:\n")], "weights_input_hidden = update_weights("),
}
ONE_EPOCH_OF_A_SCRIPT = {
    "a head that counts to one": ([(HEAD, "for e in range(1):\n")], "for e in range(1):"),
    "a condition": ([(HEAD, "e = 0\nwhile e < 1:\n"), (UPDATED, f"{UPDATED}    e += 1\n")],
                    "while e < 1:"),
    "a break below": ([(UPDATED, f"{UPDATED}    break\n")], "break"),
}  # fmt: skip
OTHERS_OF_A_SCRIPT = ["0, epochs, 2", "1, epochs", "epochs + 1", "epochs // 2"]


@pytest.mark.parametrize("kind", ONE_EPOCH)
def test_one_epoch_alone_costs_the_epochs_and_is_told_by_what_decides_it(kind: str) -> None:
    """Nothing is said of sums or weights that would not be carried on."""
    changes, told = ONE_EPOCH[kind]
    [finding] = lost(graded(with_line(*changes)))
    assert finding.check == "every_epoch"
    assert finding.source.startswith(told)
    assert "One epoch happens, however many are asked for" in finding.advice


def test_one_epoch_that_is_left_before_its_loss_costs_one_check() -> None:
    """It says nothing of it either, and that follows."""
    early = f"        return {FIRST}, losses\n        losses.append("
    source = with_line(("        losses.append(", early))
    [finding] = lost(graded(source))
    assert (finding.check, finding.source) == ("every_epoch", f"return {FIRST}, losses")


def test_one_epoch_that_counts_in_as_many_turns_is_no_matter_of_their_number() -> None:
    """They all begin with the same weights."""
    again = f"    first = {FIRST}\n{LOOP}        {FIRST} = first\n"
    [finding] = lost(graded(with_line((LOOP, again))))
    assert finding.check != "every_epoch"


def test_a_script_that_stops_over_its_loss_is_told_by_the_line_that_does_it() -> None:
    """After one epoch, or after two."""
    loss = "    loss = np.mean((targets - answers(features)) ** 2)\n"
    stops = "    if loss > before / 2:\n        break\n    before = loss\n"
    source = script((HEAD, f"before = 1.0\n{HEAD}"), (UPDATED, f"{UPDATED}{loss}{stops}"))
    [finding] = lost(graded(source, name=NAME))
    assert (finding.check, finding.source) == ("every_epoch", "break")


@pytest.mark.parametrize("kind", ONE_EPOCH_OF_A_SCRIPT)
def test_one_epoch_alone_of_a_script_is_told_in_the_same_way(kind: str) -> None:
    """Whatever ends its loop."""
    changes, told = ONE_EPOCH_OF_A_SCRIPT[kind]
    [finding] = lost(graded(script(*changes), name=NAME))
    assert (finding.check, finding.source) == ("every_epoch", told)
    assert "One epoch happens, however many are asked for" in finding.advice


@pytest.mark.parametrize("wrong", ["", "update", "sum"])
def test_a_script_without_a_loop_over_epochs_has_one_epoch(wrong: str) -> None:
    """Its steps and sums are judged all the same."""
    start, end = SCRIPT.index(HEAD), SCRIPT.index("    if (e + 1) % every")
    after = SCRIPT.index("right = np.mean")
    once = textwrap.dedent(SCRIPT[start + len(HEAD) : end])
    source = SCRIPT[:start] + once + SCRIPT[after:]
    changes = {
        "update": (UPDATED.strip(), "pass", "both_layers_updated"),
        "sum": ("del_w_hidden_output += out", "del_w_hidden_output = out", "summed_over_records"),
    }
    others = []
    if wrong:
        right, instead, check = changes[wrong]
        assert right in source
        source, others = source.replace(right, instead), [check]
    found = lost(graded(source, name=NAME))
    assert [finding.check for finding in found] == [*others, "every_epoch"]
    assert found[-1].source == "for x, y in zip(features.values, targets):"
    assert "One epoch happens, however many are asked for" in found[-1].advice


def test_an_epoch_that_a_script_takes_in_a_function_is_its_only_one() -> None:
    """Whatever calls it once, and has the weights."""
    source = """
import numpy as np
from data_prep import pandas_features as features, pandas_targets as targets

def network(n_in, n_hid):
    w, v = np.random.normal(size=(n_in, n_hid)), np.random.normal(size=n_hid)
    squash = lambda z: 1 / (1 + np.exp(-z))

    def learn(xs, ys, rate):
        nonlocal w, v
        sum_w, sum_v = 0 * w, 0 * v
        for x, y in zip(xs, ys):
            a = squash(x @ w)
            o = squash(a @ v)
            d = (y - o) * o * (1 - o)
            sum_v += d * a
            sum_w += np.outer(x, d * v * a * (1 - a))
        w = w + rate * sum_w / len(ys)
        v = v + rate * sum_v / len(ys)

    return learn, lambda xs: squash(squash(xs @ w) @ v)

learnrate = 0.005
learn, ask = network(features.shape[1], 2)
learn(features.values, targets.values, learnrate)
print(np.mean((targets.values - ask(features.values)) ** 2))
"""
    assert [finding.check for finding in lost(graded(source, name=NAME))] == ["every_epoch"]


@pytest.mark.parametrize("through", OTHERS_OF_A_SCRIPT)
def test_too_few_or_too_many_epochs_of_a_script_are_told_by_the_head(through: str) -> None:
    """It is where they are counted."""
    [finding] = lost(graded(script((HEAD, f"for e in range({through}):\n")), name=NAME))
    assert (finding.check, finding.source) == ("every_epoch", f"for e in range({through}):")


SAID = ("n_hidden = 2\nepochs = 900\n", "n_hidden = 2\n")
NOW_AND_THEN = ("every = max(1, epochs // 10)", "every = 90")
COUNTING = {
    "for e in range(1, 901):\n": True,
    "for e in range(1, 900):\n": False,
    "for e in np.arange(1, 901):\n": True,
    "for e in range(10, 910):\n": True,
    "for e in range(0, 9000, 10):\n": True,
    "for e in range(899, -1, -1):\n": True,
    "n = 901\nfor e in range(1, n):\n": True,
    "n = 900\nfor e in range(1, n):\n": False,
    "e = 1\nwhile e < 901:\n": True,
    "e = 0\nwhile e <= 899:\n": True,
    "e = 0\nwhile e < 899:\n": False,
    "e = 1\nwhile True:\n    if e == 901: break\n": True,
}


@pytest.mark.parametrize(("head", "is_right"), COUNTING.items(), ids=COUNTING)
def test_epochs_may_be_counted_from_anywhere(head: str, is_right: bool) -> None:
    """It is how many there are that matters, and not which number is said last."""
    counted = f"{UPDATED}    e += 1\n" if "while" in head else UPDATED
    source = script(SAID, NOW_AND_THEN, (HEAD, head), (UPDATED, counted))
    found = lost(graded(source, name=NAME))
    assert [finding.check for finding in found] == ([] if is_right else ["every_epoch"])


def test_epochs_that_no_statement_counts_are_told_where_they_are() -> None:
    """Here by the line that hands what an epoch does to `reduce`."""
    start = SOLUTION.index(LOOP)
    end = SOLUTION.index(RESULTS)
    inside = SOLUTION[start + len(LOOP) : end]
    called = f"    {FIRST} = reduce(epoch, range(epochs - 1), ({FIRST}))"
    source = (
        SOLUTION[:start].replace("import math\n", "import math\nfrom functools import reduce\n")
        + f"    def epoch(before, _):\n        {FIRST} = before\n{inside}\n"
        + f"        return {FIRST}\n\n"
        + f"{called}\n{SOLUTION[end:]}"
    )
    [finding] = lost(graded(source))
    assert (finding.check, finding.source) == ("every_epoch", called.strip())
