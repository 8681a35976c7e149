"""Goes through six equal parts of the records, shuffled, before the weights move once."""

import numpy as np
from data_prep import pandas_features, pandas_features_test, pandas_targets, pandas_targets_test

rng = np.random.default_rng(21)
X, y = pandas_features.to_numpy(), pandas_targets.to_numpy()
m, n = X.shape
weights_input_hidden = rng.normal(scale=n**-0.5, size=(n, 2))
weights_hidden_output = rng.normal(scale=n**-0.5, size=(2, 1))
learnrate, epochs = 0.8, 400


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


for _ in range(epochs):
    del_w_input_hidden = np.zeros(weights_input_hidden.shape)
    del_w_hidden_output = np.zeros(weights_hidden_output.shape)
    for part in np.split(rng.permutation(m), 6):
        x, targets = X[part], y[part].reshape(-1, 1)
        hidden_output = sigmoid(x @ weights_input_hidden)
        output = sigmoid(hidden_output @ weights_hidden_output)
        output_error_term = (targets - output) * output * (1 - output)
        hidden_error = output_error_term @ weights_hidden_output.T
        hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)
        del_w_hidden_output += hidden_output.T @ output_error_term
        del_w_input_hidden += x.T @ hidden_error_term
    weights_input_hidden += learnrate * del_w_input_hidden / m
    weights_hidden_output += learnrate * del_w_hidden_output / m

hidden = sigmoid(pandas_features_test.to_numpy() @ weights_input_hidden)
answers = sigmoid(hidden @ weights_hidden_output).ravel()
print("right:", np.mean((answers > 0.5) == pandas_targets_test.to_numpy()))
