"""Every number that may turn up on the way through the lesson's steps, and what it means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ....solution.matrix import Matrix
from ...judging.numbers import Index, Numbers
from ...lesson import Value
from ..descent.lesson import INPUT, RECORD, UNIT
from ..descent.numbers import Quantities, entries, turned
from .steps import BACKWARD, FORWARD

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
    found = Quantities(known, {**FORWARD, **BACKWARD}, SIDES)
    return [*found.whole(squashed=("hidden_output", "output")), *_parts(found)]


def _parts(found: Quantities) -> Iterator[Numbers]:
    x, w, W, a = (
        found.tables[n]
        for n in ("x", "weights_input_hidden", "weights_hidden_output", "hidden_output")
    )
    delta, deltas = found.tables["output_error_term"], found.tables["hidden_error_term"]
    units = [unit for (unit,) in W]

    def z(r: int) -> float:
        return sum(a[r, u] * W[(u,)] for u in units)

    yield found.made("z", "output", (RECORD,), z, "hidden_output", "weights_hidden_output")
    yield from found.slope("output", "output_error_term", "error")
    yield from found.slope("hidden_output", "hidden_error_term", "hidden_error")
    every = (RECORD, INPUT, UNIT)
    yield from found.product("hidden_input", every, 1, lambda r, i, u: x[r, i] * w[i, u])
    yield from found.product("output", (RECORD, UNIT), 1, lambda r, u: a[r, u] * W[(u,)])
    yield from found.product(
        "del_w_hidden_output", (RECORD, UNIT), 0, lambda r, u: a[r, u] * delta[(r,)]
    )
    yield from found.product("del_w_input_hidden", every, 0, lambda r, i, u: x[r, i] * deltas[r, u])
    for step in ("error", "output_error_term", "hidden_error", "hidden_error_term"):
        yield found.turned(step)


EPOCHS = "epochs"
NEW = {"weights_input_hidden": "new w", "weights_hidden_output": "new W"}
"""The weights after an epoch, by the name of those before it."""


def of_epoch(known: Mapping[str, Value], new: tuple[Matrix, ...]) -> list[Numbers]:
    """The quantities of an epoch: of both passes over all its records, and of the update after."""
    rate, n = known["learnrate"], known["n_records"]
    assert isinstance(rate, (int, float))
    assert isinstance(n, (int, float))

    def one(name: str, number: float, *of: str) -> Numbers:
        return Numbers(name, "", (), {(): number}, of)

    found = [*of_passes(known), one(EPOCHS, 1.0), one("n_records", n), one("learnrate", rate)]
    for (weights, step), layer in zip(NEW.items(), new, strict=True):
        total, sides = f"del_{weights.replace('weights', 'w')}", SIDES[weights]
        numbers = entries(known[total], sides)

        def times(
            name: str, factor: float, *of: str, added: bool = False, step: str = step,
            total: str = total, sides: tuple[str, ...] = sides,
            numbers: Mapping[Index, float] = numbers,
        ) -> Numbers:  # fmt: skip
            values = {index: factor * number for index, number in numbers.items()}
            return Numbers(f"{name} {step[-1]}", step, sides, values, (total, *of), added=added)

        found += [turned(one) for one in found if one.step == total]
        found += [
            Numbers(step, step, sides, entries(layer, sides), (weights, total)),
            times("moved", rate / n, added=True),
            times("times the rate", rate, "learnrate"),
            times("average", 1 / n, "n_records"),
        ]
        found += [turned(one) for one in found[-2:]]
    return found
