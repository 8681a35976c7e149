# ruff: noqa
#!/usr/bin/env python3
# -*- coding: utf-8 -*-
import numpy as np

import data_prep


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def main():
    features, targets = data_prep.features, data_prep.targets
    np.random.seed(21)
    n_hidden = 2
    epochs = 900
    learnrate = 0.005
    n_records, n_features = features.shape
    weights_input_hidden = np.random.normal(scale=1 / n_features ** .5, size=(n_features, n_hidden))
    weights_hidden_output = np.random.normal(scale=1 / n_features ** .5, size=n_hidden)
    for e in range(1, epochs + 1):
        del_w_input_hidden = np.zeros(weights_input_hidden.shape)
        del_w_hidden_output = np.zeros(weights_hidden_output.shape)
        for x, y in zip(features.values, targets):
            hidden_input = np.dot(x, weights_input_hidden)
            hidden_output = sigmoid(hidden_input)
            output = sigmoid(np.dot(hidden_output, weights_hidden_output))
            error = y - output
            output_error_term = error * output * (1 - output)
            hidden_error = np.dot(weights_hidden_output, output_error_term)
            hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)
            del_w_hidden_output += output_error_term * hidden_output
            del_w_input_hidden += hidden_error_term * x[:, np.newaxis]
        weights_input_hidden += learnrate * del_w_input_hidden / n_records
        weights_hidden_output += learnrate * del_w_hidden_output / n_records
    return weights_input_hidden, weights_hidden_output


if __name__ == "__main__":
    main()
