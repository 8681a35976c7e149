"""The words of the hints for each check: where to look, the idea with its name, the formula.

The formula is mathematics in the lesson's notation: turning it into Python is what the exercise
is for. Each form of the exercise has its own words where it has its own lines and shapes. How
they climb, with the learner's own line in between, is in climbing.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

HINTS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "hidden_input": (
            "Look at TODO 1 in forward_pass, and at the shapes in its docstring: records and "
            "features come in, records and hidden units should come out.",
            "The weighted sum: each hidden unit hears every feature, as loudly as the weight in "
            "between says. One product of two matrices does it for all records and units at once.",
            "h = x w, entry by entry hᵣⱼ = Σᵢ xᵣᵢ wᵢⱼ: record r, feature i, hidden unit j. Shapes: "
            "(records × 6) (6 × n_hidden) = records × n_hidden.",
        ),
        "hidden_output": (
            "Look at TODO 2 in forward_pass. hidden_input is there already, and its shape should "
            "stay as it is.",
            "The activation: a unit answers through its sigmoid, which squashes any number into 0 "
            "to 1. It is applied to each entry by itself; matrix.py has something for that.",
            "a = f(h), entry by entry, with f(z) = 1 / (1 + e⁻ᶻ). Where h is 0, a is 0.5.",
        ),
        "output": (
            "Look at TODO 3 in forward_pass: it does for the output unit what the first two TODOs "
            "did for the hidden units.",
            "The output layer: a weighted sum of what the hidden units answered, then the "
            "activation once. The names of this layer's values and weights end in output.",
            "ŷ = f(a W). Shapes: (records × n_hidden) (n_hidden × 1) = records × 1. With all "
            "weights zero every ŷ is 0.5.",
        ),
        "error": (
            "Look at TODO 4 in backward_pass: two matrices of one column each, the targets and "
            "the network's answers.",
            "The error: how far the answer is from the target, with a sign. It should be positive "
            "where the answer is too low, so that adding a step moves the answer up.",
            "The error of a record is y − ŷ. For a target of 1 and an answer of 0.6 it is 0.4; for "
            "a target of 0 and the same answer it is −0.6.",
        ),
        "output_error_term": (
            "Look at TODO 5 in backward_pass. You need the line above it and the output, and all "
            "of them are one column.",
            "The error term of the output unit, by the chain rule: the error, and how much the "
            "output can move at that point. That is the slope of the sigmoid, which can be told "
            "from the activation alone.",
            "δᵒ = (y − ŷ) · f′(z), where z is what arrives at the output unit, and for the sigmoid "
            "f′(z) = ŷ (1 − ŷ). One record with y = 1 and ŷ = 0.5 has δᵒ = 0.125.",
        ),
        "hidden_error": (
            "Look at TODO 6 in backward_pass, and at its shape: one row for each record, one "
            "column for each hidden unit.",
            "Backpropagation itself: the output's error term goes back along the weights it came "
            "by, and each hidden unit gets its share by its own weight. One column meets one row: "
            "which of the two has to be turned?",
            "δᵒ Wᵀ, entry by entry δᵒᵣ Wⱼ for record r and hidden unit j. Shapes: "
            "(records × 1) (1 × n_hidden) = records × n_hidden.",
        ),
        "hidden_error_term": (
            "Look at TODO 7 in backward_pass, and back at TODO 5: it is the same move, one layer "
            "further back.",
            "The error term of the hidden units, by the chain rule: each unit's share of the "
            "error, and the slope of its own sigmoid. Unit by unit, record by record, with nothing "
            "summed.",
            "δʰ = (δᵒ Wᵀ) · f′(h), and for the sigmoid f′(h) = a (1 − a), entry by entry. Shape: "
            "records × n_hidden.",
        ),
        "del_w_hidden_output": (
            "Look at TODO 8 in backward_pass. The step needs the shape of the weights it will "
            "move: one row for each hidden unit, one column.",
            "The gradient of a weight: what came in at its near end, times the error term at its "
            "far end, summed over the records. A matrix product sums, if the records are what the "
            "two matrices meet by.",
            "ΔW = aᵀ δᵒ, entry by entry ΔWⱼ = Σᵣ aᵣⱼ δᵒᵣ. Shapes: "
            "(n_hidden × records) (records × 1) = n_hidden × 1.",
        ),
        "del_w_input_hidden": (
            "Look at TODO 9 in backward_pass, and at TODO 8 above it: the same rule, one layer "
            "further back. Each feature has a row here, each hidden unit a column.",
            "The gradient of a weight: what came in at its near end, times the error term at its "
            "far end, summed over the records. These weights begin at the inputs and end at the "
            "hidden units.",
            "Δw = xᵀ δʰ, entry by entry Δwᵢⱼ = Σᵣ xᵣᵢ δʰᵣⱼ. Shapes: "
            "(6 × records) (records × n_hidden) = 6 × n_hidden.",
        ),
        "update_weights": (
            "Look at TODO 10 in update_weights. All four values that come in are used there, each "
            "of them once.",
            "Gradient descent: from where the weights are, go a little way along the records' "
            "average step. The learnrate says how far, and the step that comes in is a sum.",
            "w ← w + η Δw / m, with η the learnrate and m the number of records that Δw was summed "
            "over.",
        ),
        "summed_over_records": (
            "Look at TODO 11 in train, inside the loop over the batches: two sums grow there, one "
            "for each layer.",
            "Summing the gradient over batches: a batch brings the steps of its own records, and "
            "by the end of the epoch each record should have been counted once.",
            "Over an epoch, Δw = Σ Δw(batch) and ΔW = Σ ΔW(batch), where the batches together hold "
            "all m records, each of them in one batch.",
        ),
        "zeroed_each_epoch": (
            "Look at the top of the loop over the epochs in train: what do the sums and the "
            "weights hold at that point, the first time and the second?",
            "A gradient belongs to the weights it was computed with. When the weights have moved, "
            "the old sums say nothing any more; the weights, though, go on from where they are.",
            "At the start of each epoch Δw = 0 and ΔW = 0, while w and W stay what the epoch "
            "before made of them.",
        ),
        "updated_once_per_epoch": (
            "Look at TODO 12 in train, and at how far to the right those lines stand.",
            "Batch gradient descent: one update an epoch, after the last batch, so that every "
            "record of the epoch is judged by the same weights.",
            "For m records in an epoch: first Δw = Σ over all m records, with w held still; then, "
            "once, w ← w + η Δw / m. The same for W.",
        ),
        "both_layers_updated": (
            "Look at TODO 12 in train: there are two weight matrices, and two calls that mirror "
            "each other.",
            "One rule for both layers: each weight matrix moves by its own sum, with the same "
            "learnrate and the same number of records, namely all of them.",
            "w ← w + η Δw / m and W ← W + η ΔW / m, with the same η and the same m, the number of "
            "all the records.",
        ),
        "every_epoch": (
            "Look at the loop over the epochs in train, and at what one turn of it hands to the "
            "next.",
            "Iteration: an epoch starts from the weights that the last one ended with, and there "
            "are as many epochs as were asked for.",
            "w₀ → w₁ → … → w_E, with E the number of epochs: wₑ₊₁ = wₑ + η Δw(wₑ) / m. What comes "
            "back is w_E.",
        ),
        "reported_losses": (
            "Look at the end of an epoch in train, where the losses grow by one entry: which "
            "weights and which records stand there?",
            "The mean squared error, over all the training records and with the weights as they "
            "are after the update of that epoch. The lesson gives you a function for it.",
            "losses[e] = 1/m · Σᵣ (yᵣ − ŷᵣ)², with ŷ from the weights after epoch e. There are as "
            "many losses as epochs.",
        ),
        "loss_falls": (
            "Look at the direction of a step: at the sign of the error in TODO 4, and at the sign "
            "in the update in TODO 10.",
            "Gradient descent goes downhill: a small enough step along the negative gradient "
            "makes the loss smaller. If it rises, a sign is turned; if it stays, a step is lost.",
            "Let L be half the sum of (y − ŷ)². Then Δw = −∂L/∂w, and w + η Δw / m lowers L as "
            "long as η is small enough.",
        ),
        "weight_shapes": (
            "Look at the shapes of the two weight matrices before the training and after it, and "
            "then at the first line where one of them changes.",
            "A step has the shape of the weights it moves: adding the two goes entry by entry, and "
            "the shape stays what it was.",
            "w and Δw: 6 × n_hidden. W and ΔW: n_hidden × 1. They stay so, for any number of "
            "records and for 2 or 3 hidden units.",
        ),
        "final_accuracy": (
            "Look at the steps and the training above first: the accuracy follows from them. If "
            "they all pass, look at whether both layers learn until the last epoch.",
            "Generalisation: these records can be told apart by a hidden layer that works, and by "
            "no single line. A network whose input weights stand still stays below the mark.",
            "accuracy = (records with ŷ > 0.5 where y = 1, and ŷ ≤ 0.5 where y = 0) / all records, "
            "with ŷ = f(f(x w) W) after the last epoch.",
        ),
        "gradient": (
            "Look at the two steps that backward_pass returns. This check moves one weight at a "
            "time by a tiny bit and sees what becomes of the loss.",
            "The numerical gradient, by central differences: it needs no rule of calculus, so the "
            "first weight where the two disagree shows which layer to look at.",
            "Δwᵢⱼ ≈ −(L(wᵢⱼ + ε) − L(wᵢⱼ − ε)) / 2ε, with L = ½ Σᵣ (yᵣ − ŷᵣ)² over the records.",
        ),
        "keeps_old_weights": (
            "Look at what your functions do with the matrices they are given: whoever called them "
            "may need these again.",
            "A function without side effects: it computes new weights and hands them back. A "
            "second name for the old matrix is still the old matrix, rows and all.",
            "w′ = w + η Δw / m, where w′ is a new matrix and w is afterwards what it was before.",
        ),
    }
)

SCRIPT: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "hidden_input": (
            "Look at TODO 1, in the loop over the records: x is one record with its six features, "
            "and one number for each hidden unit should come out.",
            "The weighted sum: each hidden unit hears every feature, as loudly as the weight in "
            "between says. One product of a vector and a matrix does it for all the units.",
            "h = x w, entry by entry hⱼ = Σᵢ xᵢ wᵢⱼ: feature i, hidden unit j. Shapes: "
            "(6) (6 × n_hidden) = n_hidden.",
        ),
        "hidden_output": (
            "Look at TODO 2. hidden_input is there already, a vector with an entry for each hidden "
            "unit, and its shape should stay as it is.",
            "The activation: a unit answers through its sigmoid, which squashes any number into 0 "
            "to 1. The function at the top of the script takes a whole vector.",
            "a = f(h), entry by entry, with f(z) = 1 / (1 + e⁻ᶻ). Where h is 0, a is 0.5.",
        ),
        "output": (
            "Look at TODO 3: it does for the output unit what the first two TODOs did for the "
            "hidden units. A single number should come out.",
            "The output layer: a weighted sum of what the hidden units answered, then the "
            "activation once. The names of this layer's values and weights end in output.",
            "ŷ = f(a W), where a W = Σⱼ aⱼ Wⱼ is a single number. With all weights zero ŷ is 0.5.",
        ),
        "error": (
            "Look at TODO 4: two single numbers, the target of this record and the network's "
            "answer to it.",
            "The error: how far the answer is from the target, with a sign. It should be positive "
            "where the answer is too low, so that adding a step moves the answer up.",
            "The error of a record is y − ŷ. For a target of 1 and an answer of 0.6 it is 0.4; for "
            "a target of 0 and the same answer it is −0.6.",
        ),
        "output_error_term": (
            "Look at TODO 5. You need the line above it and the output, and both are single "
            "numbers.",
            "The error term of the output unit, by the chain rule: the error, and how much the "
            "output can move at that point. That is the slope of the sigmoid, which can be told "
            "from the activation alone.",
            "δᵒ = (y − ŷ) · f′(z), where z is what arrives at the output unit, and for the sigmoid "
            "f′(z) = ŷ (1 − ŷ). One record with y = 1 and ŷ = 0.5 has δᵒ = 0.125.",
        ),
        "hidden_error": (
            "Look at TODO 6: one number has come back to the output unit, and a vector with an "
            "entry for each hidden unit should come out.",
            "Backpropagation itself: the output's error term goes back along the weights it came "
            "by, and each hidden unit gets its share by its own weight.",
            "δᵒ W, entry by entry δᵒ Wⱼ for hidden unit j. A single number meets each entry of a "
            "vector. Shape: n_hidden.",
        ),
        "hidden_error_term": (
            "Look at TODO 7, and back at TODO 5: it is the same move, one layer further back.",
            "The error term of the hidden units, by the chain rule: each unit's share of the "
            "error, and the slope of its own sigmoid. Unit by unit, with nothing summed.",
            "δʰ = (δᵒ W) · f′(h), and for the sigmoid f′(h) = a (1 − a), entry by entry. Shape: "
            "n_hidden.",
        ),
        "del_w_hidden_output": (
            "Look at TODO 8: this record's step has the shape of the weights it will move, an "
            "entry for each hidden unit, and is added to the epoch's sum.",
            "The gradient of a weight: what came in at its near end, times the error term at its "
            "far end. The loop over the records does the summing.",
            "ΔWⱼ grows by δᵒ aⱼ with each record, so that ΔW = Σ a δᵒ over the records. Shape: "
            "n_hidden.",
        ),
        "del_w_input_hidden": (
            "Look at TODO 9, and at TODO 8 above it: the same rule, one layer further back. Each "
            "feature has a row here, each hidden unit a column.",
            "The gradient of a weight: what came in at its near end, times the error term at its "
            "far end. Every feature meets every hidden unit, so one of the two vectors has to "
            "stand upright.",
            "Δwᵢⱼ grows by δʰⱼ xᵢ with each record. Shapes: (6 × 1) and (n_hidden) give "
            "6 × n_hidden.",
        ),
        "update_weights": (
            "Look at TODO 10, below the loop over the records: each layer moves there by its own "
            "sum, the learnrate and the number of records.",
            "Gradient descent: from where the weights are, go a little way along the records' "
            "average step. The learnrate says how far, and what was added up is a sum.",
            "w ← w + η Δw / m and W ← W + η ΔW / m, with η the learnrate and m the number of all "
            "the records.",
        ),
        "summed_over_records": (
            "Look at TODO 8 and TODO 9, inside the loop over the records: two sums grow there, "
            "one for each layer.",
            "Summing the gradient over the records: each of them brings its own steps, and by the "
            "end of the epoch each should have been counted once.",
            "Over an epoch, ΔW = Σ δᵒ a and Δw = Σ x δʰ, over all m records, each of them once.",
        ),
        "zeroed_each_epoch": (
            "Look at the top of the loop over the epochs: what do the sums and the weights hold "
            "at that point, the first time and the second?",
            "A gradient belongs to the weights it was computed with. When the weights have moved, "
            "the old sums say nothing any more; the weights, though, go on from where they are.",
            "At the start of each epoch Δw = 0 and ΔW = 0, while w and W stay what the epoch "
            "before made of them.",
        ),
        "updated_once_per_epoch": (
            "Look at TODO 10, and at how far to the right those lines stand.",
            "Batch gradient descent: one update an epoch, after the last record, so that every "
            "record of the epoch is judged by the same weights.",
            "For m records in an epoch: first Δw = Σ over all m records, with w held still; then, "
            "once, w ← w + η Δw / m. The same for W.",
        ),
        "both_layers_updated": (
            "Look at TODO 10: there are two layers of weights, and two lines that mirror each "
            "other.",
            "One rule for both layers: the weights of each move by their own sum, with the same "
            "learnrate and the same number of records, namely all of them.",
            "w ← w + η Δw / m and W ← W + η ΔW / m, with the same η and the same m, the number of "
            "all the records.",
        ),
        "every_epoch": (
            "Look at the loop over the epochs, and at what one turn of it hands to the next.",
            "Iteration: an epoch starts from the weights that the last one ended with, and there "
            "are as many epochs as the number at the top says.",
            "w₀ → w₁ → … → w_E, with E the number of epochs: wₑ₊₁ = wₑ + η Δw(wₑ) / m.",
        ),
        "reported_losses": (
            "Look at the end of an epoch, where the losses grow by one entry: which weights and "
            "which records stand there?",
            "The mean squared error, over all the training records and with the weights as they "
            "are after the update of that epoch. The lesson gives you that line.",
            "losses[e] = 1/m · Σᵣ (yᵣ − ŷᵣ)², with ŷ from the weights after epoch e. There are as "
            "many losses as epochs.",
        ),
        "gradient": (
            "Look at the two sums that grow at TODO 8 and TODO 9. This check moves one weight at a "
            "time by a tiny bit and sees what becomes of the loss.",
            HINTS["gradient"][1],
            HINTS["gradient"][2],
        ),
        "keeps_old_weights": (
            "Look at what the script does with the records it is given: data_prep hands them out "
            "once, and every epoch needs them as they are.",
            "A program without side effects on its data: it computes new numbers and leaves the "
            "records alone. A second name for a table is still the same table.",
            "w′ = w + η Δw / m moves the weights, while x and y are afterwards what they were "
            "before.",
        ),
    }
)
"""Where the lesson's NumPy script has words of its own."""


def words(check: str, form: str) -> tuple[str, str, str]:
    """Where to look, the idea, and the formula, in the words of a form. Raises KeyError."""
    return SCRIPT.get(check, HINTS[check]) if form == "numpy" else HINTS[check]
