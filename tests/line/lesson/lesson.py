"""The lesson itself."""

from __future__ import annotations

from pathlib import Path

from ..descent.lesson import INPUT, Descent, Layer

line = Descent(
    file="line.py",
    title="A line between two sides",
    folder=Path(__file__).resolve().parent,
    parts=("answer", "weight_step", "update", "training"),
    layers=(Layer("weights", "del_w", "w", "the weights", "from the inputs on", (INPUT,)),),
    updated="weights_updated",
    learned="Full marks: every step is right.",
    onward=(("grade check neuron.py", "the next lesson: a unit with an error term"),),
    given_to={"update_weights": "new_weights"},
    calls_by_hand=True,
)
