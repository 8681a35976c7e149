"""All the lesson's functions, on arrays of one record, and a `train` that draws the weights."""

import numpy as np
from data_prep import pandas_features, pandas_features_test, pandas_targets, pandas_targets_test


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def forward_pass(x, weights_input_hidden, weights_hidden_output):
    hidden_output = sigmoid(np.dot(x, weights_input_hidden))
    return hidden_output, sigmoid(np.dot(hidden_output, weights_hidden_output))


def backward_pass(x, y, hidden_output, output, weights_hidden_output):
    output_error_term = (y - output) * output * (1 - output)
    hidden_error = output_error_term * weights_hidden_output
    hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)
    return hidden_error_term * x[:, None], output_error_term * hidden_output


def update_weights(weights, del_w, learnrate, n_records):
    return weights + learnrate * del_w / n_records


def train(features, targets, n_hidden=2, epochs=100, learnrate=0.5, seed=0):
    rng = np.random.default_rng(seed)
    w = rng.normal(scale=6**-0.5, size=(features.shape[1], n_hidden))
    W = rng.normal(scale=6**-0.5, size=n_hidden)
    for _ in range(epochs):
        del_w, del_W = np.zeros_like(w), np.zeros_like(W)
        for x, y in zip(features, targets, strict=True):
            hidden_output, output = forward_pass(x, w, W)
            one, other = backward_pass(x, y, hidden_output, output, W)
            del_w, del_W = del_w + one, del_W + other
        w = update_weights(w, del_w, learnrate, len(features))
        W = update_weights(W, del_W, learnrate, len(features))
    return w, W


w, W = train(pandas_features.values, pandas_targets.values, 3, epochs=200, learnrate=0.4, seed=5)
_, answers = forward_pass(pandas_features_test.values, w, W)
print("right:", np.mean((answers > 0.5) == (pandas_targets_test.values > 0.5)))
assert sigmoid(0) == 0.5
