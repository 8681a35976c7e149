"""The checks that are no steps: what follows from the steps, and what a training loop is to do."""

from __future__ import annotations

from . import steps  # noqa: F401  (the steps come first)
from .lesson import neuron

neuron.check(
    "gradient",
    part="weight step",
    points=3,
    hints=(
        "Look at the step that weight_step returns. This check moves one weight at a time by a "
        "tiny bit and sees what becomes of the loss.",
        "The numerical gradient, by central differences: it needs no rule of calculus, so where "
        "the two disagree it is the step that needs another look.",
        "Δwᵢ ≈ −(L(wᵢ + ε) − L(wᵢ − ε)) / 2ε, with L = ½ Σᵣ (yᵣ − ŷᵣ)² over the records.",
    ),
)
neuron.check(
    "keeps_old_weights",
    part="update",
    points=3,
    hints=(
        "Look at what your functions do with the matrices they are given: whoever called them may "
        "need these again.",
        "A function without side effects: it computes new weights and hands them back. A second "
        "name for the old matrix is still the old matrix, rows and all.",
        "w′ = w + η Δw / m, where w′ is a new matrix and w is afterwards what it was before.",
    ),
)
neuron.check(
    "summed_over_records",
    part="training",
    points=6,
    todo=7,
    hints=(
        "Look at TODO 7 in train: its second line asks for the step that the answers of its first "
        "line call for.",
        "The step of an epoch is a sum over all the records: each of them has its answer, its "
        "target and its say.",
        "Over an epoch, Δw = Σᵣ xᵣ δᵣ over all m records, with the answers of the weights as they "
        "are at its start.",
    ),
)
neuron.check(
    "zeroed_each_epoch",
    part="training",
    points=2,
    todo=7,
    hints=(
        "Look at TODO 7 in train: what do del_w and weights hold as a second epoch begins?",
        "A gradient belongs to the weights it was computed with. When the weights have moved, the "
        "old step says nothing any more; the weights, though, go on from where they are.",
        "In each epoch Δw is worked out anew, while w stays what the epoch before made of it.",
    ),
)
neuron.check(
    "updated_once_per_epoch",
    part="training",
    points=3,
    todo=7,
    hints=(
        "Look at TODO 7 in train, and at how often an epoch comes past its last line.",
        "Batch gradient descent: one update an epoch, when every record has been judged by the "
        "same weights.",
        "For m records in an epoch: first Δw over all m records, with w held still; then, once, "
        "w ← w + η Δw / m.",
    ),
)
neuron.check(
    "weights_updated",
    part="training",
    points=4,
    todo=7,
    hints=(
        "Look at the last line of TODO 7 in train: update_weights takes four things, in an order.",
        "The update: the weights move by the epoch's step, scaled by the learnrate and by the "
        "number of records that the step was summed over.",
        "w ← w + η Δw / m, with the η that came in and m the number of all the records.",
    ),
)
neuron.check(
    "every_epoch",
    part="training",
    points=3,
    todo=7,
    hints=(
        "Look at TODO 7 in train, and at what one turn of the loop hands to the next.",
        "Iteration: an epoch starts from the weights that the last one ended with, and there are "
        "as many epochs as were asked for.",
        "w₀ → w₁ → … → w_E, with E the number of epochs: wₑ₊₁ = wₑ + η Δw(wₑ) / m. What comes back "
        "is w_E.",
    ),
)
neuron.check(
    "weight_shapes",
    part="training",
    points=1,
    hints=(
        "Look at the shape of the weights before the training and after it, and then at the first "
        "line where it changes.",
        "A step has the shape of the weights it moves: adding the two goes entry by entry, and the "
        "shape stays what it was.",
        "w and Δw: 6 × 1. They stay so, for any number of records.",
    ),
)
neuron.check(
    "reported_losses",
    part="training",
    points=2,
    hints=(
        "Look at the end of an epoch in train, where the losses grow by one entry: which weights "
        "and which records stand there?",
        "The mean squared error, over all the training records and with the weights as they are "
        "after the update of that epoch. The lesson gives you a function for it.",
        "losses[e] = 1/m · Σᵣ (yᵣ − ŷᵣ)², with ŷ from the weights after epoch e. There are as many "
        "losses as epochs.",
    ),
)
neuron.check(
    "loss_falls",
    part="training",
    points=2,
    hints=(
        "Look at the direction of a step: at the sign of the error in TODO 3, and at the sign in "
        "the update in TODO 6.",
        "Gradient descent goes downhill: a small enough step along the negative gradient makes the "
        "loss smaller. If it rises, a sign is turned; if it stays the same, a step is lost.",
        "Let L be half the sum of (y − ŷ)². Then Δw = −∂L/∂w, and w + η Δw / m lowers L as long as "
        "η is small enough.",
    ),
)
neuron.check(
    "final_accuracy",
    part="training",
    points=2,
    hints=(
        "Look at the steps and the training above first: the accuracy follows from them. If they "
        "all pass, look at whether the weights move until the last epoch.",
        "Generalisation: these records can be told apart by a straight line, and a unit draws one: "
        "where z is 0, its answer is a half.",
        "accuracy = (records with ŷ > 0.5 where y = 1, and ŷ ≤ 0.5 where y = 0) / all records, "
        "with ŷ = f(x w) after the last epoch.",
    ),
)
