"""The lesson itself: its file, its parts, its two layers of weights, what is said at its end."""

from __future__ import annotations

from pathlib import Path

from ..descent.lesson import INPUT, UNIT, Descent, Layer
from .own_helpers import OWN_HELPERS, PARTS

backprop = Descent(
    file="backprop.py",
    title="Implementing backpropagation",
    folder=Path(__file__).resolve().parent,
    parts=("forward", "backward", "update", "training"),
    layers=(
        Layer(
            "weights_input_hidden",
            "del_w_input_hidden",
            letter="w",
            words="the input weights",
            way="from the inputs to the hidden units",
            sides=(INPUT, UNIT),
        ),
        Layer(
            "weights_hidden_output",
            "del_w_hidden_output",
            letter="W",
            words="the output weights",
            way="to the output",
            sides=(UNIT,),
        ),
    ),
    updated="both_layers_updated",
    learned=(
        "Full marks: every step is right. You have written by hand what every deep learning "
        "library does by itself: an answer goes forward, its error goes back along the same "
        "weights, and each weight learns what it did to the error."
    ),
    onward=(
        ("grade show", "your own network, learning something you can see"),
        ("grade solution", "the lesson's lines beside yours, and a copy to try things in"),
    ),
    tries={
        "matrix": (
            "python experiments.py 200 0.5: longer strides. Does the loss fall further?",
            "N_HIDDEN = 3, or another seed: guess first, then run.",
            "Give the output unit a bias: an input that is always 1.",
            "Replace the squared error by the cross-entropy: δᵒ becomes y − ŷ.",
            "Add a second hidden layer: which of the steps do you need again?",
        ),
        "numpy": (
            "learnrate = 0.5 and epochs = 200: does the loss fall further?",
            "n_hidden = 3, or another seed: guess first, then run.",
            "Give the output unit a bias: an input that is always 1.",
            "Take all the records at once, as matrices, without the inner loop.",
            "Add a second hidden layer: which of the steps do you need again?",
        ),
    },
    own_helpers=OWN_HELPERS,
    parts_of_steps=PARTS,
    given_to={"update_weights": "new_weights"},
    files_of_forms={"numpy": "backprop_numpy.py"},
    older=frozenset(
        {
            "last_loss = None",
            "weights_input_hidden = np.random.normal(scale=1 / n_features ** 0.5, "
            "size=(n_features, n_hidden))",
            "weights_hidden_output = np.random.normal(scale=1 / n_features ** 0.5, size=n_hidden)",
            "loss = np.mean((out - targets) ** 2)",
        }
    ),
)
instead_of = backprop.instead_of
WEIGHTS, STEPS = backprop.weights, backprop.weight_steps
