# ruff: noqa
import numpy as np
from data_prep import features, targets, features_test, targets_test

np.random.seed(42)
sigmoid = lambda x: 1 / (1 + np.exp(-x))

n_hidden = 2
epochs = 900
learnrate = 0.005
n_records, n_features = features.shape
weights_input_hidden = np.random.normal(scale=1 / n_features ** .5, size=(n_features, n_hidden))
weights_hidden_output = np.random.normal(scale=1 / n_features ** .5, size=(n_hidden, 1))

X = features.values
Y = targets[:, None]

for e in range(epochs):
    hidden_input = X @ weights_input_hidden
    hidden_output = sigmoid(hidden_input)
    output = sigmoid(hidden_output @ weights_hidden_output)
    error = Y - output
    output_error_term = error * output * (1 - output)
    hidden_error = output_error_term @ weights_hidden_output.T
    hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)
    del_w_hidden_output = hidden_output.T @ output_error_term
    del_w_input_hidden = X.T @ hidden_error_term
    weights_input_hidden += learnrate * del_w_input_hidden / n_records
    weights_hidden_output += learnrate * del_w_hidden_output / n_records
    if e % (epochs / 10) == 0:
        hidden_output = sigmoid(np.dot(X, weights_input_hidden))
        out = sigmoid(np.dot(hidden_output, weights_hidden_output))
        print("Train loss:", np.mean((out - Y) ** 2))
