"""Passes that hand back their results in a type of one's own, for the training to ask for by name.

Where a pass is wrong, the grader answers in its place as it would have answered itself, so that the
training around it is judged by what it does.
"""

from __future__ import annotations

import pytest
from forms import failed, graded, with_function, with_line

NAMED = """
from collections import namedtuple
Step = namedtuple("Step", "first second")
Pass = namedtuple("Pass", "hidden out")
"""
OF_TUPLES = """
class Step(tuple):
    first = property(lambda self: self[0])
    second = property(lambda self: self[1])
    def __new__(cls, first, second):
        return super().__new__(cls, (first, second))
class Pass(Step):
    hidden, out = Step.first, Step.second
"""
OBJECTS = """
from dataclasses import dataclass
@dataclass(frozen=True, slots=True)
class Step:
    first: Matrix
    second: Matrix
class Pass:
    def __init__(self, hidden, out):
        self.hidden, self.out = hidden, out
"""
PASSES = (
    """
def forward_pass(x, w, W):
    hidden = (x @ w).map(sigmoid)
    return Pass(hidden, (hidden @ W).map(sigmoid))
""",
    """
def backward_pass(x, y, hidden_output, output, weights_hidden_output):
    term = (y - output) * output * (1 - output)
    shares = term @ weights_hidden_output.T
    hidden_term = shares * hidden_output * (1 - hidden_output)
    return Step(first=x.T @ hidden_term, second=hidden_output.T @ term)
""",
)
OF_THE_PASS = "hidden_output, output = forward_pass(x, weights_input_hidden, weights_hidden_output)"
OF_THE_STEP = "batch_w_input_hidden, batch_w_hidden_output = backward_pass("


def program(types: str) -> str:
    """Its passes answer in these types, and its training asks for their parts by name."""
    return with_line(
        (OF_THE_PASS, "p = forward_pass(x, weights_input_hidden, weights_hidden_output)"),
        (OF_THE_STEP, "step = backward_pass("),
        (" x, y, hidden_output, output, weights", " x, y, p.hidden, p.out, weights"),
        ("+ batch_w_input_hidden", "+ step.first"),
        ("+ batch_w_hidden_output", "+ step.second"),
        of=with_function(*PASSES, before=types),
    )


@pytest.mark.parametrize("types", [NAMED, OF_TUPLES])
@pytest.mark.parametrize(
    ("right", "wrong", "charged"),
    [
        ("(x @ w).map(sigmoid)", "(x @ w).map(math.tanh)", "hidden_output"),
        ("(1 - output)", "1 - output", "output_error_term"),
        ("hidden_output.T @ term", "hidden_output @ term", "del_w_hidden_output"),
    ],
)
def test_a_wrong_step_leaves_the_training_its_names(
    types: str, right: str, wrong: str, charged: str
) -> None:
    """Silent or with a crash, it costs the step, and the training that asks by name is right."""
    source = program(types)
    report = graded(with_line((right, wrong), of=source))
    assert failed(report) - {"gradient"} == {charged}
    assert graded(source).score == 100


def test_parts_of_an_object_are_found_by_name() -> None:
    """The lesson asks for two results, which one object is not: what trains with it is right."""
    answered = "= forward_pass(features, weights_input_hidden, weights_hidden_output)"
    source = with_line((f"_, output {answered}", f"output {answered}.out"), of=program(OBJECTS))
    report = graded(source)
    assert "summed_over_records" not in failed(report)
    assert not failed(report) & {"both_layers_updated", "every_epoch", "reported_losses"}


@pytest.mark.parametrize(
    "types", [OBJECTS, "Pass = lambda hidden, out: (hidden, out)\nStep = dict\n"]
)
def test_parts_that_are_taken_in_their_order_cost_the_training_nothing(types: str) -> None:
    """What is handed back is no two results: that is one mistake, and not the training's."""
    report = graded(with_function(PASSES[1], before=types))
    assert failed(report) - {"gradient"} == {"del_w_hidden_output"}


ONE_BY_ONE = """
def backward_pass(x, y, hidden_output, output, weights_hidden_output):
    term = (y - output) * output * (1 - output)
    below = term @ weights_hidden_output.T * hidden_output * (1 - hidden_output)
    return {}
"""
COUNTED = """
def counted(function):
    def inner(*given):
        calls.append(function.__name__)
        return function(*given)
    return inner
calls = []
"""
FEWER = [
    ("[x.T @ below]", "del_w_hidden_output"),
    ("x.T @ below", "del_w_hidden_output"),
    ("hidden_output.T @ term", "del_w_input_hidden"),
]


@pytest.mark.parametrize("before", ["", "@counted\n"], ids=["plain", "decorated"])
@pytest.mark.parametrize(("returned", "charged"), FEWER)
def test_a_result_that_is_worked_out_nowhere_costs_itself(
    before: str, returned: str, charged: str
) -> None:
    """What leads to it is right, and the line is the return, whatever is wrapped around it."""
    source = with_function(ONE_BY_ONE.format(returned), before=COUNTED)
    report = graded(source.replace("def backward_pass", f"{before}def backward_pass"))
    assert failed(report) == {charged}
    [line] = [f.source for f in report.findings if f.check == charged]
    assert line == f"return {returned}"
