# ruff: noqa
import numpy as np
from data_prep import features, targets

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

n_hidden = 3
epochs = 900
learnrate = 0.005
n_records, n_features = features.shape
weights_input_hidden = np.random.normal(scale=.4, size=(n_features, n_hidden))
weights_hidden_output = np.random.normal(scale=.4, size=n_hidden)

e = 0
while e < epochs:
    del_w_input_hidden = 0
    del_w_hidden_output = 0
    for x, y in zip(features.values, targets):
        hidden_input = np.dot(x, weights_input_hidden)
        hidden_output = sigmoid(hidden_input)
        print("hidden", hidden_input, hidden_output)
        output = sigmoid(np.dot(hidden_output, weights_hidden_output))
        error = y - output
        print("record", x, "target", y, "output", output, "error", error)
        output_error_term = error * output * (1 - output)
        hidden_error = np.dot(output_error_term, weights_hidden_output)
        hidden_error_term = hidden_error * hidden_output * (1 - hidden_output)
        print(output_error_term, hidden_error, hidden_error_term)
        del_w_hidden_output = del_w_hidden_output + output_error_term * hidden_output
        del_w_input_hidden = del_w_input_hidden + hidden_error_term * x[:, None]
    weights_input_hidden = weights_input_hidden + learnrate * del_w_input_hidden / n_records
    weights_hidden_output = weights_hidden_output + learnrate * del_w_hidden_output / n_records
    e += 1
