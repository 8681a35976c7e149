# ruff: noqa
"""The lesson's script, with names that are given their values in the heads of its loops."""
import numpy as np
from data_prep import features, targets

np.random.seed(21)
n_records, n_features = features.shape
n_hidden, epochs, learnrate = 2, 900, 0.005
weights_input_hidden = np.random.normal(scale=n_features**-0.5, size=(n_features, n_hidden))
weights_hidden_output = np.random.normal(scale=n_features**-0.5, size=n_hidden)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


for e in range(epochs):
    del_w_input_hidden = np.zeros(weights_input_hidden.shape)
    del_w_hidden_output = np.zeros(weights_hidden_output.shape)
    for x, y in (pairs := [(row, target) for row, target in zip(features.values, targets)]):
        hidden_output = sigmoid(np.dot(x, weights_input_hidden))
        output = sigmoid(np.dot(hidden_output, weights_hidden_output))
        output_error_term = (y - output) * output * (1 - output)
        hidden_error = output_error_term * weights_hidden_output
        hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)
        del_w_hidden_output += output_error_term * hidden_output
        del_w_input_hidden += hidden_error_term * x[:, None]
    weights_input_hidden += learnrate * del_w_input_hidden / n_records
    weights_hidden_output += learnrate * del_w_hidden_output / n_records
