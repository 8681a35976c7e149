"""The checks that are no steps: what follows from the steps, and what a training loop is to do."""

from __future__ import annotations

from . import steps  # noqa: F401  (the steps come first)
from .lesson import backprop

backprop.check(
    "gradient",
    part="backward pass",
    points=2,
    hints=(
        "Look at the two steps that backward_pass returns. This check moves one weight at a "
        "time by a tiny bit and sees what becomes of the loss.",
        "The numerical gradient, by central differences: it needs no rule of calculus, so the "
        "first weight where the two disagree shows which layer to look at.",
        "Δwᵢⱼ ≈ −(L(wᵢⱼ + ε) − L(wᵢⱼ − ε)) / 2ε, with L = ½ Σᵣ (yᵣ − ŷᵣ)² over the records.",
    ),
    hints_in_scripts=(
        "Look at the two sums that grow at TODO 8 and TODO 9. This check moves one weight at a "
        "time by a tiny bit and sees what becomes of the loss.",
        "The numerical gradient, by central differences: it needs no rule of calculus, so the "
        "first weight where the two disagree shows which layer to look at.",
        "Δwᵢⱼ ≈ −(L(wᵢⱼ + ε) − L(wᵢⱼ − ε)) / 2ε, with L = ½ Σᵣ (yᵣ − ŷᵣ)² over the records.",
    ),
)
backprop.check(
    "keeps_old_weights",
    part="update",
    points=2,
    hints=(
        "Look at what your functions do with the matrices they are given: whoever called them "
        "may need these again.",
        "A function without side effects: it computes new weights and hands them back. A "
        "second name for the old matrix is still the old matrix, rows and all.",
        "w′ = w + η Δw / m, where w′ is a new matrix and w is afterwards what it was before.",
    ),
    hints_in_scripts=(
        "Look at what the script does with the records it is given: data_prep hands them out "
        "once, and every epoch needs them as they are.",
        "A program without side effects on its data: it computes new numbers and leaves the "
        "records alone. A second name for a table is still the same table.",
        "w′ = w + η Δw / m moves the weights, while x and y are afterwards what they were before.",
    ),
)
backprop.check(
    "summed_over_records",
    part="training",
    points=6,
    todo=11,
    hints=(
        "Look at TODO 11 in train, inside the loop over the batches: two sums grow there, one "
        "for each layer.",
        "Summing the gradient over batches: a batch brings the steps of its own records, and "
        "by the end of the epoch each record should have been counted once.",
        "Over an epoch, Δw = Σ Δw(batch) and ΔW = Σ ΔW(batch), where the batches together hold "
        "all m records, each of them in one batch.",
    ),
    hints_in_scripts=(
        "Look at TODO 8 and TODO 9, inside the loop over the records: two sums grow there, "
        "one for each layer.",
        "Summing the gradient over the records: each of them brings its own steps, and by the "
        "end of the epoch each should have been counted once.",
        "Over an epoch, ΔW = Σ δᵒ a and Δw = Σ x δʰ, over all m records, each of them once.",
    ),
)
backprop.check(
    "zeroed_each_epoch",
    part="training",
    points=4,
    todo=11,
    hints=(
        "Look at the top of the loop over the epochs in train: what do the sums and the "
        "weights hold at that point, the first time and the second?",
        "A gradient belongs to the weights it was computed with. When the weights have moved, "
        "the old sums say nothing any more; the weights, though, go on from where they are.",
        "At the start of each epoch Δw = 0 and ΔW = 0, while w and W stay what the epoch "
        "before made of them.",
    ),
    hints_in_scripts=(
        "Look at the top of the loop over the epochs: what do the sums and the weights hold "
        "at that point, the first time and the second?",
        "A gradient belongs to the weights it was computed with. When the weights have moved, "
        "the old sums say nothing any more; the weights, though, go on from where they are.",
        "At the start of each epoch Δw = 0 and ΔW = 0, while w and W stay what the epoch "
        "before made of them.",
    ),
)
backprop.check(
    "updated_once_per_epoch",
    part="training",
    points=3,
    todo=12,
    hints=(
        "Look at TODO 12 in train, and at how far to the right those lines stand.",
        "Batch gradient descent: one update an epoch, after the last batch, so that every "
        "record of the epoch is judged by the same weights.",
        "For m records in an epoch: first Δw = Σ over all m records, with w held still; then, "
        "once, w ← w + η Δw / m. The same for W.",
    ),
    hints_in_scripts=(
        "Look at TODO 10, and at how far to the right those lines stand.",
        "Batch gradient descent: one update an epoch, after the last record, so that every "
        "record of the epoch is judged by the same weights.",
        "For m records in an epoch: first Δw = Σ over all m records, with w held still; then, "
        "once, w ← w + η Δw / m. The same for W.",
    ),
)
backprop.check(
    "both_layers_updated",
    part="training",
    points=3,
    todo=12,
    hints=(
        "Look at TODO 12 in train: there are two weight matrices, and two calls that mirror "
        "each other.",
        "One rule for both layers: each weight matrix moves by its own sum, with the same "
        "learnrate and the same number of records, namely all of them.",
        "w ← w + η Δw / m and W ← W + η ΔW / m, with the same η and the same m, the number of "
        "all the records.",
    ),
    hints_in_scripts=(
        "Look at TODO 10: there are two layers of weights, and two lines that mirror each other.",
        "One rule for both layers: the weights of each move by their own sum, with the same "
        "learnrate and the same number of records, namely all of them.",
        "w ← w + η Δw / m and W ← W + η ΔW / m, with the same η and the same m, the number of "
        "all the records.",
    ),
)
backprop.check(
    "every_epoch",
    part="training",
    points=2,
    hints=(
        "Look at the loop over the epochs in train, and at what one turn of it hands to the next.",
        "Iteration: an epoch starts from the weights that the last one ended with, and there "
        "are as many epochs as were asked for.",
        "w₀ → w₁ → … → w_E, with E the number of epochs: wₑ₊₁ = wₑ + η Δw(wₑ) / m. What comes "
        "back is w_E.",
    ),
    hints_in_scripts=(
        "Look at the loop over the epochs, and at what one turn of it hands to the next.",
        "Iteration: an epoch starts from the weights that the last one ended with, and there "
        "are as many epochs as the number at the top says.",
        "w₀ → w₁ → … → w_E, with E the number of epochs: wₑ₊₁ = wₑ + η Δw(wₑ) / m.",
    ),
)
backprop.check(
    "weight_shapes",
    part="training",
    points=1,
    hints=(
        "Look at the shapes of the two weight matrices before the training and after it, and "
        "then at the first line where one of them changes.",
        "A step has the shape of the weights it moves: adding the two goes entry by entry, and "
        "the shape stays what it was.",
        "w and Δw: 6 × n_hidden. W and ΔW: n_hidden × 1. They stay so, for any number of "
        "records and for 2 or 3 hidden units.",
    ),
)
backprop.check(
    "reported_losses",
    part="training",
    points=2,
    hints=(
        "Look at the end of an epoch in train, where the losses grow by one entry: which "
        "weights and which records stand there?",
        "The mean squared error, over all the training records and with the weights as they "
        "are after the update of that epoch. The lesson gives you a function for it.",
        "losses[e] = 1/m · Σᵣ (yᵣ − ŷᵣ)², with ŷ from the weights after epoch e. There are as "
        "many losses as epochs.",
    ),
    hints_in_scripts=(
        "Look at the end of an epoch, where the losses grow by one entry: which weights and "
        "which records stand there?",
        "The mean squared error, over all the training records and with the weights as they "
        "are after the update of that epoch. The lesson gives you that line.",
        "losses[e] = 1/m · Σᵣ (yᵣ − ŷᵣ)², with ŷ from the weights after epoch e. There are as "
        "many losses as epochs.",
    ),
)
backprop.check(
    "loss_falls",
    part="training",
    points=2,
    hints=(
        "Look at the direction of a step: at the sign of the error in TODO 4, and at the sign "
        "in the update in TODO 10.",
        "Gradient descent goes downhill: a small enough step along the negative gradient "
        "makes the loss smaller. If it rises, a sign is turned; if it stays the same, a step is "
        "lost.",
        "Let L be half the sum of (y − ŷ)². Then Δw = −∂L/∂w, and w + η Δw / m lowers L as "
        "long as η is small enough.",
    ),
)
backprop.check(
    "final_accuracy",
    part="training",
    points=2,
    hints=(
        "Look at the steps and the training above first: the accuracy follows from them. If "
        "they all pass, look at whether both layers learn until the last epoch.",
        "Generalisation: these records can be told apart by a hidden layer that works, and by "
        "no single line. A network whose input weights stand still stays below the mark.",
        "accuracy = (records with ŷ > 0.5 where y = 1, and ŷ ≤ 0.5 where y = 0) / all records, "
        "with ŷ = f(f(x w) W) after the last epoch.",
    ),
)

backprop.left_out["numpy"] = frozenset({"keeps_old_weights", "reported_losses"})
"""A script is given no weights, and hands no losses back."""

backprop.todos_of_scripts = {"summed_over_records": 8, "zeroed_each_epoch": 8} | dict.fromkeys(
    ("updated_once_per_epoch", "both_layers_updated"), 10
)
