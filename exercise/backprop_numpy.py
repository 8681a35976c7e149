"""Backpropagation by hand, as one NumPy script: it trains from its first line to its last.

    symbol   name in the code         shape                what it is
    ------   ---------------------    ------------------   -------------------------------------
    x        x, features              6, records × 6       what is known of each applicant
    y        y, targets               a number, records    admitted: 1.0, not admitted: 0.0
    w        weights_input_hidden     6 × n_hidden         from the inputs to the hidden units
    W        weights_hidden_output    n_hidden             from the hidden units to the output
    h        hidden_input             n_hidden             h = x w
    a        hidden_output            n_hidden             a = f(h), f the sigmoid
    ŷ        output                   a number             ŷ = f(a W)
    y − ŷ    error                    a number             how far off the answer is
    δᵒ       output_error_term        a number             δᵒ = (y − ŷ) ŷ (1 − ŷ)
    δᵒ W     hidden_error             n_hidden             each hidden unit's share of δᵒ
    δʰ       hidden_error_term        n_hidden             δʰ = (δᵒ W) a (1 − a)
    ΔW       del_w_hidden_output      n_hidden             ΔW = a δᵒ, summed over the records
    Δw       del_w_input_hidden       6 × n_hidden         Δw = xᵀ δʰ, summed over the records

The same network as in backprop.py. Here the records come one at a time, so whatever belongs to
one record is a vector with an entry for each unit, or a single number.

Run `python backprop_numpy.py` to train the network, `grade check` to see which steps are right.
"""

import numpy as np
from data_prep import pandas_features as features
from data_prep import pandas_features_test as features_test
from data_prep import pandas_targets as targets
from data_prep import pandas_targets_test as targets_test

np.random.seed(21)


def sigmoid(z):
    """Squash any numbers into (0, 1). Its slope there is f(z) (1 − f(z)). Given to you."""
    return 1 / (1 + np.exp(-z))


def answers(records):
    """What the network answers to many records at once, with the weights as they are. Given."""
    return sigmoid(np.dot(sigmoid(np.dot(records, weights_input_hidden)), weights_hidden_output))


n_hidden = 2
epochs = 900
learnrate = 0.005

n_records, n_features = features.shape
last_loss = np.inf
every = max(1, epochs // 10)  # epochs from one printed loss to the next

weights_input_hidden = np.random.normal(scale=n_features**-0.5, size=(n_features, n_hidden))
weights_hidden_output = np.random.normal(scale=n_features**-0.5, size=n_hidden)

for e in range(epochs):
    del_w_input_hidden = np.zeros(weights_input_hidden.shape)
    del_w_hidden_output = np.zeros(weights_hidden_output.shape)

    for x, y in zip(features.values, targets):
        # TODO 1: what arrives at the hidden units: the inputs, weighted and summed
        hidden_input = ...

        # TODO 2: what the hidden units answer
        hidden_output = ...

        # TODO 3: what the output unit answers to that
        output = ...

        if output is ...:
            raise SystemExit("Nothing to train yet: begin with TODO 1, then run `grade check`.")

        # TODO 4: how far the answer is from the target
        error = ...

        # TODO 5: the error term of the output unit: the error times the slope of its sigmoid
        output_error_term = ...

        # TODO 6: each hidden unit's share of that, by the weight that connects it to the output
        hidden_error = ...

        # TODO 7: the error terms of the hidden units: their share times the slope of their sigmoid
        hidden_error_term = ...

        # TODO 8: the step of the output weights: what came in at one end times δ at the other
        del_w_hidden_output += ...

        # TODO 9: the step of the input weights, by the same rule one layer further back
        del_w_input_hidden += ...

    # TODO 10: move both layers, once, by the average over the records
    weights_input_hidden += ...
    weights_hidden_output += ...

    if (e + 1) % every == 0:
        loss = np.mean((targets.values - answers(features.values)) ** 2)
        warning = "   it rose: is each step pointing the right way?" if loss > last_loss else ""
        print(f"epoch {e + 1:4}   training loss {loss:.6f}{warning}")
        last_loss = loss

right = np.mean((answers(features_test.values) > 0.5) == (targets_test.values > 0.5))
always_no = np.mean(targets_test.values == 0)
print(f"accuracy on the test records   {right:.3f}")
print(f'always answering "no"          {always_no:.3f}')

share = np.mean(targets.values)
print(f"the loss of always answering {share:.3f} is {share * (1 - share):.4f}.")
print("Next: guess what longer strides would do: set epochs = 200 and learnrate = 0.5 at the top.")
