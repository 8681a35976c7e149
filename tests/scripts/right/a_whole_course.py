# ruff: noqa
import numpy as np
import pandas as pd
from data_prep import features, targets, features_test, targets_test


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


# Lesson 1: gradient descent
n_records, n_features = features.shape
weights = np.random.normal(scale=1 / n_features**.5, size=n_features)
epochs = 1000
learnrate = 0.5
for e in range(epochs):
    del_w = np.zeros(weights.shape)
    for x, y in zip(features.values, targets):
        output = sigmoid(np.dot(x, weights))
        del_w += (y - output) * output * (1 - output) * x
    weights += learnrate * del_w / n_records

# Lesson 2: backpropagation
n_hidden = 2
epochs = 900
learnrate = 0.005
weights_input_hidden = np.random.normal(scale=1 / n_features ** .5, size=(n_features, n_hidden))
weights_hidden_output = np.random.normal(scale=1 / n_features ** .5, size=n_hidden)
for e in range(epochs):
    del_w_input_hidden = np.zeros(weights_input_hidden.shape)
    del_w_hidden_output = np.zeros(weights_hidden_output.shape)
    for x, y in zip(features.values, targets):
        hidden_output = sigmoid(np.dot(x, weights_input_hidden))
        output = sigmoid(np.dot(hidden_output, weights_hidden_output))
        output_error_term = (y - output) * output * (1 - output)
        hidden_error_term = output_error_term * weights_hidden_output * hidden_output * (1 - hidden_output)
        del_w_hidden_output += output_error_term * hidden_output
        del_w_input_hidden += hidden_error_term * x[:, None]
    weights_input_hidden += learnrate * del_w_input_hidden / n_records
    weights_hidden_output += learnrate * del_w_hidden_output / n_records
