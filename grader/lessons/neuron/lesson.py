"""The lesson itself: its file, its parts, its one table of weights, what is said at its end."""

from __future__ import annotations

from pathlib import Path

from ..descent.lesson import INPUT, Descent, Layer

neuron = Descent(
    file="neuron.py",
    title="One unit that learns",
    folder=Path(__file__).resolve().parent,
    parts=("answer", "weight_step", "update", "training"),
    layers=(
        Layer(
            "weights",
            "del_w",
            letter="w",
            words="the weights",
            way="from the inputs to the unit",
            sides=(INPUT,),
        ),
    ),
    updated="weights_updated",
    learned=(
        "Full marks: every step is right. One unit learns, and you have written how: an answer, "
        "its error, the slope that says which way, and a small step. A network does this in all "
        "of its units, with one idea more: whose error it was."
    ),
    onward=(
        ("python neuron.py", "your own unit, trained on the real applicants"),
        ("grade solution neuron.py", "the lesson's lines beside yours"),
        ("grade check backprop.py", "the next lesson: a layer of such units"),
    ),
    tries={
        "matrix": (
            "python experiments.py 500 2: longer strides. Does the loss fall further?",
            "Update after each record instead of once an epoch: what does the loss do?",
            "Replace the squared error by the cross-entropy: δ becomes y − ŷ.",
        ),
    },
    given_to={"update_weights": "new_weights"},
    calls_by_hand=True,
)
instead_of = neuron.instead_of
