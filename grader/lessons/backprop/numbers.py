"""Every number that may turn up on the way through the lesson's steps, and what it means."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from ....solution.matrix import Matrix
from ...judging.numbers import Index, Numbers
from ...lesson import Value, needs
from .steps import BACKWARD, FORWARD

RECORD, INPUT, UNIT = "record", "input", "unit"
SIDES: Mapping[str, tuple[str, ...]] = {
    "x": (RECORD, INPUT),
    "y": (RECORD,),
    "weights_input_hidden": (INPUT, UNIT),
    "weights_hidden_output": (UNIT,),
    "hidden_input": (RECORD, UNIT),
    "hidden_output": (RECORD, UNIT),
    "output": (RECORD,),
    "error": (RECORD,),
    "output_error_term": (RECORD,),
    "hidden_error": (RECORD, UNIT),
    "hidden_error_term": (RECORD, UNIT),
    "del_w_hidden_output": (UNIT,),
    "del_w_input_hidden": (INPUT, UNIT),
}
"""What the rows and columns of each quantity count; a single column has one index."""


def of_passes(known: Mapping[str, Value]) -> list[Numbers]:
    """The quantities of both passes, where each step's value is known."""
    tables = {name: _entries(known[name], sides) for name, sides in SIDES.items() if name in known}
    steps = {**FORWARD, **BACKWARD}
    whole = [
        Numbers(
            name,
            name if name in steps else "",
            SIDES[name],
            numbers,
            needs(steps[name]) if name in steps else (),
            SQUASHED if name in ("hidden_output", "output") else "",
        )
        for name, numbers in tables.items()
    ]
    return [*whole, *_parts(tables)]


SLOPE, SQUASHED = "slope", "squashed"


def _parts(tables: Mapping[str, Mapping[Index, float]]) -> Iterator[Numbers]:
    x, w = tables["x"], tables["weights_input_hidden"]
    W, a, answer = (tables[n] for n in ("weights_hidden_output", "hidden_output", "output"))
    error, delta = tables["error"], tables["output_error_term"]
    share, deltas = tables["hidden_error"], tables["hidden_error_term"]
    records, inputs, units = ({i[k] for i in t} for t, k in ((x, 0), (x, 1), (a, 1)))

    def made(
        name: str, step: str, sides: str, number: Callable[..., float], *of: str, kind: str = ""
    ) -> Numbers:
        ranges = [{"r": records, "i": inputs, "u": units}[side] for side in sides]
        words = {"r": RECORD, "i": INPUT, "u": UNIT}
        numbers = {index: number(*index) for index in itertools.product(*ranges)}
        return Numbers(name, step, tuple(words[side] for side in sides), numbers, of, kind)

    def z(r: int) -> float:
        return sum(a[r, u] * W[(u,)] for u in units)

    yield made("z", "output", "r", z, "hidden_output", "weights_hidden_output")
    yield made(
        "1 - output", "output_error_term", "r", lambda r: 1 - answer[(r,)], "output", kind="less"
    )
    yield made(
        "slope of output",
        "output_error_term",
        "r",
        lambda r: answer[(r,)] * (1 - answer[(r,)]),
        "output",
        kind=SLOPE,
    )
    yield made(
        "error * output", "output_error_term", "r", lambda r: error[(r,)] * answer[(r,)],
        "error", "output",
    )  # fmt: skip
    yield made(
        "1 - hidden_output", "hidden_error_term", "ru", lambda r, u: 1 - a[r, u],
        "hidden_output", kind="less",
    )  # fmt: skip
    yield made(
        "slope of hidden_output",
        "hidden_error_term",
        "ru",
        lambda r, u: a[r, u] * (1 - a[r, u]),
        "hidden_output",
        kind=SLOPE,
    )
    yield made(
        "hidden_error * hidden_output", "hidden_error_term", "ru",
        lambda r, u: share[r, u] * a[r, u], "hidden_error", "hidden_output",
    )  # fmt: skip
    terms = (
        ("hidden_input", "riu", 1, lambda r, i, u: x[r, i] * w[i, u], "x", "weights_input_hidden"),
        ("output", "ru", 1, lambda r, u: a[r, u] * W[(u,)], "hidden_output",
         "weights_hidden_output"),
        ("del_w_hidden_output", "ru", 0, lambda r, u: a[r, u] * delta[(r,)], "hidden_output",
         "output_error_term"),
        ("del_w_input_hidden", "riu", 0, lambda r, i, u: x[r, i] * deltas[r, u], "x",
         "hidden_error_term"),
    )  # fmt: skip
    for step, sides, summed, number, *of in terms:
        term = made(f"term of {step}", step, sides, number, *of)
        yield replace(term, added=not summed)
        yield made(f"sum of {step}", step, sides, _running(term.numbers, summed), *of)
    for step in ("error", "output_error_term"):
        yield made(f"-{step}", step, "r", lambda r, t=tables[step]: -t[(r,)], *needs(STEPS[step]))
    for step in ("hidden_error", "hidden_error_term"):
        yield made(f"-{step}", step, "ru", lambda r, u, t=tables[step]: -t[r, u],
                   *needs(STEPS[step]))  # fmt: skip


STEPS = {**FORWARD, **BACKWARD}


def _running(numbers: Mapping[Index, float], side: int) -> Callable[..., float]:
    """The sum of the terms up to an index of one side."""

    def summed(*index: int) -> float:
        upto = range(index[side] + 1)
        return sum(numbers[(*index[:side], i, *index[side + 1 :])] for i in upto)

    return summed


def _entries(value: Value, sides: tuple[str, ...]) -> dict[Index, float]:
    assert isinstance(value, Matrix)
    rows = enumerate(value.rows)
    if len(sides) == 1:
        return {(i,): row[0] for i, row in rows}
    return {(i, j): number for i, row in rows for j, number in enumerate(row)}


def of_update(known: Mapping[str, Value]) -> list[Numbers]:
    """The quantities of an update, where its inputs and the new weights are known."""
    sides = ("row", "column")
    weights, step, new = (_entries(known[n], sides) for n in ("weights", "del_w", "update_weights"))
    rate, n = known["learnrate"], known["n_records"]
    assert isinstance(rate, (int, float))
    assert isinstance(n, (int, float))

    def times(factor: float) -> dict[Index, float]:
        return {index: factor * number for index, number in step.items()}

    def one(name: str, step: str, number: float, *of: str) -> Numbers:
        return Numbers(name, step, (), {(): number}, of)

    return [
        Numbers("weights", "", sides, weights),
        Numbers("del_w", "", sides, step),
        one("learnrate", "", rate),
        one("n_records", "", n),
        Numbers("update_weights", "update_weights", sides, new, ("weights", "del_w")),
        Numbers("moved", "update_weights", sides, times(rate / n), ("del_w",)),
        Numbers("times the rate", "update_weights", sides, times(rate), ("del_w", "learnrate")),
        Numbers("average", "update_weights", sides, times(1 / n), ("del_w", "n_records")),
        one("rate of one", "update_weights", rate / n, "learnrate", "n_records"),
    ]


EPOCHS = "epochs"
NEW = {"weights_input_hidden": "new w", "weights_hidden_output": "new W"}
"""The weights after an epoch, by the name of those before it."""


def of_epoch(known: Mapping[str, Value], new: tuple[Matrix, Matrix]) -> list[Numbers]:
    """The quantities of an epoch: of both passes over all its records, and of the update after."""
    rate, n = known["learnrate"], known["n_records"]
    assert isinstance(rate, (int, float))
    assert isinstance(n, (int, float))

    def one(name: str, number: float, *of: str) -> Numbers:
        return Numbers(name, "", (), {(): number}, of)

    found = [*of_passes(known), one(EPOCHS, 1.0), one("n_records", n), one("learnrate", rate)]
    for (weights, step), layer in zip(NEW.items(), new, strict=True):
        total, sides = f"del_{weights.replace('weights', 'w')}", SIDES[weights]
        numbers = _entries(known[total], sides)

        def times(
            name: str, factor: float, *of: str, added: bool = False, step: str = step,
            total: str = total, sides: tuple[str, ...] = sides,
            numbers: Mapping[Index, float] = numbers,
        ) -> Numbers:  # fmt: skip
            values = {index: factor * number for index, number in numbers.items()}
            return Numbers(f"{name} {step[-1]}", step, sides, values, (total, *of), added=added)

        found += [
            Numbers(step, step, sides, _entries(layer, sides), (weights, total)),
            times("moved", rate / n, added=True),
            times("times the rate", rate, "learnrate"),
            times("average", 1 / n, "n_records"),
        ]
    return found
